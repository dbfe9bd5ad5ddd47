"""Categories from a file: CSV `code,name_zh,name_en,class,lead,due_hours,evidence_required`, a whole catalogue."""

import msgspec

from domain.reference.catalogue import Catalogue
from domain.reference.events import Category
from domain.reference.rules import check_category
from domain.shared.act import Act
from domain.shared.errors import Malformed
from services.tables import Imported, Row, Table, report_of
from services.workspace import Load, Workspace

COLUMNS = ("code", "name_zh", "name_en", "class", "lead", "due_hours", "evidence_required")
_YES_NO = {"yes": True, "true": True, "1": True, "是": True, "no": False, "false": False, "0": False, "否": False}


def import_categories(content: bytes, *, act: Act, load: Load) -> Imported:
    """Return the catalogue of a file as the next version; the same again changes nothing.

    A catalogue is published whole: where a line is refused, none is published. Raises `UnreadableFile`,
    `ColumnsMissing`, and `Malformed` for a catalogue without a line or with a code twice.
    """
    table = Table(content, COLUMNS)
    items: list[Category] = []

    def take(row: Row) -> bool:
        items.append(_category(row))
        return False

    report = report_of(table, list(table.rows()), take)
    workspace = Workspace(load)
    if not report.rejected:
        catalogue = workspace.get(Catalogue, Catalogue.ID)
        before = catalogue.originator_version
        catalogue.publish(act, items)
        if catalogue.originator_version > before:
            report = msgspec.structs.replace(report, changed=report.rows, unchanged=0)
    return Imported(workspace.streams, report)


def _category(row: Row) -> Category:
    cells = row.cells
    evidence = _YES_NO.get(cells["evidence_required"].lower())
    if evidence is None:
        raise Malformed(field="evidence_required", why_zh="应为 yes 或 no", why_en="it is yes or no")
    if not (cells["due_hours"].isascii() and cells["due_hours"].isdigit()):
        raise Malformed(field="due_hours", why_zh="应为小时数（整数）", why_en="it is a whole number of hours")
    category = Category(
        code=cells["code"],
        name_zh=cells["name_zh"],
        name_en=cells["name_en"],
        class_=cells["class"],
        lead=cells["lead"],
        due_hours=int(cells["due_hours"]),
        evidence_required=evidence,
    )
    check_category(category)
    return category
