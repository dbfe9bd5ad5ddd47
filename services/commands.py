"""How a command is carried out: once, all or nothing, tried again when it only lost a race.

The order of answers is fixed: right (403) before state (409) before version (412), so the caller's version is compared
after the domain has decided.
"""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import msgspec

from domain.shared.errors import Refusal, VersionMoved
from domain.shared.stream import Stream
from infra.crypto.key_store import KeyStore
from infra.ledger.ledger import Command, CommandReused, Entry, Ledger, Receipt, VersionConflict

_ATTEMPTS = 50
"""How often a command is decided anew after losing a race; a case number is taken by one desk at a time."""


class KeyReused(Refusal):
    """The same idempotency key came with another body (幂等键重复使用)."""

    zh = "这个 Idempotency-Key 已用于另一项内容不同的请求。请为新的请求换一个键。"
    en = "This Idempotency-Key was used for a request with another body. Use a new key for a new request."


class Busy(Refusal):
    """Too many people act on the same thing at once (办理拥挤)."""

    zh = "同时办理的人太多，没有写入任何内容。请稍后重试。"
    en = "Too many act on this at once; nothing was recorded. Try again."


class Envelope(msgspec.Struct, frozen=True):
    """How a command arrived: whose it is, its key, the version its sender has seen, and what its body says.

    `content` is the method, path and plain body: what an HMAC is stored of, so that a key cannot serve two commands.
    """

    person: str
    key: str | None = None
    if_match: int | None = None
    content: bytes = b""


class Decision(msgspec.Struct, frozen=True):
    """What a use case has decided: the streams that changed, and the answer without position."""

    streams: tuple[Stream[Any], ...]
    answer: dict[str, Any]
    seen_version: int | None = None
    """The version of the case before the decision."""


class Done(msgspec.Struct, frozen=True):
    """A command's answer. `repeated`: it was known already and nothing was appended."""

    answer: dict[str, Any]
    repeated: bool


class Commands:
    """Carries out commands on the ledger."""

    def __init__(self, ledger: Ledger, keys: KeyStore) -> None:
        self._ledger = ledger
        self._keys = keys

    def run(self, envelope: Envelope, decide: Callable[[], Decision]) -> Done:
        """Decide and record, or answer as the first time.

        `decide` reads what it needs and may be called again after a lost race. Raises `KeyReused`, `VersionMoved`,
        `Busy` and whatever `decide` raises.
        """
        fingerprint = self._keys.keyed_hash("command", envelope.content)
        if envelope.key is not None:
            try:
                known = self._ledger.find_command(envelope.person, envelope.key, fingerprint)
            except CommandReused as reused:
                raise KeyReused from reused
            if known is not None:
                return _done(known)
        for _ in range(_ATTEMPTS):
            decision = decide()
            if envelope.if_match is not None and decision.seen_version not in (None, envelope.if_match):
                raise VersionMoved(expected=envelope.if_match, actual=decision.seen_version)
            command = None
            if envelope.key is not None:
                command = Command(envelope.person, envelope.key, fingerprint, msgspec.json.encode(decision.answer))
            try:
                receipt = self._ledger.append(entries_of(decision.streams), command)
            except VersionConflict:
                continue
            except CommandReused as reused:
                raise KeyReused from reused
            if receipt.repeated:
                return _done(receipt)
            return Done({**decision.answer, "position": receipt.position}, repeated=False)
        raise Busy


def entries_of(streams: Sequence[Stream[Any]]) -> list[Entry]:
    """Return the streams' changes as entries of one append, each with its expected version."""
    entries = []
    for stream in streams:
        changes = tuple(stream.collect_events())
        if changes:
            entries.append(Entry(stream.originator_id, changes[0].originator_version - 1, changes))
    return entries


def _done(receipt: Receipt) -> Done:
    return Done({**msgspec.json.decode(receipt.answer), "position": receipt.position}, repeated=True)


def parse_id(text: str) -> UUID | None:
    """Return the UUID a text names, or None."""
    try:
        return UUID(text)
    except ValueError:
        return None
