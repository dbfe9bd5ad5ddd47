"""What codes are called on a page, in the visitor's language."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from domain.incidents.words import CHANNELS, ESCALATION_GROUNDS, OUTCOMES, REFUSAL_GROUNDS, SEVERITIES, STATUSES
from domain.shared.place import Level
from infra.crypto.key_store import KeyStore
from projections.register.names import POST_KIND_NAMES, UNIT_KIND_NAMES
from projections.register.register import Register
from services.names import name_of

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

LEVEL_NAMES: dict[Level, tuple[str, str]] = {
    "village": ("村级", "village"),
    "town": ("镇级", "town"),
    "county": ("县级", "county"),
}
CLASSES: dict[str, tuple[str, str]] = {
    "environment": ("生态环境", "Environment"),
    "farming": ("农业生产", "Farming"),
    "forest": ("林草防火", "Forest"),
    "greenery": ("绿化", "Greenery"),
    "land": ("土地与违建", "Land and building"),
    "livelihood": ("民生服务", "Livelihood"),
    "market": ("市场秩序", "Market"),
    "order": ("社会治安", "Public order"),
    "other": ("其他", "Other"),
    "rivers": ("河道水利", "Rivers"),
    "roads": ("道路交通", "Roads"),
    "rubbish": ("环境卫生", "Rubbish"),
    "safety": ("安全生产", "Safety"),
    "village": ("村庄事务", "Village affairs"),
}
"""Classes of the catalogue that the project carries; another catalogue's are called by their code."""
KINDS: dict[str, Mapping[Any, tuple[str, str]]] = {
    "status": STATUSES,
    "severity": SEVERITIES,
    "channel": CHANNELS,
    "outcome": OUTCOMES,
    "refusal_ground": REFUSAL_GROUNDS,
    "escalation_ground": ESCALATION_GROUNDS,
    "level": LEVEL_NAMES,
    "category_class": CLASSES,
    "crs": {
        "WGS84": ("WGS 84（GPS）", "WGS 84 (GPS)"),
        "GCJ02": ("GCJ-02（高德、腾讯）", "GCJ-02"),
        "BD09": ("BD-09（百度）", "BD-09"),
    },
    "closing_outcome": {value: words for value, words in OUTCOMES.items() if value != "converted"},
    "unit_kind": UNIT_KIND_NAMES,
    "post_kind": POST_KIND_NAMES,
}
"""Every fixed vocabulary that a page shows, by the name templates use for it."""


class Labels:
    """Names in one language; whatever nobody named is called by its code."""

    def __init__(self, register: Register, keys: KeyStore, language: Language) -> None:
        self.register = register
        self.language = language
        self._keys = keys

    def text(self, zh: str, en: str) -> str:
        """Return the text in the visitor's language."""
        return zh if self.language == "zh" else en

    def word(self, kind: str, value: str | None) -> str:
        """Return the word for a value of a fixed vocabulary."""
        known = KINDS[kind].get(value or "")
        return upper_first(self.text(*known)) if known else (value or self.text("无", "None"))

    def options(self, kind: str) -> list[tuple[str, str]]:
        """Return a vocabulary as options of a choice."""
        return [(value, upper_first(self.text(*words))) for value, words in KINDS[kind].items()]

    def unit(self, code: str | None) -> str:
        """Return a unit's name."""
        return self.text(*self.register.unit_label(code)) if code else self.text("位置不明", "place unknown")

    def step(self, path: Sequence[str], index: int) -> str:
        """Return the name of a unit on a way, without what the name of the one above it says already."""
        name = self.unit(path[index])
        above = self.unit(path[index - 1]).partition("（")[0] if index else ""
        return name.removeprefix(above) or name

    def steps(self, path: Sequence[str]) -> list[tuple[str, str]]:
        """Return the units of a way, by code, each with its short name."""
        return [(code, self.step(path, index)) for index, code in enumerate(path)]

    def place(self, path: Sequence[str]) -> str:
        """Return where a unit lies: the units around it and itself, without the county."""
        return " · ".join(name for _, name in self.steps(path)[1:] or self.steps(path))

    def organ(self, code: str | None) -> str:
        """Return an organ's name."""
        return self.text(*self.register.organ_label(code)) if code else self.text("未定", "none yet")

    def post(self, code: str | None) -> str:
        """Return a post's name."""
        return upper_first(self.text(*self.register.post_label(code))) if code else ""

    def category(self, code: str | None) -> str:
        """Return a category's name."""
        return self.text(*self.register.category_label(code)) if code else self.text("未分类", "no category")

    def person(self, person: str | None) -> str:
        """Return an official's name, or the id of somebody who is in no register."""
        return name_of(self._keys, self.register, person) or person or ""


def upper_first(words: str) -> str:
    """Return words as they stand alone on a page: in English with a capital."""
    return words[:1].upper() + words[1:]
