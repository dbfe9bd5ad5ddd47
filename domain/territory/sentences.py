"""One sentence for each event of the territory."""

from domain.shared.stream import Event
from domain.shared.words import Words
from domain.territory import events as e

_MODES = {"responsible": Words("责任", "responsible"), "substitute": Words("替补", "substitute")}


def sentence(event: Event) -> Words | None:
    """Return what happened, for the public history; None for an event of another context."""
    if isinstance(event, e.DivisionEvent):
        return _division(event)
    if isinstance(event, e.WorkerAssigned | e.WorkerReleased):
        return _worker(event)
    return _unit(event) if isinstance(event, e.TerritoryEvent) else None


def _division(event: e.DivisionEvent) -> Words | None:
    code, on = event.code, event.effective_on
    said: Words | None = None
    match event:
        case e.DivisionDefined(name=name):
            said = Words(f"设立{name}（{code}）", f"{name} ({code}) is a division")
        case e.DivisionRenamed(name=name):
            said = Words(f"{code} 更名为{name}", f"{code} is called {name}")
        case e.DivisionBoundarySet():
            said = Words(f"{code} 启用新边界", f"{code} has a new boundary")
        case e.DivisionMerged(into=into):
            said = Words(f"{code} 并入 {into}", f"{code} is part of {into}")
        case e.DivisionSplit(parts=parts):
            codes = [part.code for part in parts]
            said = Words(f"{code} 分设为 {'、'.join(codes)}", f"{code} is split into {', '.join(codes)}")
        case e.DivisionRecoded(new_code=new):
            said = Words(f"{code} 的代码改为 {new}", f"{code} has the code {new}")
    return Words(f"自{on.isoformat()}起{said.zh}", f"{said.en} from {on.isoformat()}") if said is not None else None


def _worker(event: e.WorkerAssigned | e.WorkerReleased) -> Words:
    if isinstance(event, e.WorkerAssigned):
        mode = _MODES[event.mode]
        return Words(
            f"{event.code} 由 {event.worker} 担任{mode.zh}网格员",
            f"{event.worker} is the {mode.en} grid worker of {event.code}",
        )
    return Words(f"{event.worker} 不再负责 {event.code}", f"{event.worker} no longer looks after {event.code}")


def _unit(event: e.TerritoryEvent) -> Words | None:
    code = event.code
    said: Words | None = None
    match event:
        case e.UnitDefined(name=name, parent=parent):
            said = Words(f"在 {parent} 之下划定{name}（{code}）", f"{name} ({code}) was drawn under {parent}")
        case e.UnitRenamed(name=name):
            said = Words(f"{code} 更名为{name}", f"{code} was renamed {name}")
        case e.BoundarySet():
            said = Words(f"调整 {code} 的边界", f"The boundary of {code} was drawn anew")
        case e.UnitsMerged(into=into):
            said = Words(f"{code} 并入 {into}", f"{code} was merged into {into}")
        case e.UnitSplit(parts=parts):
            codes = [part.code for part in parts]
            said = Words(f"{code} 拆分为 {'、'.join(codes)}", f"{code} was split into {', '.join(codes)}")
        case e.ClosingBegun():
            said = Words(f"{code} 停止接收新事项", f"{code} takes no new case")
        case e.UnitRetired():
            said = Words(f"撤销 {code}", f"{code} was retired")
    return said
