"""Categories from CSV, published whole or not at all."""

import pytest
from support.administration import act
from support.house import ROOT
from support.imports import Desk

from domain.shared.errors import Malformed
from services.reference.categories_file import import_categories
from services.tables import ColumnsMissing, Report

OURS = (ROOT / "services/reference/categories.csv").read_bytes()
HEAD = "code,name_zh,name_en,class,lead,due_hours,evidence_required\n"
WATER = "environment.water,水质污染,Water pollution,environment,water,168,no\n"


def taken(desk: Desk, content: bytes | str) -> Report:
    content = content.encode() if isinstance(content, str) else content
    return desk.take(import_categories(content, act=act(), load=desk.load))


def test_the_catalogue_to_start_with_is_published_once() -> None:
    desk = Desk()

    first, second = taken(desk, OURS), taken(desk, OURS)

    assert (first.changed, first.rejected, second.changed) == (first.rows, (), 0)
    assert first.rows >= 40
    assert desk.register.catalogue_version == 1


def test_another_catalogue_is_the_next_version() -> None:
    desk = Desk()
    taken(desk, OURS)

    taken(desk, HEAD + WATER.replace("168", "72").replace("no", "是"))

    assert desk.register.catalogue_version == 2
    (water,) = desk.register.categories
    assert (water.due_hours, water.evidence_required) == (72, True)
    assert desk.register.category("roads.damage") is None
    assert desk.register.category_label("roads.damage").zh == "道路损坏"


@pytest.mark.parametrize(
    "line",
    [
        "environment.air,大气,Air,environment,environment,a week,no",
        "environment.air,大气,Air,environment,environment,-1,no",
        "environment.air,大气,Air,environment,environment,١٦٨,no",
        "environment.air,大气,Air,environment,environment,168,perhaps",
        "air,大气,Air,environment,environment,168,no",
        "environment.air,,Air,environment,environment,168,no",
    ],
)
def test_where_a_line_is_refused_none_is_published(line: str) -> None:
    desk = Desk()

    report = taken(desk, f"{HEAD}{WATER}{line}\n")

    assert [one.line for one in report.rejected] == [3]
    assert desk.register.catalogue_version == 0


def test_a_code_does_not_come_twice() -> None:
    with pytest.raises(Malformed):
        taken(Desk(), HEAD + WATER + WATER)


def test_a_missing_column_is_refused_as_a_whole() -> None:
    with pytest.raises(ColumnsMissing):
        taken(Desk(), "code,name_zh\n")
