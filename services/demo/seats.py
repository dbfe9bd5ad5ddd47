"""The organs, posts and people of the demo county (演示机构与人员)."""

from collections.abc import Iterator
from typing import NamedTuple

from domain.organs.events import OrganKind
from domain.shared.act import POST_KINDS, PostKind
from domain.shared.stream import named_id

COUNTY, TOWN, FIRST_VILLAGE = "140830", "140830103", "140830103201"


class Seat(NamedTuple):
    """A post of the demo county, and the account of the one person who holds it; None: no account."""

    post: str
    place: str
    account: str | None = None

    @property
    def organ(self) -> str:
        """The organ's code."""
        return self.post.partition("/")[0]


class House(NamedTuple):
    """An organ of the demo county."""

    code: str
    name: str
    name_en: str
    short_name: str
    kind: OrganKind

    @property
    def place(self) -> str:
        """The division it serves."""
        return self.code.partition(".")[0]


_COUNTY_HOUSES: tuple[tuple[str, str, str, str, OrganKind], ...] = (
    ("government", "芮城县人民政府", "Ruicheng County Government", "芮城", "government"),
    ("command", "芮城县综合指挥中心", "Ruicheng County Command Room", "芮城", "command"),
    ("mediation", "芮城县矛盾纠纷调处中心", "Ruicheng County Mediation Centre", "芮城", "mediation"),
    ("supervision", "芮城县监督检查室", "Ruicheng County Supervision", "芮监", "supervision"),
    ("admin", "系统管理岗", "System Administration", "系统", "admin"),
    ("water", "芮城县水务局", "Ruicheng Water Bureau", "芮水", "department"),
    ("environment", "芮城县生态环境局", "Ruicheng Environment Bureau", "芮环", "department"),
    ("natural_resources", "芮城县自然资源局", "Ruicheng Natural Resources Bureau", "芮自然", "department"),
    ("transport", "芮城县交通运输局", "Ruicheng Transport Bureau", "芮交", "department"),
    ("housing", "芮城县住房和城乡建设局", "Ruicheng Housing and Construction Bureau", "芮建", "department"),
    ("agriculture", "芮城县农业农村局", "Ruicheng Agriculture Bureau", "芮农", "department"),
    ("forestry", "芮城县林业局", "Ruicheng Forestry Bureau", "芮林", "department"),
    ("emergency", "芮城县应急管理局", "Ruicheng Emergency Bureau", "芮急", "department"),
    ("public_security", "芮城县公安局", "Ruicheng Public Security Bureau", "芮公", "department"),
    ("market", "芮城县市场监督管理局", "Ruicheng Market Regulation Bureau", "芮市", "department"),
    ("civil_affairs", "芮城县民政局", "Ruicheng Civil Affairs Bureau", "芮民", "department"),
    ("human_resources", "芮城县人力资源和社会保障局", "Ruicheng Human Resources Bureau", "芮人", "department"),
)
_TOWN_HOUSES: tuple[tuple[str, str, str, str, OrganKind], ...] = (
    ("government", "西陌镇人民政府", "Ximo Town Government", "西陌", "government"),
    ("command", "西陌镇综合指挥室", "Ximo Town Command Room", "西陌", "command"),
    ("office", "西陌镇综合办公室", "Ximo Town Office", "西陌办", "office"),
    ("mediation", "西陌镇矛盾纠纷调处中心", "Ximo Town Mediation Centre", "西陌", "mediation"),
)
_PINYIN = {
    "西陌": "Ximo",
    "板桥": "Banqiao",
    "石湖": "Shihu",
    "夹沟": "Jiagou",
    "马窑": "Mayao",
    "柏社": "Baishe",
    "奉公": "Fenggong",
    "上庄": "Shangzhuang",
    "朱阳": "Zhuyang",
}
_SURNAMES = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗"
_GIVEN = (
    "建国",
    "秀英",
    "志强",
    "丽华",
    "永红",
    "晓东",
    "春梅",
    "海军",
    "玉兰",
    "文斌",
    "小芳",
    "国庆",
    "桂花",
    "立新",
    "雪梅",
)


def houses(villages: list[tuple[str, str]]) -> Iterator[House]:
    """Yield the organs of the county, the town and the villages (code and short name)."""
    for division, inside in ((COUNTY, _COUNTY_HOUSES), (TOWN, _TOWN_HOUSES)):
        for word, name, name_en, short, kind in inside:
            yield House(f"{division}.{word}", name, name_en, short, kind)
    for code, short in villages:
        yield House(f"{code}.committee", f"{short}村委会", f"{_PINYIN[short]} Village Committee", short, "committee")
        if code == FIRST_VILLAGE:
            room = f"{_PINYIN[short]} Village Mediation Room"
            yield House(f"{code}.mediation", f"{short}村矛盾纠纷调处室", room, short, "mediation")


def seats(villages: list[tuple[str, str]], grids: list[str]) -> Iterator[Seat]:
    """Yield the posts: those of the accounts, an officer for each department, a worker for each grid."""
    yield from (
        Seat(f"{TOWN}.command/desk", TOWN, "dispatcher"),
        Seat(f"{TOWN}.government/leader", TOWN, "leader"),
        Seat(f"{TOWN}.office/officer-1", TOWN, "office"),
        Seat(f"{TOWN}.office/officer-2", TOWN, "office2"),
        Seat(f"{TOWN}.mediation/mediation_chief", TOWN, "mediator"),
        Seat(f"{TOWN}.mediation/mediator", TOWN, "mediator2"),
        Seat(f"{COUNTY}.command/desk", COUNTY, "county"),
        Seat(f"{COUNTY}.government/leader", COUNTY, "county-leader"),
        Seat(f"{COUNTY}.mediation/mediation_chief", COUNTY, "county-mediator"),
        Seat(f"{COUNTY}.supervision/supervisor-1", COUNTY, "supervisor"),
        Seat(f"{COUNTY}.supervision/supervisor-2", COUNTY, "supervisor2"),
        Seat(f"{COUNTY}.admin/admin", COUNTY, "admin"),
    )
    for name, *_, kind in _COUNTY_HOUSES:
        if kind == "department":
            account = name if name in ("water", "environment") else None
            yield Seat(f"{COUNTY}.{name}/officer", COUNTY, account)
    for code, _ in villages:
        account = "village" if code == FIRST_VILLAGE else f"village-{code[-3:]}"
        yield Seat(f"{code}.committee/village_officer", code, account)
    yield Seat(f"{FIRST_VILLAGE}.mediation/mediation_chief", FIRST_VILLAGE, "village-mediator")
    accounts = {f"{FIRST_VILLAGE}-01": "grid", f"{FIRST_VILLAGE}-02": "grid2"}
    for grid in grids:
        yield Seat(worker_of(grid), grid, accounts.get(grid))


def worker_of(unit: str) -> str:
    """Return the post that looks after a grid unit: its grid's."""
    village, grid, *_ = unit.split("-")
    return f"{village}.committee/grid_worker-{int(grid)}"


def kind_of(post: str) -> PostKind:
    """Return the kind of a post of the demo county, as its code says."""
    kinds: dict[str, PostKind] = {kind: kind for kind in POST_KINDS}
    return kinds[post.rpartition("/")[2].partition("-")[0]]


def person_of(post: str) -> str:
    """Return the id of the one person who holds a post."""
    return str(named_id("demo-person", post))


def name_of(number: int) -> str:
    """Return the made-up name of the n-th person, from 0."""
    return _SURNAMES[number % len(_SURNAMES)] + _GIVEN[number * 7 % len(_GIVEN)]
