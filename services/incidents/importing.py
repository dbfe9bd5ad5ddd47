"""Use case: past cases of another system into the ledger (历史案件导入), once, and completed when it was broken off."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import msgspec

from domain.incidents.importing import PastAct, PastCase, enter
from domain.incidents.incident import Incident
from domain.shared.errors import Refusal
from domain.shared.stream import named_id
from infra.ledger.ledger import VersionConflict
from projections.register.register import Register
from services.commands import Busy, entries_of
from services.incidents.application import NOWHERE
from services.incidents.past_cases_file import Mapping, PastRow, Reader, lines_of
from services.office import Bureau
from services.tables import Rejected

BATCH = 500
"""Cases recorded in one transaction: enough that the disk is not what it waits for, few enough to see it move."""
_ATTEMPTS = 20
_FACTS = ("opened_at", "closed_at", "due_at", "channel", "category")


class Outcome(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a file.

    `rows`: its lines; `cases`, `closed`, `closed_late`: the cases it tells of; `skipped`: lines that the ledger held
    already; `rejected`: lines that could not be read.
    """

    rows: int
    cases: int
    closed: int
    closed_late: int
    skipped: int
    rejected: int


class _Told(NamedTuple):
    """A case as the file tells it, and the unit it lies in."""

    case: PastCase
    unit: str | None


class _File(NamedTuple):
    """A file, read."""

    rows: int
    rejected: int
    cases: Sequence[_Told]


def import_cases(
    bureau: Bureau,
    content: bytes,
    mapping: Mapping,
    rejected: Callable[[Rejected], None] = lambda _: None,
    recorded: Callable[[int, int], None] = lambda _done, _all: None,
) -> Outcome:
    """Record every act of a file that the ledger does not hold yet, `BATCH` cases at a time.

    A case is known again by its log and number, so that the same file adds nothing, a run that was broken off is
    completed, and a later file adds what is new. `rejected` is told of each bad line, `recorded` how many cases of how
    many are done. Raises `UnreadableFile`, `ColumnsMissing`, `MappingRefused`, `Busy`.
    """
    register = bureau.registers.current()
    file = _read(content, mapping, register, rejected)
    skipped = 0
    for start in range(0, len(file.cases), BATCH):
        batch = file.cases[start : start + BATCH]
        skipped += _record(bureau, register, mapping.log, batch)
        recorded(start + len(batch), len(file.cases))
    return Outcome(
        rows=file.rows,
        cases=len(file.cases),
        closed=sum(told.case.closed_at is not None for told in file.cases),
        closed_late=sum(told.case.closed_late for told in file.cases),
        skipped=skipped,
        rejected=file.rejected,
    )


def stream_of(log: str, number: str) -> UUID:
    """Return the id of a past case, the same in every run."""
    return named_id("imported case", log, number)


def _read(content: bytes, mapping: Mapping, register: Register, rejected: Callable[[Rejected], None]) -> _File:
    rows: dict[str, list[PastRow]] = {}
    lines = bad = 0

    def refuse(line: Rejected) -> None:
        nonlocal bad
        bad += 1
        rejected(line)

    reader = Reader(mapping, lambda code: register.unit(code) is not None, lambda code: code in register.catalogue)
    for line in lines_of(content, mapping, refuse):
        try:
            row = reader.read(line.cells)
        except Refusal as refusal:
            refuse(Rejected(line.line, refusal.sentence_zh, refusal.sentence_en))
            continue
        lines += 1
        rows.setdefault(row.case, []).append(row)
    return _File(lines + bad, bad, [_told(number, acts) for number, acts in rows.items()])


def _told(number: str, rows: Sequence[PastRow]) -> _Told:
    """Return what the lines of a case tell; of the case itself the first line with a value tells."""
    facts: dict[str, Any] = {name: _first(rows, name) for name in _FACTS}
    facts["opened_at"] = facts["opened_at"] or min(row.at for row in rows)
    acts = tuple(PastAct(activity=row.activity, at=row.at, instance=row.instance, actor=row.actor) for row in rows)
    return _Told(PastCase(number=number, acts=acts, **facts), _first(rows, "unit"))


def _first(rows: Sequence[PastRow], name: str) -> Any:
    return next((value for row in rows if (value := getattr(row, name)) is not None), None)


def _record(bureau: Bureau, register: Register, log: str, batch: Sequence[_Told]) -> int:
    """Append what is missing of some cases, all or nothing; return how many of their acts were there. Raises `Busy`."""
    for _ in range(_ATTEMPTS):
        streams, held = [], 0
        for told in batch:
            stream = stream_of(log, told.case.number)
            history = bureau.ledger.stream(stream)
            case = Incident(stream).replay(history)
            standing = register.standing(told.unit, told.case.opened_at) if told.unit else NOWHERE
            held += enter(case, standing, told.case, history)
            streams.append(case)
        try:
            bureau.ledger.append_many([(entries, None) for case in streams if (entries := entries_of([case]))])
        except VersionConflict:
            continue
        return held
    raise Busy
