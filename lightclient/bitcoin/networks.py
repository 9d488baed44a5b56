"""The rules of each Bitcoin network, as data. A custom network is one more record.

Source: Bitcoin Core kernel/chainparams.cpp (CMainParams, CTestNetParams, CTestNet4Params, SigNetParams,
CRegTestParams).
"""

from lightclient.bitcoin.difficulty import target_of
from lightclient.bitcoin.errors import WrongNetwork
from lightclient.bitcoin.header import serialize

EPOCH = 2016  # blocks

_COINBASE_2009 = bytes.fromhex("3ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a")
_COINBASE_TESTNET4 = bytes.fromhex("4e7b2b9128fe0291db0693af2ae418b767e657cd407e80cb1434221eaea7a07a")


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


def _genesis(coinbase: bytes, time: int, bits: int, nonce: int) -> bytes:
    return serialize(1, bytes(32), coinbase, time, bits, nonce)


MAINNET = Network(
    "mainnet",
    _genesis(_COINBASE_2009, 1231006505, 0x1D00FFFF, 2083236893),
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

TESTNET3 = Network(
    "testnet3",
    _genesis(_COINBASE_2009, 1296688602, 0x1D00FFFF, 414098458),
    limit_bits=0x1D00FFFF,
    min_difficulty=True,
    bip34_height=21111,
    bip66_height=330776,
    bip65_height=581885,
    min_chainwork=0x17DDE1C649F3708D14B6,
)

TESTNET4 = Network(
    "testnet4",
    _genesis(_COINBASE_TESTNET4, 1714777860, 0x1D00FFFF, 393743547),
    limit_bits=0x1D00FFFF,
    min_difficulty=True,
    bip94=True,
    min_chainwork=0x9A0FE15D0177D086304,
)

SIGNET = Network(
    "signet",
    _genesis(_COINBASE_2009, 1598918400, 0x1E0377AE, 52613770),
    limit_bits=0x1E0377AE,
    min_chainwork=0xB463EA0A4B8,
    challenge=bytes.fromhex(
        "512103ad5e0edad18cb1f0fc0d28a3d4f1f3e445640337489abb10404f2d1e086be430"
        "210359ef5021964fe22d6f8e05b2463c9540ce96883fe3b278760f048f5189f2e6c452ae"
    ),
)

REGTEST = Network(
    "regtest",
    _genesis(_COINBASE_2009, 1296688602, 0x207FFFFF, 2),
    limit_bits=0x207FFFFF,
    interval=144,
    no_retargeting=True,
    min_difficulty=True,
    hrp="bcrt",
)

NETWORKS = (MAINNET, TESTNET3, TESTNET4, SIGNET, REGTEST)


def by_name(name: str) -> Network:
    """Return the network called `name`. Raises WrongNetwork for a name that is not known."""
    for network in NETWORKS:
        if network.name == name:
            return network
    raise WrongNetwork(name, ", ".join([network.name for network in NETWORKS]))
