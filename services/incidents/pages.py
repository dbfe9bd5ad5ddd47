"""Pages of incidents: the list, the report, the case with all that may be done next."""

from typing import Any
from uuid import UUID, uuid4

from fastapi import Response
from pydantic import ValidationError
from starlette.datastructures import FormData

from domain.incidents.verbs import VERBS
from domain.shared.errors import Answer, Malformed, Missing, Refusal, VersionMoved
from infra.geo.coordinates import to_wgs84
from services.attachments.api import answer_file
from services.attachments.application import hand_in, read_file
from services.incidents import case_page
from services.incidents.application import act_on_incident, report_incident
from services.incidents.forms import GUIDES, form_of, report_choices, report_form
from services.incidents.listing import Question, list_incidents, nearby_incidents
from services.incidents.schemas import BODIES, LocationBody, Report
from services.web import choices
from services.web.bodies import Digest
from services.web.forms import Form, as_json, errors_of, files_of, typed_into
from services.web.pages import Posted, Visit, Visitor, asked, filtered, go_to, moment_asked, pages, render

router = pages()
PAGE = 30


@router.get("/incidents")
def show_list(visit: Visitor) -> Response:
    """Show the incidents that the visitor may see."""
    state = asked(visit, "state")
    question = Question(
        place=asked(visit, "place"),
        status=asked(visit, "status"),
        level=asked(visit, "level"),
        category=asked(visit, "category"),
        organ=asked(visit, "organ"),
        open={"open": True, "ended": False}.get(state or ""),
        overdue=state == "overdue",
        closed_late=state == "closed_late",
        since=moment_asked(visit, "from"),
        until=moment_asked(visit, "to"),
    )
    found = visit.fresh(
        lambda seen: list_incidents(
            visit.office, visit.reader, question, limit=PAGE, cursor=asked(visit, "cursor"), at_least=seen
        )
    )
    labels, place = visit.labels, visit.reader.actor().place
    return render(
        visit,
        "incidents/list.html",
        found=found,
        question=question,
        state=state,
        filtered=filtered(visit),
        choices={
            "categories": choices.categories(labels),
            "units": choices.units(labels, place, visit.office.bureau.clock()),
        },
    )


@router.get("/incidents/nearby")
def show_nearby(visit: Visitor) -> Response:
    """Show whether something like it is reported already, as a part of the report's page."""
    try:
        point = LocationBody.model_validate(
            {name: value for name in ("lon", "lat", "crs") if (value := asked(visit, f"location.{name}"))}
        )
    except ValidationError:
        return Response(status_code=204)
    lon, lat = to_wgs84(point.lon, point.lat, point.crs)
    found = nearby_incidents(visit.office, visit.reader, lon, lat, asked(visit, "category"))
    return render(visit, "incidents/nearby.html", found=found.items)


@router.get("/incidents/new")
def show_report(visit: Visitor) -> Response:
    """Show the form of a report."""
    return _report_page(visit, report_form(visit))


@router.post("/incidents")
def report(visit: Visitor, posted: Posted) -> Response:
    """Report an incident; what cannot be taken is told on the form, with all that was typed."""
    form = Form(form_of("report"), typed_into(form_of("report"), posted), key=_key(posted))
    try:
        _hand_in(visit, form, posted)
        body = Report.model_validate(as_json(form.fields, form.typed))
        commander = visit.commander(posted, body.model_dump_json().encode())
        done = report_incident(visit.office.bureau, commander, body)
    except ValidationError as error:
        form.errors = errors_of(form.fields, error)
        return _report_page(visit, form, Answer.MALFORMED)
    except Refusal as refusal:
        form.refusal = refusal
        return _report_page(visit, form, refusal.answer)
    return go_to(visit, f"/incidents/{done.answer['id']}?done=report", done.answer["position"])


@router.get("/incidents/{case_id}")
def show_case(visit: Visitor, case_id: UUID) -> Response:
    """Show a case: its facts, its course, what may be done next."""
    return _case_page(visit, case_id)


@router.post("/incidents/{case_id}/open")
def open_sealed(visit: Visitor, case_id: UUID, posted: Posted) -> Response:
    """Show a case with its sealed fields opened, for a reason that is recorded."""
    reason = str(posted.get("reason", "")).strip()
    if not reason:
        raise Malformed(field="reason", why_zh="请写明查看理由", why_en="say why you open it")
    return _case_page(visit, case_id, reason=reason[:1000])


@router.get("/incidents/{case_id}/attachments/{digest}")
def show_file(visit: Visitor, case_id: UUID, digest: Digest) -> Response:
    """Show a file that is cited in a case."""
    return answer_file(read_file(visit.office.bureau, visit.reader, digest, case_id), digest)


@router.get("/incidents/{case_id}/{verb}")
def show_verb(visit: Visitor, case_id: UUID, verb: str) -> Response:
    """Take the visitor to a verb's form on the case's page."""
    return go_to(visit, f"/incidents/{case_id}" if verb == "open" else f"/incidents/{case_id}?do={_known(verb)}#act")


@router.post("/incidents/{case_id}/{verb}")
def act(visit: Visitor, case_id: UUID, verb: str, posted: Posted) -> Response:
    """Do what a verb says; what cannot be done is told at its form, with all that was typed."""
    fields = form_of(_known(verb))
    form = Form(fields, typed_into(fields, posted), key=_key(posted))
    try:
        _hand_in(visit, form, posted)
        body = BODIES[verb].model_validate(as_json(fields, form.typed))
        _confirmed(verb, posted)
        commander = visit.commander(posted, body.model_dump_json().encode())
        done = act_on_incident(visit.office.bureau, commander, case_id, verb, body)
    except ValidationError as error:
        form.errors = errors_of(fields, error)
        return _case_page(visit, case_id, doing=verb, form=form, status=Answer.MALFORMED)
    except Missing:
        raise
    except Refusal as refusal:
        form.refusal = refusal
        return _case_page(visit, case_id, doing=verb, form=form, status=refusal.answer)
    return go_to(visit, f"/incidents/{case_id}?done={verb}", done.answer["position"])


def _hand_in(visit: Visit, form: Form, posted: FormData) -> None:
    """Keep the files of a form at once, so that they need not be chosen again. Raises `Unsupported`."""
    for field in form.fields:
        for file in files_of(field, posted):
            kept = hand_in(visit.office.bureau, visit.reader, file.file.read())
            form.typed[field.name].append(kept.sha256)


def _case_page(
    visit: Visit,
    case_id: UUID,
    *,
    doing: str | None = None,
    form: Form | None = None,
    status: Answer | None = None,
    reason: str | None = None,
) -> Response:
    version = asked(visit, "version")
    if version is not None and not (version.isascii() and version.isdigit() and len(version) < 10):  # noqa: PLR2004
        raise Malformed(field="version", why_zh="应为版本号", why_en="must be the number of a version")
    shown = case_page.case_of(
        visit, case_id, version=int(version) if version else None, as_of=moment_asked(visit, "as_of"), reason=reason
    )
    doing = doing or asked(visit, "do")
    done = asked(visit, "done")
    context: dict[str, Any] = {
        "shown": shown,
        "doing": doing if doing in VERBS else None,
        "form": form,
        "stale": isinstance(form.refusal, VersionMoved) if form else False,
        "done": done if done in VERBS or done == "report" else None,
        "verbs": VERBS,
        "guides": GUIDES,
        "texts": case_page.TEXTS,
        "blank": lambda verb: Form(form_of(verb)),
    }
    return render(visit, "incidents/case.html", status.value if status else 200, **context)


def _report_page(visit: Visit, form: Form, status: Answer | None = None) -> Response:
    fields = {field.name: field for field in form.fields}
    return render(
        visit,
        "incidents/report.html",
        status.value if status else 200,
        form=form,
        fields=fields,
        choices=report_choices(visit),
    )


def _known(verb: str) -> str:
    if verb not in VERBS:
        raise Missing(what=verb)
    return verb


def _confirmed(verb: str, posted: FormData) -> None:
    if GUIDES[verb].weighty and posted.get("confirmed") != "yes":
        raise Malformed(field="confirmed", why_zh="请先勾选确认", why_en="confirm it first")


def _key(posted: FormData) -> str:
    return str(posted.get("key") or uuid4())
