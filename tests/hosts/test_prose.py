"""English that a tool can check: what a native reader stumbles over is seen, what is idiomatic is not."""

import pytest

from tools import prose

BAD = [
    '"""Who gives no key is refused."""',
    "It is refused. Who has none\nasks for one.",
    "# Who never ends is not waited for",
    '"""Return the node, None if there is none."""',
    "Raises BadKey for a key that is none.",
    "the scheme is none of mqtt and mqtts",
    "no one piece, for it has no room",
    "is not followed,\n# for it may lead anywhere",
    "the old one, be it in a session or not",
    "the client asks\n    again",
    "a chain of one's own",
    "the miner says what he wants",
    "nor do they count",
]
GOOD = [
    "Whoever gives no key is refused.",
    "a client who has a key, or one who has not",
    "who is there?",
    "None at the end",
    "none of it is kept",
    "ready for it in time, for each network",
    "for name, value in pairs",
    "whether it is in a session or not",
    "{\"he\": 1, 'his': 2}",
    "the theme of their own",
]


@pytest.mark.parametrize("text", BAD)
def test_a_phrase_is_seen_across_the_end_of_a_line_and_in_every_kind_of_text(text):
    assert list(prose.phrases(text))


@pytest.mark.parametrize("text", GOOD)
def test_what_is_idiomatic_passes(text):
    assert not list(prose.phrases(text))


def test_a_line_is_counted_from_the_top_of_the_file():
    ((line, words, way_out),) = prose.phrases("One.\n\nTwo asks\nagain.\n")
    assert (line, words) == (3, "asks again") and "retry" in way_out


def test_documents_have_a_width_and_tables_and_code_have_none():
    wide = "word " * 30
    assert prose.check("docs/new.md", wide + "\n")[0][:2] == (1, f"{len(wide)} columns")
    assert prose.check("docs/new.md", f"| {wide} |\n\n```\n{wide}\n```\n\n    {wide}\n") == []
    assert prose.check("lightclient/new.py", wide) == []


@pytest.mark.slow
def test_all_that_is_shipped_passes(capsys):
    assert prose.main([]) == 0, capsys.readouterr().out
