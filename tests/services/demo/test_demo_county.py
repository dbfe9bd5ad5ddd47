"""The demo county holds what the town reports and the table of accounts says."""

from datetime import UTC, datetime

import pytest

from domain.shared.sealed import Sealed
from domain.shared.stream import Recorded
from infra.geo.boundaries import Boundaries
from projections.register.register import Register
from services.demo.county import SINCE, DemoCounty, build_county

NOW = datetime(2026, 11, 22, tzinfo=UTC)
ACCOUNTS = {
    "grid": ("140830103201.committee/grid_worker-1", "140830103201-01"),
    "grid2": ("140830103201.committee/grid_worker-2", "140830103201-02"),
    "village": ("140830103201.committee/village_officer", "140830103201"),
    **{
        f"village-{number}": (f"140830103{number}.committee/village_officer", f"140830103{number}")
        for number in (200, 202, 203, 204, 206, 207, 208, 209)
    },
    "village-mediator": ("140830103201.mediation/mediation_chief", "140830103201"),
    "dispatcher": ("140830103.command/desk", "140830103"),
    "leader": ("140830103.government/leader", "140830103"),
    "office": ("140830103.office/officer-1", "140830103"),
    "office2": ("140830103.office/officer-2", "140830103"),
    "mediator": ("140830103.mediation/mediation_chief", "140830103"),
    "mediator2": ("140830103.mediation/mediator", "140830103"),
    "county": ("140830.command/desk", "140830"),
    "county-leader": ("140830.government/leader", "140830"),
    "county-mediator": ("140830.mediation/mediation_chief", "140830"),
    "water": ("140830.water/officer", "140830"),
    "environment": ("140830.environment/officer", "140830"),
    "supervisor": ("140830.supervision/supervisor-1", "140830"),
    "supervisor2": ("140830.supervision/supervisor-2", "140830"),
    "admin": ("140830.admin/admin", "140830"),
}
"""The table of cases.md, written out by hand."""


def seal(key: str, text: str) -> Sealed:
    return Sealed(key, text.encode())


def register_of(county: DemoCounty) -> Register:
    changes = [change for append in county.appends for entry in append for change in entry.changes]
    return Register.of(
        Recorded(position, change.originator_id, change.originator_version, SINCE, change.event, change.meta)
        for position, change in enumerate(changes, start=1)
    )


@pytest.fixture(scope="module")
def county() -> DemoCounty:
    return build_county(seal, Boundaries())


@pytest.fixture(scope="module")
def register(county: DemoCounty) -> Register:
    return register_of(county)


def test_the_town_has_what_it_reports(register: Register) -> None:
    assert register.counts("140830103", NOW) == {"grid": 28, "sub_grid": 109, "micro_grid": 280}
    assert len(register.children("140830103", NOW)) == 9
    assert "演示" in register.unit_label("140830103201-01", NOW).zh


def test_every_account_holds_its_post(county: DemoCounty, register: Register) -> None:
    held = {
        account.username: [(post.code, post.place, post.mode) for post in register.posts_of(account.person, NOW)]
        for account in county.accounts
    }

    assert held == {name: [(post, place, "sole")] for name, (post, place) in ACCOUNTS.items()}


def test_the_units_of_the_examples_are_there(register: Register) -> None:
    path = ("140830", "140830103", "140830103201", "140830103201-01", "140830103201-01-02", "140830103201-01-02-003")
    standing = register.standing("140830103201-01-02-003", NOW)

    assert standing.path == path
    assert register.locate(110.69, 34.71, NOW) == path
    assert standing.desks == {"village": "140830103201", "town": "140830103", "county": "140830"}
    assert standing.leaders == {"village": "140830103", "town": "140830103", "county": "140830"}
    assert standing.organs["140830103.office"] == "town"
    assert standing.organs["140830.water"] == "county"
    assert register.counts("140830103201-02", NOW)["micro_grid"] > 0
    assert register.locate(110.5, 34.7, NOW) == ("140830",)
    assert register.locate(116.4, 39.9, NOW) is None


def test_every_unit_has_one_responsible_worker_whose_place_holds_it(register: Register) -> None:
    for parent in [unit.code for unit in register.children("140830103", NOW)]:
        for grid in register.children(parent, NOW):
            for unit in (grid, *register.children(grid.code, NOW)):
                assert unit.worker is not None
                assert register.within(unit.code, register.post(unit.worker, NOW).place, NOW)  # type: ignore[union-attr]


def test_it_is_the_same_every_time(county: DemoCounty) -> None:
    assert build_county(seal, Boundaries()) == county


def test_it_starts_with_the_categories_of_the_contract(register: Register) -> None:
    water = register.category("environment.water")

    assert water is not None
    assert (water.due_hours, water.evidence_required) == (168, False)
    assert len(register.categories) >= 40
