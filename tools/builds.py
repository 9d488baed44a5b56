"""What a release hands out: the .mpy files and the RomFS image of each profile, and their sums."""

from __future__ import annotations

from hashlib import sha256
from typing import NamedTuple

from tools import profile, romfs

SUMS = "SHA256SUMS"


class Size(NamedTuple):
    """sha256: of an image; the many .mpy files of a profile have theirs in SHA256SUMS, and None here."""

    bytes: int
    sha256: str | None


def build() -> dict[str, bytes]:
    """Return {path: content}: verify/lightclient/errors.mpy ..., verify.romfs, and so for each profile."""
    built = {}
    for name in profile.RELEASED:
        compiled = romfs.compiled(profile.files(name).values())
        built |= {f"{name}/{path}": content for path, content in compiled.items()}
        built[f"{name}.romfs"] = romfs.pack(compiled)
    return built


def sums(built: dict[str, bytes]) -> str:
    """Return the text of SHA256SUMS, as `sha256sum --check` takes it."""
    return "".join(f"{sha256(built[path]).hexdigest()}  {path}\n" for path in sorted(built))


def sizes(built: dict[str, bytes]) -> dict[str, Size]:
    """Return the size of each image, and of the .mpy files of each profile together."""
    found = {}
    for name in profile.RELEASED:
        files = [content for path, content in built.items() if path.startswith(name + "/")]
        image = built[f"{name}.romfs"]
        found[f"{name}/*.mpy"] = Size(sum(map(len, files)), None)
        found[f"{name}.romfs"] = Size(len(image), sha256(image).hexdigest())
    return found
