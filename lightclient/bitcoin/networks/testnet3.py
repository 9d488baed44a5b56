"""Testnet3, where a block may be easy after 20 minutes without one.

Source: Bitcoin Core kernel/chainparams.cpp (CTestNetParams).
"""

from lightclient.bitcoin.networks.network import Network

TESTNET3 = Network(
    "testnet3",
    genesis=(
        b"\x01\x00\x00\x00"  # version
        b"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"  # hash of the block before: none
        b"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
        b"\x3b\xa3\xed\xfd\x7a\x7b\x12\xb2\x7a\xc7\x2c\x3e\x67\x76\x8f\x61"  # Merkle root
        b"\x7f\xc8\x1b\xc3\x88\x8a\x51\x32\x3a\x9f\xb8\xaa\x4b\x1e\x5e\x4a"
        b"\xda\xe5\x49\x4d"  # time 1296688602
        b"\xff\xff\x00\x1d"  # bits 0x1d00ffff
        b"\x1a\xa4\xae\x18"  # nonce 414098458
    ),
    limit_bits=0x1D00FFFF,
    min_difficulty=True,
    bip34_height=21111,
    bip66_height=330776,
    bip65_height=581885,
    min_chainwork=0x17DDE1C649F3708D14B6,
)
