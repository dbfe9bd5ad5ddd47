"""Sealing on the way in, opening on the way out (加密与解封): the domain between sees neither plain text nor keys."""

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar, get_args, get_type_hints
from uuid import UUID

import msgspec

from domain.shared.sealed import Sealed
from infra.crypto.key_store import KeyDestroyed, KeyStore

B = TypeVar("B", bound=msgspec.Struct)


def case_key(case: UUID) -> str:
    """Return the name of the key that a case's free text is sealed under."""
    return f"case/{case}"


def person_key(person: str) -> str:
    """Return the name of the key that a person's data is sealed under."""
    return f"person/{person}"


def seal_fields(keys: KeyStore, key: str, body: type[B], plain: Mapping[str, Any]) -> B:
    """Return a domain body made of plain values, its sealed fields sealed under a key; an empty text is none."""
    sealed = _sealed_fields(body)
    values = {name: plain[name] for name in body.__struct_fields__ if name in plain}
    for name in sealed & values.keys():
        if isinstance(values[name], str):
            values[name] = keys.seal(key, values[name]) if values[name] else None
    return body(**values)


@cache
def _sealed_fields(body: type[msgspec.Struct]) -> frozenset[str]:
    hints = get_type_hints(body)
    return frozenset(name for name, hint in hints.items() if hint is Sealed or Sealed in get_args(hint))


def open_text(keys: KeyStore, sealed: Sealed | None) -> str | None:
    """Return a sealed text; None where there is none, or its key was destroyed and the text with it."""
    try:
        return keys.open_text(sealed) if sealed else None
    except KeyDestroyed:
        return None


def disclose(keys: KeyStore, value: Any, *, openly: bool) -> Any:
    """Return a value as JSON has it, with its sealed parts opened, or null where they may not be read."""
    if isinstance(value, Sealed):
        return open_text(keys, value) if openly else None
    if isinstance(value, msgspec.Struct):
        return {
            field.name: disclose(keys, getattr(value, field.name), openly=openly)
            for field in msgspec.structs.fields(value)
        }
    if isinstance(value, (list, tuple)):
        return [disclose(keys, item, openly=openly) for item in value]
    return msgspec.to_builtins(value)
