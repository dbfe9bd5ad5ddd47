"""The page of health: how far the ledger and each view are, and what troubles them."""

from fastapi import Response

from services import upkeep
from services.web.pages import Visitor, pages, render

router = pages()


@router.get("/health")
def show_health(visit: Visitor) -> Response:
    """Show position, lag and last error of every view."""
    return render(visit, "web/health.html", report=upkeep.describe(visit.office))
