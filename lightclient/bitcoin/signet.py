"""Signet blocks are valid only with a signature over them: checked here from the coinbase and its branch alone.

The solution lies in the coinbase, and what it signs commits to a Merkle root computed with the solution taken out.
With the branch of the coinbase, 32 bytes a level, a client that never sees a block can check it.

The script interpreter that BIP325 asks for in full is not here: the challenges understood are a bare multisig of up
to 16 keys (the default signet's form) and OP_TRUE.

Source: BIP325; Bitcoin Core signet.cpp; BIP143 is not needed, since a bare multisig signs the old way.
"""

from lightclient.bitcoin import header as codec
from lightclient.bitcoin import merkle
from lightclient.bitcoin.errors import BadSignetSolution, NotCoinbase, RootMismatch
from lightclient.bitcoin.transaction import Transaction, parse
from lightclient.codec.reader import Reader
from lightclient.crypto.hashes import sha256d
from lightclient.errors import Malformed

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from lightclient.bitcoin.networks.network import Network

    Signature = Callable[[bytes, bytes, bytes], bool]

SOLUTION = b"\xec\xc7\xda\xa2"  # starts the push that holds the solution
COMMITMENT = b"\x6a\x24\xaa\x21\xa9\xed"  # starts the output that holds the witness commitment (BIP141)
OP_TRUE, OP_16, OP_PUSHDATA1, OP_PUSHDATA2, OP_RETURN, OP_CHECKMULTISIG = 0x51, 0x60, 0x4C, 0x4D, 0x6A, 0xAE
SIGHASH_ALL = 1
CHECK, COINBASE = "signet-solution", "coinbase"  # as verdicts name the check, and what is missing for it


def check(header: bytes, coinbase: bytes, branch: bytes, network: "Network", signature: "Signature") -> None:
    """Raise BadSignetSolution unless the block of `header` is signed as the network's challenge asks.

    coinbase: the transaction, with or without witnesses. branch: from it to the header's Merkle root, lowest level
    first. verify(public_key, digest, signature) tells whether a DER signature (without its sighash byte) over a
    32-byte digest is good; public_key is a SEC1 point.
    Raises also NotCoinbase, RootMismatch, and what `transaction.parse` and `merkle.root_of` raise.
    """
    transaction = parse(coinbase)
    if len(transaction.inputs) != 1 or any(transaction.inputs[0][0]):
        raise NotCoinbase()
    if merkle.root_of(transaction.txid(), 0, branch) != codec.merkle_root_of(header):
        raise RootMismatch()
    if header == network.genesis:
        return
    solution = _take_solution(transaction)
    # Version, previous hash, the root over the coinbase without its solution, and time.
    signed = header[:36] + merkle.root_of(transaction.txid(), 0, branch) + header[68:72]
    challenge = network.challenge or b""
    if challenge == bytes((OP_TRUE,)) and not solution:
        return
    signatures = _signatures(solution)
    needed, keys = _multisig(challenge)
    if len(signatures) != needed:
        raise BadSignetSolution(str(len(signatures)) + " signatures, " + str(needed) + " are needed")
    # OP_CHECKMULTISIG: signatures stand in the order of their keys.
    for der in signatures:
        if not der or der[-1] != SIGHASH_ALL:
            raise BadSignetSolution("a signature does not cover the whole block")
        digest = _digest(signed, challenge)
        while keys and not signature(keys[0], digest, der[:-1]):
            keys.pop(0)
        if not keys:
            raise BadSignetSolution("a signature is by none of the keys of the challenge")
        keys.pop(0)


def by_backend(public_key: bytes, digest: bytes, signature: bytes) -> bool:
    """Return whether a DER signature is good, by the backend in use. Raises BackendMissing and its kin."""
    from lightclient.crypto import der
    from lightclient.crypto.backend import current

    try:
        return bool(current().verify(public_key, digest, der.parse(signature)))
    except Malformed:
        return False


def _take_solution(transaction: Transaction) -> bytes:
    """Take the solution out of the witness commitment and return it, b"" without one.

    Core's GetWitnessCommitmentIndex (the last such output counts) and FetchAndClearCommitmentSection.
    """
    place = None
    for index, (_, script) in enumerate(transaction.outputs):
        if script[:6] == COMMITMENT and len(script) >= 38:
            place = index
    if place is None:
        raise BadSignetSolution("the coinbase has no witness commitment")
    value, script = transaction.outputs[place]
    solution = b""
    kept = []
    for op, push in _pushes(script):
        if push[:4] == SOLUTION and len(push) > 4 and not solution:
            solution = push[4:]
            push = SOLUTION
        kept.append(_push(push) if push else bytes((op,)))
    if solution:
        transaction.outputs[place] = value, b"".join(kept)
    return solution


def _signatures(solution: bytes) -> "list[bytes]":
    """Return the signatures that a solution holds: a scriptSig of OP_0 and pushes, and an empty witness."""
    reader = Reader(solution)
    try:
        script = reader.take(reader.compact_size("the length of the solution's script", len(solution)))
        witness = reader.take(1)
        reader.end()
    except Malformed as error:
        raise BadSignetSolution(error) from None
    pushes = _pushes(script)
    if witness != b"\x00" or not pushes or pushes[0] != (0, b""):
        raise BadSignetSolution("it is not the solution of a multisig")
    return [push for _, push in pushes[1:]]


def _multisig(script: bytes) -> "tuple[int, list[bytes]]":
    """Return (signatures needed, keys) of a bare multisig script."""
    pushes = _pushes(script)
    if len(pushes) < 4 or pushes[-1][0] != OP_CHECKMULTISIG:
        raise BadSignetSolution("this kind of challenge is not supported")
    keys = [push for _, push in pushes[1:-2]]
    needed, count = pushes[0][0] - OP_TRUE + 1, pushes[-2][0] - OP_TRUE + 1
    if count != len(keys) or not 1 <= needed <= count <= 16:
        raise BadSignetSolution("this kind of challenge is not supported")
    return needed, keys


def _digest(signed: bytes, challenge: bytes) -> bytes:
    """Return what the solution signs: the BIP325 transaction that spends the one that holds the block."""
    to_spend = Transaction()
    to_spend.version = 0
    to_spend.input(bytes(32), 0xFFFFFFFF, b"\x00" + _push(signed), 0)
    to_spend.output(0, challenge)
    to_sign = Transaction()
    to_sign.version = 0
    to_sign.input(to_spend.txid(), 0, challenge, 0)
    to_sign.output(0, bytes((OP_RETURN,)))
    return sha256d(to_sign.serialize() + SIGHASH_ALL.to_bytes(4, "little"))


def _pushes(script: bytes) -> "list[tuple[int, bytes]]":
    """Return (opcode, pushed bytes) of each step of a script."""
    reader = Reader(script)
    steps = []
    while reader.offset < len(script):
        op = reader.u8()
        size = op if op < OP_PUSHDATA1 else 0
        if op in (OP_PUSHDATA1, OP_PUSHDATA2):
            size = int.from_bytes(reader.take(op - OP_PUSHDATA1 + 1), "little")
        try:
            steps.append((op, reader.take(size)))
        except Malformed as error:
            raise BadSignetSolution(error) from None
    return steps


def _push(data: bytes) -> bytes:
    """Return the script that pushes `data` (Core script.h operator<<)."""
    size = len(data)
    if size < OP_PUSHDATA1:
        return bytes((size,)) + data
    if size < 256:
        return bytes((OP_PUSHDATA1, size)) + data
    return bytes((OP_PUSHDATA2,)) + size.to_bytes(2, "little") + data
