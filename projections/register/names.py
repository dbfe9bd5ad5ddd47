"""Names of kinds, for sentences and pages."""

from domain.shared.act import PostKind
from domain.shared.place import UnitKind
from domain.shared.words import Words

POST_KIND_NAMES: dict[PostKind, Words] = {
    "grid_worker": Words("网格员", "grid worker"),
    "village_officer": Words("村干部", "village officer"),
    "desk": Words("受理岗", "desk"),
    "leader": Words("分管领导", "leader"),
    "officer": Words("经办人员", "officer"),
    "mediator": Words("调解员", "mediator"),
    "mediation_chief": Words("调解中心负责人", "chief of mediation"),
    "supervisor": Words("监督员", "supervisor"),
    "admin": Words("系统管理员", "administrator"),
}

UNIT_KIND_NAMES: dict[UnitKind, Words] = {
    "county": Words("县", "county"),
    "town": Words("乡镇", "town"),
    "village": Words("村", "village"),
    "grid": Words("网格", "grid"),
    "sub_grid": Words("子网格", "sub-grid"),
    "micro_grid": Words("微网格", "micro-grid"),
}
