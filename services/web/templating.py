"""The templates of all contexts, and how they write times."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from functools import cache
from itertools import groupby
from operator import attrgetter
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, PrefixLoader, StrictUndefined
from markupsafe import Markup

from domain.shared.time import SHANGHAI
from services.web.choices import Choice
from services.web.labels import Labels, Language, upper_first

SERVICES = Path(__file__).parent.parent
HOUR, DAY = 3600, 86_400


@cache
def templates() -> Environment:
    """Return the environment: `incidents/case.html` stands in `services/incidents/templates`."""
    folders = {folder.parent.name: FileSystemLoader(folder) for folder in sorted(SERVICES.glob("*/templates"))}
    environment = Environment(
        loader=PrefixLoader(folders), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    own = (moment, typed, instant, grouped, by, upper_first)
    environment.filters |= {each.__name__: each for each in own}
    return environment


def instant(value: datetime | str) -> datetime:
    """Return a moment, also from its RFC 3339 text."""
    return value if isinstance(value, datetime) else datetime.fromisoformat(value)


def moment(value: datetime | str) -> Markup:
    """Write a moment as offices do: date and minute in Asia/Shanghai."""
    local = instant(value).astimezone(SHANGHAI)
    return Markup('<time datetime="{}">{}</time>').format(
        local.isoformat(timespec="seconds"), local.strftime("%Y-%m-%d %H:%M")
    )


def typed(value: datetime | str) -> str:
    """Write a moment as an input for date and time takes it."""
    return instant(value).astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M")


def distance(seconds: float, language: Language) -> str:
    """Write a span of time in its largest unit."""
    seconds = abs(seconds)
    for size, zh, en in ((DAY, "天", "d"), (HOUR, "小时", "h")):
        if seconds >= size:
            return f"{int(seconds // size)} {zh if language == 'zh' else en}"
    return f"{max(1, int(seconds // 60))} {'分钟' if language == 'zh' else 'min'}"


def grouped(choices: Iterable[Choice]) -> Iterator[tuple[str, list[Choice]]]:
    """Yield the groups of choices, in their order."""
    for group, members in groupby(choices, attrgetter("group")):
        yield group, list(members)


def by(figures: Mapping[str, int], kind: str, labels: Labels, address: str) -> list[tuple[str, int, str]]:
    """Return the figures of a breakdown with their words and where each leads; a vocabulary keeps its order."""
    if kind == "category":
        ranked = sorted(figures.items(), key=lambda figure: -figure[1])
        return [(labels.category(code), count, address + code) for code, count in ranked]
    return [(words, figures.get(value, 0), address + value) for value, words in labels.options(kind)]
