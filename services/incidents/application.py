"""Use cases of incidents: report, and act by a verb."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import msgspec
from pydantic import BaseModel

from domain.incidents.circumstances import Circumstances, Numbers, Policies, number_series
from domain.incidents.commands import COMMANDS
from domain.incidents.external import ExternalId
from domain.incidents.incident import Incident
from domain.incidents.reporting import Report, SettledOnTheSpot, report
from domain.incidents.state import IncidentState
from domain.incidents.words import Reporter
from domain.shared.act import Act
from domain.shared.errors import Malformed, Missing, NoRight, Refusal
from domain.shared.numbering import NumberSeries
from domain.shared.place import LEVELS, Location, Standing
from infra.geo.coordinates import to_wgs84
from projections.register.register import Register
from services.access import application as access
from services.attachments.citing import cited, refuse_unknown
from services.commands import Decision, Done
from services.incidents import schemas
from services.office import Bureau
from services.sealing import case_key, person_key, seal_fields
from services.sessions.application import Caller
from services.web.bodies import CommandBody


class IdTaken(Refusal):
    """The client's id belongs to a case already (编号已被使用)."""

    zh = "编号 {id} 已有一件事项。若是重复提交，请带上第一次的 Idempotency-Key；否则请换一个编号。"
    en = "Id {id} is a case already. To repeat a report send its first Idempotency-Key; else choose another id."


NOWHERE = Standing(path=(), kinds=())
"""Where an imported case stands whose unit nobody knows."""


def report_incident(bureau: Bureau, caller: Caller, body: schemas.Report) -> Done:
    """Report an incident (上报). A report made offline is judged by the post held when it was made.

    An attempt refused for lack of right is recorded.
    Raises `Malformed`, `Missing`, `NoRight`, `ReportedAlready`, `AttachmentUnknown` and the domain's refusals.
    """
    case_id = body.id or uuid4()

    def decide() -> Decision:
        register = bureau.registers.current()
        actor = caller.actor_at(register, body.occurred_at)
        act = caller.act(bureau.clock(), body.occurred_at, actor)
        case = Incident(case_id)
        location = location_of(body.location)
        standing = _standing_then(register, _unit_of(register, body, location), body.occurred_at, act.now)
        external = _external(bureau, body)
        numbers = _numbers(bureau, register, act) if body.settled else None
        desk = circumstances(register, act, standing, numbers=numbers, external=external)
        said = _report(bureau, case_id, body, location)
        report(case, desk, said)
        if bureau.repository.load(Incident, case_id).exists:
            raise IdTaken(id=case_id)
        refuse_unknown(bureau, cited(said))
        return _decision(case, numbers.series if numbers else None, external)

    return _carried_out(bureau, caller, case_id, "report", decide)


def act_on_incident(bureau: Bureau, caller: Caller, case_id: UUID, verb: str, body: CommandBody) -> Done:
    """Do what a verb says to an incident.

    An attempt refused for lack of right is recorded. Raises `Missing`, `NoRight` and the domain's refusals.
    """
    command = COMMANDS[verb]
    sealed = seal_fields(bureau.keys, case_key(case_id), command.body, _fields(body))

    def decide() -> Decision:
        register = bureau.registers.current()
        act = caller.act(bureau.clock(), body.occurred_at)
        case = load(bureau, case_id)
        version = case.originator_version
        other, destination = _others(bureau, register, case, body, act)
        numbers = _numbers(bureau, register, act) if verb == "register" else None
        desk = circumstances(
            register,
            act,
            standing_of(register, case.state, act.now),
            numbers=numbers,
            other=other,
            destination=destination,
        )
        command.apply(case, desk, sealed)
        refuse_unknown(bureau, cited(sealed))
        return _decision(case, numbers.series if numbers else None, other, seen=version)

    return _carried_out(bureau, caller, case_id, verb, decide)


def _carried_out(bureau: Bureau, caller: Caller, case_id: UUID, verb: str, decide: Callable[[], Decision]) -> Done:
    """Carry out a command; an attempt refused for lack of right is recorded and refused all the same."""
    try:
        return bureau.commands.run(caller.envelope, decide)
    except NoRight as refusal:
        access.record_refused_attempt(bureau, caller, case_id, verb, refusal)
        raise


def circumstances(register: Register, act: Act, standing: Standing, **others: Any) -> Circumstances:
    """Return what the domain is told of the world around an act."""
    place = others.get("destination") or standing
    return Circumstances(
        act=act,
        standing=standing,
        policies=Policies(approval={level: register.approval_needed(level, place.path) for level in LEVELS}),
        categories=register.catalogue,
        **others,
    )


def standing_of(register: Register, state: IncidentState, moment: datetime) -> Standing:
    """Return where a case stands at a moment; nowhere, where its unit is not known."""
    return register.standing(state.unit, moment) if state.unit else NOWHERE


def location_of(given: schemas.LocationBody | None) -> Location | None:
    """Return a point in WGS 84, with the coordinates as given beside it."""
    if given is None:
        return None
    lon, lat = to_wgs84(given.lon, given.lat, given.crs)
    return Location(lon=lon, lat=lat, crs=given.crs, given_lon=given.lon, given_lat=given.lat)


def load(bureau: Bureau, case_id: UUID) -> Incident:
    """Return an incident as it stands. Raises `Missing`."""
    case = bureau.repository.load(Incident, case_id)
    if not case.exists:
        raise Missing(what=f"incident {case_id}")
    return case


def _standing_then(register: Register, unit: str, then: datetime, now: datetime) -> Standing:
    """Return where a unit stood when a report was made; whether it still takes cases is asked of now."""
    standing = register.standing(unit, then)
    return msgspec.structs.replace(standing, closing=standing.closing or register.standing(unit, now).closing)


def _unit_of(register: Register, body: schemas.Report, location: Location | None) -> str:
    if body.place is not None and body.place.unit is not None:
        return body.place.unit
    path = register.locate(location.lon, location.lat, body.occurred_at) if location else None
    if path is None:
        raise Malformed(
            field="place",
            why_zh="位置不在任何已划定的单元内，请填写 place.unit（所在单元的代码）",
            why_en="the location lies in no unit with a boundary; give place.unit, the code of the unit",
        )
    return path[-1]


def _report(bureau: Bureau, case_id: UUID, body: schemas.Report, location: Location | None) -> Report:
    plain = {
        "channel": body.channel,
        "category": body.category,
        "severity": body.severity,
        "reporter": _reporter(bureau, case_id, body.reporter),
        "description": body.description,
        "external_id": body.external_id,
        "attachments": body.attachments,
        "location": location,
        "settled": body.settled
        and seal_fields(bureau.keys, case_key(case_id), SettledOnTheSpot, _fields(body.settled)),
    }
    return seal_fields(bureau.keys, case_key(case_id), Report, plain)


def _reporter(bureau: Bureau, case_id: UUID, given: schemas.ReporterBody | None) -> Reporter | None:
    """Return the reporter, known again by a keyed hash of id number or phone, else new."""
    if given is None or not (given.name or given.phone or given.id_number):
        return None
    mark = given.id_number or given.phone
    person = bureau.keys.keyed_hash("citizen", mark.strip().upper()).hex()[:32] if mark else uuid4().hex
    bureau.keys.ensure((case_key(case_id), person_key(person)))  # one wait for the disk instead of two
    return seal_fields(bureau.keys, person_key(person), Reporter, {"person": person, **_fields(given)})


def _fields(body: BaseModel) -> dict[str, Any]:
    values = {name: getattr(body, name) for name in type(body).model_fields if name != "occurred_at"}
    if isinstance(values.get("location"), schemas.LocationBody):
        values["location"] = location_of(values["location"])
    return values


def _external(bureau: Bureau, body: schemas.Report) -> ExternalId | None:
    if body.external_id is None:
        return None
    return bureau.repository.load(ExternalId, ExternalId.stream_id(body.channel, body.external_id))


def _numbers(bureau: Bureau, register: Register, act: Act) -> Numbers:
    organ_code, year = number_series(act)
    organ = register.organ(organ_code)
    series = bureau.repository.load(NumberSeries, NumberSeries.stream_id(organ_code, year))
    return Numbers(series, organ.short_name if organ else organ_code)


def _others(
    bureau: Bureau, register: Register, case: Incident, body: CommandBody, act: Act
) -> tuple[Incident | None, Standing | None]:
    """Return the other incident that a verb touches, and where the case or that other one is to stand."""
    if isinstance(body, schemas.Relocate):
        return None, register.standing(body.place.unit, act.now)
    into = body.into if isinstance(body, schemas.Merge) else case.state.merged_into
    if into is None:
        return None, None
    other = load(bureau, into)
    return other, standing_of(register, other.state, act.now)


def _decision(
    case: Incident, *others: NumberSeries | ExternalId | Incident | None, seen: int | None = None
) -> Decision:
    state = case.state
    answer = {
        "id": str(case.originator_id),
        "number": state.number,
        "version": case.originator_version,
        "status": state.status,
        "level": state.level,
    }
    return Decision((*(other for other in others if other is not None), case), answer, seen)
