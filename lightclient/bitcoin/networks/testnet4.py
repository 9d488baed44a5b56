"""Testnet4, which is testnet3 mended by BIP94.

Source: Bitcoin Core kernel/chainparams.cpp (CTestNet4Params).
"""

from lightclient.bitcoin.networks.network import Network

TESTNET4 = Network(
    "testnet4",
    genesis=(
        b"\x01\x00\x00\x00"  # version
        b"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"  # hash of the block before: none
        b"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
        b"\x4e\x7b\x2b\x91\x28\xfe\x02\x91\xdb\x06\x93\xaf\x2a\xe4\x18\xb7"  # Merkle root
        b"\x67\xe6\x57\xcd\x40\x7e\x80\xcb\x14\x34\x22\x1e\xae\xa7\xa0\x7a"
        b"\x04\x6f\x35\x66"  # time 1714777860
        b"\xff\xff\x00\x1d"  # bits 0x1d00ffff
        b"\xbb\x0c\x78\x17"  # nonce 393743547
    ),
    limit_bits=0x1D00FFFF,
    min_difficulty=True,
    bip94=True,
    min_chainwork=0x9A0FE15D0177D086304,
)
