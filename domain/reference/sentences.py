"""One sentence for each event of the reference data."""

from domain.reference.events import CategoriesPublished, PolicySet
from domain.shared.stream import Event
from domain.shared.words import Words


def sentence(event: Event) -> Words | None:
    """Return what happened, for the public history; None for an event of another context."""
    match event:
        case CategoriesPublished(version=version, items=items):
            return Words(
                f"发布事项目录第{version}版，共{len(items)}类",
                f"Version {version} of the catalogue was published, with {len(items)} categories",
            )
        case PolicySet(name=name, place=place, value=value):
            where = Words(place, place) if place else Words("全县", "the whole county")
            return Words(f"{where.zh}：规则 {name} 设为 {value}", f"The policy {name} is {value} for {where.en}")
    return None
