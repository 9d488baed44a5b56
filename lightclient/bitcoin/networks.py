"""The rules of each Bitcoin network, as data. A custom network is one more record.

Source: Bitcoin Core kernel/chainparams.cpp (CMainParams, CTestNetParams, CTestNet4Params, SigNetParams,
CRegTestParams).
"""

from lightclient.bitcoin.difficulty import target_of
from lightclient.bitcoin.errors import WrongNetwork
from lightclient.bitcoin.header import serialize

EPOCH = 2016  # blocks

COINBASE_2009 = bytes.fromhex("3ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a")


class Network:
    """Parameters of one chain; a verifier gets them as an argument and never asks for a name.

    genesis         header of block 0
    limit_bits      easiest allowed target, compact; `limit` is the same as an integer
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
    """

    __slots__ = (
        "bip34_height",
        "bip65_height",
        "bip66_height",
        "bip94",
        "challenge",
        "coin_type",
        "genesis",
        "hrp",
        "interval",
        "limit",
        "limit_bits",
        "min_chainwork",
        "min_difficulty",
        "name",
        "no_retargeting",
        "p2pkh_version",
        "p2sh_version",
        "wif_version",
        "xprv_version",
        "xpub_version",
    )

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
    ) -> None:
        self.name = name
        self.genesis = genesis
        self.limit_bits = limit_bits
        self.limit = target_of(limit_bits)
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

    def required_version(self, height: int) -> int:
        """Return the least version that a block at `height` may have (BIP34, BIP66, BIP65)."""
        if height >= self.bip65_height:
            return 4
        if height >= self.bip66_height:
            return 3
        return 2 if height >= self.bip34_height else -(1 << 31)


def genesis_header(coinbase: bytes, time: int, bits: int, nonce: int) -> bytes:
    return serialize(1, bytes(32), coinbase, time, bits, nonce)


MAINNET = Network(
    "mainnet",
    genesis_header(COINBASE_2009, 1231006505, 0x1D00FFFF, 2083236893),
    limit_bits=0x1D00FFFF,
    bip34_height=227931,
    bip66_height=363725,
    bip65_height=388381,
    min_chainwork=0x1128750F82F4C366153A3A030,
    p2pkh_version=0,
    p2sh_version=5,
    hrp="bc",
    wif_version=128,
    xprv_version=0x0488ADE4,
    xpub_version=0x0488B21E,
    coin_type=0,
)


def by_name(name: str) -> Network:
    """Return the network called `name`. Raises WrongNetwork for a name that is not known."""
    if name == MAINNET.name:
        return MAINNET
    from lightclient.bitcoin import testnets  # costs memory

    for network in testnets.NETWORKS:
        if network.name == name:
            return network
    raise WrongNetwork(name, ", ".join([network.name for network in testnets.NETWORKS]))
