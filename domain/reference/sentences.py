"""One sentence for each event of the reference data, in Chinese and English."""

from domain.reference.events import CategoriesPublished, PolicySet
from domain.shared.meta import Meta
from domain.shared.stream import Event
from domain.shared.words import Names, Words, recorded_by


def sentence(event: Event, meta: Meta, names: Names) -> Words | None:
    """Return what happened; None for an event of another context."""
    said: Words | None = None
    match event:
        case CategoriesPublished(version=version, items=items):
            said = Words(
                f"发布事项目录第{version}版，共{len(items)}类",
                f"version {version} of the catalogue was published, with {len(items)} categories",
            )
        case PolicySet(name=name, place=place, value=value):
            where = names.unit_label(place) if place else Words("全县", "the whole county")
            said = Words(f"{where.zh}的规则 {name} 设为 {value}", f"the policy {name} is {value} for {where.en}")
    return recorded_by(said, meta, names) if said is not None else None
