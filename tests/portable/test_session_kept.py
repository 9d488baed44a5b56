"""Which way a session takes to headers it lacks: batches at the broker, as far back as those are kept, or requests."""

from lightclient.bitcoin import packed
from lightclient.bitcoin.chain import from_genesis
from lightclient.bitcoin.header import hash_of
from lightclient.bitcoin.ledger import Ledger
from lightclient.bitcoin.networks.regtest import REGTEST
from lightclient.sync.messages import OK, response
from lightclient.sync.session import SEND, SUBSCRIBE, Session
from lightclient.sync.topics import BATCH, KEPT, RESPONSES, SETTLED, TIP
from tests.portable.mining import START, mine

EASY = 0x207FFFFF
FIRST = mine(hash_of(REGTEST.genesis), START, EASY)
NEWEST = mine(bytes(32), START, EASY)  # what a gateway claims to be the tip is not known to link


def verb_at(tip):
    """Return what a session at block 1 does next when the gateway shows a tip at this height."""
    session = Session(Ledger(from_genesis(REGTEST)))
    session.start(0)
    session.receive(TIP, packed.serialize(tip, [NEWEST]), 0)
    wants = session.receive(RESPONSES, response(session.asked, OK, packed.serialize(1, [FIRST])), 0)
    assert len(wants) == 1
    return wants[0][0]


def test_a_batch_is_awaited_where_the_broker_keeps_it():
    settled = BATCH + SETTLED - 1
    assert verb_at(settled - 1) == SEND
    assert verb_at(settled) == SUBSCRIBE
    last = (KEPT + 1) * BATCH + SETTLED - 2
    assert verb_at(last) == SUBSCRIBE
    assert verb_at(last + 1) == SEND
