"""Forms: the fields of a body as people fill them in, and what they typed as that body again."""

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Literal, TypeVar, get_args
from uuid import uuid4

from pydantic import BaseModel, ValidationError
from starlette.datastructures import FormData, UploadFile

from domain.shared.errors import Refusal
from domain.shared.words import Words

B = TypeVar("B", bound=BaseModel)

Widget = Literal["line", "text", "choice", "search", "radios", "checks", "flag", "moment", "files", "number", "hidden"]
LISTS: tuple[Widget, ...] = ("checks", "files")
SHANGHAI_OFFSET = "+08:00"

Keep = Callable[[UploadFile], str]
"""Stores an uploaded file and returns its digest."""


@dataclasses.dataclass(frozen=True)
class Field:
    """One field of a form. `name` is its path in the body: `place.unit`."""

    name: str
    words: Words
    widget: Widget
    required: bool = False
    hint: Words | None = None
    options: str = ""
    """Which list of options a choice offers."""
    value: str = ""
    """What it holds before anybody types."""


@dataclasses.dataclass
class Form:
    """A form on a page: its fields, what was typed, and what is wrong with it."""

    fields: Sequence[Field]
    typed: dict[str, list[str]] = dataclasses.field(default_factory=dict)
    errors: dict[str, Words] = dataclasses.field(default_factory=dict)
    refusal: Refusal | None = None
    key: str = dataclasses.field(default_factory=lambda: str(uuid4()))

    def values(self, field: Field) -> list[str]:
        """Return what a field holds."""
        return self.typed.get(field.name, [field.value] if field.value else [])

    def value(self, field: Field) -> str:
        """Return what a field of one value holds."""
        return next(iter(self.values(field)), "")


def leaves(body: type[BaseModel], prefix: str = "") -> dict[str, bool]:
    """Return the paths of all fields of a body, nested ones too, and whether each is required.

    A field within a part that may be absent is not.
    """
    found: dict[str, bool] = {}
    for name, info in body.model_fields.items():
        nested = _nested(info.annotation)
        if nested is None:
            found[prefix + name] = info.is_required()
        else:
            inner = leaves(nested, f"{prefix}{name}.")
            found |= {path: required and info.is_required() for path, required in inner.items()}
    return found


def _nested(annotation: Any) -> type[BaseModel] | None:
    for candidate in (annotation, *get_args(annotation)):
        if isinstance(candidate, type) and issubclass(candidate, BaseModel):
            return candidate
    return None


def typed_into(fields: Iterable[Field], form: FormData) -> dict[str, list[str]]:
    """Return what was typed, field by field, to show it again."""
    return {
        field.name: [value for value in form.getlist(field.name) if isinstance(value, str) and value]
        for field in fields
    }


def files_of(field: Field, form: FormData) -> list[UploadFile]:
    """Return the files that were chosen in a field."""
    return [value for value in form.getlist(field.name) if isinstance(value, UploadFile) and value.filename]


def as_json(fields: Iterable[Field], typed: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """Return what was typed as the body has it; what was left empty is left out."""
    body: dict[str, Any] = {}
    for field in fields:
        given = [value for value in typed.get(field.name, ()) if value.strip()]
        if not given:
            continue
        *way, name = field.name.split(".")
        place = body
        for step in way:
            place = place.setdefault(step, {})
        place[name] = given if field.widget in LISTS else _value(field, given[0])
    return body


def _value(field: Field, text: str) -> Any:
    match field.widget:
        case "flag":
            return text == "yes"
        case "moment":
            return text + SHANGHAI_OFFSET if len(text) <= len("2026-11-22T10:00:00") else text
        case "number":
            try:
                return float(text) if "." in text else int(text)
            except ValueError:
                return text
        case "text":
            return text.replace("\r\n", "\n")
        case _:
            return text


def errors_of(fields: Sequence[Field], error: ValidationError) -> dict[str, Words]:
    """Return what is wrong, by field, in words."""
    found: dict[str, Words] = {}
    for item in error.errors():
        path = ".".join(str(part) for part in item["loc"])
        owner = next((f.name for f in fields if path == f.name or path.startswith(f"{f.name}.")), None)
        owner = owner or next((f.name for f in fields if f.name.startswith(f"{path}.")), path)
        found.setdefault(owner, _wrong(item["type"], item["msg"]))
    return found


def _wrong(kind: str, message: str) -> Words:
    if kind in {"missing", "string_too_short"}:
        return Words("请填写此项。", "Please fill this in.")
    if kind == "string_too_long":
        return Words("内容过长，请精简。", "This is too long.")
    if kind.startswith(("datetime", "timezone")):
        return Words("请填写日期和时间，例如 2026-11-20 08:15。", "Give date and time, such as 2026-11-20 08:15.")
    if kind == "literal_error":
        return Words("请从列出的选项中选择。", "Choose one of the options.")
    return Words(f"填写不正确（{message}）。", f"This is not right: {message}.")
