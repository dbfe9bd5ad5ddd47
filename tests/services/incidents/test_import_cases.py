"""Past cases from files: every row a recorded act, once; bad lines told; broken off and completed."""

import contextlib
import csv
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import pytest
from typer.testing import CliRunner

from domain.incidents.incident import Incident
from infra.settings import Settings
from services.bootstrap import open_ledger
from services.cli import app
from services.demo.setting_up import set_up
from services.incidents.importing import Outcome, import_cases, stream_of
from services.incidents.past_cases_file import MappingRefused, read_mapping
from services.office import Bureau
from services.tables import ColumnsMissing, Rejected, UnreadableFile

pytestmark = pytest.mark.servers

ROOT = Path(__file__).parents[3]
RECEIPT = next(
    (file for folder in ROOT.parents if (file := folder / "shared" / "data" / "receipt.csv").exists()),
    ROOT.parent / "shared" / "data" / "receipt.csv",
)
"""A real log, beside the project where there is one; it is not ours to carry along."""
EXAMPLES = ROOT / "examples"
RECEIPT_MAPPING = EXAMPLES / "receipt-mapping.json"
PLAIN = {"case": "nr", "activity": "step", "time": "at", "closed_at": "end", "due_at": "due"}
HEAD = "nr,step,at,end,due\n"
TWO_CASES = (
    HEAD
    + "A1,opened,2020-03-01 09:00,2020-03-04 09:00,2020-03-03 09:00\n"
    + "A1,closed,2020-03-04 09:00,2020-03-04 09:00,2020-03-03 09:00\n"
    + "A2,opened,2020-03-02 09:00,,2020-03-09 09:00"
)


@pytest.fixture
def bureau(tmp_path: Path) -> Iterator[Bureau]:
    with open_ledger(Settings(data=tmp_path / "data")) as bureau:
        yield bureau


def run(bureau: Bureau, content: str | bytes, mapping: dict[str, Any] | None = None) -> tuple[Outcome, list[Rejected]]:
    rejected: list[Rejected] = []
    raw = content.encode() if isinstance(content, str) else content
    outcome = import_cases(bureau, raw, read_mapping(json.dumps(mapping or PLAIN).encode()), rejected.append)
    return outcome, rejected


def case(bureau: Bureau, number: str, mapping: dict[str, Any] | None = None) -> Incident:
    log = read_mapping(json.dumps(mapping or PLAIN).encode()).log
    return bureau.repository.load(Incident, stream_of(log, number))


# --- A real log, counted independently ---
def counted_by_hand(file: Path) -> dict[str, int]:
    with file.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    cases: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows:
        cases[row["case:concept:name"]] = row
    ends = [
        (datetime.fromisoformat(row["case:enddate"]), datetime.fromisoformat(row["case:deadline"]))
        for row in cases.values()
        if row["case:enddate"]
    ]
    late = sum(end > due for end, due in ends)
    return {"rows": len(rows), "cases": len(cases), "closed": len(ends), "closed_late": late}


@pytest.mark.skipif(not RECEIPT.exists(), reason=f"the log {RECEIPT.name} is not here")
def test_a_municipal_log_gives_the_figures_that_are_counted_independently(bureau: Bureau) -> None:
    mapping = read_mapping(RECEIPT_MAPPING.read_bytes())

    first = import_cases(bureau, RECEIPT.read_bytes(), mapping)
    head = bureau.ledger.head().position
    again = import_cases(bureau, RECEIPT.read_bytes(), mapping)

    told = {"rows": first.rows, "cases": first.cases, "closed": first.closed, "closed_late": first.closed_late}
    assert told == counted_by_hand(RECEIPT) == {"rows": 8577, "cases": 1434, "closed": 1329, "closed_late": 377}
    assert (first.skipped, first.rejected, again.skipped) == (0, 0, 8577)
    assert bureau.ledger.head().position == head == 8577 + 1434 + 1329

    recorded = bureau.ledger.read(0, 20_000)
    states = [bureau.repository.load(Incident, stream).state for stream in {one.originator_id for one in recorded}]
    assert sum(state.status == "closed" for state in states) == 1329
    assert sum(state.closed_late for state in states) == 377
    acts = [one for one in recorded if one.event.NAME == "incident.act_imported"]
    ends = {one.originator_id: one.meta.occurred_at for one in recorded if one.event.NAME.endswith("closure_imported")}
    after = [act for act in acts if act.originator_id in ends and act.meta.occurred_at > ends[act.originator_id]]
    assert len(after) == 180
    assert len({act.originator_id for act in after}) == 145


# --- Other logs need another mapping only ---
def test_json_lines_with_other_columns_and_our_codes(bureau: Bureau) -> None:
    set_up(bureau, "gridgov-demo")
    mapping = json.loads((EXAMPLES / "hotline-mapping.json").read_text(encoding="utf-8"))

    outcome, rejected = run(bureau, (EXAMPLES / "hotline-cases.jsonl").read_bytes(), mapping)

    assert rejected == []
    assert msgspec.to_builtins(outcome) == {
        "rows": 6,
        "cases": 3,
        "closed": 2,
        "closed_late": 1,
        "skipped": 0,
        "rejected": 0,
    }
    state = case(bureau, "20200301-0007", mapping).state
    assert (state.channel, state.category, state.unit) == ("hotline_12345", "environment.water", "140830103201")
    assert state.opened_at == datetime(2020, 3, 1, 1, tzinfo=UTC)
    elsewhere = case(bureau, "20200302-0009", mapping).state
    assert (elsewhere.channel, elsewhere.category, elsewhere.unit) == (None, None, None)


def test_the_same_file_under_the_same_mapping_adds_nothing_and_a_later_one_what_is_new(bureau: Bureau) -> None:
    run(bureau, TWO_CASES)
    head = bureau.ledger.head().position

    again, _ = run(bureau, TWO_CASES)
    assert (again.skipped, bureau.ledger.head().position) == (3, head)

    later, _ = run(bureau, TWO_CASES + "\nA2,closed,2020-03-05 09:00,2020-03-05 09:00,2020-03-09 09:00")
    assert (later.rows, later.skipped) == (4, 3)
    assert (case(bureau, "A1").state.closed_late, case(bureau, "A2").state.closed_late) == (True, False)


def test_a_closure_that_a_later_file_tells_is_added(bureau: Bureau) -> None:
    run(bureau, HEAD + "A2,opened,2020-03-02 09:00,,")
    run(bureau, HEAD + "A2,opened,2020-03-02 09:00,2020-03-05 09:00,")

    assert case(bureau, "A2").state.status == "closed"


def test_two_logs_that_number_alike_stay_apart(bureau: Bureau) -> None:
    run(bureau, TWO_CASES)
    outcome, _ = run(bureau, TWO_CASES, {**PLAIN, "source": "another"})

    assert outcome.skipped == 0


# --- Bad input ---
def test_bad_lines_are_told_by_number_and_the_others_go_on(bureau: Bureau) -> None:
    lines = (
        "A1,x,yesterday,,",
        "A1,x,0001-01-01T00:00:00,,",
        ",x,2020-03-01,,",
        "A1,x",
        "A1,x,2020-03-01,,",
        "A\x02,x,2020-03-01,,",
    )

    outcome, rejected = run(bureau, HEAD + "\n".join(lines))

    assert [line.line for line in rejected] == [2, 3, 4, 7, 5]
    assert all(line.zh and line.en for line in rejected)
    assert (outcome.rows, outcome.rejected, outcome.cases) == (6, 5, 1)


def test_broken_json_lines_and_lone_surrogates_are_told(bureau: Bureau) -> None:
    good = json.dumps({"nr": "A1", "step": "x", "at": "2020-03-01"})
    surrogate = json.dumps({"nr": "A1", "step": "\ud800", "at": "2020-03-01"})

    outcome, rejected = run(bureau, f"{good}\n[1]\n{{\n{surrogate}\n")

    assert [line.line for line in rejected] == [2, 3, 4]
    assert outcome.cases == 1


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        ("", UnreadableFile),
        ("nr,at\nA1,2020-03-01", ColumnsMissing),
        ("naïve café".encode("latin-1") + b"\n", UnreadableFile),
        (HEAD.encode("utf-16"), UnreadableFile),
    ],
)
def test_a_file_that_is_no_table_is_refused_whole(
    bureau: Bureau, content: str | bytes, refusal: type[Exception]
) -> None:
    with pytest.raises(refusal):
        run(bureau, content)


@pytest.mark.parametrize(
    "changes",
    [
        {"timezone": "Mars/Olympus"},
        {"channel": {"column": "step", "values": {"x": "pigeon"}}},
        {"category": {"column": "step", "values": {"x": "no.such"}}},
        {"activity": None},
        {"colour": "red"},
    ],
)
def test_a_mapping_with_an_error_is_refused_with_its_field(bureau: Bureau, changes: dict[str, Any]) -> None:
    with pytest.raises(MappingRefused) as refused:
        run(bureau, TWO_CASES, {**PLAIN, **changes})
    assert next(iter(changes)) in refused.value.sentence_zh


# --- The command ---
def test_the_last_line_is_json(tmp_path: Path) -> None:
    file, mapping = tmp_path / "cases.csv", tmp_path / "mapping.json"
    file.write_text(TWO_CASES + "\nA3,opened,soon,,", encoding="utf-8")
    mapping.write_text(json.dumps(PLAIN), encoding="utf-8")
    command = ["import", "cases", str(file), "--mapping", str(mapping), "--data", str(tmp_path / "data")]

    result = CliRunner().invoke(app, command)
    quiet = CliRunner().invoke(app, [*command, "--json"])

    counts = {"rows": 4, "cases": 2, "closed": 1, "closed_late": 1, "skipped": 0, "rejected": 1}
    assert json.loads(result.stdout.splitlines()[-1]) == counts
    assert json.loads(quiet.stdout) == {**counts, "skipped": 3}
    assert "line 5" in result.stderr


def many_cases(count: int) -> str:
    lines = io.StringIO()
    lines.write(HEAD)
    for number in range(count):
        for step in range(4):
            lines.write(f"C{number},step {step},2020-03-0{step + 1} 09:00,2020-03-04 09:00,2020-03-03 09:00\n")
    return lines.getvalue()


def test_a_run_killed_half_way_is_completed_by_the_next(tmp_path: Path) -> None:
    cases = 4_000
    file, mapping = tmp_path / "cases.csv", tmp_path / "mapping.json"
    file.write_text(many_cases(cases), encoding="utf-8")
    mapping.write_text(json.dumps(PLAIN), encoding="utf-8")
    command = [sys.executable, "-m", "services", "import", "cases", str(file), "--mapping", str(mapping), "--json"]
    command += ["--data", str(tmp_path / "data")]

    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None and _recorded(tmp_path / "data" / "ledger.db") < 3_000:
            time.sleep(0.005)
        os.kill(process.pid, signal.SIGKILL)
    half = _recorded(tmp_path / "data" / "ledger.db")
    assert 0 < half < cases * 6

    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    outcome = json.loads(done.stdout)
    counts = {"rows": cases * 4, "cases": cases, "closed": cases, "closed_late": cases}
    assert outcome == {**counts, "skipped": half // 6 * 4, "rejected": 0}
    assert _recorded(tmp_path / "data" / "ledger.db") == cases * 6


def _recorded(ledger: Path) -> int:
    """How many events another process has recorded so far."""
    try:
        with contextlib.closing(sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)) as connection:
            return int(connection.execute("SELECT count(*) FROM event").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
