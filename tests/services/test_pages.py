"""Pages through HTTP, as a browser without scripts would use them."""

import html
import re
from datetime import UTC, datetime, timedelta

import pytest
from support.county import MICRO, PASSWORD, TOWN, VILLAGE, Town
from support.visitors import Page, Visitor, alerts

from domain.incidents.verbs import VERBS
from services.incidents.forms import FIELDS, GUIDES, SPECIAL, form_of
from services.incidents.importing import import_cases, stream_of
from services.incidents.past_cases_file import read_mapping
from services.incidents.schemas import BODIES, Report
from services.web.forms import leaves
from services.web.labels import KINDS, Labels, Language

pytestmark = pytest.mark.servers

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 32
POSTS = ("grid", "village", "dispatcher", "leader", "office", "mediator2", "mediator", "supervisor", "admin")
"""An account of each kind of post."""


def report(visitor: Visitor, **typed: str) -> str:
    form = visitor.page("/incidents/new").form("/incidents")
    given = {"description": "沟渠排出黑水", "category": "environment.water", "place__unit": MICRO, **typed}
    answer = visitor.submit(form, **given)
    assert answer.status_code == 200, alerts(answer)
    return str(answer.url).split("/incidents/")[1].partition("?")[0]


def act(visitor: Visitor, case: str, verb: str, **typed: str | list[str]) -> Page:
    form = visitor.page(f"/incidents/{case}").form(f"/incidents/{case}/{verb}")
    answer = visitor.submit(form, **typed)
    assert answer.status_code == 200, alerts(answer)
    return Page(answer.text)


@pytest.mark.parametrize("username", POSTS)
@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_page_opens_for_every_kind_of_post(town: Town, username: str, language: str) -> None:
    case = report(Visitor(town, "grid"))
    visitor = Visitor(town, username, language)
    sees_cases = username != "admin"
    place = TOWN if username not in {"grid", "village"} else VILLAGE
    paths = ["/", "/worklist", f"/units/{place}", "/units/140830", "/incidents", "/incidents/new", "/audit", "/health"]
    for path in paths + [f"/incidents/{case}"] * sees_cases:
        page = visitor.page(path)
        assert page.language == {"zh": "zh-CN", "en": "en"}[language]
        assert not page.inline, path
        assert not page.outside, path
        nameless = [field for field in page.inputs if field.get("id") not in page.labelled and not field["in_label"]]
        assert not nameless, path


def test_a_page_carries_the_strict_policy(town: Town) -> None:
    policy = Visitor(town).get("/login").headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy


def test_who_has_not_logged_in_is_taken_to_the_log_in_and_back(town: Town) -> None:
    stranger = Visitor(town)
    answer = stranger.get(f"/units/{TOWN}?as_of=2026-11-22T08:00")
    assert answer.url.path == "/login"
    form = Page(answer.text).form("/login")
    back = stranger.submit(form, username="dispatcher", password="gridgov-demo")
    assert (back.url.path, back.url.query) == (f"/units/{TOWN}", b"as_of=2026-11-22T08:00")


def test_nobody_is_sent_to_another_site_after_the_log_in(town: Town) -> None:
    stranger = Visitor(town)
    form = stranger.page("/login", next="//elsewhere.example/").form("/login")
    assert form.values["next"] == ["/"]


def test_a_wrong_password_is_said_and_the_account_stays_typed(town: Town) -> None:
    stranger = Visitor(town)
    answer = stranger.submit(stranger.page("/login").form("/login"), username="grid", password="wrong")
    assert answer.status_code == 403
    assert "账号或密码错误" in answer.text
    assert Page(answer.text).form("/login").values["username"] == ["grid"]


def test_after_logging_out_pages_are_closed(town: Town) -> None:
    visitor = Visitor(town, "grid")
    visitor.submit(visitor.page("/worklist").form("/logout"))
    assert visitor.get("/worklist").url.path == "/login"


def test_the_language_is_switched_where_one_stands(town: Town) -> None:
    visitor = Visitor(town, "dispatcher")
    page = visitor.page(f"/units/{TOWN}")
    answer = visitor.submit(page.form("/language"), lang="en")
    assert answer.url.path == f"/units/{TOWN}"
    assert Page(answer.text).language == "en"
    assert "Open" in answer.text


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {},
    ],
    ids=["another site says so", "a neighbour says so", "an old browser names the origin", "nobody says, and no token"],
)
def test_a_form_of_another_site_does_nothing(town: Town, headers: dict[str, str]) -> None:
    visitor = Visitor(town, "grid")
    before = town.office.bureau.ledger.head().position
    answer = visitor.http.post("/incidents", data={"description": "forged"}, headers=headers)
    assert answer.status_code == 403
    assert "不是从本系统的页面提交" in answer.text
    assert town.office.bureau.ledger.head().position == before


def test_what_was_typed_is_kept_when_a_report_cannot_be_taken(town: Town) -> None:
    visitor = Visitor(town, "grid")
    form = visitor.page("/incidents/new").form("/incidents")
    answer = visitor.submit(form, description="黑水", category="environment.water", place__unit="140830103202")
    assert answer.status_code == 403
    again = Page(answer.text).form("/incidents")
    assert again.values["description"] == ["黑水"]
    assert again.values["category"] == ["environment.water"]
    assert again.values["key"] == form.values["key"]


def test_a_double_click_reports_once(town: Town) -> None:
    visitor = Visitor(town, "grid")
    form = visitor.page("/incidents/new").form("/incidents")
    typed = {"description": "路灯不亮", "category": "roads.lights", "place__unit": MICRO}
    first, head = visitor.submit(form, **typed), town.office.bureau.ledger.head().position
    second = visitor.submit(form, **typed)
    assert first.url == second.url
    assert town.office.bureau.ledger.head().position == head


def test_the_page_after_a_command_shows_it(town: Town) -> None:
    visitor = Visitor(town, "grid")
    case = report(visitor)
    assert case in visitor.page("/incidents").html
    assert case in Visitor(town, "village").page("/worklist").html


def test_a_conflict_is_explained_and_can_be_decided_anew(town: Town) -> None:
    case = report(Visitor(town, "grid"))
    first, second = Visitor(town, "village"), Visitor(town, "village")
    form = first.page(f"/incidents/{case}").form(f"/incidents/{case}/reclassify")
    act(second, case, "reclassify", severity="urgent", reason="有孩子经过")
    answer = first.submit(form, severity="emergency", reason="水面在涨")
    assert answer.status_code == 412
    assert "已由他人更新" in answer.text
    again = Page(answer.text).form(f"/incidents/{case}/reclassify")
    assert again.values["reason"] == ["水面在涨"]
    assert first.submit(again).status_code == 200


def test_a_weighty_act_is_confirmed_first(town: Town) -> None:
    case, village = report(Visitor(town, "grid"), channel="resident"), Visitor(town, "village")
    form = village.page(f"/incidents/{case}").form(f"/incidents/{case}/refute")
    assert "confirmed" in form.required
    data = form.values | {"reason": ["看过，没有"]}
    answer = village.http.post(form.action, data=data)
    assert answer.status_code == 422
    assert Page(answer.text).form(form.action).values["reason"] == ["看过，没有"]


def test_sealed_fields_are_opened_with_a_reason_that_is_recorded(town: Town) -> None:
    case = report(Visitor(town, "grid"), description="只有办理人员可见的话")
    supervisor = Visitor(town, "supervisor")
    page = supervisor.page(f"/incidents/{case}")
    assert "只有办理人员可见的话" not in page.html
    opened = supervisor.submit(page.form(f"/incidents/{case}/open"), reason="核对举报")
    assert "只有办理人员可见的话" in opened.text
    assert "只有办理人员可见的话" not in supervisor.page(f"/incidents/{case}").html


def test_a_case_is_shown_as_it_stood(town: Town) -> None:
    case, village = report(Visitor(town, "grid")), Visitor(town, "village")
    act(village, case, "register")
    page = village.page(f"/incidents/{case}", version="1")
    assert "已上报" in page.html
    assert f"/incidents/{case}/dispatch" not in {form.action for form in page.forms}


@pytest.mark.parametrize(
    "path", ["/incidents/not-a-case", "/units/999", "/incidents?place=999", "/audit?from=yesterday"]
)
def test_what_is_not_there_is_a_page_not_a_trace(town: Town, path: str) -> None:
    answer = Visitor(town, "dispatcher").get(path)
    assert answer.status_code in {404, 422}
    assert Page(answer.text).language == "zh-CN"


def test_a_photo_goes_with_a_report_and_is_shown_to_who_handles_it(town: Town) -> None:
    grid = Visitor(town, "grid")
    form = grid.page("/incidents/new").form("/incidents")
    data = form.values | {"description": ["照片为证"], "category": ["environment.water"], "place.unit": [MICRO]}
    answer = grid.http.post("/incidents", data=data, files=[("attachments", ("photo.png", PNG, "image/png"))])
    assert answer.status_code == 200, alerts(answer)
    case = str(answer.url).split("/incidents/")[1].partition("?")[0]
    link = next(link for link in Visitor(town, "village").page(f"/incidents/{case}").links if "/attachments/" in link)
    assert Visitor(town, "village").get(link).content == PNG
    assert Visitor(town, "supervisor").get(link).status_code == 404


def test_a_file_that_is_not_taken_leaves_all_that_was_typed(town: Town) -> None:
    grid = Visitor(town, "grid")
    form = grid.page("/incidents/new").form("/incidents")
    data = form.values | {"description": ["附件不对"]}
    answer = grid.http.post("/incidents", data=data, files=[("attachments", ("run.exe", b"MZ...", "image/png"))])
    assert answer.status_code == 415
    assert Page(answer.text).form("/incidents").values["description"] == ["附件不对"]


def test_a_form_that_is_too_large_is_told_on_a_page(town: Town) -> None:
    answer = Visitor(town, "grid").http.post("/incidents", content=b"x" * 2_000_000)
    assert answer.status_code == 413
    assert "超过" in answer.text
    assert Page(answer.text).language == "zh-CN"


def test_an_address_where_nothing_stands_is_told_on_a_page(town: Town) -> None:
    answer = Visitor(town).get("/nothing/here")
    assert (answer.status_code, answer.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert Visitor(town).get("/api/v1/nothing").headers["content-type"] == "application/problem+json"


def test_a_script_gets_the_same_page_and_is_sent_on_by_a_header(town: Town) -> None:
    grid = Visitor(town, "grid")
    form = grid.page("/incidents/new").form("/incidents")
    by_script = {"HX-Request": "true", "Sec-Fetch-Site": "same-origin"}
    refused = grid.http.post("/incidents", data=form.values, headers=by_script)
    assert refused.status_code == 422
    assert 'id="content"' in refused.text
    data = form.values | {"description": ["井盖缺失"], "category": ["environment.water"], "place.unit": [MICRO]}
    done = grid.http.post("/incidents", data=data, headers=by_script)
    assert (done.status_code, done.headers["HX-Redirect"].partition("?")[2]) == (204, "done=report")


def test_what_is_reported_nearby_is_shown_before_it_is_reported_again(town: Town) -> None:
    grid = Visitor(town, "grid")
    point = {"location.lon": "110.6951", "location.lat": "34.7134"}
    case = report(grid, description="路面塌陷", **{name.replace(".", "__"): value for name, value in point.items()})
    grid.page("/incidents")
    assert case in grid.get("/incidents/nearby", **point).text
    assert grid.get("/incidents/nearby", **{"location.lon": "", "location.lat": ""}).status_code == 204


def test_a_unit_is_shown_as_it_stood(town: Town) -> None:
    report(Visitor(town, "grid"))
    visitor = Visitor(town, "dispatcher")
    now = visitor.page(f"/units/{VILLAGE}")
    tomorrow = visitor.page(f"/units/{VILLAGE}", as_of="2100-01-01T08:00")
    assert "账本位置" not in now.html
    assert "账本位置" in tomorrow.html
    assert visitor.get(f"/units/{VILLAGE}", as_of="1990-01-01T08:00").status_code == 404


def test_the_list_and_the_trail_are_filtered_and_paged(town: Town) -> None:
    grid = Visitor(town, "grid")
    case = report(grid, category="environment.noise")
    page = grid.page("/incidents", category="environment.noise", status="", place="", **{"from": "2026-01-01"})
    assert case in page.html
    assert case not in grid.page("/incidents", category="environment.air").html
    supervisor = Visitor(town, "supervisor")
    assert supervisor.page("/audit", case=case).html.count(f'href="/incidents/{case}"') == 1
    older = next(link for link in supervisor.page("/audit").links if "cursor=" in link)
    assert supervisor.get(f"/audit{older}").status_code == 200


@pytest.mark.parametrize("verb", VERBS)
def test_a_verbs_form_asks_for_just_what_its_body_takes(verb: str) -> None:
    fields = {field.name: field.required for field in form_of(verb)}
    assert fields == leaves(BODIES[verb])
    assert GUIDES[verb].words.zh


def test_the_report_form_asks_for_just_what_a_report_takes() -> None:
    assert {field.name: field.required for field in form_of("report")} == leaves(Report)


def test_no_field_is_described_that_no_body_has() -> None:
    bodies = {**BODIES, "report": Report}
    assert set(FIELDS) == {name for body in bodies.values() for name in leaves(body)}
    assert all(name in leaves(bodies[verb]) for verb, name in SPECIAL)
    assert set(GUIDES) == set(VERBS)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_word_of_every_vocabulary_is_known_in_both_languages(town: Town, language: Language) -> None:
    bureau = town.office.bureau
    labels = Labels(bureau.registers.current(), bureau.keys, language)
    for kind, words in KINDS.items():
        assert all(labels.word(kind, value) != value for value in words), kind
    assert labels.word("status", "in_progress") == {"zh": "处置中", "en": "In progress"}[language]


def test_a_unit_leads_to_the_cases_behind_each_figure(town: Town) -> None:
    case, dispatcher = report(Visitor(town, "grid")), Visitor(town, "dispatcher")
    links = [link for link in dispatcher.page(f"/units/{TOWN}").links if "state=" in link]
    shown = {link.rpartition("state=")[2]: case in dispatcher.page(link).html for link in links}
    assert shown == {"open": True, "overdue": False, "closed_late": False}


def test_who_holds_two_posts_chooses_on_the_page_which_to_act_in(town: Town) -> None:
    posts = [f"140830103.office/officer-{number}" for number in (8, 9)]
    since = (datetime.now(UTC) - timedelta(hours=1)).isoformat()
    town["admin"].post("/people", {"id": "two-posts", "name": "双岗"})
    for post in posts:
        town["admin"].post("/posts", {"code": post, "organ": "140830103.office", "kind": "officer", "place": TOWN})
        assert town["admin"].post(f"/posts/{post}/assign", {"person": "two-posts", "since": since}).status_code == 200
    town.office.bureau.accounts.add("two-posts", PASSWORD, "two-posts")
    visitor = Visitor(town, "two-posts")
    form = visitor.page("/worklist").form("/post")
    assert form.choices["post"] == posts
    assert form.values["post"] == posts[:1]
    answer = visitor.submit(form, post=posts[1])
    assert Page(answer.text).form("/post").values["post"] == posts[1:]
    case = report(visitor)
    assert town["dispatcher"].get(f"/incidents/{case}/history").json()["items"][0]["actor"]["post"] == posts[1]


def test_who_holds_no_post_is_told_so(town: Town) -> None:
    town.office.bureau.accounts.add("newcomer", PASSWORD, "nobody-yet")
    visitor = Visitor(town)
    answer = visitor.submit(visitor.page("/login").form("/login"), username="newcomer", password=PASSWORD)
    assert answer.status_code == 403
    assert "没有在任岗位" in answer.text
    assert visitor.submit(Page(answer.text).form("/logout")).url.path == "/login"


def test_a_view_that_is_behind_is_shown_as_it_is_and_said_to_be(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("services.office.WAIT_FOR_VIEW_SECONDS", 0.05)
    visitor = Visitor(town, "dispatcher")
    visitor.http.cookies.set("gridgov_seen", "999999999")
    assert "视图正在更新" in visitor.page("/incidents").html


def test_what_is_typed_into_a_report_never_stands_in_an_address(town: Town) -> None:
    page = Visitor(town, "grid").page("/incidents/new")
    included = re.search(r'hx-include="([^"]+)"', page.html)
    assert included
    asked = set(re.findall(r"\[name='?([\w.]+)'?\]", html.unescape(included[1])))
    assert asked == {"location.lon", "location.lat", "location.crs", "category"}


def test_a_past_case_without_place_or_category_is_shown_and_listed(town: Town) -> None:
    mapping = read_mapping(b'{"case": "nr", "activity": "step", "time": "at", "closed_at": "end"}')
    rows = b"nr,step,at,end\nP1,opened,2020-03-01 09:00,2020-03-04 09:00\nP1,done,2020-03-04 09:00,2020-03-04 09:00"
    import_cases(town.office.bureau, rows, mapping)
    case = stream_of(mapping.log, "P1")
    desk = Visitor(town, "county")
    desk.http.cookies.set("gridgov_seen", str(town.office.bureau.ledger.head().position))
    assert "位置不明" in desk.page("/incidents", to="2021-01-01").html
    page = desk.page(f"/incidents/{case}")
    assert "未分类" in page.html
    assert "已结案" in page.html
    assert str(case) in Visitor(town, "supervisor").page("/audit", case=str(case)).html
