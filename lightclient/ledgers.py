"""The ledgers that are known here, by their CAIP-2 ids or short names; loaded when asked for.

A new ledger is one line: its namespace, and the module whose NETWORKS are its networks. Each has `id` and `name`.
Where anybody may have a network of their own, the module's `network_in` reads its rules from a checkpoint.
SERVING of that module names another one, which serves the ledger at a gateway: its SETTINGS say what an operator can
set, and its `source(network, values)` makes the source of that and of the settings of the process.
TOOLS names a third one, which makes checkpoints and evidence of what nodes say, for the command.
"""

from lightclient.evidence.errors import UnknownLedger

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

LEDGERS = {
    "bip122": "lightclient.bitcoin.networks.known",
    "cosmos": "lightclient.cometbft.known",
    "eip155": "lightclient.evm.known",
    "fabric": "lightclient.fabric.known",
    "lightning": "lightclient.lightning.known",
    "log": "lightclient.audit.known",
}


def network_of(name: str, trust: "bytes | None" = None) -> "Any":
    """Return the record of the network with this id ("bip122:000000000019d6689c085ae165831e93") or name ("mainnet").

    trust: a checkpoint that the user trusts, which may bring the rules of a network that nobody has registered.
    Raises UnknownLedger.
    """
    namespace, colon, _ = name.partition(":")
    for key in LEDGERS:
        if colon and namespace != key:
            continue
        for network in _load(key):
            if name in (network.id, network.name):
                return network
        brought = None if trust is None else _brought(key, trust)
        if brought is not None and name in (brought.id, brought.name):
            return brought
    raise UnknownLedger(ledger=name, known=", ".join([network.name for network in networks()]))


def network_in(namespace: str, trust: bytes) -> "Any":
    """Return the network of this ledger whose rules a checkpoint brings. Raises UnknownLedger if it is no such one."""
    found = _brought(namespace, trust) if namespace in LEDGERS else None
    if found is None:
        raise UnknownLedger(ledger="of the checkpoint", known=namespace)
    return found


def brought(trust: bytes) -> "Any":
    """Return the network whose rules a checkpoint brings, None if it brings none."""
    found = [each for each in [_brought(key, trust) for key in sorted(LEDGERS)] if each is not None]
    return found[0] if found else None


def networks() -> "list[Any]":
    """Return the records of all networks, by ledger."""
    return [network for key in sorted(LEDGERS) for network in _load(key)]


def serving(network: "Any") -> "Any":
    """Return the module that serves this network at a gateway, None where gateways cannot."""
    return _beside(network.id.partition(":")[0], "SERVING")


def all_serving() -> "list[Any]":
    """Return the modules that serve ledgers at a gateway."""
    return [module for module in [_beside(key, "SERVING") for key in sorted(LEDGERS)] if module]


def tools(namespace: str) -> "Any":
    """Return the module that makes things of what nodes of a ledger say. Raises UnknownLedger without one."""
    found = _beside(namespace, "TOOLS") if namespace in LEDGERS else None
    if found is None:
        known = [key for key in sorted(LEDGERS) if _beside(key, "TOOLS")]
        raise UnknownLedger(ledger=namespace, known=", ".join(known))
    return found


def _brought(key: str, trust: bytes) -> "Any":
    network_in = getattr(_module(LEDGERS[key]), "network_in", None)
    return network_in(trust) if network_in else None


def _beside(key: str, what: str) -> "Any":
    name = getattr(_module(LEDGERS[key]), what, None)
    return _module(name) if name else None


def _load(key: str) -> "tuple[Any, ...]":
    found: "tuple[Any, ...]" = _module(LEDGERS[key]).NETWORKS
    return found


def _module(name: str) -> "Any":
    return __import__(name, None, None, [""])
