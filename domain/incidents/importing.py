"""Past cases of other systems (历史导入): recorded as they were, not judged by the rules of today.

The caller makes each meta: `person="importer"`, `external_actor` as the source names it, `occurred_at` its own time.
"""

from datetime import datetime

import msgspec

from domain.incidents import events as ev
from domain.incidents.incident import Incident
from domain.incidents.rules import level_at_report
from domain.incidents.words import Channel, Outcome
from domain.shared.meta import Meta
from domain.shared.place import Standing


class PastCase(msgspec.Struct, frozen=True, kw_only=True):
    """What the source says about a case as a whole; `number` is the name it has there."""

    number: str
    opened_at: datetime
    due_at: datetime | None = None
    channel: Channel | None = None
    category: str | None = None


def open_past_case(case: Incident, standing: Standing, body: PastCase, meta: Meta) -> None:
    """Open a past case where its unit stands; an empty standing where the source knew no unit: then at the county."""
    case.record(
        ev.Imported(
            number=body.number,
            level=level_at_report(body.channel, standing) if standing.path else "county",
            opened_at=body.opened_at,
            due_at=body.due_at,
            channel=body.channel,
            category=body.category,
            path=standing.path,
            kinds=standing.kinds,
        ),
        meta,
    )


def record_past_act(case: Incident, activity: str, instance: str | None, meta: Meta) -> None:
    """Record one act of the source, also one before the opening or after the closure, as it was."""
    case.record(ev.ActImported(activity=activity, instance=instance), meta)


def close_past_case(case: Incident, meta: Meta, outcome: Outcome | None = None) -> None:
    """Close a past case at its own time, in time or late, by the instant."""
    due = case.state.due_at
    case.record(ev.ClosureImported(late=due is not None and meta.occurred_at > due, outcome=outcome), meta)
