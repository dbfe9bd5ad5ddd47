"""Grids from a file: CSV `code,kind,name,parent_code,worker,boundary`, or GeoJSON with the same properties.

`boundary` is WKT and may be empty. `worker` is the code of a grid worker's post and may be empty; where the post does
not exist yet, it is set up at its organ, for the unit of the line.
"""

from domain.organs.post import Post
from domain.organs.rules import POST_CODE, Place, post_fits_place
from domain.shared.act import Act
from domain.shared.errors import Malformed, Missing
from domain.shared.place import UNIT_KINDS, UnitKind
from domain.territory.grids import Grids, Village
from domain.territory.rules import Geometry, Worker, worker_serves
from infra.geo.geojson import NotGeoJson, features
from projections.register.register import Register
from services.tables import Imported, Row, Table, UnreadableFile, decode, report_of
from services.territory.lookups import village_of
from services.workspace import Load, Workspace

COLUMNS = ("code", "kind", "name", "parent_code", "worker", "boundary")
KINDS: dict[str, UnitKind] = {kind: kind for kind in UNIT_KINDS[3:]}


def import_grids(content: bytes, *, act: Act, register: Register, geometry: Geometry, load: Load) -> Imported:
    """Return the grids of a file as changes of their villages' streams.

    A new code is defined; another name, boundary or worker changes a unit; the same again changes nothing; a code that
    the file does not name stays as it is. Grids come before sub-grids before micro-grids, whatever the order of the
    lines. In GeoJSON a line is the number of a feature. Raises `UnreadableFile`, `ColumnsMissing`; a line that breaks
    a rule is refused by itself.
    """
    table, rows = _features(content) if content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{") else _lines(content)
    ranks = list(KINDS)
    rows.sort(key=lambda row: ranks.index(row.cells["kind"]) if row.cells["kind"] in KINDS else 0)
    workspace = Workspace(load)
    report = report_of(table, rows, _Importer(act, register, geometry, workspace).take)
    return Imported(workspace.streams, report)


def _lines(content: bytes) -> tuple[Table, list[Row]]:
    table = Table(content, COLUMNS)
    return table, list(table.rows())


def _features(content: bytes) -> tuple[Table, list[Row]]:
    try:
        found = features(decode(content))
    except NotGeoJson as error:
        raise UnreadableFile(why_zh=f"不是 GeoJSON（{error}）", why_en=f"it is no GeoJSON ({error})") from error
    rows = []
    for number, feature in enumerate(found, start=1):
        cells = {column: str(feature.properties.get(column) or "").strip() for column in COLUMNS[:-1]}
        rows.append(Row(number, {**cells, "boundary": "?" if feature.boundary is None else feature.boundary}))
    return Table(",".join(COLUMNS).encode(), COLUMNS), rows


class _Importer:
    def __init__(self, act: Act, register: Register, geometry: Geometry, workspace: Workspace) -> None:
        self._act = act
        self._register = register
        self._geometry = geometry
        self._workspace = workspace

    def take(self, row: Row) -> bool:
        """Enter the unit of a line; tell whether that changed anything."""
        code, kind = row.cells["code"], KINDS.get(row.cells["kind"])
        if kind is None:
            raise Malformed(
                field="kind", why_zh="应为 grid、sub_grid 或 micro_grid", why_en="it is grid, sub_grid or micro_grid"
            )
        village = village_of(self._register, code, self._act.at)
        grids = self._workspace.get(Grids, Grids.stream_id(code))
        before = grids.originator_version
        way = self._register.standing(village.code, self._act.at).path
        place = Place(path=(*way, *grids.tree.path(row.cells["parent_code"]), code), kind=kind)
        worker = self._worker(row.cells["worker"], place) if row.cells["worker"] else None
        self._enter(grids, village, kind, row)
        if worker is not None:
            self._set_up(worker.post, place)
            grids.assign_worker(self._act, village, code=code, worker=worker)
        return grids.originator_version > before

    def _enter(self, grids: Grids, village: Village, kind: UnitKind, row: Row) -> None:
        code, name, parent = row.cells["code"], row.cells["name"], row.cells["parent_code"]
        boundary = row.cells["boundary"] or None
        known = grids.tree.units.get(code)
        if known is None or not known.in_force or known.parent != parent:
            grids.define(
                self._act,
                village,
                self._geometry,
                code=code,
                kind=kind,
                name=name,
                parent=parent,
                boundary=boundary,
            )
            return
        grids.rename(self._act, code=code, name=name)
        if boundary is not None:
            grids.set_boundary(self._act, village, self._geometry, code=code, boundary=boundary)

    def _worker(self, code: str, place: Place) -> Worker:
        """Return a post as a worker of the unit of a line, checked before anything is entered."""
        match = POST_CODE.match(code)
        if match is None or match["kind"] != "grid_worker":
            raise Malformed(
                field="worker",
                why_zh="不是网格员岗位的编码，应如 140830103201.committee/grid_worker-1，也可以留空",
                why_en="it is not the code of a grid worker's post, such as 140830103201.committee/grid_worker-1; "
                "it may be empty",
            )
        view = self._register.post(code, self._act.at)
        post = self._workspace.get(Post, Post.stream_id(code))
        if view is None and not post.exists:
            if self._register.organ(match["organ"]) is None:
                raise Missing(what=match["organ"])
            post_fits_place(code, "grid_worker", _place_of_organ(code), place)
        served = view.place if view is not None else post.state.defined.place if post.exists else place.path[-1]
        worker = Worker(code, "grid_worker", served)
        worker_serves(worker, place.path)
        return worker

    def _set_up(self, code: str, place: Place) -> None:
        """Set up a worker's post where there is none yet."""
        post = self._workspace.get(Post, Post.stream_id(code))
        if not post.exists:
            organ = code.partition("/")[0]
            post.define(
                self._act,
                code=code,
                organ=organ,
                organ_place=_place_of_organ(code),
                kind="grid_worker",
                place=place,
            )


def _place_of_organ(post: str) -> str:
    return post.partition(".")[0]
