"""Who keeps the registers (系统管理员): the administrator alone changes units, organs, posts, people, reference data.

Source: the table of posts; the administrator has no part in cases.
"""

from domain.shared.act import Act
from domain.shared.errors import NoRight, Refusal
from domain.shared.meta import Meta

RULE = "administrator"
"""The name under which the right stands in the meta of an event."""


def administrators_only(act: Act, verb: str) -> None:
    """Refuse whoever is no administrator, and an act dated in the future. Raises `NoRight`, `InTheFuture`."""
    if act.actor.kind != "admin":
        raise NoRight(verb=verb, who_zh="系统管理员", who_en="the administrator")
    act.check_time()


def register_meta(act: Act, unit: str | None = None, edition: str | None = None) -> Meta:
    """Return the meta of a change of the registers."""
    return act.meta(rule=RULE, unit=unit, edition=edition)


class CodeTaken(Refusal):
    """The code was used before; a code is never used twice."""

    zh = "编码 {code} 已经使用过，不能再次使用。请换一个新编码。"
    en = "The code {code} was used before and is never used again. Take a new one."
