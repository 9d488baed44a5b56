from lightclient.crypto import sha512 as module
from lightclient.crypto.sha512 import START, compress, finish, sha512

# FIPS 180-4, appendix C: the messages of one and of two blocks; and the empty one.
ABC = (
    "ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a"
    "2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f"
)
TWO_BLOCKS = (
    "8e959b75dae313da8cf4f72814fc143f8f7779c6eb9f7fa17299aeadb6889018"
    "501d289e4900f7e4331b99dec4b5433ac7d329eeb6dd26545e96e55b874be909"
)
EMPTY = (
    "cf83e1357eefb8bdf1542850d66d8007d620e4050b5715dc83f4a921d36ce9ce"
    "47d0d13c5d85f2b0ff8318d2877eec2f63b931bd47417a81a538327af927da3e"
)
LONG = (
    b"abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu"
)


def test_vectors_of_the_standard():
    assert sha512(b"abc").hex() == ABC
    assert sha512(LONG).hex() == TWO_BLOCKS
    assert sha512(b"").hex() == EMPTY


def test_the_portable_rounds_give_the_same_whatever_the_backend():
    assert module.BACKEND in ("hashlib", "machine", "viper", "python")
    block = bytes(range(128))
    assert module._compress(START, block) == compress(START, block)
    assert finish(START, 0, LONG).hex() == TWO_BLOCKS


def test_padding_at_the_edges_of_a_block():
    # 111 bytes leave just room for the padding, 112 do not.
    for length in (0, 1, 111, 112, 127, 128, 129, 239, 240):
        data = bytes(length)
        assert finish(START, 0, data) == sha512(data)


def test_a_state_goes_on_where_it_stopped():
    state = compress(START, LONG + bytes(16))
    assert finish(state, 128, b"more") == sha512(LONG + bytes(16) + b"more")


def test_blocks_may_be_taken_in_one_by_one_or_all_at_once():
    blocks = bytes(range(256)) + LONG + bytes(16)
    state = START
    for start in range(0, len(blocks), 128):
        state = compress(state, blocks[start : start + 128])
    assert compress(START, blocks) == state
