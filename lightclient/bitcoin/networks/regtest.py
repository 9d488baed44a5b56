"""Regtest, a private chain for tests.

Source: Bitcoin Core kernel/chainparams.cpp (CRegTestParams).
"""

from lightclient.bitcoin.networks.network import Network

REGTEST = Network(
    "regtest",
    genesis=(
        b"\x01\x00\x00\x00"  # version
        b"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"  # hash of the block before: none
        b"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
        b"\x3b\xa3\xed\xfd\x7a\x7b\x12\xb2\x7a\xc7\x2c\x3e\x67\x76\x8f\x61"  # Merkle root
        b"\x7f\xc8\x1b\xc3\x88\x8a\x51\x32\x3a\x9f\xb8\xaa\x4b\x1e\x5e\x4a"
        b"\xda\xe5\x49\x4d"  # time 1296688602
        b"\xff\xff\x7f\x20"  # bits 0x207fffff
        b"\x02\x00\x00\x00"  # nonce 2
    ),
    limit_bits=0x207FFFFF,
    interval=144,
    no_retargeting=True,
    min_difficulty=True,
    hrp="bcrt",
)
