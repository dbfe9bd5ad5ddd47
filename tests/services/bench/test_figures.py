"""A figure says what the rounds said, and how far they lay apart."""

from pathlib import Path

import pytest

from domain.shared.errors import Malformed
from services.bench.figures import Run, alone, compared, percentile
from services.bench.suite import BENCHMARKS, chosen


def test_a_ratio_is_the_median_of_the_rounds_own_ratios() -> None:
    figure = compared("append-one", "sqlite", "commands/s", [(50, 100), (90, 100), (300, 400)])

    assert (figure.ours, figure.raw, figure.ratio) == (90, 100, 0.75)
    assert (figure.min, figure.max) == (0.5, 0.9)


def test_what_no_raw_store_does_has_no_ratio_and_the_extremes_of_its_own() -> None:
    figure = alone("fresh", "20 events/s, p99", "ms", [30, 10, 20])

    assert (figure.ours, figure.raw, figure.ratio, figure.min, figure.max) == (20, None, None, 10, 30)


@pytest.mark.parametrize(("percent", "milliseconds"), [(50, 51_000), (99, 100_000), (0, 1_000)])
def test_a_percentile_is_a_reading_that_was_made(percent: int, milliseconds: float) -> None:
    assert percentile(list(range(100, 0, -1)), percent) == milliseconds


def test_a_small_run_still_measures_something(tmp_path: Path) -> None:
    run = Run(tmp_path, 0.001, lambda _text: None)

    assert run.sized(100) == 1
    assert run.sized(100, least=8) == 8
    assert run.sized(5_000) == 5


def test_without_a_name_all_are_run_and_a_name_that_is_none_is_refused() -> None:
    assert chosen([]) == list(BENCHMARKS)
    assert chosen(["http"]) == ["http"]
    with pytest.raises(Malformed, match="append-one, append-many"):
        chosen(["http", "disk"])
