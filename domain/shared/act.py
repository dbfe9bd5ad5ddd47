"""An act (行为): somebody does something in a post, at a time."""

from datetime import datetime
from typing import Literal

import msgspec

from domain.shared.errors import BeforeItsGround, InTheFuture
from domain.shared.meta import Meta

PostKind = Literal[
    "grid_worker",
    "village_officer",
    "desk",
    "leader",
    "officer",
    "mediator",
    "mediation_chief",
    "supervisor",
    "admin",
]
POST_KINDS: tuple[PostKind, ...] = (
    "grid_worker",
    "village_officer",
    "desk",
    "leader",
    "officer",
    "mediator",
    "mediation_chief",
    "supervisor",
    "admin",
)
"""Kinds of post (岗位类别): grid worker 网格员, village officer 村委会干部, desk 指挥室, leader 领导, officer 经办人员,
mediator 调解员, chief of mediation 调解中心负责人, supervisor 监督员, administrator 管理员."""


class Actor(msgspec.Struct, frozen=True, kw_only=True):
    """Who acts: a person in a post, at an organ, for a place."""

    person: str
    post: str
    kind: PostKind
    organ: str
    place: str
    """Code of the unit the post is for."""


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """One person's act: who, when by their own account, when by the server's."""

    actor: Actor
    at: datetime
    """`occurred_at`: the act's own time, UTC."""
    now: datetime
    """The server's time, UTC."""
    command: str | None = None
    device: str | None = None

    def check_time(self, ground: datetime | None = None) -> None:
        """Refuse an act dated in the future, or before the act it stands on.

        Raises `InTheFuture`, `BeforeItsGround`.
        """
        if self.at > self.now:
            raise InTheFuture(at=self.at.isoformat())
        if ground is not None and self.at < ground:
            raise BeforeItsGround(at=self.at.isoformat(), ground=ground.isoformat())

    def meta(
        self,
        *,
        rule: str | None = None,
        unit: str | None = None,
        edition: str | None = None,
        correlation: str | None = None,
        causation: str | None = None,
        channel: str | None = None,
    ) -> Meta:
        """Return the meta of an event that this act leads to."""
        return Meta(
            occurred_at=self.at,
            person=self.actor.person,
            post=self.actor.post,
            organ=self.actor.organ,
            rule=rule,
            unit=unit,
            edition=edition,
            channel=channel,
            device=self.device,
            correlation=correlation,
            causation=causation,
            command=self.command,
        )
