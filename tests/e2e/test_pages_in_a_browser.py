"""Pages in Chromium: the tour of docs/tour.md, with a keyboard alone, without scripts, and on a small phone."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from support.house import ROOT
from support.serving import Served, served

from scripts.tour import PASSWORD, Clerk, chromium, play

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MICRO = "140830103201-01-02-003"


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("browser") / "data", "--demo", "--demo-days", "0") as server:
        yield server


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as opened:
        yield opened


def test_the_tour_can_be_taken_as_it_is_told(county: Served, browser: Browser, tmp_path: Path) -> None:
    complaints = play(browser, county.url, tmp_path)
    assert complaints == []
    told = re.findall(r"\(img/([\w-]+\.png)\)", (ROOT / "docs/tour.md").read_text("utf-8"))
    assert told == sorted(path.name for path in tmp_path.iterdir())
    assert told == sorted(path.name for path in (ROOT / "docs/img").iterdir())
    assert all(path.stat().st_size < 150_000 for path in (ROOT / "docs/img").iterdir())


def tab_to(page: Page, selector: str) -> None:
    """Press Tab until something has the focus, as somebody without a mouse does."""
    for _ in range(80):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    pytest.fail(f"{selector} cannot be reached by Tab")


def test_a_report_is_made_and_verified_with_the_keyboard_alone(county: Served, browser: Browser) -> None:
    page = browser.new_context(base_url=county.url, locale="zh-CN").new_page()
    page.goto("/login")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    tab_to(page, "#username")
    page.keyboard.type("grid")
    tab_to(page, "#password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("我的待办")
    tab_to(page, "a[href='/incidents/new']")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("上报事件")
    tab_to(page, "#report-description")
    page.keyboard.type("井盖缺失")
    tab_to(page, "[aria-controls=report-category]")
    page.keyboard.type("水质")
    page.keyboard.press("Enter")
    expect(page.locator("#report-category")).to_have_value("environment.water")
    tab_to(page, "[aria-controls=report-place-unit]")
    page.keyboard.type(MICRO)
    expect(page.locator("#report-place-unit")).to_have_value(MICRO)
    tab_to(page, "form[action='/incidents'] button:not([type])")
    page.keyboard.press("Enter")
    expect(page.locator(".notice.good")).to_contain_text("上报")
    tab_to(page, "#do-verify summary")
    page.keyboard.press("Enter")
    tab_to(page, "#do-verify button")
    page.keyboard.press("Enter")
    expect(page.locator(".notice.good")).to_contain_text("核实")


def test_what_is_wrong_is_said_in_place_and_a_lost_race_is_explained(
    county: Served, browser: Browser, tmp_path: Path
) -> None:
    village = Clerk(browser, county.url, tmp_path, lang="zh").log_in("village")
    case = village.report("河道漂浮物", "environment.water", MICRO)
    other = Clerk(browser, county.url, tmp_path, lang="zh").log_in("village")
    village.open(case, "reclassify")
    other.act(case, "reclassify", {"severity": "urgent", "reason": "有孩子经过"})
    form = village.page.locator("#do-reclassify form")
    form.locator("[name=severity]").select_option("emergency")
    form.locator("[name=reason]").fill("水面在涨")
    form.locator("> .row button").click()
    expect(village.page.get_by_role("alert")).to_contain_text("已由他人更新")
    expect(form.locator("[name=reason]")).to_have_value("水面在涨")
    form.locator("> .row button").click()
    expect(village.page.locator(".notice.good")).to_be_visible()


def test_without_scripts_a_report_is_still_made(county: Served, browser: Browser) -> None:
    page = browser.new_context(base_url=county.url, java_script_enabled=False).new_page()
    page.goto("/login")
    page.click("button[value=grid]")
    page.goto("/incidents/new")
    page.fill("#report-description", "路灯不亮")
    page.select_option("#report-category", "environment.water")
    page.select_option("#report-place-unit", MICRO)
    page.click("form[action='/incidents'] button:not([type])")
    expect(page.locator(".notice.good")).to_be_visible()


@pytest.mark.parametrize("path", ["/worklist", "/units/140830103", "/incidents", "/incidents/new", "/audit", "/health"])
def test_a_small_phone_shows_a_page_without_scrolling_sideways(county: Served, browser: Browser, path: str) -> None:
    page = browser.new_context(base_url=county.url, viewport={"width": 360, "height": 640}).new_page()
    page.goto("/login")
    page.click("button[value=dispatcher]")
    expect(page.locator("nav.main")).to_be_visible()
    page.goto(path)
    wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    assert page.evaluate(wider) == 0


def test_where_one_stands_fills_in_the_report(county: Served, browser: Browser) -> None:
    here = {"latitude": 34.7134, "longitude": 110.6951}
    context = browser.new_context(base_url=county.url, geolocation=here, permissions=["geolocation"])
    page = context.new_page()
    page.goto("/login")
    page.click("button[value=grid]")
    expect(page.locator("nav.main")).to_be_visible()
    page.goto("/incidents/new")
    page.click("[data-locate] button")
    expect(page.locator("[name='location.lon']")).to_have_value("110.695100")
    expect(page.locator("#nearby")).to_contain_text("附近")
