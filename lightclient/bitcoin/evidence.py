"""The forms of Bitcoin's evidence, and the verdict on each."""

from lightclient.bitcoin import bundle
from lightclient.bitcoin.errors import WrongNetwork
from lightclient.evidence import envelope
from lightclient.evidence.errors import UnknownForm

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.bitcoin.anchor import ChainAnchor
    from lightclient.bitcoin.headers_anchor import HeadersAnchor
    from lightclient.bitcoin.proof import Beside
    from lightclient.evidence.verdict import Verdict

BUNDLE, MERKLEBLOCK, ELECTRUM, OPENTIMESTAMPS = "bundle", "merkleblock", "electrum", "opentimestamps"
FORMS = (BUNDLE, MERKLEBLOCK, ELECTRUM, OPENTIMESTAMPS)
STAMP = b"\x00OpenTimestamps"  # how the magic of a timestamp file begins; the rest is for those who read one


def opened(data: "bytes | memoryview", anchor: "ChainAnchor | HeadersAnchor") -> "tuple[str, bytes | memoryview]":
    """Return (form, body) of evidence that is in an envelope, or is a bare bundle, timestamp file or merkleblock.

    Raises WrongNetwork for an envelope of another ledger, and what `envelope.parse` raises.
    """
    if not envelope.is_envelope(data):
        if bytes(data[: len(STAMP)]) == STAMP:
            return OPENTIMESTAMPS, data
        return (BUNDLE if bundle.is_bundle(data) else MERKLEBLOCK), data
    found = envelope.parse(data)
    if found.ledger != anchor.network.id:
        raise WrongNetwork(found.ledger, anchor.network.id)
    return found.form, found.body


def verify(
    form: str,
    body: "bytes | memoryview",
    anchor: "ChainAnchor | HeadersAnchor",
    clock: "int | None" = None,
    beside: "Beside | None" = None,
) -> "Verdict":
    """Return the verdict on evidence of this form. clock, beside: as `Bundle.verify` and `proof` take them.

    Raises UnknownForm, and what the form's own verification raises.
    """
    if form == BUNDLE:
        return bundle.parse(body).verify(anchor, clock, beside.signature if beside else None)
    if form == MERKLEBLOCK:
        from lightclient.bitcoin.proof import verify_merkleblock  # costs memory, as the next one does

        return verify_merkleblock(bytes(body), anchor, clock, beside)
    if form == ELECTRUM:
        from lightclient.bitcoin.proof import unpack_branch, verify_branch

        txid, position, branch, height = unpack_branch(body)
        return verify_branch(txid, position, branch, anchor, height, beside)
    if form == OPENTIMESTAMPS:
        try:
            from lightclient.bitcoin.stamp import verify_stamp
        except ImportError:  # a device that was installed without (tools/profile.py)
            raise UnknownForm(ledger=anchor.network.id, form=form, known=", ".join(FORMS[:-1]))
        return verify_stamp(body, anchor, clock)
    raise UnknownForm(ledger=anchor.network.id, form=form, known=", ".join(FORMS))
