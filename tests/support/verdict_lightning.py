"""Vectors for tests/portable/judge_lightning.py: published and our own, damaged, mistyped and broken by one rule."""

import random

from lightclient.lightning import receipt
from lightclient.lightning.known import LIGHTNING
from tests.portable import lightning
from tests.portable.lightning import CREATED, FIELDS, OTHER, PAYEE, PREIMAGE
from tests.support.vectors import damaged
from tests.vectors.test_lightning_vectors import PUBLISHED


def vectors():
    yield from invoices()
    yield from offers()
    yield from proofs()
    yield from roots()
    yield from receipts()


def mistyped(text, count):
    """Yield `text` cut off and with one character changed."""
    rng = random.Random(text)
    for _ in range(count):
        at = rng.randrange(len(text))
        yield text[:at] + rng.choice(lightning.ALPHABET + "1b+ ") + text[at + 1 :]
        yield text[:at]


def around(name, judge, text, count):
    yield name, judge, text
    for number, each in enumerate(mistyped(text, count)):
        yield f"{name} {number}", judge, each


def invoices():
    for number, case in enumerate(PUBLISHED["bolt11"]):
        yield from around(f"bolt11 {number}", "invoice11", case["text"], 4)
    for reason, text in PUBLISHED["bolt11_invalid"]:
        yield f"bolt11 {reason}", "invoice11", text
    rng = random.Random(11)
    for number in range(150):
        letters = [rng.choice("psdnhx9cfrm2") for _ in range(rng.randrange(3))]
        more = [lightning.field(each, [rng.randrange(32) for _ in range(rng.randrange(60))]) for each in letters]
        prefix = rng.choice(["lnbc", "lntb5m", "lnbc1p", "lnbc10p", "lnbc01", "lnbc9n"])
        fields = FIELDS + [group for field in more for group in field]
        yield f"bolt11 made {number}", "invoice11", lightning.bolt11(fields, prefix, secret=rng.choice([PAYEE, OTHER]))
    for number, data in enumerate(damaged(lightning.invoice(), 120)):
        yield f"bolt12 {number}", "invoice12", lightning.text("lni", data)


def offers():
    for kind in ("offers", "offers_invalid"):
        for reason, text in PUBLISHED[kind]:
            yield from around(f"{kind} {reason}".replace(":", ""), "offered", text, 2)
    for number, text in enumerate(PUBLISHED["format"] + PUBLISHED["format_invalid"]):
        yield f"format {number}", "offered", text


def proofs():
    for case in PUBLISHED["payer_proofs"]:
        yield case["name"], "proved", case["proof"]
        yield f"invoice of {case['name']}", "invoice12", lightning.text("lni", bytes.fromhex(case["invoice"]))
    whole = lightning.proof(shown=(10, 88, 164, 168, 170, 176), note=b"note")
    for number, data in enumerate(damaged(whole, 200)):
        yield f"payer proof {number}", "proved", lightning.text("lnp", data)


def roots():
    rng = random.Random(12)
    for count in range(1, 40):
        values = {rng.randrange(1 << rng.choice((7, 16, 33))): rng.randbytes(rng.randrange(9)) for _ in range(count)}
        values.setdefault(1, b"")
        data = lightning.stream(values)
        yield f"root {count}", "root", data
        for number, each in enumerate(damaged(data, 2)):
            if each[:1] not in (b"", b"\xf0") and not each.startswith((b"\xfd\x01", b"\xfd\x02", b"\xfd\x03")):
                yield f"root {count} {number}", "root", each


def receipts():
    key = lightning.key(PAYEE).hex().encode()
    trusts = {
        "nobody": b"",
        "payee": b"payee " + key,
        "offer": b"offer " + lightning.text("lno", lightning.offer()).encode(),
        "other": b"payee " + lightning.key(OTHER).hex().encode(),
        "broken": b"payee",
    }
    hexed = " " + PREIMAGE.hex()
    texts = {
        "bolt11": lightning.bolt11() + hexed,
        "bolt11 unpaid": lightning.bolt11(),
        "bolt11 other preimage": lightning.bolt11() + " " + "00" * 32,
        "bolt12": lightning.text("lni", lightning.invoice()) + hexed,
        "bolt12 of another offer": lightning.text("lni", lightning.invoice(r10=b"tea")) + hexed,
        "payer proof": lightning.text("lnp", lightning.proof()),
        "whole payer proof": lightning.text("lnp", lightning.proof((10, 22, 88, 164, 166, 168, 170, 176))),
    }
    for name, text in texts.items():
        data = text.encode()
        for network in ("lightning", "lightning:tb"):
            for whom, trust in trusts.items():
                for clock in (None, CREATED + 60, CREATED + 86400, CREATED - 7201):
                    yield f"{name} {network} {whom} {clock}", "receipt", network, trust, clock, data
        sealed = receipt.parse(data).serialize(LIGHTNING.id)
        for number, each in enumerate([sealed, *damaged(sealed, 6), *damaged(data, 6)]):
            yield f"{name} sealed {number}", "receipt", "lightning", trusts["payee"], CREATED, each
