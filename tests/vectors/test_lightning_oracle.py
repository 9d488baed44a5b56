"""BOLT11 against the package bolt11: what it writes is read alike, and what we write it reads."""

import hashlib
import random

import pytest

from lightclient.crypto import backend
from lightclient.lightning import bolt11
from tests.portable import lightning

other = pytest.importorskip("bolt11", reason="the package bolt11 is of Python 3.12 and older")

ROUNDS = 60


def made(rng):
    """Return (text, what it says) of a random invoice that the package wrote and signed."""
    secret = rng.randbytes(32)
    currency = rng.choice(["bc", "tb", "bcrt"])
    amount = rng.choice([None, rng.randrange(1, 10**6), rng.randrange(1, 10**9) * 1000])
    created = rng.randrange(1 << 35)
    tags = other.Tags()
    tags.add(other.TagChar.payment_hash, rng.randbytes(32).hex())
    tags.add(other.TagChar.payment_secret, rng.randbytes(32).hex())
    description = rng.choice(["", "1 cup coffee", "ナンセンス 1杯", "x" * rng.randrange(600)])
    hashed = rng.random() < 0.3
    if hashed:
        tags.add(other.TagChar.description_hash, hashlib.sha256(description.encode()).hexdigest())
    else:
        tags.add(other.TagChar.description, description)
    expiry = rng.choice([None, 60, rng.randrange(1, 1 << 31)])
    if expiry is not None:
        tags.add(other.TagChar.expire_time, expiry)
    if rng.random() < 0.5:
        tags.add(other.TagChar.min_final_cltv_expiry, rng.randrange(1, 1000))
    if rng.random() < 0.5:
        tags.add(other.TagChar.payee, backend.current().public_key(secret).hex())
    made = other.Bolt11(currency=currency, date=created, tags=tags)
    if amount is not None:
        made.amount_msat = other.MilliSatoshi(amount)
    return other.encode(made, secret.hex()), secret, currency, amount, created, description, hashed, expiry


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_what_the_package_writes_is_read_alike(seed):
    text, secret, currency, amount, created, description, hashed, expiry = made(random.Random(seed))
    found = bolt11.parse(text)
    assert (found.currency, found.amount, found.created) == (currency, amount, created)
    assert found.expires == created + (3600 if expiry is None else expiry)
    if hashed:
        assert found.description_hash == hashlib.sha256(description.encode()).digest()
    else:
        assert found.description == description
    assert found.signer() == backend.current().public_key(secret)
    theirs = other.decode(text)
    assert theirs.payment_hash == found.payment_hash.hex()


@pytest.mark.parametrize("seed", range(ROUNDS))
def test_what_we_write_the_package_reads_alike(seed):
    rng = random.Random(seed)
    secret = rng.randbytes(32)
    prefix = rng.choice(["lnbc2500u", "lntb1m", "lnbcrt20n", "lnbc10p", "lnbc"])
    fields = lightning.field("x", lightning.number(rng.randrange(1 << 20), 4)) if rng.random() < 0.5 else []
    text = lightning.bolt11(lightning.FIELDS + fields, prefix, rng.randrange(1 << 35), secret)
    ours, theirs = bolt11.parse(text), other.decode(text)
    assert theirs.currency == ours.currency
    assert (None if theirs.amount_msat is None else int(theirs.amount_msat)) == ours.amount
    assert (theirs.date, theirs.description, theirs.payment_hash) == (
        ours.created,
        ours.description,
        ours.payment_hash.hex(),
    )
    assert theirs.payee == ours.signer().hex()
    assert (theirs.expiry or 3600) == ours.expires - ours.created or not fields
