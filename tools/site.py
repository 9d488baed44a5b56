"""What MkDocs cannot do by itself for the documentation's site (mkdocs.yml): pages that are made, links that leave it.

make site     builds it in build/site
"""

from __future__ import annotations

import re
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parent.parent
# Files of the root that are pages of the site, by the names they have there.
PAGES = {
    "README.md": "index.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "CHANGELOG.md": "changelog.md",
}
LINK = re.compile(r"(!?\[[^\]]*\])\(([^)\s]+)\)")


def on_files(files: Any, config: Any) -> Any:
    """Add the pages that are made. Called by MkDocs."""
    from mkdocs.structure.files import File

    for name, page in PAGES.items():
        text = (ROOT / name).read_text(encoding="utf-8")
        files.append(File.generated(config, page, content=moved(text, ROOT)))
    files.append(File.generated(config, "commands.md", content=commands()))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Mend the links of the pages that lie in docs/. Called by MkDocs."""
    return markdown if page.file.generated_by else moved(markdown, ROOT / "docs")


def moved(text: str, folder: Path) -> str:
    """Return the text of a file in `folder` as a page of the site: what is no page of it becomes words."""

    def mended(link: re.Match[str]) -> str:
        words, target = link.groups()
        path, mark, part = target.partition("#")
        if "://" in target or not path:
            return link.group(0)
        place = (folder / path).resolve()
        if place.is_relative_to(ROOT / "docs"):
            return f"{words}({place.relative_to(ROOT / 'docs').as_posix()}{mark}{part})"
        page = PAGES.get(place.relative_to(ROOT).as_posix())
        return f"{words}({page}{mark}{part})" if page else f"`{words[1:-1]}`"

    return LINK.sub(mended, text)


def commands() -> str:
    """Return the page of the command line: each command, its arguments and its options."""
    import typer

    from lightclient.cli.app import app

    parts = ["# Commands\n\n[quickstart-ci.md](quickstart-ci.md) has the exit statuses.\n"]
    return "\n".join(parts + list(_described(typer.main.get_command(app), ("lightclient",))))


def _described(command: Any, path: tuple[str, ...]) -> Iterator[str]:
    """Yield a section for a command and for each one below it."""
    yield f"{'#' * min(len(path) + 1, 4)} {' '.join(path)}\n\n{command.help or ''}\n"
    rows = [_row(each) for each in command.params if not each.hidden and "--help" not in each.opts]
    if rows:
        yield "| | |\n|---|---|\n" + "\n".join(rows) + "\n"
    for name, inner in getattr(command, "commands", {}).items():
        yield from _described(inner, (*path, name))


def _row(parameter: Any) -> str:
    names = ", ".join(parameter.opts) if parameter.param_type_name == "option" else ""
    value = "" if getattr(parameter, "is_flag", False) else parameter.metavar or parameter.name.upper()
    told = parameter.help or ""
    if isinstance(parameter.default, Enum):
        told += f" One of {', '.join(str(each.value) for each in type(parameter.default))}."
    if parameter.required:
        told += " Required."
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in (f"`{f'{names} {value}'.strip()}`", told)) + " |"
