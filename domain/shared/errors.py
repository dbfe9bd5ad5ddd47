"""Refusals (不予办理的答复): what the system says instead of doing what was asked.

A refusal is raised where the rule stands and is mapped to HTTP in one place. Its class name is its stable type
(`NotOnPowerList` -> `/problems/not-on-power-list`); its two templates say, in Chinese and English, what is wrong and
what would be possible instead. The facts that fill the templates are codes and figures, never a person's data.
"""

import re
from enum import Enum
from typing import ClassVar


class Answer(Enum):
    """The kind of a refusal, which decides its HTTP status."""

    UNDECODABLE = 400
    NOT_LOGGED_IN = 401
    NO_RIGHT = 403
    MISSING = 404
    METHOD_UNKNOWN = 405
    CONFLICT = 409
    STALE = 412
    TOO_LARGE = 413
    UNSUPPORTED = 415
    MALFORMED = 422
    TOO_MANY = 429
    AWAY = 503


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error
    """The base of all refusals."""

    answer: ClassVar[Answer] = Answer.CONFLICT
    zh: ClassVar[str] = "不能办理。"
    en: ClassVar[str] = "This cannot be done."

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        super().__init__(self.sentence_en)

    @classmethod
    def slug(cls) -> str:
        """Return the stable type of the refusal: its class name in kebab case."""
        return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "-", cls.__name__).lower()

    @property
    def sentence_zh(self) -> str:
        """The sentence a clerk reads, in Chinese; a fact named `x_zh` stands for `x` in it."""
        chinese = {name.removesuffix("_zh"): fact for name, fact in self.facts.items() if name.endswith("_zh")}
        return self.zh.format(**{**self.facts, **chinese})

    @property
    def sentence_en(self) -> str:
        """The sentence a clerk reads, in English."""
        return self.en.format(**self.facts)


class NoRight(Refusal):
    """The post does not carry this right over this case (无权办理). Such an attempt is recorded."""

    answer = Answer.NO_RIGHT
    zh = "您的岗位无权对此办理“{verb}”。可以办理的是：{who_zh}。"
    en = "Your post has no right to {verb} here. It belongs to: {who_en}."


class Missing(Refusal):
    """What was asked for is not there, or lies outside the reader's place (未找到)."""

    answer = Answer.MISSING
    zh = "没有找到{what}。请核对编号，或确认它在您的管辖范围内。"
    en = "{what} was not found. Check the id, and whether it lies within your place."


class Malformed(Refusal):
    """A value cannot be read as what it should be (格式不正确)."""

    answer = Answer.MALFORMED
    zh = "{field}：{why_zh}"
    en = "{field}: {why_en}"


class NotInThisStatus(Refusal):
    """The verb is not possible in the present status (当前状态不能办理)."""

    zh = "当前状态为“{status}”，不能办理“{verb}”。现在可以办理：{allowed}。"
    en = "The status is {status}; {verb} is not possible now. Possible now: {allowed}."


class VersionMoved(Refusal):
    """Somebody else has acted since the version that the caller has seen (版本已更新)."""

    answer = Answer.STALE
    zh = "该事项已由他人更新到第{actual}版（您看到的是第{expected}版）。请刷新后再办理。"
    en = "Somebody has acted since: version is {actual}, you saw {expected}. Reload and decide again."


class BeforeItsGround(Refusal):
    """An act is dated before the act that it stands on (早于所依据的行为)."""

    zh = "办理时间 {at} 早于所依据的上一步时间 {ground}。请更正办理时间。"
    en = "The act is dated {at}, before the act it stands on at {ground}. Correct its time."


class InTheFuture(Refusal):
    """An act is dated in the future (晚于当前时间)."""

    answer = Answer.MALFORMED
    zh = "办理时间 {at} 晚于当前时间。请更正办理时间或设备时钟。"
    en = "The act is dated {at}, in the future. Correct its time or the device's clock."
