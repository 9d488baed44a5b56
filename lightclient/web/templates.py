"""Pages from templates, and the files that come with them. A room has both, in `templates` and `static`."""

from __future__ import annotations

import functools
from importlib import resources

from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined

from lightclient.web import languages
from lightclient.web.languages import Language
from lightclient.web.tones import SIGNS

WEB = "lightclient.web"
TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml", "png": "image/png"}


def environment(room: str, language: Language) -> Environment:
    """Return what makes pages of the templates of a room, in a language. Whatever is put into them is escaped."""
    made = Environment(
        loader=PackageLoader(room),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.install_gettext_translations(language.texts, newstyle=True)  # type: ignore[attr-defined]
    made.globals.update(language=language.code, languages=languages.NAMES, signs=SIGNS)
    return made


@functools.cache
def static(room: str, name: str) -> bytes:
    return resources.files(room).joinpath("static", name).read_bytes()


def file(room: str, name: str) -> web.Response:
    """Return a file as an answer; a browser asks each time whether it is still the same."""
    kind = TYPES[name.rpartition(".")[2]]
    return web.Response(body=static(room, name), content_type=kind, headers={"Cache-Control": "no-cache"})
