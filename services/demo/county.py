"""The demo county (演示县): Ruicheng with Ximo town and its nine villages, set up through the real commands.

Divisions are real (statistical codes of 2023-06-30); grids, boundaries, organs, posts and people are made up and the
same every time.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from importlib.resources import files

import msgspec

from domain.organs.organ import Organ
from domain.organs.person import Person
from domain.organs.post import Post
from domain.shared.act import Act, Actor
from domain.shared.sealed import Sealed
from domain.shared.stream import Recorded
from domain.territory.divisions import Divisions, Edition
from domain.territory.grids import Grids
from domain.territory.rules import Geometry
from infra.ledger.ledger import Entry
from projections.register.register import Register
from services.demo.parcels import Layout, lay_out
from services.demo.seats import COUNTY, TOWN, Seat, houses, kind_of, name_of, person_of, seats, worker_of
from services.reference.categories_file import import_categories
from services.territory.divisions_file import import_divisions
from services.territory.lookups import place_of, village_of, worker_at
from services.workspace import Workspace

EDITION = date(2023, 6, 30)
SOURCE = "国家统计局统计用区划代码 2023-06-30 (china-division 2.7.0)"
SYNTHETIC = "合成演示数据，非真实边界 (synthetic, no real boundaries)"
SINCE = datetime(2024, 1, 1, tzinfo=UTC)
"""From when on units, organs and posts are in force, so that cases of past years find their posts."""

Seal = Callable[[str, str], Sealed]
"""(name of the key, plain text) -> sealed."""


class Account(msgspec.Struct, frozen=True):
    """Somebody of the demo county who can log in."""

    username: str
    person: str
    posts: tuple[str, ...]


class DemoCounty(msgspec.Struct, frozen=True):
    """What is to be appended to an empty ledger, one append after the other, and who can log in."""

    appends: tuple[tuple[Entry, ...], ...]
    accounts: tuple[Account, ...]


def build_county(seal: Seal, geometry: Geometry, since: datetime = SINCE) -> DemoCounty:
    """Return the demo county, in force from a moment on."""
    builder = _Builder(seal, geometry, since)
    builder.divisions()
    villages = [(view.code, view.short_name) for view in builder.register.children(TOWN, since)]
    layout = lay_out(COUNTY, TOWN, villages)
    builder.grids(layout)
    grids = [parcel.code for parcel in layout.parcels if parcel.kind == "grid"]
    taken = list(seats(villages, grids))
    builder.organs(villages)
    builder.posts(taken)
    builder.workers(layout)
    accounts = tuple(
        Account(seat.account, person_of(seat.post), (seat.post,)) for seat in taken if seat.account is not None
    )
    return DemoCounty(tuple(builder.appends), accounts)


class _Builder:
    """Runs the commands in stages; each stage sees in the register what the ones before have done."""

    def __init__(self, seal: Seal, geometry: Geometry, since: datetime) -> None:
        administrator = Actor(
            person="setup", post=f"{COUNTY}.admin/admin", kind="admin", organ=f"{COUNTY}.admin", place=COUNTY
        )
        self._act = Act(actor=administrator, at=since, now=since)
        self._seal = seal
        self._geometry = geometry
        self._workspace = Workspace(lambda kind, stream: kind(stream))
        self.register = Register()
        self.appends: list[tuple[Entry, ...]] = []

    def divisions(self) -> None:
        """Import the divisions of the county, and the catalogue of categories."""
        load = self._workspace.get
        catalogue = files("services.reference").joinpath("categories.csv").read_bytes()
        import_categories(catalogue, act=self._act, load=load)
        divisions = files("services.demo").joinpath("divisions.csv").read_bytes()
        import_divisions(divisions, edition=EDITION, source=SOURCE, act=self._act, register=self.register, load=load)
        self._finish()

    def grids(self, layout: Layout) -> None:
        """Draw the synthetic boundaries and grids."""
        edition = Edition(edition=EDITION.isoformat(), source=SYNTHETIC, effective_on=EDITION)
        divisions = self._workspace.get(Divisions, Divisions.stream_id(COUNTY))
        for code, box in layout.divisions.items():
            divisions.set_boundary(self._act, edition, self._geometry, code=code, boundary=box.wkt)
        self._finish()
        for parcel in layout.parcels:
            village = village_of(self.register, parcel.code, self._act.at)
            grids = self._workspace.get(Grids, Grids.stream_id(parcel.code))
            grids.define(
                self._act,
                village,
                self._geometry,
                code=parcel.code,
                kind=parcel.kind,
                name=parcel.name,
                parent=parcel.parent,
                boundary=parcel.box.wkt,
            )
        self._finish()

    def organs(self, villages: list[tuple[str, str]]) -> None:
        """Set up the organs."""
        for house in houses(villages):
            organ = self._workspace.get(Organ, Organ.stream_id(house.code))
            organ.define(
                self._act,
                code=house.code,
                name=house.name,
                name_en=house.name_en,
                short_name=house.short_name,
                place=house.place,
                kind=house.kind,
            )
        self._finish()

    def posts(self, taken: Sequence[Seat]) -> None:
        """Set up the posts, and let one person take up each."""
        for number, seat in enumerate(taken):
            person_id = person_of(seat.post)
            person = self._workspace.get(Person, Person.stream_id(person_id))
            person.register(self._act, person=person_id, name=self._seal(f"person/{person_id}", name_of(number)))
            post = self._workspace.get(Post, Post.stream_id(seat.post))
            post.define(
                self._act,
                code=seat.post,
                organ=seat.organ,
                organ_place=seat.organ.partition(".")[0],
                kind=kind_of(seat.post),
                place=place_of(self.register, seat.place, self._act.at),
            )
            post.assign(self._act, person=person_id)
        self._finish()

    def workers(self, layout: Layout) -> None:
        """Let each grid's worker look after all units of the grid."""
        for parcel in layout.parcels:
            village = village_of(self.register, parcel.code, self._act.at)
            worker = worker_at(self.register, worker_of(parcel.code), self._act.at)
            grids = self._workspace.get(Grids, Grids.stream_id(parcel.code))
            grids.assign_worker(self._act, village, code=parcel.code, worker=worker)
        self._finish()

    def _finish(self) -> None:
        """End a stage: what the streams have recorded is one append, and goes into the register."""
        entries = []
        for stream in self._workspace.streams:
            changes = tuple(stream.collect_events())
            if changes:
                entries.append(Entry(stream.originator_id, changes[0].originator_version - 1, changes))
        self.appends.append(tuple(entries))
        for change in (change for entry in entries for change in entry.changes):
            self.register.apply(
                Recorded(
                    self.register.position + 1,
                    change.originator_id,
                    change.originator_version,
                    self._act.now,
                    change.event,
                    change.meta,
                )
            )
