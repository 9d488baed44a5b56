"""Output scripts that pay to a hash, a key or a witness program: building them and telling them apart.

Each kind is one exact pattern of bytes; everything else, OP_RETURN included, is nobody's destination.
Source: BIP16, BIP141, BIP341; Bitcoin Core script/solver.cpp (Solver) and CScript::IsWitnessProgram.
"""

from lightclient.bitcoin.more_errors import BadHashLength, BadWitnessProgram, BadWitnessVersion

P2PKH = "p2pkh"
P2SH = "p2sh"
P2WPKH = "p2wpkh"
P2WSH = "p2wsh"
P2TR = "p2tr"

_VERSIONS = b"\0" + bytes(range(0x51, 0x61))  # OP_0, OP_1 .. OP_16
_WITNESS_KINDS = {(0, 20): P2WPKH, (0, 32): P2WSH, (1, 32): P2TR}


def p2pkh(key_hash: bytes) -> bytes:
    """Return DUP HASH160 <key_hash> EQUALVERIFY CHECKSIG. Raises BadHashLength unless 20 bytes."""
    return b"\x76\xa9\x14" + _exactly(20, key_hash) + b"\x88\xac"


def p2sh(script_hash: bytes) -> bytes:
    """Return HASH160 <script_hash> EQUAL. Raises BadHashLength unless 20 bytes."""
    return b"\xa9\x14" + _exactly(20, script_hash) + b"\x87"


def p2wpkh(key_hash: bytes) -> bytes:
    """Return OP_0 <key_hash>. Raises BadHashLength unless 20 bytes."""
    return witness(0, _exactly(20, key_hash))


def p2wsh(script_hash: bytes) -> bytes:
    """Return OP_0 <script_hash>, the SHA256 of the script. Raises BadHashLength unless 32 bytes."""
    return witness(0, _exactly(32, script_hash))


def p2tr(output_key: bytes) -> bytes:
    """Return OP_1 <output_key>, an x coordinate (not checked). Raises BadHashLength unless 32 bytes."""
    return witness(1, _exactly(32, output_key))


def witness(version: int, program: bytes) -> bytes:
    """Return the script that pays to the witness `program` of `version`: OP_0 or OP_1..OP_16 and a push.

    Raises what `check_program` raises.
    """
    check_program(version, len(program))
    return bytes((_VERSIONS[version], len(program))) + program


def witness_of(script: bytes) -> "tuple[int, bytes] | None":
    """Return the version and the program `script` pays to, None if it is not a spendable witness program."""
    if len(script) < 2 or script[1] != len(script) - 2:
        return None
    version = _VERSIONS.find(script[:1])
    if version < 0 or not _fits(version, len(script) - 2):
        return None
    return version, script[2:]


def check_program(version: int, length: int) -> None:
    """Raise BadWitnessVersion unless 0..16, BadWitnessProgram unless 2..40 bytes, 20 or 32 in version 0."""
    if not 0 <= version <= 16:
        raise BadWitnessVersion(version)
    if not _fits(version, length):
        raise BadWitnessProgram(version, length)


def destination_of(script: bytes) -> "tuple[str, bytes] | None":
    """Return the kind of `script` and the hash, key or program it pays to, None if it is of no known kind.

    Kinds: p2pkh, p2sh and p2wpkh (20 bytes), p2wsh and p2tr (32), and for other programs (2..40 bytes)
    witness_v1 to witness_v16.
    """
    if len(script) == 25 and script[:3] == b"\x76\xa9\x14" and script[23:] == b"\x88\xac":
        return P2PKH, script[3:23]
    if len(script) == 23 and script[:2] == b"\xa9\x14" and script[22] == 0x87:
        return P2SH, script[2:22]
    found = witness_of(script)
    if found is None:
        return None
    version, program = found
    return _WITNESS_KINDS.get((version, len(program))) or f"witness_v{version}", program


def _fits(version: int, length: int) -> bool:
    return length in (20, 32) if version == 0 else 2 <= length <= 40


def _exactly(length: int, data: bytes) -> bytes:
    if len(data) != length:
        raise BadHashLength(len(data), length)
    return data
