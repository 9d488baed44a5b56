"""Accounts: where wallets that know nothing of each other look for the same keys.

    m / purpose' / coin' / account' / change / index

The purpose says what scripts the keys are for, the coin is 0 on the main network and 1 on all others, change is 1 for
addresses that are told to nobody.

Source: BIP44, BIP48, BIP49, BIP84, BIP86.
"""

from lightclient.bitcoin.address import address_of
from lightclient.wallet.bip32 import ExtendedKey
from lightclient.wallet.errors import NoSuchChild, UnknownPurpose
from lightclient.wallet.outputs import PKH, SH_WPKH, TR, WPKH, script_of
from lightclient.wallet.path import HARDENED

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.bitcoin.networks.network import Network

SCRIPTS = {44: PKH, 49: SH_WPKH, 84: WPKH, 86: TR}


def path(purpose: int, network: "Network", account: int = 0) -> "tuple[int, ...]":
    """Return the path of an account. purpose: one of SCRIPTS."""
    return purpose + HARDENED, network.coin_type + HARDENED, account + HARDENED


def usual(network: "Network") -> "tuple[tuple[int, ...], ...]":
    """Return the paths of the first accounts of all purposes, and of BIP48's, whose keys share scripts."""
    shared = 48 + HARDENED, network.coin_type + HARDENED, HARDENED
    return tuple([path(purpose, network) for purpose in SCRIPTS]) + (shared + (1 + HARDENED,), shared + (2 + HARDENED,))


class Account:
    """The keys below one account, for which its extended public key is enough.

    account = Account.of(master(seed), 84, MAINNET)      or Account(parse(text)[0], 84, MAINNET)
    account.address(0), account.address(0, change=1)
    """

    def __init__(self, key: ExtendedKey, purpose: int, network: "Network") -> None:
        """purpose: one of SCRIPTS. Raises UnknownPurpose."""
        if purpose not in SCRIPTS:
            raise UnknownPurpose(purpose)
        self.key = key
        self.purpose = purpose
        self.network = network

    @staticmethod
    def of(root: ExtendedKey, purpose: int, network: "Network", account: int = 0) -> "Account":
        """Return an account of a root, with its private key."""
        return Account(root.derive(path(purpose, network, account)), purpose, network)

    def child(self, index: int, change: int = 0) -> ExtendedKey:
        """Return the key of one address. Raises NoSuchChild for an index that would be a hardened one."""
        if not 0 <= index < HARDENED or change not in (0, 1):
            raise NoSuchChild(index)
        return self.key.child(change).child(index)

    def script(self, index: int, change: int = 0) -> bytes:
        """Return the output script of one address."""
        return script_of(SCRIPTS[self.purpose], self.child(index, change).key)

    def address(self, index: int, change: int = 0) -> str:
        """Return one address."""
        return address_of(self.script(index, change), self.network) or ""
