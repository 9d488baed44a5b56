"""Mainnet, whose coins are money.

Source: Bitcoin Core kernel/chainparams.cpp (CMainParams).
"""

from lightclient.bitcoin.networks.network import Network

MAINNET = Network(
    "mainnet",
    genesis=(
        b"\x01\x00\x00\x00"  # version
        b"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"  # hash of the block before: none
        b"\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00\x00"
        b"\x3b\xa3\xed\xfd\x7a\x7b\x12\xb2\x7a\xc7\x2c\x3e\x67\x76\x8f\x61"  # Merkle root
        b"\x7f\xc8\x1b\xc3\x88\x8a\x51\x32\x3a\x9f\xb8\xaa\x4b\x1e\x5e\x4a"
        b"\x29\xab\x5f\x49"  # time 1231006505
        b"\xff\xff\x00\x1d"  # bits 0x1d00ffff
        b"\x1d\xac\x2b\x7c"  # nonce 2083236893
    ),
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
