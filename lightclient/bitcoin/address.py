"""Addresses: an output script as people write it, for one network.

The network is a record with `name`, `p2pkh_version`, `p2sh_version` and `hrp` (the bech32 prefix).
Source: Bitcoin Core key_io.cpp (DecodeDestination, EncodeDestination).
"""

from lightclient.bitcoin import base58, bech32
from lightclient.bitcoin.errors import WrongNetwork
from lightclient.bitcoin.more_errors import BadHashLength, InvalidAddress
from lightclient.bitcoin.script import P2PKH, P2SH, destination_of, p2pkh, p2sh, witness, witness_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.bitcoin.networks.network import Network


def script_of(address: str, network: "Network") -> bytes:
    """Return the output script that pays to `address`.

    Raises WrongNetwork if the address is valid elsewhere, else the InvalidAddress that says what is wrong.
    """
    own_prefix = network.hrp + "1"
    if address[: len(own_prefix)].lower() != own_prefix:
        try:
            return _script_of_base58(address, network)
        except InvalidAddress:
            if bech32.is_mixed_case(address) or address.find("1") < 1:
                raise  # it cannot be bech32 with the prefix of another network
    prefix, version, program = bech32.decode_witness(address)
    if prefix != network.hrp:
        raise WrongNetwork("prefix " + prefix, network.name)
    return witness(version, program)


def address_of(script: bytes, network: "Network") -> "str | None":
    """Return the address of an output script, None for a script without one."""
    program = witness_of(script)
    if program is not None:
        return bech32.encode_witness(network.hrp, *program)
    destination = destination_of(script)
    if destination is None:
        return None
    kind, payload = destination
    version = {P2PKH: network.p2pkh_version, P2SH: network.p2sh_version}[kind]
    return base58.encode_check(bytes((version,)) + payload)


def _script_of_base58(address: str, network: "Network") -> bytes:
    payload = base58.decode_check(address)
    if len(payload) != 21:
        raise BadHashLength(len(payload), 21)
    if payload[0] == network.p2pkh_version:
        return p2pkh(payload[1:])
    if payload[0] == network.p2sh_version:
        return p2sh(payload[1:])
    raise WrongNetwork(f"version {payload[0]}", network.name)
