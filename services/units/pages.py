"""The page of a unit: its figures, its children, the way down from county to micro-grid."""

from fastapi import Response

from services.units.application import view_of_unit
from services.web.bodies import Code
from services.web.pages import Visitor, go_to, moment_asked, pages, render

router = pages()


@router.get("/units/")
def show_mine(visit: Visitor) -> Response:
    """Take the visitor to the unit of their post."""
    return go_to(visit, f"/units/{visit.reader.actor().place}")


@router.get("/units/{code}")
def show_unit(visit: Visitor, code: Code) -> Response:
    """Show a unit's figures, now or as recorded by a time."""
    as_of = moment_asked(visit, "as_of")
    unit = visit.fresh(lambda seen: view_of_unit(visit.office, visit.reader, code, at_least=seen, as_of=as_of))
    register = visit.labels.register
    standing = register.standing(code)
    entry = register.unit(code)
    return render(
        visit,
        "units/unit.html",
        unit=unit,
        as_of=as_of,
        path=standing.path,
        worker=[holder.person for holder in register.holders(entry.worker)] if entry and entry.worker else [],
    )
