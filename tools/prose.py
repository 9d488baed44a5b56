"""Refuse English that a native reader stumbles over, where a tool can see it: phrases, and the width of documents.

    python -m tools.prose [FILE ...]        default: every document and source file

Prints `path:line: phrase: what to write`, and exits with 1 if there is anything to print. Spelling is codespell's task,
and words that changed their meaning are in docs/glossary.md (tests/hosts/test_words.py).
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("lightclient", "micropython", "examples", "benchmarks", "tools", "docs")


# Where a clause begins: a sentence, a cell of a table, a docstring, a comment.
_BEGINS = r"(?:(?<=[.;:]\x20)|(?<=\|\x20)|(?<=\"\"\")|(?<=#\x20)|(?<=[.;:]\n)|(?<=\n\n))"
_VERB = r"(?:is|are|was|were|has|have|had|may|can|cannot|could|do|does|did|proves?|tells?|takes?|looks?|names?)"
# A space stands for whatever is between two words, a line's end in a docstring or a comment included.
PHRASES = {
    _BEGINS + r"[Ww]ho (?!(?:may|is|was|has|can|needs) [^.\n]*\?)\w+ ": "write whoever, or name who it is",
    r"\bNone if (?:there|it) (?:is|has) none\b": "say when: None at the end, None without a checkpoint",
    r"\b(?:there|that|which) (?:is|are|was) none\b": "write that there is no ..., or that it is not a ...",
    r"\bfor an? \w+ that is none\b": "write what it is not: for bytes that are not a key",
    r"\b(?:is|are) none of (?!it\b)": "write is not one of, or is neither ... nor ...",
    r"\bthat is no (?:\w+) is\b": "say what it is",
    r", for (?:it|they|there|nobody|nothing|this|that|what|its \w+|each) (?:\w+ ){0,2}?" + _VERB + r"\b": "because",
    r"\b(?:be|were) it (?:by|a|an|in|for|caught|that|within)\b": "write whether ... or",
    r"\basks? again\b": "write retry",
    r"\bone's own\b": "write your own, or its own",
    r"(?<![\"'/])\b(?:he|him|his)\b(?![\"'/])": "a machine is it, a person they",
    r"\b(?:nor|neither) (?:is|are|do|does) (?:it|they|there)\b": "put the subject first",
    r"\bof (?:this|that|these|those|it) (?:nothing|all|none)\b": "put the subject first",
}
GAP = r"(?:[ \t]|\n[ \t]*(?:# |> )?)+"
COLUMNS = 120
_COMPILED = [(re.compile(phrase.replace(" ", GAP), re.MULTILINE), way) for phrase, way in PHRASES.items()]


def phrases(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield (line, words, what to write) of each phrase in a text."""
    for pattern, way_out in _COMPILED:
        for found in pattern.finditer(text):
            yield text.count("\n", 0, found.start()) + 1, " ".join(found.group().split()), way_out


def wide(text: str) -> Iterator[tuple[int, str, str]]:
    """Yield a document's lines of prose that are too wide: no code, no table, no line that is one long link."""
    code = False
    for number, line in enumerate(text.split("\n"), 1):
        if line.lstrip().startswith("```"):
            code = not code
        prose = not code and not line.startswith(("|", "    ", "![")) and " " in line[:COLUMNS].strip()
        if prose and len(line) > COLUMNS:
            yield number, f"{len(line)} columns", f"break the line before column {COLUMNS}"


def check(path: str, text: str) -> list[tuple[int, str, str]]:
    """Return what is wrong with the text of a file of the repository, in order."""
    found = list(phrases(text))
    if path.endswith(".md"):
        found += wide(text)
    return sorted(found)


def files() -> Iterator[Path]:
    """Yield the documents and the source files, but for this one, which has the phrases."""
    yield from sorted(ROOT.glob("*.md"))
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".md", ".py", ".sh", ".c") and path != Path(__file__).resolve():
                yield path


def main(arguments: Iterable[str]) -> int:
    wrong = False
    for file in [Path(argument).resolve() for argument in arguments] or files():
        path = file.relative_to(ROOT).as_posix()
        for line, words, way_out in check(path, file.read_text(encoding="utf-8")):
            print(f"{path}:{line}: {words}: {way_out}")
            wrong = True
    return int(wrong)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
