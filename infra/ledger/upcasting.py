"""Upcasters: how an event stored under an older schema is read as the newest one.

What is recorded stays as it is; an upcaster works on the decoded fields, one schema at a time: the one under
`("incident.reported", 1)` makes fields of schema 1 into fields of schema 2. Whoever raises an event's `SCHEMA` adds a
line here; the golden file keeps the old shape, and a test reads an event of every shape in it.
"""

from collections.abc import Callable, Mapping
from typing import Any

Fields = dict[str, Any]
"""An event's fields, as decoded from JSON."""
Upcaster = Callable[[Fields], Fields]

UPCASTERS: Mapping[tuple[str, int], Upcaster] = {}
"""By stable name and the schema that the upcaster starts from."""


def upcast(
    upcasters: Mapping[tuple[str, int], Upcaster], name: str, schema: int, newest: int, fields: Fields
) -> Fields:
    """Return the fields of an event of the newest schema. Raises `LookupError` where a step is missing."""
    for step in range(schema, newest):
        try:
            upcaster = upcasters[name, step]
        except KeyError:
            message = f"no upcaster takes {name} from schema {step} to {step + 1}"
            raise LookupError(message) from None
        fields = upcaster(fields)
    return fields
