"""What people read, in Chinese and in English."""

from typing import NamedTuple, Protocol

from domain.shared.meta import Meta


class Words(NamedTuple):
    """One text in both languages."""

    zh: str
    en: str


class Names(Protocol):
    """Who knows the names behind codes: the register."""

    def unit_label(self, code: str) -> Words:
        """Return the name of a unit."""
        ...

    def organ_label(self, code: str) -> Words:
        """Return the name of an organ."""
        ...

    def post_label(self, code: str) -> Words:
        """Return the name of a post."""
        ...


def recorded_by(said: Words, meta: Meta, names: Names) -> Words:
    """Return a sentence of the registers, after the organ that recorded it."""
    organ = names.organ_label(meta.organ) if meta.organ else None
    zh = f"{organ.zh}：{said.zh}" if organ else said.zh
    en = f"{organ.en}: {said.en}" if organ else f"{said.en[:1].upper()}{said.en[1:]}"
    return Words(f"{zh}。", f"{en}.")
