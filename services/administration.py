"""How the registers are kept and read (名册管理): by the administrator alone, and at any moment they stood at."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from domain.access.events import RegisterPart
from domain.shared.act import Act
from domain.shared.administration import administrators_only
from domain.shared.errors import NoRight
from domain.shared.stream import Stream
from projections.register.register import Register
from projections.selecting import read_cursor, write_cursor
from services.access import application as access
from services.commands import Decision, Done
from services.office import Bureau
from services.sessions.application import Caller

T = TypeVar("T")


class Desk(NamedTuple):
    """What a decision about the registers starts from."""

    act: Act
    register: Register
    """With everything recorded so far."""


class RegisterAt(NamedTuple):
    """The registers at a moment."""

    register: Register
    at: datetime
    position: int
    """The ledger position they are exact at."""


def administer(
    bureau: Bureau,
    caller: Caller,
    part: RegisterPart,
    verb: str,
    occurred_at: datetime | None,
    decide: Callable[[Desk], Decision],
) -> Done:
    """Carry out a change of the registers, once. The right is asked for before anything is looked up.

    An attempt refused for lack of right is recorded.
    Raises `NoPost`, `NoRight`, `InTheFuture`, and whatever `decide` raises.
    """

    def decided() -> Decision:
        act = caller.act(bureau.clock(), occurred_at)
        administrators_only(act, verb)
        return decide(Desk(act, bureau.registers.current()))

    try:
        return bureau.commands.run(caller.envelope, decided)
    except NoRight as refusal:
        access.record_refused_change(bureau, caller, part, verb, refusal)
        raise


def changed(stream: Stream[Any], code: str, *, seen: int, status: str | None = None) -> Decision:
    """Return the decision that a stream's changes make; `seen` is its version before them."""
    answer = {"id": code, "number": None, "version": stream.originator_version, "status": status, "level": None}
    return Decision((stream,), answer, seen)


def registers_at(bureau: Bureau, as_of: datetime | None) -> RegisterAt:
    """Return the registers as they stand, or as they had been recorded by a time."""
    if as_of is None:
        head = bureau.ledger.head().position
        return RegisterAt(bureau.registers.current(), bureau.clock(), head)
    position = bureau.ledger.position_at(as_of)
    return RegisterAt(bureau.registers.as_of(position), as_of, position)


def page_by(
    items: Sequence[T], key: Callable[[T], str], limit: int, cursor: str | None, position: int
) -> dict[str, Any]:
    """Return the page of a list, which is in the order of its key, after a cursor. Raises `Malformed`."""
    (after,) = read_cursor(cursor, tuple[str]) if cursor is not None else ("",)
    page = [item for item in items if key(item) > after][: limit + 1]
    more = write_cursor(key(page[limit - 1])) if len(page) > limit else None
    return {"items": page[:limit], "next": more, "position": position}
