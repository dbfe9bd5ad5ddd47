"""The shapes of all events, as the ledger holds them for ever; accepts a change of them.

A stored event is never rewritten, so `tests/architecture/events.golden.json` holds the shape of every event at every
schema version, and a test compares it with the code. To change an event: raise its SCHEMA, write the upcaster, then run
`python -m scripts.catalogue`, which adds the new shape and keeps the old one. It takes a changed shape under the same
number, or the loss of a name, only with `--before-release`: while no released version has stored such an event.
"""

import json
import sys
from pathlib import Path
from typing import Any

import msgspec

from domain.catalogue import EVENTS
from domain.shared.meta import Meta
from domain.shared.stream import Event

GOLDEN = Path(__file__).parent.parent / "tests/architecture/events.golden.json"
Shapes = dict[str, Any]


def shape(struct: type[msgspec.Struct]) -> Shapes:
    """Return what an encoded struct looks like: each field's schema, with the structs inside it written out."""
    [schema], components = msgspec.json.schema_components([struct], ref_template="{name}")
    properties = json.loads(json.dumps(_plain(schema, components)["properties"]))  # tuples become lists, as when read
    return {"fields": properties, "reference": getattr(struct, "REFERENCE", False)}


def _plain(schema: Any, components: Shapes) -> Any:
    if isinstance(schema, list):
        return [_plain(item, components) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if "$ref" in schema:
        return _plain(components[schema["$ref"]], components)
    if "properties" in schema:  # its keys are names of fields, whatever they are
        named = {name: _plain(value, components) for name, value in schema["properties"].items()}
        schema = {**schema, "properties": named}
    texts = ("title", "description")
    return {
        key: value if key == "properties" else _plain(value, components)
        for key, value in schema.items()
        if key not in texts
    }


def shapes(events: dict[str, type[Event]]) -> Shapes:
    """Return the shape of every event under `name/schema`, and that of the meta."""
    return {"meta": shape(Meta), **{f"{name}/{event.SCHEMA}": shape(event) for name, event in sorted(events.items())}}


def differences(kept: Shapes, now: Shapes) -> list[str]:
    """Say how the code differs from what is kept, and what to do about each."""
    newest = {name.partition("/")[0] for name in now}
    new = [f"{name} is new" for name in now.keys() - kept.keys()]
    changed = [
        f"{name} has another shape under the same number ({_fields(kept[name], now[name])}): "
        "raise its SCHEMA and write an upcaster"
        for name in now.keys() & kept.keys()
        if kept[name] != now[name]
    ]
    lost = [
        f"{name} is gone: stored events of that name would be unknown"
        for name in kept
        if name.partition("/")[0] not in newest
    ]
    return sorted(changed + lost) + sorted(new)


def _fields(before: Shapes, after: Shapes) -> str:
    old, new = before["fields"], after["fields"]
    said = [f"without {field}" for field in old.keys() - new.keys()]
    said += [f"with {field}" for field in new.keys() - old.keys()]
    said += [f"other {field}" for field in old.keys() & new.keys() if old[field] != new[field]]
    return ", ".join(sorted(said)) or "the mark of reference data"


def accepted(kept: Shapes, now: Shapes, *, before_release: bool) -> Shapes:
    """Return what is to be kept from now on; end with the reasons where that would break stored events."""
    if before_release:
        return now
    breaking = [line for line in differences(kept, now) if not line.endswith("is new")]
    if breaking:
        sys.exit("\n".join(breaking))
    return {**kept, **now}


def written(kept: Shapes) -> str:
    """Return the golden file's text: one line a field, so that a difference reads well."""
    events = [
        f' "{name}": {{"reference": {json.dumps(one["reference"])}, "fields": {{\n'
        + ",\n".join(
            f'  "{field}": {json.dumps(one["fields"][field], sort_keys=True, ensure_ascii=False)}'
            for field in sorted(one["fields"])
        )
        + "}}"
        for name, one in sorted(kept.items())
    ]
    return "{\n" + ",\n".join(events) + "\n}\n"


def main() -> None:
    """Write the golden file anew."""
    kept = json.loads(GOLDEN.read_text("utf-8")) if GOLDEN.exists() else {}
    now = accepted(kept, shapes(EVENTS), before_release="--before-release" in sys.argv[1:])
    GOLDEN.write_text(written(now), "utf-8")
    print("\n".join(differences(kept, now)) or "nothing has changed")


if __name__ == "__main__":
    main()
