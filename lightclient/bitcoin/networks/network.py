"""The rules of a Bitcoin network, as data: your own network is one more record.

Source: Bitcoin Core kernel/chainparams.cpp.
"""

from lightclient.bitcoin.header import display, hash_of
from lightclient.sync.ledger import Cadence

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.bitcoin.ledger import Ledger

    Buffer = bytes | bytearray | memoryview

EPOCH = 2016  # blocks
# Two hours without a block happen, with honest gateways, once in some 160,000 blocks. A tip is too old after a day, as
# for Core (node/interface, DEFAULT_MAX_TIP_AGE); 100 blocks are what a coinbase waits for.
CADENCE = Cadence(600, 2 * 60 * 60, 24 * 60 * 60, 100)


class Network:
    """Parameters of one chain; a verifier gets them as an argument and never asks for a name.

    genesis         header of block 0
    limit_bits      easiest allowed target, compact
    interval        blocks in a difficulty epoch
    no_retargeting  difficulty never changes (regtest)
    min_difficulty  the 20-minute rule of the testnets
    bip94           testnet4: no time warp, retarget from the epoch's first block
    bip34_height, bip66_height, bip65_height
                    from these heights on the block version must be at least 2, 3, 4
    min_chainwork   a chain with less work than this is not the network's chain
    p2pkh_version, p2sh_version, hrp
                    address prefixes
    wif_version, xprv_version, xpub_version, coin_type
                    how private and extended keys are written (BIP32), and the coin of their paths (BIP44)
    challenge       script that must sign every block (BIP325, signets), else None
    cadence         seconds between blocks, without a block, and of age that are too many; blocks that settle one
    """

    small_blocks = True  # a header has 80 bytes

    def __init__(
        self,
        name: str,
        genesis: bytes,
        limit_bits: int,
        interval: int = EPOCH,
        no_retargeting: bool = False,
        min_difficulty: bool = False,
        bip94: bool = False,
        bip34_height: int = 1,
        bip66_height: int = 1,
        bip65_height: int = 1,
        min_chainwork: int = 0,
        p2pkh_version: int = 111,
        p2sh_version: int = 196,
        hrp: str = "tb",
        wif_version: int = 239,
        xprv_version: int = 0x04358394,
        xpub_version: int = 0x043587CF,
        coin_type: int = 1,
        challenge: "bytes | None" = None,
        cadence: Cadence = CADENCE,
    ) -> None:
        self.name = name
        self.genesis = genesis
        self.limit_bits = limit_bits
        self.interval = interval
        self.no_retargeting = no_retargeting
        self.min_difficulty = min_difficulty
        self.bip94 = bip94
        self.bip34_height = bip34_height
        self.bip66_height = bip66_height
        self.bip65_height = bip65_height
        self.min_chainwork = min_chainwork
        self.p2pkh_version = p2pkh_version
        self.p2sh_version = p2sh_version
        self.hrp = hrp
        self.wif_version = wif_version
        self.xprv_version = xprv_version
        self.xpub_version = xpub_version
        self.coin_type = coin_type
        self.challenge = challenge
        self.cadence = cadence
        self._id = ""

    @property
    def id(self) -> str:
        """The chain's name for every ledger's evidence: CAIP-2, namespace bip122, of the genesis block's hash."""
        if not self._id:
            self._id = "bip122:" + display(hash_of(self.genesis))[:32]
        return self._id

    def start(self, trust: "Buffer | str | None", saved: "Buffer | None", window: int) -> "tuple[Ledger, list[str]]":
        """Return the ledger to follow and the names of what was passed over: bitcoin/start.py has the rules."""
        from lightclient.bitcoin.start import start  # whoever only wants the rules need not have the chain

        return start(self, trust, saved, window)

    def shipped(self) -> "bytes | None":
        """Return the checkpoint that comes with the package, None for a network without one."""
        from lightclient.bitcoin.networks.shipped import checkpoint_of

        return checkpoint_of(self)

    def show(self, id_: bytes) -> str:
        """Return a hash or txid as people see it."""
        return display(id_)

    def required_version(self, height: int) -> int:
        """Return the least version that a block at `height` may have (BIP34, BIP66, BIP65)."""
        if height >= self.bip65_height:
            return 4
        if height >= self.bip66_height:
            return 3
        return 2 if height >= self.bip34_height else -(1 << 31)
