"""Names of kinds, for sentences and pages."""

from domain.shared.act import PostKind
from domain.shared.place import UnitKind
from projections.register.entries import Label

POST_KIND_NAMES: dict[PostKind, Label] = {
    "grid_worker": Label("网格员", "grid worker"),
    "village_officer": Label("村干部", "village officer"),
    "desk": Label("指挥室受理岗", "desk"),
    "leader": Label("分管领导", "leader"),
    "officer": Label("经办人员", "officer"),
    "mediator": Label("调解员", "mediator"),
    "mediation_chief": Label("调解中心负责人", "chief of mediation"),
    "supervisor": Label("监督员", "supervisor"),
    "admin": Label("系统管理员", "administrator"),
}

UNIT_KIND_NAMES: dict[UnitKind, Label] = {
    "county": Label("县", "county"),
    "town": Label("乡镇", "town"),
    "village": Label("村", "village"),
    "grid": Label("网格", "grid"),
    "sub_grid": Label("子网格", "sub-grid"),
    "micro_grid": Label("微网格", "micro-grid"),
}
