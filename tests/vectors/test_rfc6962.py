"""RFC 6962 and 9162 logs: the inclusion and consistency proofs of transparency-dev, good and damaged."""

import base64

import pytest

from lightclient.codec.errors import TooLarge, Truncated
from lightclient.merkle.consistency import check_consistency
from lightclient.merkle.errors import LogRootMismatch, OutsideLog, PathLength
from lightclient.merkle.log import check_inclusion
from tests.support.vectors import load_json, names

REFUSED = (LogRootMismatch, OutsideLog, PathLength, TooLarge, Truncated)


def b64(text):
    return base64.b64decode(text or "")


def path_of(case):
    nodes = [b64(node) for node in case["proof"] or []]
    if b"" in nodes:
        assert case["wantErr"]
        pytest.skip("an empty node has no place in a path of 32-byte nodes")
    return b"".join(nodes)


def check(case, function, *arguments):
    if case["wantErr"]:
        with pytest.raises(REFUSED):
            function(*arguments)
    else:
        function(*arguments)


@pytest.mark.parametrize("name", names("rfc6962/inclusion", "*.json"))
def test_inclusion(name):
    case = load_json(name)
    check(
        case,
        check_inclusion,
        b64(case["leafHash"]),
        case["leafIdx"],
        case["treeSize"],
        path_of(case),
        b64(case["root"]),
    )


@pytest.mark.parametrize("name", names("rfc6962/consistency", "*.json"))
def test_consistency(name):
    case = load_json(name)
    check(case, check_consistency, case["size1"], case["size2"], path_of(case), b64(case["root1"]), b64(case["root2"]))


def is_subtree(start, end):
    """A subtree [start, end) starts at a multiple of the power of two that covers it."""
    width = 1
    while width < end - start:
        width *= 2
    return 0 <= start < end and start % width == 0


@pytest.mark.parametrize("name", names("rfc6962/subtreeinclusion", "*.json"))
def test_inclusion_in_a_subtree_is_inclusion_in_a_log_of_its_own(name):
    case = load_json(name)
    start, end = case["start"], case["end"]
    if not is_subtree(start, end):
        assert case["wantErr"]
        pytest.skip("no such subtree; our logs have none")
    if not case["leafHash"] and not case["root"]:
        assert case["wantErr"]
        pytest.skip("an empty leaf hash: ours are of 32 bytes")
    arguments = b64(case["leafHash"]), case["leafIdx"] - start, end - start, path_of(case), b64(case["root"])
    check(case, check_inclusion, *arguments)


@pytest.mark.parametrize("name", names("rfc6962/subtreeconsistency", "*.json"))
def test_consistency_of_a_subtree_at_the_left_is_that_of_a_log(name):
    case = load_json(name)
    if case["start"]:
        pytest.skip("a subtree that does not start at leaf 0")
    arguments = case["end"], case["size"], path_of(case), b64(case["root1"]), b64(case["root2"])
    check(case, check_consistency, *arguments)
