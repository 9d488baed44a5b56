"""Timestamps: the tree of operations that leads from a message to its attestations.

On the wire a node of the tree is a list of items, each an operation and the node that it leads to, or 0x00 and an
attestation; 0xff stands before every item that is not the last one of its node.

Nothing here recurses, and whatever a stranger can make long has a bound: the depth, the attestations, and what the
operations cost. `walk` is the one reader; it holds nothing but the way back to open nodes, so a board can judge a proof
while it is read. `Timestamp` is the whole tree, for those who merge and write.

Source: python-opentimestamps, opentimestamps/core/timestamp.py.
"""

from lightclient.codec.errors import TooDeep, TooLarge
from lightclient.codec.reader import Reader
from lightclient.opentimestamps import attestation, operations
from lightclient.opentimestamps.attestation import Attestation
from lightclient.opentimestamps.errors import NothingAttested, OtherMessage, TooCostly
from lightclient.opentimestamps.operations import Operation

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

ATTESTATION, MORE = 0x00, 0xFF
MAX_DEPTH = 255  # operations on the way to an attestation, as python-opentimestamps reads them
MAX_ATTESTATIONS = 64
MAX_HELD = 1 << 14  # bytes of messages to which a walk has to return
MAX_COST = 1 << 20  # bytes of SHA-256 that all operations together are worth; true proofs take some 10,000 a branch


def walk(reader: Reader, message: bytes) -> "Iterator[tuple[int, Operation | Attestation, bytes]]":
    """Yield (depth, step, message) of each step on the ways from `message`, in the order in which they are written.

    Of an operation, `message` is its result and `depth` the number of operations that led to it; of an attestation it
    is what is attested. After an attestation the walk goes on at the last node that had more items.
    Raises TooDeep, TooLarge, TooCostly, what `operations.read_from`, `Operation.apply` and `Attestation` raise.
    """
    depth = cost = attestations = held = 0
    nodes: "list[tuple[int, bytes]]" = []  # which have more items
    while True:
        tag = reader.u8()
        if tag == MORE:
            held += len(message)
            if held > MAX_HELD:
                raise TooLarge("the length of messages that are open", held, MAX_HELD)
            nodes.append((depth, message))
            tag = reader.u8()
        if tag != ATTESTATION:
            operation = operations.read_from(reader, tag)
            if depth == MAX_DEPTH:
                raise TooDeep(MAX_DEPTH, reader.offset)
            depth += 1
            cost += operation.cost(message)
            if cost > MAX_COST:
                raise TooCostly(offset=reader.offset)
            message = operation.apply(message)
            yield depth, operation, message
            continue
        attestations += 1
        if attestations > MAX_ATTESTATIONS:
            raise TooLarge("the number of attestations", attestations, MAX_ATTESTATIONS)
        yield depth, attestation.read_from(reader), message
        if not nodes:
            return
        depth, message = nodes.pop()
        held -= len(message)


class Timestamp:
    """A node of the tree, and all below it.

    message       bytes
    attestations  of the message itself, no two alike
    branches      [(operation, the node of its result)], no two operations alike
    """

    __slots__ = ("attestations", "branches", "message")

    def __init__(self, message: bytes) -> None:
        self.message = message
        self.attestations: "list[Attestation]" = []
        self.branches: "list[tuple[Operation, Timestamp]]" = []

    def then(self, operation: Operation) -> "Timestamp":
        """Return the node of an operation's result, which is made if it is not there yet. Raises BadMessage."""
        for known, node in self.branches:
            if known.order == operation.order:
                return node
        node = Timestamp(operation.apply(self.message))
        self.branches.append((operation, node))
        return node

    def attest(self, new: Attestation) -> bool:
        """Add an attestation; return whether it is new."""
        if new.order in [known.order for known in self.attestations]:
            return False
        self.attestations.append(new)
        return True

    def merge(self, other: "Timestamp") -> int:
        """Add all that another timestamp of the same message has; return how many attestations are new.

        Raises OtherMessage.
        """
        if other.message != self.message:
            raise OtherMessage()
        new = 0
        todo = [(self, other)]
        while todo:
            ours, theirs = todo.pop()
            new += sum([ours.attest(each) for each in theirs.attestations])
            todo += [(ours.then(operation), node) for operation, node in theirs.branches]
        return new

    def attested(self) -> "list[tuple[Timestamp, Attestation]]":
        """Return each attestation with its node, in the order in which they are written."""
        found = []
        todo = [self]
        while todo:
            node = todo.pop()
            found += [(node, each) for each in sorted(node.attestations, key=lambda each: each.order)]
            todo += [below for _, below in reversed(node.ordered())]
        return found

    def ordered(self) -> "list[tuple[Operation, Timestamp]]":
        """Return the branches in the order in which they are written."""
        return sorted(self.branches, key=lambda branch: branch[0].order)

    def serialize(self) -> bytes:
        """Return the tree in python-opentimestamps' order, whatever the order in which it was read.

        Raises NothingAttested.
        """
        made = bytearray()
        todo: "list[bytes | Timestamp]" = [self]
        while todo:
            item = todo.pop()
            if not isinstance(item, Timestamp):
                made.extend(item)
                continue
            attestations = sorted(item.attestations, key=lambda each: each.order)
            heads = [(bytes((ATTESTATION,)) + each.serialize(), None) for each in attestations]
            items: "list[tuple[bytes, Timestamp | None]]" = heads + [
                (operation.serialize(), node) for operation, node in item.ordered()
            ]
            if not items:
                raise NothingAttested()
            for index in range(len(items) - 1, -1, -1):
                head, node = items[index]
                if node is not None:
                    todo.append(node)
                todo.append(head if index == len(items) - 1 else bytes((MORE,)) + head)
        return bytes(made)


def parse(data: "bytes | memoryview", message: bytes) -> Timestamp:
    """Return the timestamp of `message` that `data` holds. Raises TrailingBytes and what `walk` raises."""
    reader = Reader(data)
    found = read_from(reader, message)
    reader.end()
    return found


def read_from(reader: Reader, message: bytes) -> Timestamp:
    """Read a timestamp of `message`. What is written twice counts once. Raises what `walk` raises."""
    nodes = [Timestamp(message)]  # from the root to where the walk is
    for depth, step, result in walk(reader, message):
        if isinstance(step, Attestation):
            nodes[depth].attest(step)
            continue
        del nodes[depth:]
        node = nodes[depth - 1]
        nodes.append(_below(node, step, result))
    return nodes[0]


def _below(node: Timestamp, operation: Operation, result: bytes) -> Timestamp:
    """Return the node of an operation whose result is known already."""
    for known, below in node.branches:
        if known.order == operation.order:
            return below
    below = Timestamp(result)
    node.branches.append((operation, below))
    return below
