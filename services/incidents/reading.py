"""Reading one incident: from its own stream, as it stands or stood, by whoever may."""

from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from domain.incidents.incident import Incident
from domain.incidents.state import IncidentState
from domain.incidents.verbs import allowed
from domain.shared.act import Actor
from domain.shared.errors import Missing
from domain.shared.stream import Recorded
from projections.projection import event_name
from projections.register.register import Register
from projections.scope import Scope
from services.access import application as access
from services.incidents.application import circumstances, standing_of
from services.names import actor_of
from services.office import Bureau
from services.sealing import disclose
from services.sentences import sentence_of
from services.sessions.application import Caller, scope_of

SEALED_FIELDS = ("description", "reporter")
"""Fields of a case that not every reader sees."""


class Reading(NamedTuple):
    """A case as a reader sees it."""

    case: Incident
    position: int
    openly: bool
    """Whether this reader may see its free text and its reporter."""
    actor: Actor
    register: Register


def read(
    bureau: Bureau,
    caller: Caller,
    case_id: UUID,
    *,
    version: int | None = None,
    as_of: datetime | None = None,
    reason: str | None = None,
    fields: tuple[str, ...] = SEALED_FIELDS,
) -> Reading:
    """Return a case as it stands, or stood at a version or a time.

    A reader outside its place is told that it is not there. One with no right to its texts gives a reason, and that is
    recorded with the fields that are opened. Both are judged by the case as it stands now, whatever moment is read.
    Raises `Missing`.
    """
    now = bureau.repository.load(Incident, case_id)
    actor, register = caller.actor(), bureau.registers.current()
    scope = scope_of(register, actor)
    if not now.exists or not scope.may_see(now.state):
        raise Missing(what=f"incident {case_id}")
    case = now if version is None and as_of is None else _past(bureau, case_id, version, as_of)
    last = bureau.ledger.stream(case_id, after=case.originator_version - 1, version=case.originator_version)
    openly = may_open(scope, now.state)
    if not openly and reason:
        access.record_opening(bureau, caller, case_id, reason, fields)
        openly = True
    return Reading(case, last[-1].position, openly, actor, register)


def _past(bureau: Bureau, case_id: UUID, version: int | None, as_of: datetime | None) -> Incident:
    """Return a case as it stood at a version, a time, or the earlier of both. Raises `Missing`."""
    position = bureau.ledger.position_at(as_of) if as_of else None
    case = bureau.repository.load(Incident, case_id, version=version, position=position)
    if not case.exists or (as_of is None and case.originator_version != version):
        raise Missing(what=f"incident {case_id} at {as_of.isoformat() if as_of else f'version {version}'}")
    return case


def may_open(scope: Scope, state: IncidentState) -> bool:
    """Tell whether free text and reporter are open to an actor without a reason.

    They are to the desks, leader, lead, assists, grid worker and village officer of the unit.
    """
    if scope.actor.organ in (state.lead, *state.assists):
        return True
    near = scope.actor.kind in {"grid_worker", "village_officer", "desk", "leader"}
    return near and not set(scope.places).isdisjoint(state.path)


AS_IN_THE_STATE = (
    "number",
    "status",
    "level",
    "category",
    "severity",
    "channel",
    "external_id",
    "description",
    "location",
    "attachments",
    "lead",
    "assists",
    "designated",
    "rework",
    "due_at",
    "closed_late",
    "approved_by",
    "handled_by",
    "suspended_until",
    "registered_at",
    "ended_at",
    "outcome",
    "merged_into",
)
"""Fields of a case that are called as in the domain's state."""


def document(bureau: Bureau, reading: Reading) -> dict[str, Any]:
    """Return a case as JSON has it, with what this reader may do now."""
    state, now = reading.case.state, bureau.clock()
    desk = circumstances(
        reading.register, Caller.bare_act(reading.actor, now), standing_of(reading.register, state, now)
    )

    def shown(value: object) -> Any:
        return disclose(bureau.keys, value, openly=reading.openly)

    reporter = shown(state.reporter) if reading.openly else None
    return {
        **{name: shown(getattr(state, name)) for name in AS_IN_THE_STATE},
        "id": str(reading.case.originator_id),
        "version": reading.case.originator_version,
        "position": reading.position,
        "occurred_at": shown(state.opened_at),
        "place": {"unit": state.unit, "path": list(state.path)},
        "reporter": {name: reporter.get(name) for name in ("name", "phone", "id_number")} if reporter else None,
        "returns": state.returned,
        "mediation": None,
        "allowed": list(allowed(state, desk)),
        "sealed": [] if reading.openly else [name for name in SEALED_FIELDS if getattr(state, name) is not None],
    }


def history(bureau: Bureau, reading: Reading, after: int, limit: int) -> list[dict[str, Any]]:
    """Return the acts of a case after a version, one sentence each, as this reader may see them."""
    upto = reading.case.originator_version
    events = bureau.ledger.stream(reading.case.originator_id, after=after, version=min(upto, after + limit))
    return [history_item(bureau, reading.register, recorded, openly=reading.openly) for recorded in events]


def history_item(bureau: Bureau, register: Register, recorded: Recorded, *, openly: bool) -> dict[str, Any]:
    """Return one act as an item of the history."""
    words = sentence_of(recorded.event, recorded.meta, register)
    return {
        "version": recorded.originator_version,
        "position": recorded.position,
        "type": event_name(recorded.event),
        "occurred_at": recorded.meta.occurred_at,
        "recorded_at": recorded.recorded_at,
        "actor": actor_of(bureau.keys, register, recorded.meta),
        "external_actor": recorded.meta.external_actor,
        "sentence": {"zh": words.zh, "en": words.en},
        "data": disclose(bureau.keys, recorded.event, openly=openly),
    }
