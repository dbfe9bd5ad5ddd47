"""What a code says by its digits (GB/T 2260, GB/T 10114, statistical codes)."""

import pytest

from domain.shared.errors import Malformed
from domain.territory.rules import DivisionKind, division_kind, grid_kind, kind_above, short_name


@pytest.mark.parametrize(
    ("code", "kind", "form"),
    [
        ("140830", "county", "county"),
        ("110101001", "town", "subdistrict"),
        ("140830100", "town", "town"),
        ("140830199", "town", "town"),
        ("140830200", "town", "township"),
        ("230822400", "town", "enterprise"),
        ("230822599", "town", "enterprise"),
        ("230822600", "town", "other"),
        ("140830100008", "village", "residents"),
        ("140830103200", "village", "villagers"),
        ("140830103399", "village", "villagers"),
        ("230822500501", "village", "other"),
    ],
)
def test_a_division_code_says_its_kind_and_form(code: str, kind: str, form: str) -> None:
    assert division_kind(code) == DivisionKind(kind, form)  # type: ignore[arg-type]


@pytest.mark.parametrize("code", ["", "14083", "1408301", "14083010", "140830103201-01", "１４０８３０", "140830\n"])
def test_what_is_not_6_9_or_12_digits_is_no_division_code(code: str) -> None:
    with pytest.raises(Malformed):
        division_kind(code)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("140830103201-01", "grid"),
        ("140830103201-01-02", "sub_grid"),
        ("140830103201-01-02-003", "micro_grid"),
    ],
)
def test_a_grid_code_says_its_kind(code: str, kind: str) -> None:
    assert grid_kind(code) == kind


@pytest.mark.parametrize(
    "code", ["140830103201", "140830103201-1", "140830103201-01-02-03", "140830103201-01-02-003-1", "140830103-01"]
)
def test_anything_else_is_no_grid_code(code: str) -> None:
    with pytest.raises(Malformed):
        grid_kind(code)


def test_each_kind_lies_under_the_one_above() -> None:
    assert [kind_above(kind) for kind in ("county", "town", "micro_grid")] == [None, "county", "sub_grid"]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "short"),
    [("西陌镇", "西陌"), ("芮城县", "芮城"), ("板桥村委会", "板桥"), ("东关社区居委会", "东关"), ("某村", "某村")],
)
def test_the_short_name_leaves_the_kind_out(name: str, short: str) -> None:
    assert short_name(name) == short
