"""The page of one's own work: what waits, most urgent first."""

from fastapi import Response

from domain.incidents.verbs import VERBS
from services.web.pages import Visitor, asked, pages, render
from services.worklist.application import my_worklist

router = pages()
PAGE = 30


@router.get("/worklist")
def show_worklist(visit: Visitor) -> Response:
    """Show what waits for the visitor."""
    found = visit.fresh(
        lambda seen: my_worklist(visit.office, visit.reader, limit=PAGE, cursor=asked(visit, "cursor"), at_least=seen)
    )
    return render(visit, "worklist/worklist.html", found=found, verbs=VERBS)
