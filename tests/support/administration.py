"""The administrator of a county with one village, and what he has set up."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from domain.shared.act import Act, Actor, PostKind
from domain.shared.stream import Event, Recorded, Stream
from domain.territory.divisions import Divisions, Edition
from domain.territory.grids import Grids, Village
from infra.geo.boundaries import Boundaries

FIRST_DAY = datetime(2026, 1, 5, 1, 0, tzinfo=UTC)
COUNTY, TOWN, VILLAGE = "140830", "140830103", "140830103201"
GEOMETRY = Boundaries()
BANQIAO = Village(code=VILLAGE, codes=(VILLAGE,), in_force=True, boundary="POLYGON((0 0,8 0,8 8,0 8,0 0))")
"""A village eight degrees wide, so that boundaries are easy to read."""


def act(day: float = 0, *, kind: PostKind = "admin", now: datetime | None = None) -> Act:
    """Return an act, some days after the first, by an administrator or somebody else."""
    at = FIRST_DAY + timedelta(days=day)
    actor = Actor(person="p1", post=f"{COUNTY}.admin/{kind}", kind=kind, organ=f"{COUNTY}.admin", place=COUNTY)
    return Act(actor=actor, at=at, now=now or at + timedelta(minutes=1))


def edition(on: date = date(2023, 6, 30)) -> Edition:
    """Return an edition of the divisions that holds from a day on."""
    return Edition(edition=on.isoformat(), source="statistics bureau", effective_on=on)


def box(west: float, south: float, east: float, north: float) -> str:
    """Return a rectangle in WKT."""
    return f"POLYGON(({west} {south},{east} {south},{east} {north},{west} {north},{west} {south}))"


def happened(stream: Stream[Any]) -> list[Event]:
    """Return what a stream has recorded since it was last asked, and forget it."""
    return [change.event for change in stream.collect_events()]


def ruicheng() -> Divisions:
    """Return a county with a town and two villages, all as published in 2023."""
    divisions = Divisions(Divisions.stream_id(COUNTY))
    for code, name, kind, parent in (
        (COUNTY, "芮城县", "county", None),
        (TOWN, "西陌镇", "town", COUNTY),
        ("140830104", "永乐镇", "town", COUNTY),
        (VILLAGE, "板桥村委会", "village", TOWN),
        ("140830103202", "石湖村委会", "village", TOWN),
    ):
        divisions.define(act(), edition(), code=code, name=name, kind=kind, parent=parent)  # type: ignore[arg-type]
    divisions.collect_events()
    return divisions


def grids_of_banqiao(*codes: str) -> Grids:
    """Return the village's grids with these codes drawn on the first day, parents first, without boundaries."""
    grids = Grids(Grids.stream_id(VILLAGE))
    kinds = ("grid", "sub_grid", "micro_grid")
    for code in codes:
        grids.define(
            act(),
            BANQIAO,
            GEOMETRY,
            code=code,
            kind=kinds[code.count("-") - 1],  # type: ignore[arg-type]
            name=f"网格{code[12:]}",
            parent=code.rpartition("-")[0],
        )
    grids.collect_events()
    return grids


def recorded(streams: Sequence[Stream[Any]], *, every: timedelta = timedelta(0)) -> list[Recorded]:
    """Return the changes of streams as a ledger would hold them, one stream after the other."""
    number = count(1)
    return [
        Recorded(
            position := next(number),
            change.originator_id,
            change.originator_version,
            FIRST_DAY + every * position,
            change.event,
            change.meta,
        )
        for stream in streams
        for change in stream.collect_events()
    ]
