"""Whatever peers of Fabric say, and no block holds, anchors nothing."""

from lightclient.audit import evidence
from lightclient.audit.errors import NotAnchored
from lightclient.audit.network import LogNetwork
from lightclient.audit.trust import parse
from lightclient.codec.cbor import encode
from lightclient.evidence.envelope import Envelope
from tests.portable.fabric import NOW, answered, asked, endorsement
from tests.portable.site import Log, readings
from tests.portable.support import raises
from tests.portable.test_fabric_ledger import World
from tests.portable.test_log_evidence import ID, TRUST


def test_what_no_block_holds_is_no_anchor():
    main = World(peers="xyz").ledger
    made = readings(2)
    site = Log(made)
    question = asked()
    said = answered(question, site.head().hash())
    given = [list(endorsement(peer, said)) for peer in "xy"]
    anchor = Envelope(main.network.id, "endorsed", encode(list(question) + [said, given])).serialize()
    assert main.judge_evidence(anchor, NOW).outcome == "proved"  # that the peers say so
    ledger = LogNetwork(parse(TRUST), {main.network.id: main}).start(TRUST, None, 1)[0]
    shown = evidence.of_statement(ID, made[1], site.proof(1, time=NOW), (anchor,))
    with raises(NotAnchored):
        ledger.judge_evidence(shown, NOW)
