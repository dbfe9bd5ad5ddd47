"""One case of the demo county while it lives (演示案件): what is known of it, and how its people act on it."""

import dataclasses
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from domain.incidents.state import IncidentState
from domain.incidents.words import Channel, Severity
from services.demo import pace, texts
from services.demo.cast import Cast, Spot, desk
from services.demo.texts import Story

Steps = Iterator[datetime]
"""The life of a case: it yields when it goes on, and acts when it is called again at that time."""


@dataclasses.dataclass(eq=False)
class Case:
    """A case, with a random of its own, so that no other case changes what becomes of it."""

    cast: Cast
    random: Random
    id: UUID
    spot: Spot
    story: Story
    channel: Channel
    severity: Severity
    found_at: datetime
    siblings: dict[tuple[str, str], list["Case"]]
    """Cases by village and category, to be merged into."""
    begun_at: datetime
    """Where its planned pace counts from."""
    share: float = 0.5
    """After which share of the time allowed it is to end."""
    known: IncidentState | None = None

    @property
    def state(self) -> IncidentState:
        """The case as it stands in the ledger; there is one once it was reported."""
        if self.known is None:
            message = f"case {self.id} is not reported yet"
            raise LookupError(message)
        return self.known

    @property
    def emergency(self) -> bool:
        """Whether nobody waits for the morning."""
        return self.severity == "emergency"

    @property
    def desk(self) -> str:
        """The post of the desk of its level."""
        return desk(self.state.level, self.spot)

    @property
    def span(self) -> timedelta:
        """The time that its category gives."""
        return timedelta(hours=self.cast.hours_for(self.story.category))

    @property
    def department(self) -> str | None:
        """The county's department that has power over its category, if any."""
        return self.cast.department_for(self.story.category)

    @property
    def needs_photo(self) -> bool:
        """Whether its result needs a photo."""
        return self.cast.needs_photo(self.story.category)

    def barred(self, post: str) -> bool:
        """Tell whether the holder of a post may not handle it any more, having approved or passed a check."""
        return self.cast.person(post) in (*self.state.approvers, *self.state.checkers)

    def photo(self, post: str) -> list[str]:
        """Return a photo that the holder of a post has handed in."""
        return self.cast.photo(post, self.random)

    def chance(self, likelihood: float) -> bool:
        """Tell whether something happens that happens with this likelihood."""
        return self.random.random() < likelihood

    def begin(self) -> None:
        """Let the pace count from now."""
        self.begun_at = self.cast.now
        self.share = pace.share_of_time(self.random, urgent=self.severity != "normal")

    def soon(self, low: float, high: float) -> datetime:
        """Return a time so many minutes from now, in office hours where the case may wait."""
        if self.emergency:
            return self.cast.now + pace.minutes(self.random, low / 10, high / 10)
        moment = self.cast.now + pace.minutes(self.random, low, high)
        return pace.in_office_hours(self.random, moment, self.span)

    def at(self, part: float) -> datetime:
        """Return when so much of the planned time has gone by."""
        moment = self.begun_at + self.span * self.share * (part * self.random.uniform(0.9, 1.1))
        return max(pace.in_office_hours(self.random, moment, self.span), self.soon(3, 12))

    def do(self, post: str, verb: str, **body: Any) -> None:
        """Let the holder of a post act."""
        self.known = self.cast.act(post, self.id, verb, body)

    def why(self, verb: str) -> str:
        """Return a reason or note for a verb."""
        return texts.reason(self.random, verb)
