"""Stored events as the golden file describes them: one with every field, one with only those that must be there."""

import base64
from typing import Any

_PLAIN: dict[Any, Any] = {"integer": 7, "number": 1.5, "boolean": True, "null": None}
_STRINGS = {"uuid": "6f1a6c1e-5f5b-5d0e-9b55-1f3b8c0d4a10", "date": "2026-11-20"}
_ANY_STRING = "2026-11-20T12:00:00Z"
"""The golden file does not tell a moment from a text; this is both."""


def sample(fields: dict[str, Any], *, all_fields: bool) -> dict[str, Any]:
    """Return the fields of an event; without `all_fields`, those with a default are left out."""
    names = [name for name, schema in fields.items() if all_fields or "default" not in schema]
    return {name: _value(fields[name], all_fields) for name in names}


def _value(schema: dict[str, Any], all_fields: bool) -> Any:
    if "anyOf" in schema:
        choices = sorted(schema["anyOf"], key=lambda choice: (choice.get("type") == "null") == all_fields)
        return _value(choices[0], all_fields)
    if "enum" in schema:
        return schema["enum"][0]
    match schema.get("type"):
        case "object":
            return _object(schema, all_fields)
        case "array":
            items = schema.get("prefixItems") or [schema["items"]] * max(schema.get("minItems", 0), int(all_fields))
            return [_value(item, all_fields) for item in items]
        case "string":
            sealed = base64.b64encode(b"sealed").decode()
            return sealed if "contentEncoding" in schema else _STRINGS.get(schema.get("format", ""), _ANY_STRING)
        case kind:
            return _PLAIN[kind]


def _object(schema: dict[str, Any], all_fields: bool) -> dict[str, Any]:
    properties = schema.get("properties", {})
    wanted = properties if all_fields else schema.get("required", ())
    values = {name: _value(properties[name], all_fields) for name in wanted}
    if all_fields and isinstance(schema.get("additionalProperties"), dict):
        key = schema.get("propertyNames", {}).get("enum", ["key"])[0]
        values[key] = _value(schema["additionalProperties"], all_fields)
    return values
