from lightclient.bitcoin import header as codec
from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.codec.errors import TrailingBytes, Truncated
from tests.portable.support import raises

GENESIS = bytes.fromhex(
    "0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b27ac72c3e"
    "67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c"
)
GENESIS_HASH = "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f"


def test_the_genesis_block_of_bitcoin():
    assert MAINNET.genesis == GENESIS
    assert codec.display(codec.hash_of(GENESIS)) == GENESIS_HASH


def test_fields_lie_where_bitcoin_puts_them():
    header = codec.serialize(-2, b"p" * 32, b"m" * 32, 0x61626364, 0x65666768, 0x696A6B6C)
    assert header == b"\xfe\xff\xff\xff" + b"p" * 32 + b"m" * 32 + b"dcba" + b"hgfe" + b"lkji"
    assert codec.prev_hash_of(header) == b"p" * 32
    assert codec.merkle_root_of(header) == b"m" * 32
    assert codec.time_of(header) == 0x61626364
    assert codec.bits_of(header) == 0x65666768


def test_a_header_has_80_bytes():
    codec.check_size(GENESIS)
    with raises(Truncated) as caught:
        codec.check_size(GENESIS[:79])
    assert caught.error.args == (80, 0)
    with raises(TrailingBytes) as caught:
        codec.check_size(GENESIS + b"\x00")
    assert caught.error.args == (1,)


def test_a_run_is_cut_into_headers():
    assert codec.split(b"") == []
    assert codec.split(bytes(80) + GENESIS) == [bytes(80), GENESIS]


def test_a_run_that_ends_within_a_header_is_refused():
    with raises(Truncated) as caught:
        codec.split(GENESIS + GENESIS[:79])
    assert caught.error.args == (80, 80)


def test_hashes_are_displayed_backwards():
    assert codec.from_display(GENESIS_HASH) == codec.hash_of(GENESIS)
    assert codec.display(bytes(range(32))).startswith("1f1e1d")


def test_what_is_not_64_hex_digits_is_no_hash():
    for text in ("", GENESIS_HASH[:-1], GENESIS_HASH + "0", GENESIS_HASH[:-2], "g" * 64, "  " + GENESIS_HASH[2:]):
        with raises(ValueError):
            codec.from_display(text)
