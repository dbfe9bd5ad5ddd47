"""The page of the audit trail: who did what, in which post, when, by which rule."""

import re
from uuid import UUID

from fastapi import Response

from domain.catalogue import EVENTS
from domain.incidents.verbs import VERBS
from domain.shared.errors import Malformed
from services.audit.application import Question, trail
from services.web import choices
from services.web.choices import Choice
from services.web.pages import Visit, Visitor, asked, filtered, moment_asked, pages, render

router = pages()
PAGE = 50
CHINESE = re.compile(r"\(([^)]*[\u4e00-\u9fff][^)]*)\)")
"""The Chinese term in the definition of an event."""
RULES = {part.name: part.words for verb in VERBS.values() for part in verb.who}
"""The rules that let somebody act, in words."""


@router.get("/audit")
def show_trail(visit: Visitor) -> Response:
    """Show the acts that the visitor may see, the latest first."""
    question = Question(
        place=asked(visit, "place"),
        case=_case(visit),
        actor=asked(visit, "actor"),
        organ=asked(visit, "organ"),
        type=asked(visit, "type"),
        since=moment_asked(visit, "from"),
        until=moment_asked(visit, "to"),
    )
    found = visit.fresh(
        lambda seen: trail(
            visit.office, visit.reader, question, limit=PAGE, cursor=asked(visit, "cursor"), at_least=seen
        )
    )
    labels, place = visit.labels, visit.reader.actor().place
    return render(
        visit,
        "audit/audit.html",
        found=found,
        question=question,
        filtered=filtered(visit),
        rules=RULES,
        choices={
            "units": choices.units(labels, place, visit.office.bureau.clock()),
            "types": _types(visit),
            "organs": [Choice(organ.code, labels.organ(organ.code)) for organ in labels.register.organs()],
        },
    )


def _types(visit: Visit) -> list[Choice]:
    """Return the kinds of acts, in the words of their definition, by context."""
    return [
        Choice(name, visit.labels.text(f"{found[1]} {name}" if found else name, name), name.partition(".")[0])
        for name, event in sorted(EVENTS.items())
        for found in [CHINESE.search(event.__doc__ or "")]
    ]


def _case(visit: Visit) -> UUID | None:
    text = asked(visit, "case")
    try:
        return UUID(text) if text else None
    except ValueError as error:
        raise Malformed(field="case", why_zh="应为事件的 id", why_en="must be the id of a case") from error
