"""Use case: a case as it stood, step by step, from the ledger alone (案件回放)."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from domain.incidents import events as ev
from domain.incidents.incident import Incident
from domain.incidents.state import IncidentState
from domain.shared.errors import Missing, Refusal
from domain.shared.numbering import NumberIssued, NumberSeries
from domain.shared.stream import Recorded
from domain.shared.words import Words
from infra.ledger.ledger import Ledger
from projections.register.register import Register
from services.commands import parse_id
from services.names import actor_of
from services.office import Bureau
from services.sentences import sentence_of

_NUMBER = re.compile(r"(?P<organ>.+)〔(?P<year>[0-9]{4})〕(?P<serial>[0-9]{4,9})号")
_BATCH = 5_000


class SeveralCases(Refusal):
    """Several imported cases have this number (编号不唯一)."""

    zh = "编号 {number} 对应多件事项：{ids}。请改用编号后的 UUID。"
    en = "Several cases have the number {number}: {ids}. Ask by one of these ids."


class Step(msgspec.Struct, frozen=True):
    """One act of a case, and the case after it. `actor` has person, name, post and organ."""

    recorded: Recorded
    actor: dict[str, Any]
    sentence: Words
    state: IncidentState


def replay(bureau: Bureau, case: UUID, *, as_of: datetime | None = None, version: int | None = None) -> Iterator[Step]:
    """Yield every act of a case with the case after it, up to a version or to what was recorded by a time.

    Free text and citizens' data stay sealed. Raises `Missing` where nothing had happened by then.
    """
    position = bureau.ledger.position_at(as_of) if as_of else None
    history = bureau.ledger.stream(case, version=version, position=position)
    incident = Incident(case)
    register = bureau.registers.current()
    for recorded in history:
        incident.replay([recorded])
        if incident.exists:
            actor = actor_of(bureau.keys, register, recorded.meta)
            yield Step(recorded, actor, sentence_of(recorded.event, recorded.meta, register), incident.state)
    if not incident.exists:
        raise Missing(what=case)


def find_case(bureau: Bureau, name: str) -> UUID:
    """Return the case with an id or a number. Raises `Missing`, `SeveralCases`."""
    named = parse_id(name) or _numbered(bureau, name)
    if named is not None:
        return named
    found = list(dict.fromkeys(_imported(bureau.ledger, name)))
    if not found:
        raise Missing(what=name)
    if len(found) > 1:
        raise SeveralCases(number=name, ids=", ".join(map(str, found)))
    return found[0]


def _numbered(bureau: Bureau, number: str) -> UUID | None:
    """Return the case that has a number of ours: serials have no gaps, so its place in the series is its serial."""
    match = _NUMBER.fullmatch(number.strip())
    if match is None:
        return None
    serial = int(match["serial"])
    for organ in _organs(bureau.registers.current(), match["organ"]):
        series = NumberSeries.stream_id(organ, int(match["year"]))
        for recorded in bureau.ledger.stream(series, after=serial - 1, version=serial):
            if isinstance(recorded.event, NumberIssued):
                return recorded.event.case
    return None


def _organs(register: Register, short_name: str) -> Iterator[str]:
    return (organ.code for organ in register.organs() if organ.short_name == short_name)


def _imported(ledger: Ledger, number: str) -> Iterator[UUID]:
    """Yield the imported cases that have a number of their source; the whole ledger is read for it."""
    after = 0
    while batch := ledger.read(after, _BATCH):
        for recorded in batch:
            if isinstance(recorded.event, ev.Imported) and recorded.event.number == number:
                yield recorded.originator_id
        after = batch[-1].position
