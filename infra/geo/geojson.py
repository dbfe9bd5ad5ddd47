"""GeoJSON (RFC 7946): features with their properties, and their geometry as WKT."""

import json
from typing import Any

import msgspec
import shapely
from shapely.errors import GEOSException


class Feature(msgspec.Struct, frozen=True):
    """A feature: its properties, and its boundary in WKT (empty where it has none, None where it cannot be read)."""

    properties: dict[str, Any]
    boundary: str | None


class NotGeoJson(ValueError):  # noqa: N818 - it is an answer
    """The text is no GeoJSON FeatureCollection; the message says where it breaks."""


def features(text: str) -> list[Feature]:
    """Return the features of a FeatureCollection. Raises `NotGeoJson`."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise NotGeoJson(str(error)) from error
    items = found.get("features") if isinstance(found, dict) else None
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise NotGeoJson("no list of features")
    return [Feature(_properties(item.get("properties")), _boundary(item.get("geometry"))) for item in items]


def _properties(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _boundary(geometry: Any) -> str | None:
    if geometry is None:
        return ""
    try:
        return str(shapely.to_wkt(shapely.from_geojson(json.dumps(geometry)), rounding_precision=-1))
    except (GEOSException, ValueError, TypeError):
        return None
