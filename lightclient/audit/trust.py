"""What a reader trusts of a log: its policy, and keys that a policy has no lines for. One file of text.

    log, witness, group, quorum      as in policy.py; there is one log
    device <name> <base64>           a device's COSE key: its records count under this key alone
    receipts <base64>                a COSE key that the log signs receipts with; without it, the log's own
    operator <site> <base64>         the COSE key of whoever enrols and revokes a site's devices: records that say whose
                                     keys speak for them (registration.py) count under this key alone

A policy file alone is a whole trust file: the signatures of devices are named as skipped then.
"""

from lightclient.audit import policy as policies
from lightclient.audit.errors import BadTrust
from lightclient.codec import base64
from lightclient.codec.errors import BadSchema
from lightclient.errors import Malformed
from lightclient.identity import key as keys
from lightclient.identity.algorithms import ED25519

TYPE_CHECKING = False
if TYPE_CHECKING:
    from lightclient.audit.notekey import NoteKey
    from lightclient.audit.policy import Policy
    from lightclient.identity.key import Key

DEVICE, RECEIPTS, OPERATOR = b"device", b"receipts", b"operator"
OURS = (DEVICE, RECEIPTS, OPERATOR)
MAX_TRUST = 1 << 16  # bytes
MAX_DEVICES = 256


class Trust:
    """policy: Policy. log: the key of the one log. devices: keys by name. receipts: the key of the log's receipts.
    operator: (site, Key), None if registrations are not judged.

    text: the file, as it was read.
    """

    __slots__ = ("devices", "log", "operator", "policy", "receipts", "text")

    def __init__(
        self,
        policy: "Policy",
        devices: "dict[str, Key]",
        receipts: "Key | None",
        text: bytes,
        operator: "tuple[str, Key] | None" = None,
    ) -> None:
        """Raises BadTrust unless the policy has one log."""
        if len(policy.logs) != 1:
            raise BadTrust(line=0, why="it names " + str(len(policy.logs)) + " logs, not one")
        self.policy = policy
        self.log: "NoteKey" = policy.logs[0]
        self.devices = devices
        self.receipts = receipts or keys.Key(ED25519, self.log.key)
        self.text = text
        self.operator = operator


def parse(data: "bytes | memoryview") -> Trust:
    """Return the trust that a file holds. Raises BadTrust, BadPolicy."""
    if len(data) > MAX_TRUST:
        raise BadTrust(line=0, why="it has over " + str(MAX_TRUST) + " bytes")
    data = bytes(data)
    devices: "dict[str, Key]" = {}
    receipts = operator = None
    rest = []  # the lines of the policy; ours are empty there, so that its errors count lines as the file does
    number = 0
    for line in data.split(b"\n"):
        number += 1
        words = line.replace(b"\t", b" ").split()
        if not words or words[0] not in OURS:
            rest.append(line)
            continue
        rest.append(b"")
        name = "".join([chr(byte) for byte in words[1]]) if len(words) == 3 else ""
        if words[0] == OPERATOR and len(words) == 3 and operator is None:
            operator = name, _key(words[2], number)
        elif words[0] == DEVICE and len(words) == 3:
            key = _key(words[2], number)
            if name in devices or any(key.data == each.data for each in devices.values()):
                raise BadTrust(line=number, why="the device or its key is there already")
            if len(devices) == MAX_DEVICES:
                raise BadTrust(line=number, why="there are over " + str(MAX_DEVICES) + " devices")
            devices[name] = key
        elif words[0] == RECEIPTS and len(words) == 2 and receipts is None:
            receipts = _key(words[1], number)
        else:
            raise BadTrust(line=number, why="wanted: device NAME KEY; once: operator SITE KEY, receipts KEY")
    return Trust(policies.parse(b"\n".join(rest)), devices, receipts, data, operator)


def _key(word: bytes, line: int) -> "Key":
    try:
        return keys.parse(base64.parse("".join([chr(byte) for byte in word])))
    except (BadSchema, Malformed) as error:
        raise BadTrust(line=line, why=str(error))
