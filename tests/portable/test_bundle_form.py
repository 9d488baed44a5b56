from lightclient.bitcoin.bundle import Bundle, parse
from lightclient.codec.cbor import decode, encode
from lightclient.codec.errors import BadSchema, TrailingBytes, Truncated
from tests.portable.support import raises

MAGIC, NETWORK, TX, POSITION, BRANCH, HEADER, COINBASE, EVIDENCE = range(8)
DATA = Bundle("regtest", b"tx", 5, b"branch", bytes(80), (b"coinbase", b"its branch"), b"following").serialize()


def refused(field, value):
    """Return what is wrong with a bundle whose `field` has this value."""
    fields = decode(DATA)
    fields[field] = value
    with raises(BadSchema) as caught:
        parse(encode(fields))
    assert caught.error.args[0] == "bundle"
    return caught.error.args[1]


def test_all_forms_survive_the_round_trip():
    for coinbase in (None, (b"c", b"b")):
        for following, log_proof in ((b"", None), (b"following", None), (None, (1, 2, b"path"))):
            bundle = Bundle("mainnet", b"tx", 5, b"branch", bytes(80), coinbase, following, log_proof)
            again = parse(bundle.serialize())
            for field in ("network", "tx", "position", "branch", "header", "coinbase", "following", "log_proof"):
                assert getattr(again, field) == getattr(bundle, field)
            assert again.serialize() == bundle.serialize()


def test_what_is_no_bundle_is_refused():
    fields = decode(DATA)
    for value in (0, "LCB1", [], {}, fields[:7], fields + [0]):
        with raises(BadSchema) as caught:
            parse(encode(value))
        assert caught.error.args == ("bundle", "not a version 1 bundle")
    for magic in ("LCB2", b"LCB1", 1, None):
        assert refused(MAGIC, magic) == "not a version 1 bundle"


def test_the_network_is_text():
    for value in (b"regtest", 0, None):
        assert refused(NETWORK, value) == "the network is not text"


def test_the_position_is_an_unsigned_integer():
    for value in (-1, True, False, None, "1", b"\x01"):
        assert refused(POSITION, value) == "the position is not an unsigned integer"


def test_transaction_branch_and_header_are_bytes():
    for field in (TX, BRANCH, HEADER):
        for value in ("text", 0, None, []):
            assert refused(field, value) == "the transaction, branch and header are not bytes"


def test_the_header_has_80_bytes():
    for size in (0, 79, 81, 160):
        assert refused(HEADER, bytes(size)) == "the header is not of 80 bytes"


def test_the_coinbase_is_a_transaction_and_a_branch():
    for value in (0, b"", [], [b""], [b"", b"", b""], {}):
        assert refused(COINBASE, value) == "the coinbase is not [transaction, branch]"
    for value in ([b"", 0], ["", b""], [None, b""]):
        assert refused(COINBASE, value) == "the coinbase is not of bytes"


def test_the_evidence_is_headers_or_a_log_proof():
    for value in (None, 0, "", [], [1, 2], [1, 2, b"", b""], [-1, 2, b""], [True, 2, b""], [1, False, b""], [1, 2, ""]):
        assert refused(EVIDENCE, value) == "neither following headers nor [index, size, path]"


def test_a_bundle_cut_short_anywhere_is_truncated():
    for size in range(len(DATA)):
        with raises(Truncated):
            parse(DATA[:size])


def test_bytes_after_the_bundle_are_refused():
    with raises(TrailingBytes):
        parse(DATA + b"\x00")
