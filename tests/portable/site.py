"""A site in memory: devices that sign, a log that appends, witnesses that cosign."""

from lightclient.audit import notekey, policy, receipt, record, statement
from lightclient.audit.head import Head
from lightclient.audit.logproof import LogProof
from lightclient.audit.note import Note
from lightclient.audit.notekey import COSIGNATURE, LOG
from lightclient.identity import algorithms, key
from lightclient.keys import algorithms as kinds
from lightclient.merkle import tree

ORIGIN = "site.example/log"
NOW = 1_900_000_000


class Holder:
    """A signer whose secrets of every kind follow from one number."""

    def __init__(self, number):
        self.secret = bytes([number]) * 32

    def public_key(self, algorithm, name=None):
        return kinds.public_key(algorithm, self.secret)

    def sign(self, algorithm, message, name=None):
        return kinds.sign(algorithm, self.secret, message, bytes(32))

    def sign_steps(self, algorithm, message, name=None):
        return kinds.sign_steps(algorithm, self.secret, message, bytes(32))


DEVICE, SERVER = Holder(1), Holder(2)
WITNESSES = {"w1": Holder(11), "w2": Holder(12), "w3": Holder(13)}
LOG_KEY = notekey.of_signer(SERVER, ORIGIN, LOG)
WITNESS_KEYS = {name: notekey.of_signer(holder, name + ".example", COSIGNATURE) for name, holder in WITNESSES.items()}
DEVICE_KEY = key.of_signer(DEVICE, "ed25519")


def policy_text(quorum="two", logs=(LOG_KEY,)):
    lines = ["log " + each.serialize() for each in logs]
    lines += ["witness " + name + " " + WITNESS_KEYS[name].serialize() for name in sorted(WITNESS_KEYS)]
    return ("\n".join(lines + ["group two 2 w1 w2 w3", "quorum " + quorum]) + "\n").encode()


POLICY = policy.parse(policy_text())


def readings(count, device="meter-7", origin=ORIGIN, holder=DEVICE, algorithm=algorithms.ED25519_ALG):
    """Return statements of `count` records, one each minute."""
    made, previous = [], None
    for number in range(1, count + 1):
        body = record.inline(b"%d mC" % (21000 + number))
        new = record.Record(device, number, previous, (NOW + 60 * number, 5, record.NETWORK), "reading", body)
        previous = new.hash()
        made.append(statement.sign(holder, algorithm, new, origin))
    return made


class Log:
    """The log of a site."""

    def __init__(self, statements=(), origin=ORIGIN, holder=SERVER):
        self.origin = origin
        self.holder = holder
        self.leaves = [each.leaf() for each in statements]

    def head(self, size=None):
        size = len(self.leaves) if size is None else size
        return Head(self.origin, size, tree.root_of(self.leaves[:size]))

    def note(self, size=None, witnesses=("w1", "w2"), time=NOW, extensions=()):
        """Return the bytes of a signed head with cosignatures."""
        head = self.head(size)
        made = Note(Head(head.origin, head.size, head.root, tuple(extensions)).serialize())
        log_key = notekey.of_signer(self.holder, self.origin, LOG)
        made.add(log_key, log_key.sign(self.holder, made.text))
        for name in witnesses:
            made.add(WITNESS_KEYS[name], WITNESS_KEYS[name].sign(WITNESSES[name], made.text, time))
        return made.serialize()

    def path(self, index, size=None):
        return tree.inclusion_path(self.leaves[: len(self.leaves) if size is None else size], index)

    def grown(self, size):
        """Return the path from the log of `size` leaves to this one."""
        return tree.consistency_path(self.leaves, size)

    def proof(self, index, **options):
        return LogProof(index, self.path(index), self.note(**options))

    def receipt(self, index, algorithm=algorithms.ED25519_ALG):
        numbers = (len(self.leaves), index)
        return receipt.issue(
            self.holder, algorithm, self.origin, receipt.INCLUSION, numbers, self.path(index), self.head().root
        )

    def growth_receipt(self, size, algorithm=algorithms.ED25519_ALG):
        numbers = (size, len(self.leaves))
        return receipt.issue(
            self.holder, algorithm, self.origin, receipt.CONSISTENCY, numbers, self.grown(size), self.head().root
        )
