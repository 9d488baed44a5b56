"""The languages of pages, by gettext. Catalogues are the .po files of a room, compiled where they are read."""

from __future__ import annotations

import functools
import io
from gettext import GNUTranslations, NullTranslations
from importlib import resources
from typing import NamedTuple

from babel import negotiate_locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

SOURCE = "en"  # the language of the texts in the code
NAMES = {"en": "English", "de": "Deutsch", "es": "Español"}
LANGUAGES = tuple(NAMES)
WEIGHT = 20  # languages of an Accept-Language that are looked at


def N_(text: str) -> str:
    """Mark a text that is translated where it is shown."""
    return text


class Language(NamedTuple):
    """A language: its code, and its texts."""

    code: str
    texts: NullTranslations

    def __call__(self, text: str) -> str:
        return self.texts.gettext(text)


@functools.cache
def language(room: str, code: str) -> Language:
    """Return a language of LANGUAGES, by its code, with the texts of a room."""
    if code == SOURCE:
        return Language(code, NullTranslations())
    file = resources.files(room).joinpath("locale", f"{code}.po")
    with file.open("rb") as source:
        catalogue = read_po(source, locale=code)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return Language(code, GNUTranslations(compiled))


def chosen(room: str, wish: str | None, header: str, default: str = SOURCE) -> Language:
    """Return the language of a request: what its reader wishes, else the first of the browser that there is, else the
    default."""
    if wish in LANGUAGES:
        return language(room, str(wish))
    wanted: list[tuple[float, int, str]] = []
    for part in header.split(",")[:WEIGHT]:
        code, _, weight = part.strip().partition(";q=")
        try:
            wanted.append((-float(weight or 1), len(wanted), code.replace("-", "_")))
        except ValueError:
            continue
    found = negotiate_locale([code for _, _, code in sorted(wanted)], LANGUAGES)
    return language(room, found or default)
