"""Past cases of other systems (历史导入): kept as they were, by their own times, not judged by the rules of today."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

import msgspec

from domain.incidents import events as ev
from domain.incidents.incident import Incident
from domain.incidents.rules import level_at_report
from domain.incidents.words import OPEN, Channel
from domain.shared.meta import Meta
from domain.shared.place import Standing
from domain.shared.stream import Event, Recorded

IMPORTER = "importer"
"""Who acts in an import, as it stands in the meta of its events."""
RULE = "import"


class PastAct(msgspec.Struct, frozen=True, kw_only=True):
    """One act as the source recorded it: `instance` is its id there, `actor` who did it, as named there."""

    activity: str
    at: datetime
    instance: str | None = None
    actor: str | None = None


class PastCase(msgspec.Struct, frozen=True, kw_only=True):
    """What the source says about a case; `number` is the name it has there."""

    number: str
    opened_at: datetime
    acts: tuple[PastAct, ...] = ()
    closed_at: datetime | None = None
    due_at: datetime | None = None
    channel: Channel | None = None
    category: str | None = None

    @property
    def closed_late(self) -> bool:
        """Whether it was closed after its due time, by the instant."""
        return self.closed_at is not None and self.due_at is not None and self.closed_at > self.due_at


def enter(case: Incident, standing: Standing, past: PastCase, history: Sequence[Recorded] = ()) -> int:
    """Record of a past case what its stream does not hold yet; return how many of its acts it held already.

    `history` is all that the stream holds; the standing is empty where the source knew no unit. Acts and closure come
    in the order of their own times; what lies before the opening or after the closure is kept as it was.
    """
    if not case.exists:
        _open(case, standing, past)
    known = Counter(act for recorded in history if (act := _act_of(recorded)) is not None)
    missing: list[tuple[datetime, str | None, Event]] = []
    for act in past.acts:
        if known[act]:
            known[act] -= 1
        else:
            missing.append((act.at, act.actor, ev.ActImported(activity=act.activity, instance=act.instance)))
    held = len(past.acts) - len(missing)
    ended = case.state.status not in OPEN or any(isinstance(r.event, ev.ClosureImported) for r in history)
    if past.closed_at is not None and not ended:
        missing.append((past.closed_at, None, ev.ClosureImported(late=past.closed_late)))
    for at, actor, event in sorted(missing, key=lambda one: one[0]):
        case.record(event, _meta(case, standing, at, past.channel, actor))
    return held


def _open(case: Incident, standing: Standing, past: PastCase) -> None:
    event = ev.Imported(
        number=past.number,
        level=level_at_report(past.channel, standing) if standing.path else "county",
        opened_at=past.opened_at,
        due_at=past.due_at,
        channel=past.channel,
        category=past.category,
        path=standing.path,
        kinds=standing.kinds,
    )
    case.record(event, _meta(case, standing, past.opened_at, past.channel))


def _act_of(recorded: Recorded) -> PastAct | None:
    event, meta = recorded.event, recorded.meta
    if not isinstance(event, ev.ActImported):
        return None
    return PastAct(activity=event.activity, at=meta.occurred_at, instance=event.instance, actor=meta.external_actor)


def _meta(case: Incident, standing: Standing, at: datetime, channel: Channel | None, actor: str | None = None) -> Meta:
    return Meta(
        occurred_at=at,
        person=IMPORTER,
        rule=RULE,
        unit=standing.path[-1] if standing.path else None,
        edition=standing.edition,
        channel=channel,
        external_actor=actor,
        correlation=str(case.originator_id),
    )
