"""The OpenAPI models of what views answer, made from the views' own structs, so that both say the same."""

from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec
from fastapi import Response
from pydantic import BaseModel, Field, create_model

from services.web.field_words import field_words


@cache
def model_of(struct: type[msgspec.Struct]) -> type[BaseModel]:
    """Return the pydantic model with the fields of a struct, nested ones too."""
    hints = get_type_hints(struct)
    fields: dict[str, Any] = {
        name: (_translated(hints[name]), Field(description=field_words(name, hints[name])))
        for name in struct.__struct_fields__
    }
    return create_model(f"{struct.__name__}Out", __doc__=(struct.__doc__ or "").strip().splitlines()[0], **fields)


def answers(struct: type[msgspec.Struct]) -> dict[int | str, dict[str, Any]]:
    """Return the 200 of an endpoint that answers a struct, for its OpenAPI document."""
    return {200: {"model": model_of(struct), "description": (struct.__doc__ or "").strip().splitlines()[0]}}


def in_json(value: object) -> Response:
    """Return a struct as JSON."""
    return Response(msgspec.json.encode(value), media_type="application/json")


def _translated(hint: Any) -> Any:
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return model_of(hint)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return Union[tuple(_translated(argument) for argument in arguments)]  # noqa: UP007 - made at run time
    if origin is None or hint is NoneType:
        return hint
    if origin in (list, dict):
        return origin[tuple(_translated(argument) for argument in arguments)]
    return hint
