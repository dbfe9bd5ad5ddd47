"""The geometry that the rules of the territory ask about."""

import pytest

from infra.geo.boundaries import Boundaries

SQUARE = "POLYGON((0 0, 2 0, 2 2, 0 2, 0 0))"
LEFT = "POLYGON((0 0, 1 0, 1 2, 0 2, 0 0))"
RIGHT = "POLYGON((1 0, 2 0, 2 2, 1 2, 1 0))"
BEYOND = "POLYGON((1 0, 3 0, 3 2, 1 2, 1 0))"


@pytest.mark.parametrize(
    "boundary",
    [
        "",
        "POINT(1 1)",
        "POLYGON EMPTY",
        "POLYGON((0 0, 1 1))",
        "POLYGON((0 0, 2 2, 2 0, 0 2, 0 0))",
        "POLYGON((0 0, 400 0, 400 2, 0 0))",
        "\x00",
        "POLYGON((0 0, nan 0, 2 2, 0 0))",
    ],
)
def test_what_is_no_valid_polygon_is_not_readable(boundary: str) -> None:
    assert not Boundaries().readable(boundary)


def test_neighbours_share_an_edge_and_do_not_overlap() -> None:
    geometry = Boundaries()
    assert geometry.readable(SQUARE)
    assert geometry.inside(LEFT, SQUARE)
    assert not geometry.inside(BEYOND, SQUARE)
    assert not geometry.inside("POLYGON((0 0, 2.001 0, 2.001 2, 0 2, 0 0))", SQUARE)
    assert not geometry.overlap(LEFT, RIGHT)
    assert geometry.overlap(SQUARE, BEYOND)
    assert geometry.overlap(LEFT, "POLYGON((0.999 0, 2 0, 2 2, 0.999 2, 0.999 0))")
    assert not geometry.overlap(LEFT, "POLYGON((5 5, 6 5, 6 6, 5 5))")


def test_the_union_of_neighbours_is_the_whole() -> None:
    geometry = Boundaries()
    union = geometry.union(LEFT, RIGHT)
    assert geometry.inside(union, SQUARE)
    assert geometry.inside(SQUARE, union)


def test_a_point_on_the_edge_lies_in_the_unit() -> None:
    assert Boundaries().holds(SQUARE, 0.0, 1.0)
    assert not Boundaries().holds(SQUARE, 3.0, 1.0)
