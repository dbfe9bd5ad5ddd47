"""Divisions from a file: CSV `code,name,level,parent_code`, one edition of the published list."""

from datetime import date

from domain.shared.act import Act
from domain.shared.errors import Malformed
from domain.shared.place import UNIT_KINDS, UnitKind
from domain.territory.divisions import Divisions, Edition
from domain.territory.rules import short_name
from projections.register.register import Register
from services.tables import Imported, Row, Table, report_of
from services.workspace import Load, Workspace

COLUMNS = ("code", "name", "level", "parent_code")
LEVELS: dict[str, UnitKind] = {kind: kind for kind in UNIT_KINDS[:3]}


def import_divisions(
    content: bytes, *, edition: date, source: str, act: Act, register: Register, load: Load
) -> Imported:
    """Return the divisions of a file as changes of their counties' streams.

    A new code is defined, another name renames, the same again changes nothing; a code that the file no longer names
    stays as it is. Counties come before towns before villages, whatever the order of the lines.
    Raises `UnreadableFile`, `ColumnsMissing`; a line that breaks a rule is refused by itself.
    """
    table = Table(content, COLUMNS)
    published = Edition(edition=edition.isoformat(), source=source, effective_on=edition)
    workspace = Workspace(load)
    importer = _Importer(act, published, register, workspace)
    ranks = list(LEVELS)
    rows = sorted(table.rows(), key=lambda row: ranks.index(row.cells["level"]) if row.cells["level"] in LEVELS else 0)
    report = report_of(table, rows, importer.take)
    return Imported(workspace.streams, report)


class _Importer:
    def __init__(self, act: Act, edition: Edition, register: Register, workspace: Workspace) -> None:
        self._act = act
        self._edition = edition
        self._register = register
        self._workspace = workspace
        self._county_of: dict[str, str] = {}

    def take(self, row: Row) -> bool:
        """Enter the division of a line; tell whether that changed anything."""
        code, name, parent = row.cells["code"], row.cells["name"], row.cells["parent_code"] or None
        kind = LEVELS.get(row.cells["level"])
        if kind is None:
            raise Malformed(
                field="level", why_zh="应为 county、town 或 village", why_en="it is county, town or village"
            )
        county = self._county(code, parent)
        divisions = self._workspace.get(Divisions, Divisions.stream_id(county))
        before = divisions.originator_version
        known = divisions.tree.divisions.get(code)
        short = short_name(name)
        if known is not None and known.status == "active" and known.parent == parent:
            divisions.rename(self._act, self._edition, code=code, name=name, short_name=short)
        else:
            divisions.define(self._act, self._edition, code=code, name=name, kind=kind, parent=parent, short_name=short)
        self._county_of[code] = county
        return divisions.originator_version > before

    def _county(self, code: str, parent: str | None) -> str:
        """Return the code by which the division's county stream is known."""
        if parent is None:
            return self._register.first_code(code)
        if parent in self._county_of:
            return self._county_of[parent]
        return self._register.first_code(self._register.standing(parent).path[0])
