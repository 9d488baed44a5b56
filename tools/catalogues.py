"""Bring the catalogues of pages up to date with the texts in their code and templates.

    python -m tools.catalogues

New texts come in without a translation; texts that are gone go. A test asks for the rest.
"""

from __future__ import annotations

from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

LIBRARY = Path(__file__).resolve().parent.parent / "lightclient"
ROOMS = (LIBRARY / "audit" / "hosts", LIBRARY / "till" / "web")
METHODS = [("**.py", "python"), ("templates/**.html", "jinja2")]
KEYWORDS = {"_": None, "N_": None, "gettext": None, "language": None}
OPTIONS = {"templates/**.html": {"trimmed": "true", "silent": "false"}}


def template(room: Path) -> Catalog:
    """Return all texts that the pages of a room show."""
    found = Catalog(project="lightclient", charset="utf-8")
    # The code of a language is no text.
    for file, line, text, _, _ in extract_from_dir(str(room), METHODS, OPTIONS, KEYWORDS, ()):
        found.add(text, None, [(Path(file).as_posix(), line)])
    return found


def catalogue(room: Path, code: str) -> Catalog:
    """Return the catalogue of a language as it is."""
    with open(room / "locale" / f"{code}.po", "rb") as file:
        return read_po(file, locale=code)


def update(room: Path, folder: Path) -> None:
    """Write the catalogues of a room, brought up to date, into a folder."""
    texts = template(room)
    for path in sorted((room / "locale").glob("*.po")):
        known = catalogue(room, path.stem)
        known.update(texts, no_fuzzy_matching=True)
        known.obsolete.clear()
        with open(folder / path.name, "wb") as file:
            write_po(file, known, width=100, no_location=True, omit_header=True, sort_output=True)


if __name__ == "__main__":
    for each in ROOMS:
        update(each, each / "locale")
