"""The verdict log: one line for each vector, and the same lines on every interpreter.

    micropython tests/portable/verdicts.py GROUP FILE

GROUP is one of the judge_*.py beside this file. FILE holds its vectors (tests/support/verdicts.py): each is its length
as uint32, little-endian, and that many bytes of CBOR: [name, judge, argument ...]. A judge is a function of the module
that returns what it found or raises a LightClientError, which is a verdict too; all else ends the log.
"""

import gc
import sys


def lines(group, path, step=1):
    """Yield the line of every vector in the file, or of every `step`th."""
    return judged(__import__("tests.portable.judge_" + group, None, None, ["*"]), path, step)


def judged(judges, path, step=1):
    """As `lines`, with what has the judges as attributes."""
    from lightclient.codec.cbor import decode
    from lightclient.errors import LightClientError

    number = 0
    with open(path, "rb") as file:
        while True:
            size = int.from_bytes(file.read(4), "little")
            if not size:
                return
            data = file.read(size)
            number += 1
            if number % step:
                continue
            name, judge, *arguments = decode(data)
            try:
                verdict = "ok " + words(getattr(judges, judge)(*arguments))
            except LightClientError as error:
                verdict = words(error)
                height = getattr(error, "height", None)  # of a header that breaks a rule
                if height is not None:
                    verdict += " at " + str(height)
            yield name + ": " + verdict


def words(value):
    """Return what was found as printable ASCII: bytes in hex, the parts of a tuple one after the other, an error with
    its values, for its sentence is left out on boards."""
    if isinstance(value, Exception):
        fields = [value.fields[name] for name in sorted(value.fields)]
        return value.name + " " + words(list(value.args) + fields)
    if isinstance(value, (bytes, memoryview)):
        return bytes(value).hex() or "-"
    if isinstance(value, (tuple, list)):
        return " ".join([words(part) for part in value])
    if isinstance(value, str):
        return "".join([char if " " < char <= "~" else "\\" + str(ord(char)) for char in value])
    return str(value)


def show(lines):
    for line in lines:
        print(line)
        gc.collect()  # a board's heap stays in one piece


def main(group, path, step=1):
    show(lines(group, path, step))


if __name__ == "__main__":
    sys.path[0] = "."  # imports start at the root, not beside this file
    main(*sys.argv[1:])
