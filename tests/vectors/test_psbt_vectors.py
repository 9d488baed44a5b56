"""PSBTs that others made: BIP174, BIP370, BIP371, Bitcoin Core, bitcoinjs and rust-bitcoin, every one of them."""

import base64
import binascii
import json
from collections import Counter

import pytest

from lightclient.bitcoin.networks.mainnet import MAINNET
from lightclient.bitcoin.networks.testnet3 import TESTNET3
from lightclient.bitcoin.transaction import Transaction
from lightclient.codec.reader import Reader, compact_size
from lightclient.errors import LightClientError
from lightclient.wallet import bip32, wif
from lightclient.wallet.descriptor import Descriptor
from lightclient.wallet.psbt.combine import combine
from lightclient.wallet.psbt.create import create
from lightclient.wallet.psbt.errors import BadPartialSignature
from lightclient.wallet.psbt.extract import extract
from lightclient.wallet.psbt.finalize import finalize
from lightclient.wallet.psbt.inputs import Inputs
from lightclient.wallet.psbt.psbt import UNCHANGED
from lightclient.wallet.psbt.sign import sign
from lightclient.wallet.psbt.update import update
from lightclient.wallet.signers import HdKey, SingleKey
from lightclient.wallet.spending import Spending
from tests.portable.psbts import fields_of, psbt, written
from tests.support.data import carried
from tests.support.vectors import load, load_json
from tools.realdata import PSBTS

DERIVED = "bips/derived_bip_vectors.json"
JS = "bips/bitcoinjs/psbt.json"
RUST = "bips/psbt_rustbitcoin/"
ROOT = (  # the key that BIP174 derives all others from
    "tprv8ZgxMBicQKsPd9TeAdPADNnSyH9SSUUbTVeFszDE23Ki6TBB5nCefAdHkK8Fm3qMQR6sHwA56zqRmKmxnHk37JkiFzvncDqoKmPWubu7hDF"
)


def verdict(data):
    """Return "ok" for a PSBT that a signer would look at and that is written as it was read, else what refuses it."""
    try:
        found = psbt(data)
    except LightClientError as error:
        return error.name
    parts = []
    found.rewrite(parts.append, lambda _: UNCHANGED)
    assert b"".join(parts) == data
    if not found.inputs or not found.outputs:
        return "ok"  # nothing to sign, yet
    try:
        Inputs(found)
    except LightClientError as error:
        return "inputs: " + error.name
    return "ok"


def verdicts(texts):
    """Return the verdicts, a run of the same in a row as (verdict, how many)."""
    runs = []
    for text in texts:
        try:
            found = verdict(base64.b64decode(text, validate=True))
        except binascii.Error:
            found = "no base64"
        if runs and runs[-1][0] == found:
            runs[-1] = found, runs[-1][1] + 1
        else:
            runs.append((found, 1))
    return runs


def bip(name):
    return [vector["psbt"] for vector in load_json(DERIVED)[name]["psbts"]]


def core():
    return json.loads(carried(PSBTS).read_bytes())


def run(role, *arguments, **options):
    return written(role, *arguments, **options)[0]


# -- what is a PSBT

BIP174_INVALID = [
    ("Truncated", 1),
    ("AlreadySigned", 1),
    ("MissingField", 1),
    ("DuplicateField", 1),
    ("BadFieldKey", 13),
    ("TooLarge", 1),  # a transaction with witnesses, read as one without
    ("TrailingBytes", 1),
]


def test_bip174():
    assert verdicts(bip("bip0174")) == [
        *BIP174_INVALID,
        ("ok", 10),
        ("inputs: LegacyCoin", 1),
        ("inputs: RedeemScriptMismatch", 2),
        ("inputs: WitnessScriptMismatch", 1),
        ("ok", 10),
    ]


def test_bip370():
    assert verdicts(bip("bip0370")) == [
        ("MisplacedField", 14),
        ("MissingField", 7),
        ("BadRequiredLocktime", 3),
        ("ok", 23),
        ("inputs: LocktimeConflict", 1),
    ]
    times = [psbt(base64.b64decode(text)).locktime() for text in bip("bip0370")[38:47]]
    assert times == [0, 0, 10_000, 10_000, 10_000, 10_000, 1657048460, 1657048460, 1657048460]


def test_bip371():
    assert verdicts(bip("bip0371")) == [
        ("BadFieldValue", 3),
        ("BadFieldKey", 1),
        ("BadFieldValue", 1),
        ("BadFieldKey", 2),
        ("BadFieldValue", 2),
        ("BadFieldKey", 2),
        ("ok", 6),
    ]


def test_core():
    vectors = core()
    assert verdicts(vectors["invalid"]) == [
        ("NoPsbt", 1),
        *BIP174_INVALID[:4],
        ("BadFieldKey", 12),
        ("Truncated", 1),
        ("no base64", 1),
        ("UnknownPsbtVersion", 1),
        ("DuplicateField", 8),
        ("BadFieldValue", 3),
        ("BadFieldKey", 1),
        ("BadFieldValue", 1),
        ("BadFieldKey", 2),
        ("BadFieldValue", 1),
        ("Truncated", 1),
        ("BadFieldKey", 2),
        ("inputs: CoinMismatch", 1),
        ("inputs: NoSuchCoin", 1),
    ]
    assert verdicts(text for text, _ in vectors["invalid_with_msg"]) == [
        ("BadFieldValue", 2),
        ("BadFieldKey", 4),
        ("BadFieldValue", 2),
        ("BadFieldKey", 1),
        ("BadFieldValue", 1),
        ("BadFieldKey", 2),
        ("BadFieldValue", 1),
        ("BadFieldKey", 2),
        ("BadFieldValue", 1),
        ("BadFieldKey", 4),
    ]
    assert verdicts(vectors["valid"]) == [("ok", 34)]


def test_bitcoinjs():
    vectors = load_json(JS)["bip174"]
    texts = {kind: [vector["psbt"] for vector in vectors[kind]] for kind in ("invalid", "valid", "failSignChecks")}
    assert verdicts(texts["invalid"]) == [("NoPsbt", 1), *BIP174_INVALID[:4], ("BadFieldKey", 12), ("Truncated", 1)]
    # Number 5 has an unknown field of the type 0x0f, which BIP370 has taken since.
    assert verdicts(texts["valid"]) == [("ok", 5), ("MisplacedField", 1), ("ok", 1)]
    assert verdicts(texts["failSignChecks"]) == [
        ("inputs: LegacyCoin", 1),
        ("inputs: RedeemScriptMismatch", 2),
        ("inputs: WitnessScriptMismatch", 1),
    ]


def every_psbt(value):
    """Yield every text of a PSBT anywhere in a JSON value."""
    if isinstance(value, str) and value.startswith("cHNidP8"):
        yield value
    elif isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from every_psbt(part)


def test_what_roles_of_others_are_given_and_make():
    """Of those without outputs bitcoinjs writes an empty map too many; the type 0x0f is of version 2 alone."""
    vectors = load_json(JS)
    for kind in ("invalid", "valid", "failSignChecks"):
        del vectors["bip174"][kind]
    found = Counter(verdict(base64.b64decode(text)) for text in every_psbt(vectors))
    assert found == {"ok": 68, "TrailingBytes": 26, "MisplacedField": 3}
    vectors = core()
    for kind in ("invalid", "invalid_with_msg", "valid"):
        del vectors[kind]
    found = Counter(verdict(base64.b64decode(text)).split(" ")[0] for text in every_psbt(vectors))
    assert found == {"ok": 11, "inputs:": 8, "MisplacedField": 3}


# -- what is made of them


def key(text):
    for network in (TESTNET3, MAINNET):
        try:
            return SingleKey(*wif.parse(text, network))
        except LightClientError:
            pass
    raise ValueError(text)


def signed(data, texts, **options):
    for text in texts:
        data = run(sign, psbt(data), key(text), believe_amounts=True, **options)
    return data


def is_same(found, wanted):
    """Tell whether two PSBTs have the same maps; Core sorts the fields of a PSBT that it signs."""
    return [sorted(fields) for fields in fields_of(found)] == [sorted(fields) for fields in fields_of(wanted)]


def test_creator():
    (vector,) = load_json(JS)["bip174"]["creator"]
    tx = Transaction()
    for place in vector["inputs"]:
        tx.input(bytes.fromhex(place["hash"])[::-1], place["index"], b"", 0xFFFFFFFF)
    for place in vector["outputs"]:
        tx.output(place["value"], bytes.fromhex(place["script"]))
    data = tx.serialize()
    found = base64.b64encode(run(create, Spending(lambda: Reader(data)))).decode()
    assert found == vector["result"] == core()["creator"][0]["result"] == bip("bip0174")[33]


def test_updater_of_bip174():
    """The keys and previous transactions are those of the BIP; it leaves out the transaction of the second input."""
    bare, wanted = [base64.b64decode(text) for text in bip("bip0174")[33:35]]
    own = [f"{ROOT}/0h/0h/{number}h" for number in range(6)]
    known = {}
    for text in load_json(JS)["bip174"]["updater"][0]["inputData"][0]["nonWitnessUtxo"].split("'")[1:2]:
        known[psbt(bare).spending().outpoint(0)[:32]] = bytes.fromhex(text)
    found = run(update, psbt(bare), Descriptor(f"sh(multi(2,{own[0]},{own[1]}))", TESTNET3), previous=known.get)
    first, expected = fields_of(found)[1], fields_of(wanted)[1]
    assert first == expected
    # What the others spend is not given, but what it is paid to is.
    with_coin = run(combine_coin, found, fields_of(wanted)[2][0])
    found = run(update, psbt(with_coin), Descriptor(f"sh(wsh(multi(2,{own[2]},{own[3]})))", TESTNET3))
    for number in (4, 5):
        found = run(update, psbt(found), Descriptor(f"wpkh({own[number]})", TESTNET3))
    assert found == wanted


def combine_coin(data, coin, write):
    """Put a field into the second input."""
    psbt(data).rewrite(write, lambda found: ((), [coin] if found.kind == 1 and found.index == 1 else []))


def test_signers_of_bip174():
    """As the BIP and bitcoinjs sign, without a low R."""
    texts = bip("bip0174")
    vectors = load_json(JS)["bip174"]["signer"]
    for vector, number in zip(vectors[:2], (36, 37), strict=True):
        assert (vector["psbt"], vector["result"]) == (texts[35], texts[number])
        data = base64.b64decode(vector["psbt"])
        found = signed(data, [place["WIF"] for place in vector["keys"]], low_r=False)
        assert found == base64.b64decode(vector["result"])
    everything = run(
        sign, psbt(base64.b64decode(texts[35])), HdKey(bip32.parse(ROOT)[0]), low_r=False, believe_amounts=True
    )
    assert is_same(everything, base64.b64decode(texts[38]))


def test_signers_of_core():
    vectors = core()["signer"]
    assert len(vectors) == 6
    for vector in vectors[:2]:
        found = signed(base64.b64decode(vector["psbt"]), vector["privkeys"])
        assert is_same(found, base64.b64decode(vector["result"]))
    for vector, error in zip(
        vectors[2:],
        ("LegacyCoin", "RedeemScriptMismatch", "RedeemScriptMismatch", "WitnessScriptMismatch"),
        strict=True,
    ):  # which Core signs nothing of
        with pytest.raises(LightClientError) as caught:
            signed(base64.b64decode(vector["psbt"]), vector["privkeys"])
        assert caught.value.name == error


def test_signers_of_bitcoinjs_with_taproot():
    """Their keys are those of the output itself, which no descriptor here has: the digests are the same."""
    vectors = load_json(JS)
    cases = [(vectors["bip174"]["signer"][2], 1, vectors["bip174"]["signer"][2]["keys"][1]["WIF"])]
    cases += [
        (
            vectors["signInput"]["checks"][number]["shouldSign"],
            0,
            vectors["signInput"]["checks"][number]["shouldSign"]["WIF"],
        )
        for number in (8, 9)
    ]
    for vector, index, text in cases:
        found = psbt(base64.b64decode(vector["psbt"]))
        inputs = Inputs(found)
        (seen,) = [
            seen
            for seen in (inputs.take(each) for each in found.maps(inputs.passing) if each.kind == 1)
            if seen.index == index
        ]
        digest = seen.digest(inputs.spending, seen.hash_type(inputs.spending))
        signature = key(text).sign("bip340", digest)
        assert dict(fields_of(base64.b64decode(vector["result"]))[index + 1])[b"\x13"] == signature + (
            bytes((seen.hash_type(inputs.spending),)) if seen.hash_type(inputs.spending) else b""
        )
    first = vectors["bip174"]["signer"][2]
    data = signed(base64.b64decode(first["psbt"]), [place["WIF"] for place in first["keys"]], low_r=False)
    wanted = fields_of(base64.b64decode(first["result"]))
    wanted[2] = [each for each in wanted[2] if each[0] != b"\x13"]
    assert fields_of(data) == wanted


def test_combiners():
    cases = [vector["psbts"] + [vector["result"]] for vector in load_json(JS)["bip174"]["combiner"][:1]]
    cases += [vector["combine"] + [vector["result"]] for vector in core()["combiner"][:1]]
    texts = bip("bip0174")
    cases += [texts[36:39], texts[40:43]]
    for one, other, wanted in cases:
        assert run(combine, psbt(base64.b64decode(one)), psbt(base64.b64decode(other))) == base64.b64decode(wanted)
    # The second of both has the type 0x0f.
    for text in load_json(JS)["bip174"]["combiner"][1]["psbts"] + core()["combiner"][1]["combine"]:
        assert verdict(base64.b64decode(text)) == "MisplacedField"


def test_finalizers():
    cases = [(vector["finalize"], vector["result"]) for vector in core()["finalizer"]]
    cases += [tuple(bip("bip0174")[38:40])]
    vectors = load_json(JS)
    of_js = [(vector["psbt"], vector["result"]) for vector in vectors["bip174"]["finalizer"]]
    cases += [of_js[0], *of_js[3:7]]  # the last two by a leaf of taproot
    others = [(vector["psbt"], vector["result"]) for vector in vectors["finalizeAllInputs"]]
    cases += [others[1], others[2], others[4], others[5]]  # the last one of pk in wsh
    for given, wanted in cases:
        assert written(finalize, psbt(base64.b64decode(given))) == (base64.b64decode(wanted), 0)
    for given in (of_js[1][0], others[3][0]):  # the signatures are for other transactions: Core's interpreter agrees
        with pytest.raises(BadPartialSignature):
            written(finalize, psbt(base64.b64decode(given)))
    # Leaves of several keys and p2pk are not understood: nothing is lost.
    for given, left in ((of_js[2][0], 1), (others[0][0], 1)):
        data = base64.b64decode(given)
        assert written(finalize, psbt(data)) == (data, left)


def test_extractors():
    (vector,) = core()["extractor"]
    assert run(extract, psbt(base64.b64decode(vector["extract"]))).hex() == vector["result"]
    (vector,) = load_json(JS)["bip174"]["extractor"]
    assert run(extract, psbt(base64.b64decode(vector["psbt"]))).hex() == vector["transaction"]


# -- bitcoinjs on what a signer must look at


def with_output(text):
    """Return the PSBT with an output put in: theirs have none, and an empty map too many instead."""
    data = base64.b64decode(text)
    size = data[7]
    tx = data[8 : 8 + size]
    assert tx[-5:] == bytes(5)
    tx = tx[:-5] + b"\x01" + bytes(8) + b"\x01\x51" + tx[-4:]
    return data[:7] + compact_size(len(tx)) + tx + data[8 + size :]


SIGN_ERRORS = {1: "0 signatures", 2: "0 signatures", 3: "CoinMismatch", 4: "RedeemScriptMismatch"}
SIGN_ERRORS |= {5: "RedeemScriptMismatch", 6: "HashTypeRefused"}


def count_or_error(data, keys, **options):
    try:
        return written(sign, psbt(data), keys, believe_amounts=True, **options)[1]
    except LightClientError as error:
        return error.name


def test_signers_look_at_what_they_sign():
    checks = load_json(JS)["signInput"]["checks"]
    assert len(checks) == 11
    for number, check in enumerate(checks[:8]):
        if "shouldSign" in check:
            case = check["shouldSign"]
            types = tuple(case.get("sighashTypes", (0, 1)))
            assert count_or_error(with_output(case["psbt"]), key(case["WIF"]), hash_types=types) == 1
        if number in SIGN_ERRORS:
            case = check["shouldThrow"]
            found = count_or_error(with_output(case["psbt"]), key(case["WIF"]))
            assert found == (0 if SIGN_ERRORS[number] == "0 signatures" else SIGN_ERRORS[number]), check["description"]


def test_leaves_of_a_single_key_are_signed_and_others_are_not():
    vectors = load_json(JS)
    cases = [vectors["signInput"]["checks"][10]["shouldSign"]] + vectors["bip174"]["signer"][3:]
    counts = []
    for case in cases:
        for text in [case["WIF"]] if "WIF" in case else [place["WIF"] for place in case["keys"]]:
            data = base64.b64decode(case["psbt"])
            made, count = written(sign, psbt(data), key(text))
            counts.append(count)
            assert count or made == data
    assert counts == [0, 0, 0, 0, 1, 1]
    case = cases[-2]
    made = run(sign, psbt(base64.b64decode(case["psbt"])), key(case["keys"][0]["WIF"]))
    (first,) = [value for fields in fields_of(made) for name, value in fields if name[:1] == b"\x14"]
    assert first in [value for fields in fields_of(base64.b64decode(case["result"])) for _, value in fields]


def test_hd_signers_look_at_derivations():
    checks = load_json(JS)["signInputHD"]["checks"]
    for check, wanted in zip(checks, (0, 0, 0), strict=True):
        for case, result in (("shouldSign", 1), ("shouldThrow", wanted)):
            keys = HdKey(bip32.parse(check[case]["xprv"])[0])
            assert count_or_error(with_output(check[case]["psbt"]), keys) == result


# -- rust-bitcoin


def rust(name):
    return bytes.fromhex(load(RUST + name).decode())


def test_rust_bitcoin():
    good = "combine create finalize lex_combine lex_psbt_1 lex_psbt_2 sign_1 sign_2 update_1 update_2"
    names = [name + "_psbt_hex" if not name.startswith("lex_psbt") else name + "_hex" for name in good.split()]
    names += ["psbt1.hex", "psbt2.hex", "psbt_combined.hex"]
    for name in names:
        assert verdict(rust(name)) == "ok"
    # All of these have an extended key with a path of another length than its depth, which BIP174 forbids.
    assert verdict(base64.b64decode(load_json(RUST + "serde/psbt_base64.json"))) == "BadFieldValue"
    for name in ("psbt_fuzz1.hex", "psbt_fuzz2.hex"):
        assert verdict(rust(name)) == "BadFieldValue"
    for one, other, wanted in (
        ("sign_1_psbt_hex", "sign_2_psbt_hex", "combine_psbt_hex"),
        ("psbt1.hex", "psbt2.hex", "psbt_combined.hex"),
        ("lex_psbt_1_hex", "lex_psbt_2_hex", "lex_combine_psbt_hex"),
    ):
        assert run(combine, psbt(rust(one)), psbt(rust(other))) == rust(wanted)
    assert written(finalize, psbt(rust("combine_psbt_hex"))) == (rust("finalize_psbt_hex"), 0)
    assert run(extract, psbt(rust("finalize_psbt_hex"))) == rust("extract_tx_hex")
