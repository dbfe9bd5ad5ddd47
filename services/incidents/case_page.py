"""What the page of a case shows: the case as this visitor may see it, its course, and what they may do now."""

import dataclasses
from datetime import datetime
from typing import Any
from uuid import UUID

from domain.incidents.verbs import awaited
from domain.shared.words import Words
from services.incidents.application import circumstances, standing_of
from services.incidents.listing import Question, list_incidents
from services.incidents.reading import Reading, document, history, read
from services.sessions.application import Caller
from services.web import choices
from services.web.choices import Choice
from services.web.labels import Labels
from services.web.pages import Visit

STEPS = 500
"""Acts shown of one case; the audit trail has them all."""
CASES = 100
"""Cases offered to merge into."""

TEXTS: dict[str, Words] = {
    "description": Words("描述", "Description"),
    "reason": Words("理由", "Reason"),
    "note": Words("备注", "Note"),
    "result": Words("结果", "Result"),
    "support": Words("支持", "Support"),
    "other_route": Words("其他途径", "Other route"),
}
"""What somebody wrote with an act, under the name that the event has for it."""


@dataclasses.dataclass(frozen=True)
class CasePage:
    """A case on its page."""

    case: dict[str, Any]
    """As the API has it."""
    steps: list[dict[str, Any]]
    """Its course, the latest act first."""
    waiting: tuple[str, ...]
    """The verbs by which it waits for this visitor."""
    choices: dict[str, list[Choice]]
    as_of: datetime | None
    version: int | None
    opened: bool
    """Whether it was opened for a reason."""

    @property
    def past(self) -> bool:
        """Whether the case is shown as it stood."""
        return self.as_of is not None or self.version is not None

    @property
    def others(self) -> list[str]:
        """The verbs that are allowed, though the case does not wait for them."""
        return [verb for verb in self.case["allowed"] if verb not in self.waiting]


def case_of(
    visit: Visit, case_id: UUID, *, version: int | None, as_of: datetime | None, reason: str | None
) -> CasePage:
    """Return a case as the visitor may see it, now or as it stood. Raises `Missing`."""
    bureau = visit.office.bureau
    reading = read(bureau, visit.reader, case_id, version=version, as_of=as_of, reason=reason)
    case = document(bureau, reading)
    steps = history(bureau, reading, max(0, reading.case.originator_version - STEPS), STEPS)
    past = version is not None or as_of is not None
    return CasePage(
        case=case,
        steps=steps[::-1],
        waiting=() if past else _waiting(visit, reading),
        choices={} if past else _choices(visit, reading, case["allowed"]),
        as_of=as_of,
        version=version,
        opened=reason is not None,
    )


def _waiting(visit: Visit, reading: Reading) -> tuple[str, ...]:
    now, state = visit.office.bureau.clock(), reading.case.state
    act = Caller.bare_act(reading.actor, now)
    return awaited(state, circumstances(reading.register, act, standing_of(reading.register, state, now)))


def _choices(visit: Visit, reading: Reading, allowed: list[str]) -> dict[str, list[Choice]]:
    labels, state, now = visit.labels, reading.case.state, visit.office.bureau.clock()
    standing = standing_of(reading.register, state, now)
    text = labels.text
    return {
        **{
            kind: choices.of_words(labels, kind)
            for kind in ("severity", "refusal_ground", "escalation_ground", "closing_outcome", "crs")
        },
        "categories": choices.categories(labels),
        "organs": choices.organs(labels, standing.organs, state.level),
        "units": choices.units(labels, reading.actor.place, now) if "relocate" in allowed else [],
        "cases": _cases(visit, labels, case_id=str(reading.case.originator_id)) if "merge" in allowed else [],
        "scores": [Choice(str(score), str(score)) for score in (5, 4, 3, 2, 1)],
        "passed": choices.yes_or_no(text("通过", "It is done"), text("不通过，退回整改", "Not done: back to the lead")),
        "solved": choices.yes_or_no(text("已解决", "Solved"), text("未解决", "Not solved")),
    }


def _cases(visit: Visit, labels: Labels, case_id: str) -> list[Choice]:
    found = list_incidents(visit.office, visit.reader, Question(), limit=CASES)
    return [
        Choice(
            str(item.id),
            f"{item.number or labels.text('未编号', 'no number')} · {labels.category(item.category)}"
            f" · {labels.unit(item.unit)}",
        )
        for item in found.items
        if str(item.id) != case_id and item.ended_at is None
    ]
