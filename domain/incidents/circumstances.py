"""What a decision about an incident looks at besides the incident: the act, the place, the rules set for it."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Protocol
from uuid import UUID

import msgspec

from domain.incidents.external import ExternalId
from domain.incidents.incident import Incident
from domain.shared.act import Act
from domain.shared.meta import Meta
from domain.shared.numbering import NumberSeries
from domain.shared.place import Level, Standing
from domain.shared.stream import Event
from domain.shared.time import official_date


class Policies(msgspec.Struct, frozen=True, kw_only=True):
    """What a deployment may set (办理规则), with what holds otherwise. No national norm is known for these."""

    approval: Mapping[Level, bool] = msgspec.field(
        default_factory=lambda: {"village": False, "town": True, "county": False}
    )
    """Whether a case of the level needs its leader's approval before dispatch (派遣前审批)."""
    reopen_days: int = 30
    """Days after the end within which a case may be opened again without an order (重办期限)."""


class CategoryFacts(Protocol):
    """What a category says about its cases (类别规定)."""

    @property
    def due_hours(self) -> int:
        """Hours from registration within which it is due (办理时限)."""

    @property
    def evidence_required(self) -> bool:
        """Whether a result needs a photo or document (是否需要凭证)."""


class Numbers(msgspec.Struct, frozen=True):
    """The series that a case gets its number from, and the short name of its organ (编号序列)."""

    series: NumberSeries
    short_name: str


class Circumstances(msgspec.Struct, frozen=True, kw_only=True):
    """The circumstances of an act (办理条件): who, where, under which rules, and what it touches besides the case."""

    act: Act
    standing: Standing
    """Where the case's unit stands: now; for a report, at its own time. Empty path: an import knew no unit."""
    policies: Policies = msgspec.field(default_factory=Policies)
    """Those of the place where the case lies; for relocate, where it is going to lie."""
    categories: Mapping[str, CategoryFacts] = msgspec.field(default_factory=dict)
    """The catalogue in force, by code."""
    numbers: Numbers | None = None
    """For register, and a report that is settled: the series of `number_series(act)`."""
    external: ExternalId | None = None
    """For a report with an external id: the stream of that number."""
    other: Incident | None = None
    """For merge: the target. For unmerge: the incident it was merged into."""
    destination: Standing | None = None
    """For relocate: where the new unit stands. For merge: where the target's unit stands."""

    def meta(self, case: UUID, rule: str, *, unit: str | None = None, causation: str | None = None) -> Meta:
        """Return the meta of an event of a case, by the rule that allowed it; `unit` where it is not the case's own."""
        path = self.standing.path
        return self.act.meta(
            rule=rule,
            unit=unit or (path[-1] if path else None),
            edition=self.standing.edition,
            correlation=str(case),
            causation=causation,
        )

    def record(self, case: Incident, rule: str, event: Event) -> None:
        """Record an event of the case, by the rule that allowed it."""
        case.record(event, self.meta(case.originator_id, rule))

    def time_for(self, category: str | None) -> timedelta | None:
        """Return the time that a category gives, or None for one that is not in the catalogue."""
        facts = self.categories.get(category or "")
        return timedelta(hours=facts.due_hours) if facts else None


def number_series(act: Act) -> tuple[str, int]:
    """Return organ and year of the series that a case registered by this act gets its number from."""
    return act.actor.organ, official_date(act.at).year
