"""Names for people to read: what units, organs, posts and categories are called, and who acted."""

from typing import Any

from domain.shared.meta import Meta
from infra.crypto.key_store import KeyStore
from projections.register.register import Register
from services.sealing import open_text


def name_of(keys: KeyStore, register: Register, person: str | None) -> str | None:
    """Return an official's name, opened; None for those who are no person of the register."""
    known = register.person(person) if person else None
    return open_text(keys, known.name) if known else None


def actor_of(keys: KeyStore, register: Register, meta: Meta) -> dict[str, Any]:
    """Return who acted, in which post of which organ."""
    return {
        "person": meta.person,
        "name": name_of(keys, register, meta.person),
        "post": meta.post,
        "organ": meta.organ,
    }
