"""The record of a chain of CometBFT with the longest window: 41 KB, more than a board keeps."""

from lightclient.decided.record import MAX_RECENT
from tests.portable.comet import FOUR, NETWORK, Chain, block, trusted
from tests.portable.test_comet_ledger import record


def test_a_record_has_room_for_the_longest_window_and_the_trust_anchor():
    anchor = record(Chain().grow(1).blocks[1])
    ledger = NETWORK.start(anchor, None, MAX_RECENT)[0]
    ledger.recent = [(height, bytes(32)) for height in range(2, MAX_RECENT + 2)]
    ledger.state = trusted(block(NETWORK, MAX_RECENT + 2, FOUR, FOUR, None))
    again, told = NETWORK.start(anchor, b"".join(ledger.parts()), MAX_RECENT)
    assert (again.height, told, len(again.recent)) == (MAX_RECENT + 2, [], MAX_RECENT + 1)
