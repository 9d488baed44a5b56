"""`lightclient keys` as people and scripts call it: real processes, real terminals, and the vectors of the BIPs."""

import contextlib
import json
import os
import pty
import select
import stat
import subprocess
import sys
import termios
import time
from hashlib import sha256

import pytest
from hypothesis import example, settings
from hypothesis import given as drawn
from hypothesis import strategies as st

from lightclient.bitcoin.address import address_of
from lightclient.bitcoin.networks.known import NETWORKS
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.testnet3 import TESTNET3
from lightclient.bitcoin.script import p2wpkh
from lightclient.bitcoin.transaction import Transaction
from lightclient.cli import psbtfile
from lightclient.cli.keysource import parse
from lightclient.cli.options import NetworkName
from lightclient.cli.secret import _secret_in
from lightclient.crypto import backend, p256, schnorr
from lightclient.crypto.ripemd160 import hash160
from lightclient.errors import LightClientError
from lightclient.keys.keystore import KeyStore
from lightclient.wallet import accounts, base64, bip32, bip39, bip322, path, wif
from lightclient.wallet.accounts import Account
from lightclient.wallet.descriptor import Descriptor
from lightclient.wallet.psbt.extract import extract
from lightclient.wallet.psbt.finalize import finalize
from lightclient.wallet.psbt.update import update
from lightclient.wallet.spending import output_bytes
from tests.portable import psbts
from tests.support.command import ROOT, invoke, process
from tests.support.vectors import load_json
from tests.vectors.test_key_vectors import DERIVED, fields
from tests.vectors.test_message_vectors import BASIC

WORDS = "abandon " * 11 + "about"
XPRV = bip32.master(bip39.seed(WORDS)).serialize(MAINNET)
WIF = wif.serialize(sha256(b"key").digest(), MAINNET)
ZPUB = "zpub6rFR7y4Q2AijBEqTUquhVz398htDFrtymD9xYYfG1m4wAcvPhXNfE3EfH1r1ADqtfSdVCToUG868RvUUkgDKf31mGDtKsAYz2oz2AGutZYs"
XPUB = bip32.parse(ZPUB)[0].serialize(MAINNET)
PASSPHRASE = "correct horse"
FIRST = "bc1qcr8te4kr609gcawutmrza0j4xv80jy8z306fyu"  # of these words, by BIP84
MAIN = ("--network", "mainnet")


def keys(*arguments, secrets=None, status=0):
    """Run the command with --json; `secrets` are lines of a file descriptor. Return what it prints.

    No secret may be in what it prints or says, and nothing may be said where JSON is expected.
    """
    with given(secrets) as options:
        result = invoke("keys", *arguments, *options, "--json")
    assert result.exit_code == status, result.output
    if "--show" not in arguments:
        assert not any(secret and secret in result.output for secret in secrets or ())
    if not result.stdout:
        return " ".join(result.stderr.replace("│", " ").split())
    assert result.stderr == ""
    return json.loads(result.stdout)


@contextlib.contextmanager
def given(secrets):
    """Yield the options for secrets that a file descriptor gives, none for None."""
    if secrets is None:
        yield ()
        return
    reading, writing = os.pipe()
    os.write(writing, "".join(line + "\n" for line in secrets).encode())
    os.close(writing)
    try:
        yield "--secret-fd", reading
    finally:
        os.close(reading)


@pytest.fixture(scope="module")
def keystore(tmp_path_factory):
    """A keystore with a wallet of new words, a key of P-256, and two of Ed25519."""
    path = tmp_path_factory.mktemp("keys") / "my.keys"
    for more in ((), ("--kind", "p256"), ("--kind", "ed25519"), ("--kind", "ed25519", "--name", "till-7")):
        keys("generate", "--keystore", path, *more, secrets=[PASSPHRASE])
    return path


# -- what is derived


@pytest.mark.slow
@pytest.mark.parametrize(("purpose", "name"), [("84", "bip0084"), ("86", "bip0086")])
def test_accounts_of_bip84_and_bip86(purpose, name):
    given = list(fields(load_json(DERIVED)[name]))
    (account,) = [value for kind, value in given[3:] if kind == "xpub"][:1]
    derived = keys("derive", f"m/{purpose}h/0h/0h", *MAIN, secrets=[given[0][1]])
    assert derived["xpub"] == bip32.parse(account)[0].serialize(MAINNET)
    assert derived["fingerprint"] == "73c5da0a"
    wanted = [value for kind, value in given if kind == "address"]
    for source in ((), (account,) if purpose == "84" else (account, "--purpose", purpose)):
        secrets = None if source else [given[0][1]]
        options = ("address", *source, *MAIN) + (() if source else ("--purpose", purpose))
        found = keys(*options, "--index", "0-1", secrets=secrets)["addresses"]
        found += keys(*options, "--change", secrets=secrets)["addresses"]
        assert [one["address"] for one in found] == wanted
    for branch, indexes, addresses in (("receive", "0-1", wanted[:2]), ("change", "0", wanted[2:])):
        found = keys("address", derived[branch], *MAIN, "--index", indexes)
        assert [one["address"] for one in found["addresses"]] == addresses
    private = keys("derive", f"m/{purpose}h/0h/0h/0/0", *MAIN, "--show", secrets=[given[0][1]])
    assert bip32.parse(private["secret"])[0].key.hex() == private["public_key"]


def test_an_xprv_says_no_more_than_it_is_asked_for():
    found = keys("derive", "m", *MAIN, secrets=[XPRV])
    assert found["xpub"] == bip32.parse(XPRV)[0].public().serialize(MAINNET)
    assert "secret" not in found
    assert keys("derive", "m", *MAIN, "--show", secrets=[XPRV])["secret"] == XPRV


def test_a_passphrase_of_the_words_makes_another_wallet():
    for vector in load_json("bips/bcoin_mnemonic-english.json")[:2]:
        _, sentence, _, xprv = vector[:4] if len(vector) == 4 else (*vector[:3], vector[-1])
        found = keys("derive", "m", *MAIN, "--passphrase", "--show", secrets=[sentence, "TREZOR"])
        assert found["secret"] == xprv
    assert keys("derive", "m", *MAIN, "--passphrase", secrets=[WORDS], status=2)["message"].endswith(
        "has no line for: Passphrase of the words"
    )
    assert keys("derive", "m", *MAIN, "--passphrase", secrets=[WORDS, "é"]) == keys(
        "derive", "m", *MAIN, "--passphrase", secrets=[WORDS, "e\u0301"]
    )


@pytest.mark.slow
def test_the_addresses_of_an_account_depend_on_what_is_said_of_it():
    one = ("--index", "7")
    assert keys("address", ZPUB, *MAIN, *one) == keys("address", XPUB, "--purpose", "84", *MAIN, *one)
    assert "does not say what its addresses are" in keys("address", XPUB, *MAIN, status=2)
    assert "zpub stands for wpkh" in keys("address", ZPUB, *MAIN, "--purpose", "44", status=2)
    assert keys("address", ZPUB, "--network", "signet", status=1)["error"] == "WrongNetwork"
    assert keys("address", ZPUB[:-1] + "1", *MAIN, status=1)["error"] == "BadChecksum"
    for text in ("x", "-1", "1-", "2-1", "0-1000", "2147483648", "1 "):
        assert "no range of at most 1000" in keys("address", ZPUB, *MAIN, f"--index={text}", status=2)
    assert len(keys("address", ZPUB, *MAIN, "--index", "2147483548-2147483647")["addresses"]) == 100
    single = f"wpkh({bip32.parse(ZPUB)[0].key.hex()})"
    assert "one address only" in keys("address", single, *MAIN, "--index", "0-1", status=2)
    assert "says by itself" in keys("address", single, *MAIN, "--change", status=2)
    both = f"wpkh({XPUB}/<0;1>/*)"
    for more in ((), ("--change",)):
        found = keys("address", both, *MAIN, *one, *more)["addresses"]
        assert found == keys("address", ZPUB, *MAIN, *one, *more)["addresses"]
    assert keys("address", single[:-1], *MAIN, status=1)["error"] == "Unbalanced"
    assert "not both" in keys("address", ZPUB, *MAIN, secrets=[WORDS], status=2)


def test_what_cannot_be_derived_is_refused_by_name():
    assert "from a single private key" in keys("derive", "m/0", *MAIN, secrets=[WIF], status=2)
    assert keys("derive", "m/0/x", *MAIN, secrets=[WORDS], status=1)["error"] == "BadPath"
    assert keys("derive", "m", *MAIN, secrets=[WORDS + " zoo"], status=1)["error"] == "BadWordCount"
    assert keys("derive", "m", *MAIN, secrets=[WORDS[:-5] + "zebra"], status=1)["error"] == "BadSentenceChecksum"
    assert keys("derive", "m", "--network", "regtest", secrets=[XPRV], status=1)["error"] == "WrongNetwork"
    assert keys("derive", "m", *MAIN, secrets=[XPRV[:-1]], status=1)["error"] == "BadChecksum"


def test_what_is_long_comes_whole_out_of_a_terminal():
    with given([WORDS]) as options:
        printed = invoke("keys", "derive", "m/84h/0h/0h", *MAIN, *options).stdout.split("\n")
    xpub, receive = (next(line for line in printed if line.startswith(name)) for name in ("xpub", "receive"))
    assert xpub.split() == ["xpub", XPUB]
    assert receive.split()[1].startswith("wpkh([73c5da0a/84h/0h/0h]" + XPUB)
    with given([WORDS]) as options:
        printed = invoke("keys", "address", *MAIN, *options, "--index", "0-1").stdout.split("\n")
    assert printed[-3].split() == ["addresses", "0", FIRST]
    assert printed[-2].startswith("           1  bc1qnjg0jd")


# -- what is signed


@pytest.mark.slow
def test_simple_signatures_of_bip322():
    made = 0
    for vector in load_json(BASIC)["simple"]:
        whose = ("--address", vector["address"], *MAIN)
        for signature in vector["bip322_signatures"][:1]:
            found = keys("verify", vector["message"], signature, *whose)
            assert (found["algorithm"], found["address"]) == ("bip322", vector["address"])
            assert keys("verify", vector["message"] + ".", signature, *whose, status=1)["error"] == "WrongSignature"
        if len(vector["private_keys"]) > 1:
            continue
        found = keys("sign", vector["message"], "--algorithm", "bip322", *whose, secrets=vector["private_keys"])
        made += found["signature"] in vector["bip322_signatures"]
        assert keys("verify", vector["message"], found["signature"], *whose)["ok"]
    assert made == 2


def test_refusals_of_bip322():
    for vector in load_json(BASIC)["error"]:
        said = keys("verify", vector["message"], vector["signature"], "--address", vector["address"], *MAIN, status=1)
        assert said["error"] in ("WrongSignature", "BadMessageSignature")


@pytest.mark.slow
@pytest.mark.parametrize("purpose", ["44", "49", "84"])
def test_bip137_for_each_address_of_a_key(purpose):
    at = f"m/{purpose}h/0h/0h/0/0"
    found = keys("sign", "héllo", "--algorithm", "bip137", *MAIN, "--path", at, secrets=[WORDS])
    assert found["address"] == keys("address", *MAIN, "--purpose", purpose, secrets=[WORDS])["addresses"][0]["address"]
    verified = keys("verify", "héllo", found["signature"], "--address", found["address"], *MAIN)
    assert (verified["algorithm"], verified["signatures_by"]) == ("bip137", "ecdsa")
    other = "bc1q9vza2e8x573nczrlzms0wvx3gsqjx7vavgkx0l"
    assert keys("verify", "héllo", found["signature"], "--address", other, *MAIN, status=1)["error"] == "WrongSignature"


def test_p256_of_rfc_6979_and_ed25519_of_rfc_8032(tmp_path):
    found = keys(
        "sign",
        "sample",
        "--algorithm",
        "p256",
        secrets=["c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721"],
    )
    s = p256.N - 0xF7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8
    assert found["signature"] == f"efd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716{s:064x}"
    assert found["public_key"] == "0360fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6"
    by = ("--algorithm", "p256", "--key", found["public_key"])
    assert keys("verify", "sample", found["signature"], *by)["ok"]
    assert keys("verify", "Sample", found["signature"], *by, status=1)["error"] == "WrongSignature"

    message = tmp_path / "message"
    message.write_bytes(b"\xaf\x82")
    given = ("-", "--file", message, "--algorithm", "ed25519")
    found = keys("sign", *given, secrets=["c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7"])
    assert found["signature"].startswith("6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac")
    verify = ("verify", "-", found["signature"], "--file", message, "--algorithm", "ed25519", "--key")
    assert keys(*verify, found["public_key"])["ok"]
    assert keys(*verify, found["public_key"][2:], status=1)["error"] == "BadKeyEncoding"
    assert "not hexadecimal" in keys(*verify, "zz", status=2)


def test_bip340_signs_the_hash_of_the_message_and_never_twice_alike():
    ask = ("sign", "pay", "--algorithm", "bip340", "--path", "m/86h/0h/0h/0/0")
    first, second = (keys(*ask, *MAIN, secrets=[WORDS]) for _ in range(2))
    assert first["public_key"] == second["public_key"] and first["signature"] != second["signature"]
    key, signature = bytes.fromhex(first["public_key"]), bytes.fromhex(first["signature"])
    assert schnorr.verify(key, sha256(b"pay").digest(), signature)
    by = ("--algorithm", "bip340", "--key", first["public_key"])
    assert keys("verify", "pay", second["signature"], *by)["ok"]


def test_what_is_to_be_signed_has_to_be_clear():
    bip322 = ("sign", "x", "--algorithm", "bip322", *MAIN)
    assert "which key of the wallet" in keys(*bip322, secrets=[WORDS], status=2)
    assert "which of the key's addresses" in keys(*bip322, secrets=[WIF], status=2)
    assert "has no paths" in keys(*bip322, "--path", "m/0", secrets=[WIF], status=2)
    assert keys(*bip322, "--address", FIRST, secrets=[WIF], status=1)["error"] == "NotItsKey"
    assert "only words have" in keys(*bip322, "--address", FIRST, "--passphrase", secrets=[WIF], status=2)
    bip340 = ("sign", "x", "--algorithm", "bip340", "--address", FIRST, *MAIN)
    assert "only bip137 and bip322" in keys(*bip340, secrets=[WIF], status=2)
    assert "name it" in keys(*bip322[:4], secrets=[WIF], status=2)
    assert "derive keys of secp256k1" in keys("sign", "x", "--algorithm", "p256", secrets=[WORDS], status=2)
    taproot = ("sign", "x", "--algorithm", "bip137", *MAIN, "--path", "m/86h/0h/0h/0/0")
    assert keys(*taproot, secrets=[WORDS], status=1)["error"] == "WrongMessageKind"
    assert "a text, or - and --file" in keys("sign", "-", "--algorithm", "p256", status=2)
    for more in ((), ("--address", FIRST, "--key", "00")):
        assert "give one of --address and --key" in keys("verify", "x", "00", *more, *MAIN, status=2)
    assert "for a --key it is" in keys("verify", "x", "00", "--key", "00", status=2)
    wrong = ("verify", "x", "00", "--address", FIRST, "--algorithm", "p256", *MAIN)
    assert "p256 is for a --key" in keys(*wrong, status=2)


@pytest.mark.slow
def test_the_backend_is_chosen_shown_and_never_replaced():
    pytest.importorskip("coincurve")
    sign = ("keys", "sign", "x", "--json", "--secret-fd", 0, "--algorithm")
    for name, algorithm in (("cryptography", "ed25519"), ("portable", "p256"), ("coincurve", "bip340")):
        environment = os.environ | {"LIGHTCLIENT_BACKEND": name}
        result = process(*sign, algorithm, input="11" * 32, env=environment)
        assert json.loads(result.stdout)["signatures_by"] == name
    result = process(*sign, "p256", input="11" * 32, env=environment)
    said = json.loads(result.stdout)
    assert (result.returncode, said["error"]) == (2, "CurveMissing")
    assert said["message"].startswith("the backend coincurve does not compute p256")


# -- keystores


@pytest.mark.slow
def test_a_keystore_is_made_for_its_owner_alone_and_signs_by_name(keystore):
    assert stat.S_IMODE(keystore.stat().st_mode) == 0o600
    at = ("--keystore", keystore)
    first = keys("address", *at, *MAIN, secrets=[PASSPHRASE])["addresses"][0]["address"]
    found = keys("sign", "x", "--algorithm", "bip322", "--path", "m/84h/0h/0h/0/0", *MAIN, *at, secrets=[PASSPHRASE])
    assert found["address"] == first
    assert keys("verify", "x", found["signature"], "--address", first, *MAIN)["ok"]
    found = keys("sign", "x", "--algorithm", "p256", *at, secrets=[PASSPHRASE])
    assert keys("verify", "x", found["signature"], "--key", found["public_key"], "--algorithm", "p256")["ok"]
    ed25519 = ("sign", "x", "--algorithm", "ed25519", *at)
    assert keys(*ed25519, secrets=[PASSPHRASE], status=1)["error"] == "AmbiguousKey"
    one, other = (keys(*ed25519, "--name", name, secrets=[PASSPHRASE]) for name in ("ed25519", "till-7"))
    assert one["public_key"] != other["public_key"]
    assert keys(*ed25519, "--name", "words", secrets=[PASSPHRASE], status=1)["error"] == "NoSuchKey"
    assert keys(*ed25519, secrets=["battery staple"], status=1)["error"] == "WrongPassphrase"
    assert keys(*ed25519, secrets=[], status=2)["message"].endswith("has no line for: Passphrase of my.keys")


@pytest.mark.slow
def test_what_is_generated_is_what_is_kept_and_is_shown_if_asked(tmp_path):
    path = tmp_path / "my.keys"
    made = keys("generate", "--words", "24", "--keystore", path, "--show", secrets=[PASSPHRASE])
    assert len(made["secret"].split()) == 24
    from_words = keys("derive", "m/84h/0h/0h", *MAIN, secrets=[made["secret"]])
    assert from_words["fingerprint"] == made["fingerprint"]
    assert keys("derive", "m/84h/0h/0h", *MAIN, "--keystore", path, secrets=[PASSPHRASE]) == from_words
    before = path.read_bytes()
    assert keys("generate", "--keystore", path, secrets=[PASSPHRASE], status=1)["error"] == "NameTaken"
    assert keys("generate", "--keystore", path, secrets=["other"], status=1)["error"] == "WrongPassphrase"
    assert path.read_bytes() == before
    keys("generate", "--kind", "secp256k1", "--keystore", path, secrets=[PASSPHRASE])
    address = ("address", *MAIN, "--keystore", path)
    assert "addresses" in keys(*address, secrets=[PASSPHRASE])  # of the words
    found = keys(*address, "--name", "secp256k1", "--purpose", "84", secrets=[PASSPHRASE])["address"]
    sign = ("sign", "x", "--algorithm", "bip322", *address[1:], "--address", found, "--name", "secp256k1")
    signed = keys(*sign, secrets=[PASSPHRASE])
    assert keys("verify", "x", signed["signature"], *MAIN, "--address", found)["ok"]
    key = keys("generate", "--kind", "secp256k1", "--show", *MAIN)
    signed = keys("sign", "x", "--algorithm", "bip340", *MAIN, secrets=[key["secret"]])
    assert key["public_key"][2:] == signed["public_key"]
    assert keys("generate", "--show")["secret"] != keys("generate", "--show")["secret"]
    assert "nobody would have it" in keys("generate", status=2)
    assert "for a --keystore" in keys("generate", "--show", "--name", "x", status=2)
    assert "name it" in keys("generate", "--kind", "secp256k1", "--show", status=2)


@pytest.mark.slow
@pytest.mark.parametrize("version", [0, 2])
def test_a_psbt_is_shown_and_signed_in_the_form_that_it_came_in(version, tmp_path):
    data, _ = psbts.ready(version, psbts.SINGLES, outputs=2)
    wanted, count = psbts.signed(data)
    given, made = tmp_path / "payment.psbt", tmp_path / "signed.psbt"
    test = ("--network", "testnet3")
    payment = {
        "ok": True,
        "network": "testnet3",
        "version": version,
        "inputs": 4,
        "pays": [{"satoshi": 5000, "to": address_of(p2wpkh(bytes((number,)) * 20), TESTNET3)} for number in (0, 1)],
        "fee": 30_006,
    }
    for form in (bytes, lambda data: base64.serialize(data).encode() + b"\n", lambda data: data.hex().encode() + b"\n"):
        given.write_bytes(form(data))
        assert keys("psbt", given, *test) == payment
        done = keys("psbt", given, *test, "-o", made, secrets=[psbts.ROOTS[0].serialize(TESTNET3)])
        assert done == {**payment, "signatures": count, "file": str(made), "signatures_by": done["signatures_by"]}
        assert len(made.read_bytes()) == len(form(wanted))
        found, left = psbts.written(finalize, psbts.psbt(psbtfile.read(made)[0]))  # which looks at every signature
        assert left == 0 and made.read_bytes() == form(psbtfile.read(made)[0])
        assert psbts.written(extract, psbts.psbt(found))[0]


def test_a_psbt_is_read_in_every_form_that_people_pass_it_on(tmp_path):
    given = tmp_path / "payment.psbt"
    data, _ = psbts.ready(0, psbts.SINGLES)
    text, test = base64.serialize(data), ("--network", "testnet3")
    lines = "\n".join(text[at : at + 76] for at in range(0, len(text), 76))
    given.write_bytes(data)
    wanted = keys("psbt", given, *test)
    for form in (
        lines.encode(),
        lines.replace("\n", "\r\n").encode() + b"\r\n",
        ("\ufeff" + text).encode(),
        (lines + "\r\n").encode("utf-16"),
        f'"{text}"\n'.encode(),
        f"  '{text}'  ".encode(),
        data.hex().upper().encode(),
        ("\ufeff'" + data.hex()[:90] + "\n" + data.hex()[90:] + "'").encode(),
    ):
        given.write_bytes(form)
        assert keys("psbt", given, *test) == wanted, form[:20]
    for form, said in (
        (text[:-1], "its base64, "),
        (text[:40] + "-" + text[40:], "character 41 is neither base64 nor hex: '-'"),
        (text[4:], "it is base64 of something that starts otherwise"),
        (data.hex()[:-1], "its hex, "),
        (data.hex()[:50] + "x" + data.hex()[50:], "character 51 is no hex digit: 'x'"),
        ("", "its base64, 0 characters, is incomplete"),
        ("{}", "character 1 is neither"),
    ):
        given.write_text(form)
        refused = keys("psbt", given, *test, status=1)
        assert refused["error"] == "NoPsbt" and said in refused["message"]


def unproved(spent, amounts):
    """Return a PSBT whose inputs show amounts that no transaction vouches for, and the key that it asks for."""
    key = wif.parse(WIF, MAINNET)[0]
    own = p2wpkh(hash160(backend.current().public_key(key)))
    tx = Transaction()
    for number in range(len(amounts)):
        tx.input(bytes((number + 1,)) * 32, 0, b"", 0xFFFFFFFD)
    tx.output(spent, p2wpkh(bytes(20)))
    data = psbts.created(tx, 0)
    parts = []
    psbts.psbt(data).rewrite(
        parts.append,
        lambda found: ((), [(b"\x01", output_bytes(amounts[found.index], own))] if found.kind == 1 else []),
    )
    return b"".join(parts)


def test_amounts_that_are_nobodys_word_are_told_and_not_signed_unasked(tmp_path):
    given, made = tmp_path / "payment.psbt", tmp_path / "signed.psbt"
    given.write_bytes(unproved(10_000, (10_000, 1_000)))
    shown = keys("psbt", given, *MAIN)
    assert (shown["fee"], shown["unproved_amounts"]) == (1_000, [0, 1])
    assert "the fee may be a lie" in shown["warning"]
    printed = invoke("keys", "psbt", given, *MAIN).stdout
    assert "unproved amounts  0\n" in printed and "the fee may be a lie" in printed
    refused = keys("psbt", given, *MAIN, "-o", made, secrets=[WIF], status=1)
    assert (refused["error"], made.exists()) == ("UnprovedAmount", False)
    signed = keys("psbt", given, *MAIN, "-o", made, "--believe-amounts", secrets=[WIF])
    assert (signed["signatures"], signed["unproved_amounts"]) == (2, [0, 1])
    assert "-o FILE" in keys("psbt", given, *MAIN, "--believe-amounts", status=2)
    given.write_bytes(unproved(10_000, (1_000,) * 20))
    printed = invoke("keys", "psbt", given, *MAIN).stdout
    assert "and 12 more" in printed


@pytest.mark.slow
@pytest.mark.parametrize("origin", ["root", "nobody", "account", "account and whole path"])
@pytest.mark.parametrize("purpose", [44, 49, 84, 86])
def test_derivations_that_wallets_write_who_know_only_an_account(origin, purpose, tmp_path):
    root = psbts.ROOTS[0]
    steps = accounts.path(purpose, TESTNET3)
    account = root.derive(steps)
    written = {
        "root": root.fingerprint().hex() + path.serialize(steps)[1:],
        "nobody": "00000000",
        "account": account.fingerprint().hex(),
        "account and whole path": account.fingerprint().hex() + path.serialize(steps)[1:],
    }[origin]
    expression = f"[{written}]{account.public().serialize(TESTNET3)}/0/*"
    before, after = {44: ("pkh(", ")"), 49: ("sh(wpkh(", "))"), 84: ("wpkh(", ")"), 86: ("tr(", ")")}[purpose]
    data, _ = psbts.ready(0, [before + expression + after])
    given, made = tmp_path / "payment.psbt", tmp_path / "signed.psbt"
    given.write_bytes(data)
    for secret in (root, account):
        done = keys("psbt", given, "--network", "testnet3", "-o", made, secrets=[secret.serialize(TESTNET3)])
        assert done["signatures"] == 1
        assert psbts.written(finalize, psbts.psbt(made.read_bytes()))[1] == 0


UNCOMPRESSED = "5J4wcorpQrZaFV2Gwfuw4NrHotDnXT3Hd5WKguVFRBaarEvdaCU"  # published: coinables/segwitaddress, PR 7
ITS_ADDRESS, ANOTHERS = "14ux6b713TTM6JuLuSz3vZNg8tHj15pucS", "1JZLBKj3vq4SNXTrFC9YbLczjUQfgczjyx"


@pytest.mark.slow
def test_uncompressed_keys_are_for_their_old_addresses_alone(tmp_path):
    secret = [UNCOMPRESSED]
    assert keys("address", *MAIN, secrets=secret)["address"] == ITS_ADDRESS
    assert keys("address", *MAIN, "--purpose", "84", secrets=secret, status=1)["error"] == "UncompressedKey"
    sign = ("sign", "x", *MAIN, "--algorithm", "bip137", "--address")
    found = keys(*sign, ITS_ADDRESS, secrets=secret)
    assert keys("verify", "x", found["signature"], *MAIN, "--address", ITS_ADDRESS)["ok"]
    assert keys(*sign[:-1], secrets=secret) == found
    assert keys(*sign, ANOTHERS, secrets=secret, status=1)["error"] == "UncompressedKey"
    assert keys(*sign, FIRST, secrets=secret, status=1)["error"] == "NotItsKey"
    number, _ = wif.parse(UNCOMPRESSED, MAINNET)
    compressed = wif.serialize(number, MAINNET)
    assert keys("address", *MAIN, "--purpose", "44", secrets=[compressed])["address"] == ANOTHERS
    assert "does not say what its address is" in keys("address", *MAIN, secrets=[compressed], status=2)
    assert "one address of each kind" in keys("address", *MAIN, "--index", "0-1", secrets=[compressed], status=2)

    given, made = tmp_path / "payment.psbt", tmp_path / "signed.psbt"
    for wallet, status in ((f"pkh({UNCOMPRESSED})", 0), (f"wpkh({compressed})", 1)):
        own = Descriptor(wallet, MAINNET)
        tx, known = psbts.spend([own.script()], [p2wpkh(bytes(20))])
        data, _ = psbts.written(update, psbts.psbt(psbts.created(tx, 0)), own, previous=known.get)
        given.write_bytes(data)
        said = keys("psbt", given, *MAIN, "-o", made, secrets=secret, status=status)
        if status:
            assert said["error"] == "UncompressedKey"
        else:
            assert psbts.written(finalize, psbts.psbt(made.read_bytes()))[1] == 0
            assert keys("psbt", given, *MAIN, "-o", made, secrets=[WIF], status=1)["error"] == "NothingToSign"


@pytest.mark.slow
def test_no_command_takes_a_secret_out_of_a_keystore(keystore, tmp_path, monkeypatch):
    monkeypatch.setattr(KeyStore, "secret", None)
    at = ("--keystore", keystore)
    keys("derive", "m/84h/0h/0h", *MAIN, *at, secrets=[PASSPHRASE])
    keys("address", *MAIN, *at, secrets=[PASSPHRASE])
    keys("sign", "x", "--algorithm", "bip322", "--path", "m/86h/0h/0h/0/0", *MAIN, *at, secrets=[PASSPHRASE])
    keys("sign", "x", "--algorithm", "p256", *at, secrets=[PASSPHRASE])


def test_a_psbt_is_not_signed_by_whom_it_does_not_ask(tmp_path):
    given, made = tmp_path / "payment.psbt", tmp_path / "signed.psbt"
    test = ("--network", "testnet3")
    data, _ = psbts.ready(0, psbts.SINGLES)
    given.write_bytes(data)
    other = psbts.ROOTS[1].serialize(TESTNET3)
    said = keys("psbt", given, *test, "-o", made, secrets=[other], status=1)
    assert said["error"] == "NothingToSign"
    for root in psbts.ROOTS[:2]:
        assert root.fingerprint().hex() in said["message"]
    assert "nothing is signed without -o" in keys("psbt", given, *test, secrets=[other], status=2)
    for wrong, error in ((data[:-1], "Truncated"), (b"cHNidP", "NoPsbt"), (b"\xff", "NoPsbt")):
        given.write_bytes(wrong)
        assert keys("psbt", given, *test, "-o", made, secrets=[other], status=1)["error"] == error
    assert not made.exists()


@pytest.mark.slow
def test_two_commands_at_once_keep_both_of_their_keys(tmp_path):
    path = tmp_path / "my.keys"
    for round in "12":  # the first one makes the keystore, too
        names = [name + round for name in "ab"]
        made = [
            subprocess.Popen(
                [sys.executable, "-m", "lightclient", "keys", "generate", "--kind", "ed25519", "--json"]
                + ["--keystore", path, "--name", name, "--secret-fd", "0"],
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for name in names
        ]
        for one in made:
            one.stdin.write(PASSPHRASE + "\n")
            one.stdin.close()
        for one, name in zip(made, names, strict=True):
            key = json.loads(one.stdout.read())["public_key"]
            assert one.wait(60) == 0
            one.stdout.close()
            signed = ("sign", "x", "--algorithm", "ed25519", "--keystore", path, "--name", name)
            assert keys(*signed, secrets=[PASSPHRASE])["public_key"] == key
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.slow
def test_a_keystore_that_cannot_be_is_not_begun(tmp_path):
    path = tmp_path / "my.keys"
    assert keys("generate", "--keystore", path, "--name", "n" * 33, secrets=["x"], status=1)["error"] == "BadName"
    assert keys("generate", "--keystore", path, secrets=[""], status=1)["error"] == "BadLength"
    assert keys("generate", "--keystore", path, secrets=[], status=2)["error"] == "OSError"
    nowhere = tmp_path / "no" / "folder"
    assert keys("generate", "--keystore", nowhere, secrets=["x"], status=2)["error"] == "FileNotFoundError"
    assert list(tmp_path.iterdir()) == []
    assert keys("derive", "m", *MAIN, "--keystore", path, secrets=["x"], status=2)["error"] == "FileNotFoundError"
    path.write_bytes(b"nonsense")
    assert keys("derive", "m", *MAIN, "--keystore", path, secrets=["x"], status=1)["error"]


# -- secrets where none belong


@pytest.mark.slow
@pytest.mark.parametrize(
    "arguments",
    [
        ("derive", XPRV),
        ("address", f"wpkh({XPRV}/0/*)", *MAIN),
        ("address", XPRV.replace("xprv", "yprv"), *MAIN),
        ("address", *MAIN, f"--name={XPRV[:60]}"),
        ("sign", WIF, "--algorithm", "bip322"),
        ("sign", "x", "--algorithm", "bip322", "--address", WIF[:-1] + "1"),
        ("derive", "m", *MAIN, WORDS),
        ("derive", "m", *MAIN, *WORDS.split()),
        ("derive", *WORDS.upper().split(), *MAIN),
        ("sign", WORDS.replace("about", "abuot"), "--algorithm", "bip322"),
        ("derive", "m", "--no-such-option", WORDS),
        (*WORDS.split(),),
    ],
)
def test_a_secret_among_the_arguments_is_refused_and_not_repeated(arguments):
    result = process("keys", *arguments, start_new_session=True)
    assert (result.returncode, result.stdout) == (2, "")
    said = " ".join(result.stderr.replace("│", " ").split())
    assert "arguments are no secret" in said and "--secret-fd" in said and "prompt" in said
    for part in (XPRV[4:24], WIF[:20], "abandon"):
        assert part not in said.replace("ABANDON", "abandon")


def test_texts_that_are_no_secrets_are_taken():
    poem = "able about above absent absorb abstract the and of to is in it with as for"
    found = keys("sign", poem, "--algorithm", "ed25519", secrets=["22" * 32])
    assert keys("verify", poem, found["signature"], "--key", found["public_key"], "--algorithm", "ed25519")["ok"]


@pytest.mark.slow
@drawn(
    st.binary(min_size=16, max_size=32).filter(lambda data: len(data) % 4 == 0),
    st.integers(0, 10_000),
    st.text("abcdefgh", min_size=1, max_size=9),
    st.binary(min_size=32, max_size=32).filter(any),
    st.sampled_from(NETWORKS),
    st.booleans(),
)
@settings(max_examples=100, deadline=None)
def test_every_form_of_a_secret_is_seen_wherever_it_stands(entropy, place, slip, secret, network, compressed):
    words = bip39.sentence(entropy).split()
    mistyped = words.copy()
    mistyped[place % len(words)] = slip
    for sentence in (words, mistyped):
        assert _secret_in(["sign", " ".join(sentence)]) and _secret_in(["derive", "m", *sentence, "--json"])
    key = bip32.master(secret)
    for text in (wif.serialize(key.private(), network, compressed), key.serialize(network)):
        for around in ("{}", "pkh({})", "--name={}", "x {} y"):
            assert _secret_in(["sign", around.format(text)])
    account = Account(key.public(), 84, network)
    public = [
        key.public().serialize(network),
        account.address(0),
        key.key.hex(),
        bip322.PREFIX + base64.serialize(entropy),
    ]
    assert not _secret_in(["verify", *public, "m/84h/0h/0h"])


@pytest.mark.slow
@drawn(
    st.text(max_size=80)
    | st.text("abcxprv KLc59", max_size=120)
    | st.text("0123456789abcdef", min_size=60, max_size=66)
)
@example("xprv")
@example("0" * 64)
@settings(max_examples=300, deadline=None)
def test_what_is_no_key_is_refused_by_name_and_not_repeated(text):
    try:
        parse(text, NetworkName["mainnet"])
    except LightClientError as error:
        assert len(text) < 12 or text not in str(error)


@pytest.mark.slow
def test_a_file_descriptor_has_to_be_one_and_to_end(tmp_path):
    for source, said in (
        (b"\xff\xfe\n", "no text in UTF-8"),
        (b"x" * 8193, "8193"),
    ):
        path = tmp_path / "secrets"
        path.write_bytes(source)
        with open(path, "rb") as file:
            result = process("keys", "derive", "m", *MAIN, "--secret-fd", "0", stdin=file)
        assert result.returncode in (1, 2)
        assert said in result.stdout + result.stderr
    result = process("keys", "derive", "m", *MAIN, "--secret-fd", "77", "--json")
    assert result.returncode == 2 and json.loads(result.stdout)["message"] == "[Errno 9] Bad file descriptor"


@pytest.mark.slow
def test_nobody_is_asked_where_there_is_no_terminal():
    result = process("keys", "derive", "m", *MAIN, start_new_session=True, stdin=subprocess.DEVNULL)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr.startswith("error  there is no terminal to ask at for: Words or private key; ")


@pytest.mark.parametrize("command", [(), ("generate",), ("derive",), ("address",), ("sign",), ("verify",)])
def test_help_teaches_by_examples(command):
    result = invoke("keys", *command, "--help")
    assert result.exit_code == 0
    if command:
        assert f"lightclient keys {command[0]}" in result.stdout.replace("\n", " ")
    assert "envvar" not in result.stdout and "LIGHTCLIENT" not in result.stdout


# -- at a terminal


class Terminal:
    """The command with a terminal of its own, in a `with`: what it shows there, and what it prints elsewhere."""

    def __init__(self, *arguments):
        self.ours, theirs = pty.openpty()
        self.theirs = theirs

        self.process = subprocess.Popen(
            ["setsid", "--ctty", sys.executable, "-m", "lightclient", "keys", *map(str, arguments)],
            cwd=ROOT,
            stdin=theirs,
            stdout=subprocess.PIPE,
            stderr=theirs,
            text=True,
        )
        self.shown = ""

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.process.kill()
        self.process.communicate()
        os.close(self.ours)
        os.close(self.theirs)

    def types(self, prompt, text):
        """Wait for a prompt and for the echo to be off, and type."""
        deadline = time.monotonic() + 30
        while prompt not in self.shown or self.echoes():
            assert time.monotonic() < deadline and self.process.poll() is None, self.shown
            self._read(0.05)
        self.shown = self.shown.partition(prompt)[2]
        os.write(self.ours, text.encode())

    def echoes(self):
        return bool(termios.tcgetattr(self.theirs)[3] & termios.ECHO)

    def ends(self):
        """Return the status, and what was printed."""
        printed = self.process.communicate(timeout=60)[0]
        self._read(0.05)
        return self.process.returncode, printed

    def _read(self, seconds):
        with contextlib.suppress(OSError):
            while select.select([self.ours], [], [], seconds)[0]:
                self.shown += os.read(self.ours, 4096).decode()


@pytest.mark.slow
def test_a_secret_is_typed_unseen():
    with Terminal("address", *MAIN, "--json") as terminal:
        terminal.types("Words or private key: ", WORDS + "\n")
        status, printed = terminal.ends()
        assert status == 0
        assert json.loads(printed)["addresses"] == [{"index": 0, "address": FIRST}]
        assert "abandon" not in terminal.shown + printed
        assert terminal.echoes()


@pytest.mark.slow
def test_the_passphrase_of_a_new_keystore_is_typed_twice(tmp_path):
    path = tmp_path / "my.keys"
    new = "Passphrase for my.keys, which is new"
    with Terminal("generate", "--keystore", path, "--json") as terminal:
        terminal.types(new + ": ", "secret\n")
        terminal.types(new + ", once more: ", "sacred\n")
        status, printed = terminal.ends()
        assert (status, json.loads(printed)["message"]) == (2, "the two are not the same")
        assert not path.exists()
    with Terminal("generate", "--keystore", path) as terminal:
        terminal.types(new + ": ", "secret\n")
        terminal.types(new + ", once more: ", "secret\n")
        status, printed = terminal.ends()
        assert status == 0 and "fingerprint" in printed
        assert "secret" not in terminal.shown + printed
    with Terminal("derive", "m", *MAIN, "--keystore", path, "--passphrase", "--json") as terminal:
        terminal.types("Passphrase of my.keys: ", "secret\n")
        terminal.types("Passphrase of the words: ", "more\n")
        status, printed = terminal.ends()
        assert status == 0
        expected = keys("derive", "m", *MAIN, "--keystore", path, "--passphrase", secrets=["secret", "more"])
        assert json.loads(printed) == expected


@pytest.mark.slow
@pytest.mark.parametrize(("typed", "expected"), [("\x03", (130, "")), ("\x04", (2, ""))])
def test_ctrl_c_and_ctrl_d_at_a_prompt_leave_the_terminal_as_it_was(typed, expected, tmp_path):
    with Terminal("generate", "--keystore", tmp_path / "my.keys") as terminal:
        terminal.types("which is new: ", typed)
        assert terminal.ends() == expected
        assert terminal.echoes()
        assert "Traceback" not in terminal.shown
        assert ("nothing was typed" in terminal.shown) == (expected[0] == 2)
    assert list(tmp_path.iterdir()) == []
