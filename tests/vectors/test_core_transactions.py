"""Bitcoin Core's transaction vectors: parsed, serialized back, and refused where the bytes are at fault."""

import pytest

from lightclient.bitcoin.errors import NoOutputs
from lightclient.bitcoin.transaction import parse
from lightclient.bitcoin.walk import walk
from lightclient.codec.reader import Reader
from lightclient.errors import LightClientError
from tests.support.vectors import load_json

VALID = "core_vectors/tx_valid.json"
INVALID = "core_vectors/tx_invalid.json"
SIGHASH = "core_vectors/sighash.json.xz"


def transactions(name):
    """Return the bytes of every case; rows of one text are comments."""
    rows = [row for row in load_json(name) if len(row) > 1]
    return [bytes.fromhex(row[0] if name == SIGHASH else row[1]) for row in rows]


@pytest.mark.parametrize(("name", "count"), [(VALID, 120), (SIGHASH, 500)])
def test_transactions_parse_and_serialize_back(name, count):
    datas = transactions(name)
    assert len(datas) == count
    for data in datas:
        transaction = parse(data)
        assert transaction.serialize() == data
        walked = walk(Reader(data))
        assert walked.txid == transaction.txid()
        assert (walked.size, walked.stripped_size) == (len(data), len(transaction.serialize(False)))


def test_invalid_transactions_parse_unless_their_bytes_are_at_fault():
    datas = transactions(INVALID)
    assert len(datas) == 93
    named = {}
    for data in datas:
        try:
            assert parse(data).serialize() == data
        except LightClientError as error:
            named[error.name] = named.get(error.name, 0) + 1
    # The others break rules about scripts, amounts, signatures: what a full node checks.
    assert named == {NoOutputs.__name__: 1}
