"""Markdown as data: headings, links and the commands of code blocks."""

import re
from collections.abc import Iterator
from pathlib import Path

FENCE = re.compile(r"(?ms)^```(\w*)\n(.*?)^```$")


def without_code(text: str) -> str:
    """Return the text without code blocks and code spans, in which nothing is a link."""
    return re.sub(r"`[^`\n]*`", "", FENCE.sub("", text))


def headings(text: str) -> list[str]:
    """Return the headings, in order."""
    return re.findall(r"(?m)^#+ (.+?)\s*$", FENCE.sub("", text))


def anchor(heading: str) -> str:
    """Return the anchor that a heading gets, as the usual viewers make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def links(text: str) -> Iterator[str]:
    """Yield the targets of links and pictures."""
    yield from re.findall(r"\]\(([^)\s]+)\)", without_code(text))


def broken_links(path: Path) -> list[str]:
    """Return the links of a file that lead nowhere; addresses outside are not followed."""
    return [link for link in links(path.read_text("utf-8")) if "://" not in link and not _there(path, link)]


def _there(path: Path, link: str) -> bool:
    file, _, mark = link.partition("#")
    target = path.parent / file if file else path
    if not target.exists() or not mark:
        return target.exists()
    return mark in {anchor(heading) for heading in headings(target.read_text("utf-8"))}


def commands(text: str) -> Iterator[list[str]]:
    """Yield the command lines of shell blocks (` ``` ` without a language or `sh`, `console`), comments taken off."""
    for language, block in FENCE.findall(text):
        for line in block.splitlines() if language in ("", "sh", "bash", "console") else ():
            words = line.removeprefix("$ ").partition(" #")[0].split()
            if words:
                yield words
