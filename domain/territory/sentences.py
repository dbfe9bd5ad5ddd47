"""One sentence for each event of the territory, in Chinese and English."""

from domain.shared.meta import Meta
from domain.shared.stream import Event
from domain.shared.words import Names, Words, recorded_by
from domain.territory import events as e

_MODES = {"responsible": Words("责任", "responsible"), "substitute": Words("替补", "substitute")}


def sentence(event: Event, meta: Meta, names: Names) -> Words | None:
    """Return what happened; None for an event of another context."""
    said: Words | None = None
    if isinstance(event, e.DivisionEvent):
        said = _division(event, names)
    elif isinstance(event, e.WorkerAssigned | e.WorkerReleased):
        said = _worker(event, names)
    elif isinstance(event, e.TerritoryEvent):
        said = _unit(event, names)
    return recorded_by(said, meta, names) if said is not None else None


def _division(event: e.DivisionEvent, names: Names) -> Words | None:
    unit, on = _named(event.code, names), event.effective_on.isoformat()
    said: Words | None = None
    match event:
        case e.DivisionDefined(code=code, name=name):
            said = Words(f"设立{name}（{code}）", f"{name} ({code}) is a division")
        case e.DivisionRenamed(code=code, name=name):
            said = Words(f"{code} 更名为{name}", f"{code} is called {name}")
        case e.DivisionBoundarySet():
            said = Words(f"{unit.zh}启用新边界", f"{unit.en} has a new boundary")
        case e.DivisionMerged(into=into):
            said = Words(f"{unit.zh}并入{_named(into, names).zh}", f"{unit.en} is part of {_named(into, names).en}")
        case e.DivisionSplit(parts=parts):
            said = Words(f"{unit.zh}分设为{_list(parts).zh}", f"{unit.en} is split into {_list(parts).en}")
        case e.DivisionRecoded(new_code=new):
            said = Words(f"{unit.zh}的代码改为 {new}", f"{unit.en} has the code {new}")
    return Words(f"自{on}起{said.zh}", f"{said.en} from {on}") if said is not None else None


def _worker(event: e.WorkerAssigned | e.WorkerReleased, names: Names) -> Words:
    unit, post = _named(event.code, names), event.worker
    if isinstance(event, e.WorkerAssigned):
        mode = _MODES[event.mode]
        return Words(f"{unit.zh}由 {post} 担任{mode.zh}网格员", f"{post} is the {mode.en} grid worker of {unit.en}")
    return Words(f"{post} 不再负责{unit.zh}", f"{post} no longer looks after {unit.en}")


def _unit(event: e.TerritoryEvent, names: Names) -> Words | None:
    unit = _named(event.code, names)
    said: Words | None = None
    match event:
        case e.UnitDefined(code=code, name=name, parent=parent):
            above = _named(parent, names)
            said = Words(f"在{above.zh}之下划定{name}（{code}）", f"{name} ({code}) was drawn under {above.en}")
        case e.UnitRenamed(code=code, name=name):
            said = Words(f"{code} 更名为{name}", f"{code} was renamed {name}")
        case e.BoundarySet():
            said = Words(f"调整{unit.zh}的边界", f"the boundary of {unit.en} was drawn anew")
        case e.UnitsMerged(into=into):
            said = Words(
                f"{unit.zh}并入{_named(into, names).zh}", f"{unit.en} was merged into {_named(into, names).en}"
            )
        case e.UnitSplit(parts=parts):
            said = Words(f"{unit.zh}拆分为{_list(parts).zh}", f"{unit.en} was split into {_list(parts).en}")
        case e.ClosingBegun():
            said = Words(f"{unit.zh}停止接收新事项", f"{unit.en} takes no new case")
        case e.UnitRetired():
            said = Words(f"撤销{unit.zh}", f"{unit.en} was retired")
    return said


def _named(code: str, names: Names) -> Words:
    label = names.unit_label(code)
    return Words(f"{label.zh}（{code}）", f"{label.en} ({code})")


def _list(parts: tuple[e.Part, ...]) -> Words:
    return Words(
        "、".join(f"{part.name}（{part.code}）" for part in parts),
        ", ".join(f"{part.name} ({part.code})" for part in parts),
    )
