"""What an operator can set of a web till. What a cashier sets stands in the store: see look.py."""

from __future__ import annotations

from pathlib import Path

from lightclient.bitcoin.networks.known import NETWORKS
from lightclient.gateway.settings import GATEWAY, Setting

SHARED = ("broker", "broker_password_file", "ca", "client_cert", "client_key", "proxy", "log_level")

TILL = (
    Setting("network", str, "The chain.", metavar="NAME", choices=tuple(one.name for one in NETWORKS), needed=True),
    *(setting for setting in GATEWAY if setting.name in SHARED),
    Setting("gateways", str, "A gateway to follow; give several.", metavar="NAME", many=True, needed=True),
    Setting("needed", int, "How many gateways must show the tip.", 1, metavar="COUNT", least=1),
    Setting("client_id", str, "Our name in topics; by default the broker's user.", metavar="NAME"),
    Setting("checkpoint", Path, "Trust this checkpoint; by default the one that is shipped.", metavar="FILE"),
    Setting("state", Path, "Keep the chain in the files STATE.0 and STATE.1.", metavar="STATE"),
    Setting(
        "wallet",
        Path,
        "The file with the wallet: a descriptor, or an extended public key. Private keys are refused.",
        metavar="FILE",
        needed=True,
    ),
    Setting("purpose", int, "Of an xpub: 44, 49, 84 or 86, whichever scripts the wallet uses.", metavar="NUMBER"),
    Setting(
        "store",
        str,
        "Where invoices are kept: the path of a file of SQLite, or postgresql://user@host/name. Tills may share one.",
        metavar="PATH|URL",
        login=True,
        needed=True,
    ),
    Setting("store_password_file", Path, "The file with the password of the store's user.", metavar="FILE"),
    Setting("confirmations", int, "Of each payment, before it counts as paid.", 1, metavar="COUNT", least=1),
    Setting(
        "gap", int, "Addresses in a row that may be unpaid; wallets look no further.", 20, metavar="COUNT", least=1
    ),
    Setting(
        "zero_limit",
        int,
        "Take up to so many satoshi unconfirmed, on the word of gateways; not set: none.",
        metavar="SATOSHI",
        least=1,
    ),
    Setting("zero_gateways", int, "Gateways that must show an unconfirmed payment.", 2, metavar="COUNT", least=1),
    Setting("zero_seconds", int, "For so long, and unchallenged.", 10, metavar="SECONDS", least=0),
    Setting("web", str, "Serve the till there.", "127.0.0.1:8042", metavar="HOST:PORT"),
    Setting(
        "url",
        str,
        "The address that people open, if a proxy with TLS stands in front: https://till.example.",
        metavar="URL",
    ),
    Setting(
        "pin_file",
        Path,
        "The file with the PIN: for the settings, and for all of the till where others can reach it.",
        metavar="FILE",
    ),
    Setting("api_token_file", Path, "The file with the token of the API; without it, no API.", metavar="FILE"),
    Setting(
        "payees",
        Path,
        "The file with the payees of Lightning whose receipts count on the page that checks them.",
        metavar="FILE",
    ),
    Setting("webhook", str, "Post changes of invoices there: https://..., or http:// on this machine.", metavar="URL"),
    Setting("webhook_secret_file", Path, "The file with the secret that signs them: whsec_...", metavar="FILE"),
)
