"""The demo county plays through the real commands, and the same seed and day play the same."""

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner

from domain.incidents.incident import Incident
from infra.settings import Settings
from projections.audit.projection import Audit
from projections.cases.projection import Cases
from services.bootstrap import open_ledger
from services.cli import app
from services.demo.pace import midnight
from services.demo.playing import DayInTheFuture, Played, play
from services.demo.setting_up import LedgerNotEmpty
from services.incidents.replaying import find_case, replay
from services.office import Bureau
from services.sealing import disclose

pytestmark = pytest.mark.servers

UNTIL = date(2024, 6, 7)
PASSWORD = "gridgov-demo"
DAYS = 3


def played(folder: Path, *, seed: int = 1, days: int = DAYS, master_key: Path | None = None) -> Played:
    folder.mkdir()
    if master_key is not None:
        shutil.copy(master_key, folder / "master.key")
    return play(Settings(data=folder), days=days, seed=seed, until=UNTIL, password=PASSWORD)


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "data"
    played(folder)
    return folder


@pytest.fixture
def bureau(county: Path) -> Iterator[Bureau]:
    with open_ledger(Settings(data=county)) as bureau:
        yield bureau


def opened(folder: Path) -> list[Any]:
    """Everything the ledger holds, with what is sealed opened."""
    with open_ledger(Settings(data=folder)) as bureau:
        return [
            (
                recorded.position,
                recorded.originator_id,
                recorded.originator_version,
                recorded.recorded_at,
                recorded.event.NAME,
                disclose(bureau.keys, recorded.event, openly=True),
                msgspec.to_builtins(recorded.meta),
            )
            for recorded in bureau.ledger.read(0, 100_000)
        ]


def rows_of_views(folder: Path) -> list[Any]:
    """Every row of every view, as projected from the ledger; a case's state is left to `opened`, for it is sealed."""
    rows: list[Any] = []
    with open_ledger(Settings(data=folder)) as bureau:
        for view in (Cases(), Audit()):
            before: dict[Any, Any] = {}
            for recorded in bureau.ledger.read(0, 100_000):
                if (subject := view.subject(recorded)) is not None:
                    before[subject] = view.project(before.get(subject), recorded)
                    rows.append({**msgspec.to_builtins(before[subject]), "state": ""})
    return rows


@pytest.mark.slow
def test_the_same_seed_and_day_play_the_same_events_and_views(county: Path, tmp_path: Path) -> None:
    played(tmp_path / "again", master_key=county / "master.key")
    played(tmp_path / "other", seed=2, days=1, master_key=county / "master.key")

    first, again, other = opened(county), opened(tmp_path / "again"), opened(tmp_path / "other")
    assert len(first) > 1_500
    assert first == again
    assert rows_of_views(county) == rows_of_views(tmp_path / "again")
    assert [row[5] for row in other[-200:]] != [row[5] for row in first[-200:]]


def test_its_times_are_simulated_and_never_go_back(bureau: Bureau) -> None:
    recorded = [one.recorded_at for one in bureau.ledger.read(0, 100_000)]

    assert recorded == sorted(recorded)
    assert midnight(date(2024, 6, 4)) <= recorded[0] <= recorded[-1] < midnight(UNTIL)


def test_it_is_a_living_town(bureau: Bureau) -> None:
    events = bureau.ledger.read(0, 100_000)
    cases = dict.fromkeys(one.originator_id for one in events if one.event.NAME == "incident.reported")
    states = [bureau.repository.load(Incident, case).state for case in cases]
    statuses = Counter(state.status for state in states)
    closed = [state for state in states if state.status == "closed"]
    kinds = {one.event.NAME for one in events}

    assert 200 < len(cases) < 420
    assert len(statuses) >= 8
    assert statuses["closed"] > len(cases) / 4
    assert sum(state.level != "county" for state in closed) / len(closed) > 0.93
    assert sum(not state.closed_late for state in closed) / len(closed) > 0.7
    assert {"incident.settled", "incident.escalated", "incident.approved", "incident.check_failed"} <= kinds
    assert all(one.meta.post and one.meta.rule for one in events if one.event.NAME.startswith("incident."))


def test_nobody_does_two_parts_of_one_case(bureau: Bureau) -> None:
    for one in bureau.ledger.read(0, 100_000):
        if one.event.NAME == "incident.closed":
            state = bureau.repository.load(Incident, one.originator_id).state
            assert not {*state.checkers} & {*state.handlers, *state.approvers}
            assert not {*state.approvers} & {*state.handlers}


def test_it_goes_into_an_empty_ledger_only(county: Path) -> None:
    with pytest.raises(LedgerNotEmpty):
        play(Settings(data=county), days=1, seed=1, until=UNTIL, password=PASSWORD)


def test_it_does_not_run_into_the_future(tmp_path: Path) -> None:
    with pytest.raises(DayInTheFuture):
        play(Settings(data=tmp_path), days=1, seed=1, until=date(2999, 1, 1), password=PASSWORD)


# --- Replay ---
def a_closed_case(bureau: Bureau) -> tuple[Any, str]:
    closed = next(one for one in bureau.ledger.read(0, 100_000) if one.event.NAME == "incident.closed")
    return closed.originator_id, str(bureau.repository.load(Incident, closed.originator_id).state.number)


def test_a_case_is_found_by_number_and_replayed_to_what_it_is(bureau: Bureau) -> None:
    case, number = a_closed_case(bureau)

    assert find_case(bureau, number) == find_case(bureau, str(case)) == case
    steps = list(replay(bureau, case))
    assert [step.recorded.originator_version for step in steps] == list(range(1, len(steps) + 1))
    assert steps[-1].state == bureau.repository.load(Incident, case).state
    assert all(step.actor["name"] and step.sentence.zh and step.sentence.en for step in steps)


def test_a_case_is_replayed_to_a_version_and_to_a_time(bureau: Bureau) -> None:
    case, _ = a_closed_case(bureau)
    steps = list(replay(bureau, case))

    assert list(replay(bureau, case, version=2)) == steps[:2]
    assert list(replay(bureau, case, as_of=steps[1].recorded.recorded_at)) == [
        step for step in steps if step.recorded.recorded_at <= steps[1].recorded.recorded_at
    ]


def test_the_command_tells_each_step(county: Path, bureau: Bureau) -> None:
    case, number = a_closed_case(bureau)
    steps = len(list(replay(bureau, case)))

    told = CliRunner().invoke(app, ["replay", number, "--data", str(county)])

    assert told.exit_code == 0
    assert told.stdout.splitlines()[0] == str(case)
    assert told.stdout.count("依据 rule:") == steps
    assert "已结案 closed" in told.stdout
    assert "【演示】" not in told.stdout


@pytest.mark.parametrize(
    "asked", [["西陌〔2024〕9999号"], ["no such case"], ["西陌〔2024〕0001号", "--as-of", "2020-01-01"]]
)
def test_what_is_not_there_is_told(county: Path, asked: list[str]) -> None:
    told = CliRunner().invoke(app, ["replay", *asked, "--data", str(county)])
    assert told.exit_code == 1
