"""GCJ-02 and BD-09 to WGS 84, against values published with other implementations."""

from math import cos, hypot, radians

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.geo.coordinates import Point, bd09_from_gcj02, gcj02_from_wgs84, to_wgs84


def metres(one: Point, other: Point) -> float:
    return hypot((one[0] - other[0]) * cos(radians(one[1])), one[1] - other[1]) * 111_320


@pytest.mark.parametrize(
    ("wgs84", "gcj02"),
    [
        # The tests of googollee/eviltransform: Shanghai, Shenzhen, Beijing.
        ((121.5272106, 31.1774276), (121.531541859215, 31.17530398364597)),
        ((113.912316, 22.543847), (113.9171764808363, 22.540796131694766)),
        ((116.377817, 39.911954), (116.38404722455657, 39.91334545536069)),
        # The tests of coordtransform: Tian'anmen.
        ((116.404, 39.915), (116.41024449916938, 39.91640428150164)),
    ],
)
def test_gcj02_meets_published_values_within_a_metre(wgs84: Point, gcj02: Point) -> None:
    assert metres(gcj02_from_wgs84(*wgs84), gcj02) < 1
    assert metres(to_wgs84(*gcj02, "GCJ02"), wgs84) < 1


@pytest.mark.parametrize(
    ("wgs84", "bd09"),
    [
        # The tests of pyxis and geotool, and of coordtransform.
        ((121.0917077, 30.6107779), (121.10271732371203, 30.61484572185035)),
        ((116.404, 39.915), (116.41662724378733, 39.922699552216216)),
    ],
)
def test_bd09_meets_published_values_within_a_metre(wgs84: Point, bd09: Point) -> None:
    assert metres(bd09_from_gcj02(*gcj02_from_wgs84(*wgs84)), bd09) < 0.1
    assert metres(to_wgs84(*bd09, "BD09"), wgs84) < 1


@given(lon=st.floats(74, 135), lat=st.floats(18, 53.5))
def test_there_and_back_differ_by_less_than_a_metre(lon: float, lat: float) -> None:
    gcj02 = gcj02_from_wgs84(lon, lat)
    assert metres(to_wgs84(*gcj02, "GCJ02"), (lon, lat)) < 0.001
    assert metres(to_wgs84(*bd09_from_gcj02(*gcj02), "BD09"), (lon, lat)) < 0.001


def test_outside_china_nothing_is_shifted() -> None:
    assert gcj02_from_wgs84(4.9, 52.37) == (4.9, 52.37)
    assert to_wgs84(4.9, 52.37, "GCJ02") == (4.9, 52.37)
    assert to_wgs84(110.69, 34.71, "WGS84") == (110.69, 34.71)
