"""SenML packs, as cbor2 reads them and a reader by the letter of RFC 8428 resolves them; and packs of all sorts."""

from decimal import Decimal

import cbor2
from hypothesis import given
from hypothesis import strategies as st

from lightclient.audit.senml import ALPHANUMERIC, MAX_EXPONENT, SIGNS, Measurement, parse, serialize
from lightclient.errors import LightClientError

integers = st.integers(-(1 << 63), (1 << 63) - 1)
numbers = integers | st.tuples(st.integers(-(10**6), 10**6), st.integers(-MAX_EXPONENT, MAX_EXPONENT))
names = st.text(ALPHANUMERIC + SIGNS, min_size=1, max_size=12).filter(lambda name: name[0] not in SIGNS)
values = numbers | st.text(max_size=8) | st.booleans() | st.binary(max_size=8)
times = st.integers(0, 1 << 32) | st.tuples(st.integers(0, 10**12), st.just(-2))
measurements = st.builds(Measurement, names, values, st.sampled_from(["", "Cel", "%RH"]), times)


def decimal(number):
    return Decimal(number[0]).scaleb(number[1]) if isinstance(number, tuple) else Decimal(number)


def resolved(pack):
    """Yield (name, value, unit, time) of the records of a pack: RFC 8428 sections 4.1 to 4.6."""
    base = {-2: "", -3: 0, -4: "", -5: 0}
    for record in pack:
        base.update({label: value for label, value in record.items() if label in base})
        value = (
            Decimal(base[-5]) + Decimal(record[2]) if 2 in record else next(record[n] for n in (3, 4, 8) if n in record)
        )
        yield (
            base[-2] + record.get(0, ""),
            value,
            record.get(1, base[-4]),
            Decimal(base[-3]) + Decimal(record.get(6, 0)),
        )


def plain(one):
    value = one.value if isinstance(one.value, (str, bool, bytes)) else decimal(one.value)
    return (one.name, value, one.unit, decimal(one.time))


@given(st.lists(measurements, min_size=1, max_size=6), st.integers(0, 1 << 31), st.sampled_from(["", "urn:dev:ow:1"]))
def test_what_is_written_is_read_by_others_and_by_us(made, time, prefix):
    for one in made:
        one.name = prefix + one.name
    data = serialize(made, prefix, time)
    assert list(resolved(cbor2.loads(data))) == list(map(plain, made)) == list(map(plain, parse(data)))


labels = st.sampled_from([-5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6, 7, 8, 99, "x", "x_"])
anything = integers | st.text(ALPHANUMERIC, max_size=4) | st.booleans() | st.none() | st.binary(max_size=3)
fractions = st.builds(cbor2.CBORTag, st.sampled_from([4, 5]), st.lists(integers, max_size=3))


@given(st.lists(st.dictionaries(labels, anything | fractions | st.just(10), max_size=5), max_size=4))
def test_a_pack_of_others_is_resolved_as_the_rfc_has_it_or_refused_by_name(pack):
    data = cbor2.dumps(pack)
    try:
        found = parse(data)
    except LightClientError:
        return
    assert list(resolved(cbor2.loads(data))) == list(map(plain, found))


@given(st.lists(measurements, min_size=1, max_size=3), st.data())
def test_damaged_packs_are_refused_by_name_or_are_packs(made, data):
    whole = bytearray(serialize(made))
    for _ in range(data.draw(st.integers(1, 3))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        found = parse(bytes(whole[: data.draw(st.integers(0, len(whole)))]))
    except LightClientError:
        return
    assert list(map(plain, parse(serialize(found)))) == list(map(plain, found))
