"""Small chains of Clique whose signers are letters."""

from lightclient.crypto.keccak import keccak256
from lightclient.evm import rlp
from lightclient.evm.clique import ADD, DROP, IN_TURN, NO_OMMERS, NOBODY, OUT_OF_TURN, Rules, start, step
from lightclient.evm.header import DIFFICULTY, EXTRA, MINER, MIX, OMMERS, SALT, parse_header
from tests.portable.evm import START, address, addresses, fields, seal

PERIOD = 5
RULES = Rules(epoch=30000, period=PERIOD)


def written(made, names, signer):
    """Return a header in RLP that lists these signers, sealed by a letter; nobody seals one of the genesis block."""
    listed = b"".join(addresses(names))
    made[EXTRA] = bytes(32) + listed + bytes(65)
    header = parse_header(rlp.serialize(made))
    if signer:
        made[EXTRA] = bytes(32) + listed + seal(signer, keccak256(header.with_extra(header.extra[:-65])))
    return rlp.serialize(made)


def genesis(names, number=0):
    made = fields(number)
    made[OMMERS], made[MIX], made[DIFFICULTY] = NO_OMMERS, bytes(32), b"\x01"
    return written(made, names, "")


def child(before, signer, adds="", drops="", names="", **changes):
    """Return the header after a snapshot. adds, drops: for whom the signer votes. changes: by place, as `p5`."""
    number = before.height + 1
    made = fields(number, before.hash, START + PERIOD * number)
    turn = before.signers and before.signers[number % len(before.signers)] == address(signer)
    made[OMMERS], made[MIX], made[DIFFICULTY] = NO_OMMERS, bytes(32), bytes((IN_TURN if turn else OUT_OF_TURN,))
    made[MINER] = address(adds or drops) if adds or drops else NOBODY
    made[SALT] = ADD if adds else DROP
    for place in changes:
        made[int(place[1:])] = changes[place]
    return written(made, names, signer)


def follow(names, seals, rules=RULES):
    """Return the snapshot after blocks that letters seal: "A" without a vote, "A+B" to add B, "A-B" to drop B."""
    return grown(names, seals, rules)[1]


def grown(names, seals, rules):
    """Return (headers of such a chain, the snapshot after the last one)."""
    headers = [genesis(names)]
    snapshot = start(headers[0], rules)
    for each in seals.split():
        adds, drops = (each[2:], "") if each[1:2] == "+" else ("", each[2:])
        lists = (snapshot.height + 1) % rules.epoch == 0
        listed = "".join([name for name in "ABCDEFG" if address(name) in snapshot.signers]) if lists else ""
        headers.append(child(snapshot, each[0], adds, drops, listed))
        snapshot = step(snapshot, headers[-1], rules, None)
    return headers, snapshot
