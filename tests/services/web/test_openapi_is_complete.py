"""The OpenAPI document leaves nothing unsaid: every field, parameter and error has its words."""

from collections.abc import Iterator
from typing import Any

import pytest
from fastapi import FastAPI

from services.web.app import API, RESOURCES


@pytest.fixture(scope="module")
def document() -> dict[str, Any]:
    app = FastAPI()
    for router in RESOURCES:
        app.include_router(router, prefix=API)
    return app.openapi()


def operations(document: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    return [
        (f"{method} {path}", operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]


def test_every_field_says_what_it_is(document: dict[str, Any]) -> None:
    silent = [
        f"{name}.{field}"
        for name, schema in document["components"]["schemas"].items()
        for field, told in schema.get("properties", {}).items()
        if not told.get("description")
    ]

    assert silent == []


def test_every_parameter_says_what_it_is(document: dict[str, Any]) -> None:
    silent = [
        f"{name} {parameter['name']}"
        for name, operation in operations(document)
        for parameter in operation.get("parameters", [])
        if not (parameter.get("description") or parameter["schema"].get("description"))
    ]

    assert silent == []


def test_every_operation_has_words_and_an_id_of_its_own(document: dict[str, Any]) -> None:
    assert [name for name, operation in operations(document) if not operation.get("description")] == []
    ids = [operation["operationId"] for _, operation in operations(document)]
    assert len(ids) == len(set(ids))


def test_no_two_models_share_a_name(document: dict[str, Any]) -> None:
    assert [name for name in document["components"]["schemas"] if "__" in name] == []


def test_every_operation_declares_who_is_refused_and_when_a_store_is_away(document: dict[str, Any]) -> None:
    for name, operation in operations(document):
        assert {"401", "503"} <= set(operation["responses"]), name
        if name.startswith("post") and not name.endswith(("/sessions", "/attachments")):
            assert {"400", "403", "404", "409", "412", "413", "422"} <= set(operation["responses"]), name


def schemas_of(part: Any) -> Iterator[dict[str, Any]]:
    """Return every schema with properties anywhere in the document, those written out in place too."""
    if isinstance(part, dict):
        if isinstance(part.get("properties"), dict):
            yield part
        for inner in part.values():
            yield from schemas_of(inner)
    elif isinstance(part, list):
        for inner in part:
            yield from schemas_of(inner)


def test_no_description_only_repeats_the_fields_name(document: dict[str, Any]) -> None:
    for schema in schemas_of(document):
        for field, told in schema["properties"].items():
            words = told.get("description", "").strip(". ").casefold()
            assert words, (schema.get("title"), field)
            assert "_" not in field or words != field.replace("_", " "), (schema.get("title"), field)
