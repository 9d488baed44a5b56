"""The rules of the networks whose coins are worth nothing; apart from `networks`, so that a board loads what it uses.

Source: Bitcoin Core kernel/chainparams.cpp (CTestNetParams, CTestNet4Params, SigNetParams, CRegTestParams).
"""

from lightclient.bitcoin.networks import COINBASE_2009, MAINNET, Network, genesis_header

_COINBASE_TESTNET4 = bytes.fromhex("4e7b2b9128fe0291db0693af2ae418b767e657cd407e80cb1434221eaea7a07a")

TESTNET3 = Network(
    "testnet3",
    genesis_header(COINBASE_2009, 1296688602, 0x1D00FFFF, 414098458),
    limit_bits=0x1D00FFFF,
    min_difficulty=True,
    bip34_height=21111,
    bip66_height=330776,
    bip65_height=581885,
    min_chainwork=0x17DDE1C649F3708D14B6,
)

TESTNET4 = Network(
    "testnet4",
    genesis_header(_COINBASE_TESTNET4, 1714777860, 0x1D00FFFF, 393743547),
    limit_bits=0x1D00FFFF,
    min_difficulty=True,
    bip94=True,
    min_chainwork=0x9A0FE15D0177D086304,
)

SIGNET = Network(
    "signet",
    genesis_header(COINBASE_2009, 1598918400, 0x1E0377AE, 52613770),
    limit_bits=0x1E0377AE,
    min_chainwork=0xB463EA0A4B8,
    challenge=bytes.fromhex(
        "512103ad5e0edad18cb1f0fc0d28a3d4f1f3e445640337489abb10404f2d1e086be430"
        "210359ef5021964fe22d6f8e05b2463c9540ce96883fe3b278760f048f5189f2e6c452ae"
    ),
)

REGTEST = Network(
    "regtest",
    genesis_header(COINBASE_2009, 1296688602, 0x207FFFFF, 2),
    limit_bits=0x207FFFFF,
    interval=144,
    no_retargeting=True,
    min_difficulty=True,
    hrp="bcrt",
)

NETWORKS = (MAINNET, TESTNET3, TESTNET4, SIGNET, REGTEST)
