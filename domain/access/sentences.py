"""One sentence for each event of the access to cases."""

from domain.access.events import AttemptRefused, ChangeRefused, RegisterPart, SealedOpened
from domain.shared.meta import Meta
from domain.shared.stream import Event
from domain.shared.words import Names, Words

PARTS: dict[RegisterPart, Words] = {
    "division": Words("行政区划", "a division"),
    "unit": Words("网格单元", "a grid unit"),
    "organ": Words("机构", "an organ"),
    "post": Words("岗位", "a post"),
    "person": Words("人员", "a person"),
    "policy": Words("办理规则", "a policy"),
}


def sentence(event: Event, meta: Meta, names: Names) -> Words | None:  # noqa: ARG001 - it names nobody
    """Return what happened; None for an event of another context."""
    match event:
        case AttemptRefused(verb=verb):
            return Words(f"无权办理“{verb}”，已拒绝", f"Was refused {verb} for lack of right")
        case SealedOpened(fields=fields):
            return Words(
                f"说明理由后查阅了密封信息：{'、'.join(fields)}", f"Read, for a reason given: {', '.join(fields)}"
            )
        case ChangeRefused(part=part, verb=verb):
            said = PARTS[part]
            return Words(f"无权变更{said.zh}（{verb}），已拒绝", f"Was refused {verb} of {said.en} for lack of right")
        case _:
            return None
