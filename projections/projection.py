"""What a view is: a pure function from the row before and an event to the row after, and how its rows are read.

A view keeps one row per version of its subject, so that "as of position P" is the last row at or before P, and a
batch that is repeated after a crash yields the same rows again: rows are known by key and position, never counted.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, ClassVar, Generic, Protocol, TypeVar
from uuid import UUID

import msgspec

from domain.shared.stream import Event, Recorded, Unknown


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """The row of a view. Its fields are the columns of its table, in order, without the ledger's name."""

    position: int
    """The ledger position of the event that made the row."""


R = TypeVar("R", bound=Row)


class Projection(Generic[R]):
    """A view (视图): which events concern it, and what they make of its rows.

    `subject` reads the events; `project` folds them. Both are pure. Whatever they do not know they pass over.
    """

    NAME: ClassVar[str]
    """The name in `gridgov status` and `gridgov rebuild`."""
    TABLE: ClassVar[str]
    """The table with one row per version, in which nothing is ever changed."""
    CURRENT: ClassVar[str | None] = None
    """The table with the last row of each subject, where the view keeps one."""
    KEY: ClassVar[str]
    """The column that names the subject."""
    ROW: type[R]
    """The type of the rows of both tables."""
    GONE: ClassVar[str | None] = None
    """The column that marks a tombstone, where a subject's rows can move to another key."""
    GATHER: ClassVar[float] = 0.0
    """Seconds to gather events for a batch, where nobody waits for this view and others should not wait for it."""
    FOLDS: ClassVar[bool] = True
    """Whether a row depends on the row before; a list of events does not."""

    def subject(self, recorded: Recorded) -> UUID | None:
        """Return what the event is about (the value of `KEY`), or None where it does not concern the view."""
        raise NotImplementedError

    def project(self, before: R | None, recorded: Recorded) -> R | None:
        """Return the subject's row after the event, or None where it has none. The row before is not changed."""
        raise NotImplementedError

    def rows(self, before: R | None, after: R) -> Iterable[R]:  # noqa: ARG002 - a view whose keys move needs it
        """Return all rows to write for the row after: also a tombstone, where the row moves to another key."""
        return (after,)


def event_name(event: Event) -> str:
    """Return the stable name, also of an event that this release does not know."""
    return event.name if isinstance(event, Unknown) else event.NAME


class Views(Protocol):
    """The port that queries read views through, whichever store is behind it."""

    def query(self, sql: str, params: Mapping[str, object]) -> list[dict[str, Any]]:
        """Return the rows of a query. Values are bound by name and type (`{place:String}`), never formatted in.

        `{ledger:String}` is always bound. Raises `ViewsAway`.
        """
        ...

    def position(self, *views: str) -> int:
        """Return the ledger position that all of these views have reached."""
        ...

    def wait(self, view: str, position: int, timeout: float) -> bool:
        """Wait until the view has reached a position, or the seconds have passed; tell which."""
        ...


class ViewStatus(msgspec.Struct, frozen=True, kw_only=True):
    """How a view stands: for `gridgov status`, `/readyz` and `/metrics`."""

    view: str
    position: int
    """The last ledger position whose event the view holds or has passed over."""
    head: int
    """The end of the ledger."""
    recorded_at: datetime | None
    """When the event at `position` was recorded: the view shows the world of that moment."""
    stands_still: bool
    """Whether it has stopped at an event that it cannot take, and waits for a person."""
    rebuilding: bool
    error: str | None
    """The last trouble, until it has passed."""
    last_batch_at: datetime | None
    last_batch_seconds: float

    @property
    def lag(self) -> int:
        """How many events the view is behind."""
        return max(0, self.head - self.position)


class Progress(msgspec.Struct, frozen=True, kw_only=True):
    """How far a rebuild has come."""

    view: str
    position: int
    head: int
    events_per_second: float

    @property
    def seconds_left(self) -> float | None:
        """How long it will take from here, or None before the rate is known."""
        return (self.head - self.position) / self.events_per_second if self.events_per_second else None


class Upkeep(Views, Protocol):
    """The port of whoever keeps the views: reading them, how they stand, building them anew."""

    def status(self) -> list[ViewStatus]:
        """Return how each view stands."""
        ...

    def rebuild(self, views: Iterable[str] = (), report: Callable[[Progress], None] = ...) -> None:
        """Build these views anew, all where none is named, while they go on being read. Raises `RebuildFailed`."""
        ...


class RebuildFailed(Exception):  # noqa: N818 - it is an answer
    """A view could not be built anew; the one in use was left as it is."""


class ViewsAway(Exception):  # noqa: N818 - it is an answer
    """The store of the views cannot be reached now; the ledger is not touched by it."""


class ViewsInUse(Exception):  # noqa: N818 - it is an answer
    """Another process holds the folder of the views; the message says what to do."""


class ViewsCorrupt(Exception):  # noqa: N818 - it is an answer
    """The store of the views is damaged or of another release; the message says what to do."""


Registry = Sequence[Projection[Any]]
"""The views that a projector keeps."""
