"""One row an event that shows people's conduct, in the order of the ledger."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from domain.shared.sealed import Sealed
from domain.shared.stream import Event, Recorded, Unknown
from projections.projection import Projection, Row, event_name

BOOKKEEPING = "numbering."
"""The context whose events only keep a number unique: the act itself stands beside them in the same append."""
CASES = {"incident": "incident", "mediation": "mediation"}
"""First word of an event's name, and the kind of case that its stream is."""
NO_CASE = UUID(int=0)


class AuditRow(Row, frozen=True, kw_only=True):
    """One act. Empty text stands for what the act does not have."""

    recorded_at: datetime
    occurred_at: datetime
    stream: UUID
    version: int
    type: str
    schema: int
    kind: str
    """`incident`, `mediation`, or empty where the act concerns no case."""
    case: UUID
    unit: str
    person: str
    post: str
    organ: str
    external_actor: str
    on_behalf_of: str
    rule: str
    power_item: str
    legal_basis: Sequence[str]
    access: str
    data: str
    """The event as JSON; of sealed values only the name of their key."""


class Audit(Projection[AuditRow]):
    """The audit trail: stateless, an event a row."""

    NAME = "audit"
    TABLE = "audit"
    KEY = "stream"
    ROW = AuditRow
    FOLDS = False
    GATHER = 0.05

    def subject(self, recorded: Recorded) -> UUID | None:
        """Return the stream of whatever is more than bookkeeping."""
        return None if event_name(recorded.event).startswith(BOOKKEEPING) else recorded.originator_id

    def project(self, before: AuditRow | None, recorded: Recorded) -> AuditRow | None:  # noqa: ARG002 - stateless
        """Return the act's row."""
        event, meta = recorded.event, recorded.meta
        name = event_name(event)
        kind, case = case_of(recorded)
        return AuditRow(
            position=recorded.position,
            recorded_at=recorded.recorded_at,
            occurred_at=meta.occurred_at,
            stream=recorded.originator_id,
            version=recorded.originator_version,
            type=name,
            schema=event.schema if isinstance(event, Unknown) else event.SCHEMA,
            kind=kind,
            case=case,
            unit=meta.unit or "",
            person=meta.person,
            post=meta.post or "",
            organ=meta.organ or "",
            external_actor=meta.external_actor or "",
            on_behalf_of=meta.on_behalf_of or "",
            rule=meta.rule or "",
            power_item=meta.power_item or "",
            legal_basis=meta.legal_basis,
            access=meta.access,
            data=_without_text(event),
        )


def case_of(recorded: Recorded) -> tuple[str, UUID]:
    """Return kind and id of the case that an event concerns: its own stream, or the one that it names."""
    kind = CASES.get(event_name(recorded.event).split(".", 1)[0], "")
    if kind:
        return kind, recorded.originator_id
    named = getattr(recorded.event, "case", None)
    return (getattr(recorded.event, "kind", "incident"), named) if isinstance(named, UUID) else ("", NO_CASE)


def _without_text(event: Event) -> str:
    data = event.data if isinstance(event, Unknown) else event
    return msgspec.json.encode(_emptied(data)).decode()


def _emptied(value: Any) -> Any:
    """Return a value with every sealed one in it emptied: the trail needs to know that it was there, not what it is."""
    if isinstance(value, Sealed):
        return {"key": value.key, "box": ""}
    if isinstance(value, msgspec.Struct):
        names = zip(value.__struct_fields__, value.__struct_encode_fields__, strict=True)
        return {encoded: _emptied(getattr(value, name)) for name, encoded in names}
    if isinstance(value, dict):
        return {key: _emptied(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_emptied(each) for each in value]
    return value
