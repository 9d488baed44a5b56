"""Every text of a page is translated, and the catalogues stand as their tool writes them."""

import re

import pytest

pytest.importorskip("babel")

from lightclient.web import languages
from tools import catalogues

OTHERS = [code for code in languages.LANGUAGES if code != languages.SOURCE]
ROOMS = pytest.mark.parametrize("room", catalogues.ROOMS, ids=lambda room: room.parent.name)


@ROOMS
@pytest.mark.parametrize("code", OTHERS)
def test_every_text_is_translated_with_its_fields(room, code):
    known = {message.id: message.string for message in catalogues.catalogue(room, code) if message.id}
    wanted = {message.id for message in catalogues.template(room) if message.id}
    assert set(known) == wanted, "python -m tools.catalogues, then translate"
    for text, translated in known.items():
        assert translated and sorted(re.findall(r"%\(\w+\)s", translated)) == sorted(re.findall(r"%\(\w+\)s", text))


@ROOMS
def test_catalogues_stand_as_the_tool_writes_them(room, tmp_path):
    catalogues.update(room, tmp_path)
    ours = {path.name: path.read_bytes() for path in (room / "locale").glob("*.po")}
    assert {path.name: path.read_bytes() for path in tmp_path.glob("*.po")} == ours
    assert sorted(ours) == sorted(f"{code}.po" for code in OTHERS)
