"""Witness policies: which logs are read, and how many of which witnesses must have seen a head. A file of the reader's.

    log <key> [<url>]                      a log, whose key's name is its origin
    witness <name> <key> [<url>]           a witness, whose name means something here alone
    group <name> <k | any | all> <name>... k of these witnesses or groups, each of which is in one group at most
    quorum <name | none>                   what must have cosigned a head, once

Lines beginning with # and empty ones are passed over. Names are defined before they are used. Two lines with one key
are refused, so nobody counts twice. Keys are lines of notekey.py.

Source: C2SP tlog-policy.
"""

from lightclient.audit import notekey
from lightclient.audit.errors import BadNoteKey, BadPolicy
from lightclient.audit.notekey import COSIGNATURE, LOG
from lightclient.codec.cbor import text as utf8
from lightclient.codec.errors import BadText
from lightclient.crypto.errors import InvalidKey

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.audit.notekey import NoteKey

NONE = "none"
MAX_POLICY = 1 << 15  # bytes
MAX_EACH = 64  # logs, witnesses, groups; C2SP wants 32 at least
MAX_DEPTH = 8  # groups within groups, which a board looks into one by one


class Policy:
    """A policy, as data.

    logs       their keys
    witnesses  keys by name
    groups     (k, names of members) by name
    quorum     a name, or "none"
    urls       where a log asks its witnesses, by name; nothing proves them
    text       the file, as it was read
    """

    __slots__ = ("groups", "logs", "quorum", "text", "urls", "witnesses")

    def __init__(self) -> None:
        self.logs: "list[NoteKey]" = []
        self.witnesses: "dict[str, NoteKey]" = {}
        self.groups: "dict[str, tuple[int, list[str]]]" = {}
        self.quorum = ""
        self.urls: "dict[str, str]" = {}
        self.text = b""

    def log(self, origin: str) -> "NoteKey | None":
        """Return the key of a log, None if the policy does not know it."""
        found = [key for key in self.logs if key.name == origin]
        return found[0] if found else None

    def met(self, seen: "set[str]", name: "str | None" = None) -> bool:
        """Return whether the quorum, or the witness or group of that name, has cosigned; seen: names of witnesses."""
        name = self.quorum if name is None else name
        if name == NONE:
            return True
        if name in self.witnesses:
            return name in seen
        least, members = self.groups[name]
        return sum([1 for member in members if self.met(seen, member)]) >= least

    def counted(self) -> "list[str]":
        """Return the names of the witnesses that the quorum can count."""
        names, todo = [], [self.quorum]
        while todo:
            name = todo.pop()
            if name in self.witnesses:
                names.append(name)
            elif name in self.groups:
                todo += self.groups[name][1]
        return sorted(names)

    def threshold(self) -> str:
        """Return the quorum as people read it: "2 of 3", "none", or the name of a group of groups."""
        if self.quorum in self.witnesses:
            return "1 of 1"
        if self.quorum in self.groups:
            least, members = self.groups[self.quorum]
            if all(member in self.witnesses for member in members):
                return str(least) + " of " + str(len(members))
        return self.quorum


def parse(data: "bytes | memoryview") -> Policy:
    """Return the policy that a file holds. Raises BadPolicy."""
    if len(data) > MAX_POLICY:
        raise BadPolicy(line=0, why="it has over " + str(MAX_POLICY) + " bytes")
    data = bytes(data)
    found = Policy()
    found.text = data
    grouped: "set[str]" = set()
    number = 0
    for raw in data.split(b"\n"):
        number += 1
        words = _words(raw, number)
        if not words or words[0].startswith("#"):
            continue
        try:
            _line(found, words, grouped)
        except _Wrong as wrong:
            raise BadPolicy(line=number, why=wrong.args[0])
    if not found.quorum:
        raise BadPolicy(line=number, why="there is no quorum line")
    return found


class _Wrong(Exception):
    pass


def _words(raw: bytes, number: int) -> "list[str]":
    for byte in raw:
        if (byte < 0x20 and byte != 0x09) or byte == 0x7F:
            raise BadPolicy(line=number, why="it has control characters")
    try:
        line = utf8(raw)
    except BadText:
        raise BadPolicy(line=number, why="it is not UTF-8")
    return [word for word in line.replace("\t", " ").split(" ") if word]


def _line(policy: Policy, words: "list[str]", grouped: "set[str]") -> None:
    kind, count = words[0], len(words)
    if kind == "log" and count in (2, 3):
        key = _key(words[1], LOG)
        if any(each.key == key.key or each.name == key.name for each in policy.logs):
            raise _Wrong("this log is there already")
        policy.logs.append(key)
        _few(policy.logs)
    elif kind == "witness" and count in (3, 4):
        key = _key(words[2], COSIGNATURE)
        _fresh(policy, words[1])
        if any(each.key == key.key for each in policy.witnesses.values()):
            raise _Wrong("this witness is there already, by another name")
        policy.witnesses[words[1]] = key
        if count == 4:
            policy.urls[words[1]] = words[3]
        _few(policy.witnesses)
    elif kind == "group" and count > 3:
        _fresh(policy, words[1])
        members = words[3:]
        for member in members:
            if member not in policy.witnesses and member not in policy.groups:
                raise _Wrong("no witness or group " + member + " stands above")
            if member in grouped:
                raise _Wrong(member + " is in a group already")
            grouped.add(member)
        policy.groups[words[1]] = (_least(words[2], len(members)), members)
        if _depth(policy, words[1]) > MAX_DEPTH:
            raise _Wrong("groups are over " + str(MAX_DEPTH) + " deep")
        _few(policy.groups)
    elif kind == "quorum" and count == 2:
        if policy.quorum:
            raise _Wrong("there is a quorum already")
        if words[1] != NONE and words[1] not in policy.witnesses and words[1] not in policy.groups:
            raise _Wrong("no witness or group " + words[1] + " stands above")
        policy.quorum = words[1]
    else:
        raise _Wrong("it is neither log, witness, group nor quorum with what belongs to it")


def _key(line: str, kind: int) -> "NoteKey":
    try:
        key = notekey.parse(line)
    except (BadNoteKey, InvalidKey) as error:
        raise _Wrong(str(error))
    if key.kind != kind:
        raise _Wrong("a log has a key of kind 1, a witness one of kind 4, and this one is of kind " + str(key.kind))
    return key


def _fresh(policy: Policy, name: str) -> None:
    if name == NONE or name in policy.witnesses or name in policy.groups:
        raise _Wrong("the name " + name + " is taken")


def _depth(policy: Policy, name: str) -> int:
    """Return how deep groups are under this one, which may be one deeper than those above it in the file."""
    if name in policy.witnesses:
        return 0
    return 1 + max([_depth(policy, member) for member in policy.groups[name][1]])


def _least(word: str, count: int) -> int:
    if word in ("any", "all"):
        return 1 if word == "any" else count
    if len(word) > 3 or min(word) < "0" or max(word) > "9" or word[0] == "0" or int(word) > count:
        raise _Wrong(word + " is neither any, all nor a number from 1 to " + str(count))
    return int(word)


def _few(items: "object") -> None:
    if len(items) > MAX_EACH:  # type: ignore[arg-type]
        raise _Wrong("there are over " + str(MAX_EACH) + " of them")
