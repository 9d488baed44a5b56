"""What a release hands out: the .mpy files and the RomFS image of each profile, and their sums."""

from __future__ import annotations

from hashlib import sha256

from tools import profile, romfs


def build() -> dict[str, bytes]:
    """Return {path: content}: package/lightclient/errors.mpy ..., package.romfs, and so for each profile.

    The same sources and the same mpy-cross give the same bytes everywhere.
    """
    built = {}
    for name in profile.PROFILES:
        compiled = romfs.compiled(profile.files(name))
        built |= {f"{name}/{path}": content for path, content in compiled.items()}
        built[f"{name}.romfs"] = romfs.pack(compiled)
    return built


def sums(built: dict[str, bytes]) -> str:
    """Return the text of SHA256SUMS, as `sha256sum --check` takes it."""
    return "".join(f"{sha256(built[path]).hexdigest()}  {path}\n" for path in sorted(built))
