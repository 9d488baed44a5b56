"""Receiver: the addresses of a wallet whose private keys are elsewhere.

    wallet = Receiver.from_descriptor("wpkh([d34db33f/84h/0h/0h]xpub.../0/*)#checksum", MAINNET)
    wallet = Receiver.from_key("zpub...", MAINNET)
    wallet.address(0)

Source: BIP380 to BIP389; BIP44, BIP49, BIP84, BIP86 and SLIP132 for bare extended keys.
"""

from hashlib import sha256

from lightclient.bitcoin.address import address_of
from lightclient.bitcoin.networks.network import Network
from lightclient.till.errors import NoPurpose, NotRanged, OtherPurpose, SecretKey
from lightclient.wallet import bip32
from lightclient.wallet.accounts import SCRIPTS
from lightclient.wallet.descriptor import Descriptor
from lightclient.wallet.errors import UnknownPurpose


class Receiver:
    """Addresses by number, from public keys.

    id          32 hex digits, the same however the wallet was written: from its network and its first script
    descriptor  of the addresses, with public keys
    """

    def __init__(self, descriptor: Descriptor, network: Network) -> None:
        self.network = network
        self.descriptor = descriptor
        self.id = sha256(network.id.encode() + descriptor.script(0)).hexdigest()[:32]

    def __repr__(self) -> str:
        return f"Receiver({self.id} on {self.network.name})"  # an xpub tells all addresses: it stays out of logs

    @classmethod
    def from_descriptor(cls, text: str, network: Network) -> "Receiver":
        """Return the receiver of a descriptor with public keys, the receiving one of several (<0;1>).

        Raises SecretKey, NotRanged, InvalidDescriptor and its kin, BadPath. None of them repeats a key.
        """
        descriptor = Descriptor(text.strip(), network)
        for place, key in enumerate(descriptor.keys, 1):
            if key.private:
                raise SecretKey(place=place)
        if not descriptor.ranged:
            raise NotRanged()
        return cls(descriptor, network)

    @classmethod
    def from_key(cls, text: str, network: Network, purpose: int | None = None) -> "Receiver":
        """Return the receiver of an account's extended public key: addresses at 0/0, 0/1 and so on below it.

        purpose: 44, 49, 84 or 86, whichever scripts the wallet uses; ypub and zpub say it themselves.
        Raises SecretKey, NoPurpose, OtherPurpose, WrongNetwork, UnknownPurpose and what `bip32.parse` raises.
        """
        key, prefix = bip32.parse(text.strip())
        if key.secret is not None:
            raise SecretKey(place=1)
        prefix.check(network)
        told = {scripts: number for number, scripts in SCRIPTS.items()}.get(prefix.scripts)
        if purpose is None:
            purpose = told
        if purpose is None or (prefix.scripts and told is None):
            raise NoPurpose(prefix=prefix.name, purposes=", ".join(map(str, SCRIPTS)))
        if told not in (None, purpose):
            raise OtherPurpose(prefix=prefix.name, purpose=purpose)
        if purpose not in SCRIPTS:
            raise UnknownPurpose(purpose)
        functions = SCRIPTS[purpose].rstrip(")")
        text = f"{functions}({key.serialize(network)}/0/*" + ")" * (functions.count("(") + 1)
        return cls(Descriptor(text, network), network)

    def script(self, index: int) -> bytes:
        """Return the output script of address number `index`."""
        return self.descriptor.script(index)

    def address(self, index: int) -> str:
        """Return address number `index`."""
        return address_of(self.script(index), self.network) or ""
