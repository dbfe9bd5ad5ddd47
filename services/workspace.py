"""The streams that one use case works on (工作区): each loaded once, so that it sees its own changes."""

from typing import Any, Protocol, TypeVar
from uuid import UUID

from domain.shared.stream import Stream

S = TypeVar("S", bound=Stream[Any])


class Load(Protocol):
    """How a stream is loaded as it stands; `Repository.load` is one."""

    def __call__(self, kind: type[S], stream: UUID, /) -> S:
        """Return the stream; one without events is empty."""
        ...


class Workspace:
    """Streams in the order in which they were first asked for."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._streams: dict[UUID, Stream[Any]] = {}

    def get(self, kind: type[S], stream: UUID) -> S:
        """Return a stream, the same one each time."""
        found = self._streams.get(stream)
        if isinstance(found, kind):
            return found
        loaded = self._load(kind, stream)
        self._streams[stream] = loaded
        return loaded

    @property
    def streams(self) -> tuple[Stream[Any], ...]:
        """All streams so far; those that did not change have nothing to append."""
        return tuple(self._streams.values())
