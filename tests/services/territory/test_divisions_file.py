"""Divisions from CSV: what is taken, what is refused line by line, and what is refused as a whole."""

from datetime import date

import pytest
from support.administration import act
from support.house import ROOT
from support.imports import Desk

from domain.shared.errors import NoRight, Refusal
from domain.territory import events as e
from services.tables import ColumnsMissing, Rejected, Report, UnreadableFile
from services.territory.divisions_file import import_divisions

RUICHENG = (ROOT / "examples/divisions-ruicheng.csv").read_bytes()
HEAD = "code,name,level,parent_code\n"


def taken(desk: Desk, content: bytes | str, edition: date = date(2023, 6, 30)) -> Report:
    content = content.encode() if isinstance(content, str) else content
    imported = import_divisions(
        content, edition=edition, source="statistics bureau", act=act(), register=desk.register, load=desk.load
    )
    return desk.take(imported)


def test_the_example_is_taken_and_run_again_changes_nothing() -> None:
    desk = Desk()

    assert taken(desk, RUICHENG) == Report(rows=21, changed=21, unchanged=0, rejected=())
    assert taken(desk, RUICHENG) == Report(rows=21, changed=0, unchanged=21, rejected=())
    assert len(desk.history) == 21
    assert [unit.short_name for unit in desk.register.children("140830103")] == [
        "西陌", "板桥", "石湖", "夹沟", "马窑", "柏社", "奉公", "上庄", "朱阳"
    ]  # fmt: skip


def test_a_later_edition_renames_from_its_date_on_and_adds() -> None:
    desk = Desk()
    taken(desk, RUICHENG)

    report = taken(
        desk,
        HEAD + "140830103,西陌街道,town,140830\n140830103205,新村委会,village,140830103\n",
        edition=date(2026, 1, 1),
    )

    assert report == Report(rows=2, changed=2, unchanged=0, rejected=())
    renamed, defined = (one.event for one in desk.history[-2:])
    assert isinstance(renamed, e.DivisionRenamed)
    assert isinstance(defined, e.DivisionDefined)
    assert (renamed.name, renamed.edition, renamed.effective_on) == ("西陌街道", "2026-01-01", date(2026, 1, 1))


def test_parents_are_taken_first_whatever_the_order() -> None:
    lines = RUICHENG.decode().splitlines()

    report = taken(Desk(), "\n".join([lines[0], *reversed(lines[1:])]))

    assert report.changed == 21


@pytest.mark.parametrize(
    "content",
    [RUICHENG, b"\xef\xbb\xbf" + RUICHENG, RUICHENG.decode().encode("gb18030"), RUICHENG.replace(b"\n", b"\r\n")],
    ids=["UTF-8", "with a mark", "GB18030", "Windows lines"],
)
def test_the_encodings_of_offices_are_read(content: bytes) -> None:
    desk = Desk()

    assert taken(desk, content).changed == 21
    assert desk.register.unit_label("140830103201").zh == "板桥村委会"


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("14083,短码,county,", "6位"),
        ("140830,芮城县,province,", "county、town 或 village"),
        ("140830104,永乐镇,town,140831", "140831"),
        ("140830104,永乐镇,town,140830103", "上级应为"),
        ("140830104,,town,140830", "名称不能为空"),
        ("140830104,永乐镇,town", "有3格"),
        ("140830104,永乐镇,village,140830103", "不是"),
        ("140830103,西陌镇,town,140831", "140831"),
    ],
)
def test_a_bad_line_is_refused_by_itself(line: str, says: str) -> None:
    good = "140830,芮城县,county,\n140830103,西陌镇,town,140830\n"

    report = taken(Desk(), f"{HEAD}{good}{line}\n140830105,大王镇,town,140830\n")

    assert (report.rows, report.changed) == (4, 3)
    (rejected,) = report.rejected
    assert rejected.line == 4
    assert says in rejected.zh
    assert rejected.en


def test_a_division_does_not_change_its_parent_by_a_file() -> None:
    desk = Desk()
    taken(desk, RUICHENG)

    report = taken(desk, HEAD + "140830103201,板桥村委会,village,140830104\n", edition=date(2026, 1, 1))

    assert [type(one) for one in report.rejected] == [Rejected]


def test_a_broken_rest_is_reported_and_what_came_before_is_taken() -> None:
    report = taken(Desk(), HEAD + '140830,芮城县,county,\n140830103,"西陌,town,140830\n')

    assert (report.changed, len(report.rejected)) == (1, 1)


@pytest.mark.parametrize(
    ("content", "refused"),
    [
        (b"", ColumnsMissing),
        (b"code,name\n140830,x\n", ColumnsMissing),
        (b"code;name;level;parent_code\n", ColumnsMissing),
        ((HEAD + "140830,芮城县,county,\n").encode("utf-16"), UnreadableFile),
        (b"PK\x03\x04\x00\x00", UnreadableFile),
        ((HEAD + "140830,Ville d’été,county,\n").encode("cp1252"), UnreadableFile),
        ((HEAD + "140830,芮城県,county,\n").encode("euc-jp"), UnreadableFile),
    ],
    ids=["empty", "a column missing", "semicolons", "UTF-16", "a zip file", "a French page", "a Japanese page"],
)
def test_what_is_no_table_is_refused_as_a_whole(content: bytes, refused: type[Refusal]) -> None:
    with pytest.raises(refused) as caught:
        taken(Desk(), content)

    assert caught.value.sentence_zh
    assert caught.value.answer.value == 422


def test_the_columns_missing_are_named() -> None:
    with pytest.raises(ColumnsMissing) as caught:
        taken(Desk(), "code,name,level\n")

    assert "parent_code" in caught.value.sentence_en


def test_a_desk_does_not_import() -> None:
    desk = Desk()

    with pytest.raises(NoRight):
        import_divisions(
            RUICHENG,
            edition=date(2023, 6, 30),
            source="x",
            act=act(kind="desk"),
            register=desk.register,
            load=desk.load,
        )
