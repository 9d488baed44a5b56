"""PSBTs from anybody: read and written back, or refused by a named error, and no role does anything else."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lightclient.codec.reader import Reader
from lightclient.codec.stream import StreamReader
from lightclient.wallet.psbt.combine import combine
from lightclient.wallet.psbt.extract import extract
from lightclient.wallet.psbt.finalize import finalize
from lightclient.wallet.psbt.inputs import Inputs
from lightclient.wallet.psbt.psbt import UNCHANGED, Psbt
from lightclient.wallet.psbt.sign import sign
from lightclient.wallet.psbt.update import update
from lightclient.wallet.signers import HdKey, SingleKey
from tests.portable.psbts import KEYS, ROOTS, field, psbt, ready, wallet, whole, written
from tests.support.fuzzing import REFUSED, mutated, outcome

KINDS = ["pkh({})", "wpkh({})", "sh(wpkh({}))", "tr({})"]
KINDS += ["wsh(multi(1,{}))", "sh(sortedmulti(1,{}))", "sh(wsh(multi(1,{})))"]
TEXTS = [kind.format(KEYS[0]) for kind in KINDS]


def samples():
    """Return PSBTs in every state, of both versions."""
    found = []
    for version in (0, 2):
        data, _ = ready(version, TEXTS, 2)
        signed, _ = written(sign, psbt(data), HdKey(ROOTS[0]))
        final, left = written(finalize, psbt(signed))
        assert left == 0
        found += [data, signed, final]
    return found


SAMPLES = samples()
types = st.sampled_from([*range(0x1D), 0xF0, 0xFB, 0xFC])
fields = st.builds(
    lambda type_, rest, value: field(f"{type_:02x}" + rest.hex(), value.hex()),
    types,
    st.just(b"") | st.sampled_from([b"\x02" * 33, b"\x02" * 32, b"\x02" * 64]) | st.binary(max_size=70),
    st.binary(max_size=80) | st.sampled_from([bytes(4), b"\x02\x00\x00\x00", b"\x01", bytes(32), bytes(64)]),
)
psbts = (
    mutated(st.sampled_from(SAMPLES))
    | st.lists(st.lists(fields, max_size=6), min_size=1, max_size=4).map(lambda maps: whole(*maps))
    | st.binary(max_size=200)
)


@pytest.mark.slow
@given(psbts)
@settings(max_examples=500)
def test_it_is_written_as_it_was_read_or_refused(data):
    found = outcome(psbt, data)
    if found is not REFUSED:
        parts = []
        found.rewrite(parts.append, lambda _: UNCHANGED)
        assert b"".join(parts) == data


@given(psbts, st.integers(1, 50))
@settings(max_examples=200)
def test_a_stream_says_the_same_as_memory(data, most):
    def open_stream():
        rest = itertools.chain(data)
        return StreamReader(lambda count: bytes(itertools.islice(rest, min(count, most))))

    def verdict(open_it):
        found = outcome(lambda: Inputs(Psbt(open_it)))
        return found if found is REFUSED else (found.fee, found.spending.prevouts_hash, found.spending.outputs_hash)

    assert verdict(open_stream) == verdict(lambda: Reader(data))


SECRET = SingleKey(ROOTS[0].derive((0, 1)).private())
OWN = HdKey(ROOTS[0])


@pytest.mark.slow
@given(mutated(st.sampled_from(SAMPLES)), st.sampled_from(SAMPLES))
@settings(max_examples=300)
def test_every_role_answers_or_names_an_error(data, other):
    found = outcome(psbt, data)
    if found is REFUSED:
        return
    for role, arguments in (
        (sign, (found, OWN)),
        (sign, (found, SECRET)),
        (finalize, (found,)),
        (extract, (found,)),
        (combine, (found, psbt(other))),
        (combine, (psbt(other), found)),
    ):
        made = outcome(written, role, *arguments)
        if made is not REFUSED and role is not extract:
            psbt(made[0])  # is one again
    made = outcome(lambda: written(update, found, wallet(TEXTS[0]), indices=(0, 1)))
    if made is not REFUSED:
        psbt(made[0])


@pytest.mark.slow
@given(st.sampled_from(SAMPLES), st.data())
@settings(max_examples=200)
def test_what_is_not_understood_survives_every_role(data, draw):
    """Unknown fields at any place of any map of an input stay, byte by byte."""
    unknown = draw.draw(st.lists(st.binary(min_size=1, max_size=40), min_size=1, max_size=3, unique=True))
    put_in = [(bytes((draw.draw(st.sampled_from([0x40, 0xF0, 0xFC])),)) + rest, rest) for rest in unknown]
    index = draw.draw(st.integers(0, len(TEXTS) - 1))
    parts = []
    psbt(data).rewrite(parts.append, lambda each: ((), sorted(put_in) if each.kind and each.index == index else []))
    with_unknown = b"".join(parts)
    for role, arguments in ((sign, (OWN,)), (finalize, ()), (combine, (psbt(data),))):
        made, _ = written(role, psbt(with_unknown), *arguments)
        for each in psbt(made).maps():
            kept = [pair for pair in each.fields if pair in put_in]
            assert kept == (sorted(put_in) if each.kind and each.index == index else [])
    assert outcome(written, extract, psbt(with_unknown)) == outcome(written, extract, psbt(data))
