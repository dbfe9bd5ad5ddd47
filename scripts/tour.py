"""The tour of docs/tour.md, played in Chromium by the demo accounts: `python -m scripts.tour ADDRESS FOLDER`.

It clicks what a reader of the tour clicks, and leaves a picture for every step.
"""

import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

PASSWORD = "gridgov-demo"  # noqa: S105 - the demo's, which is public
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=zh-CN",
)
PHONE, DESK = {"width": 390, "height": 760}, {"width": 1180, "height": 740}


@contextmanager
def chromium() -> Iterator[Browser]:
    """Start the system's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        try:
            yield browser
        finally:
            browser.close()


class Clerk:
    """Somebody of the demo county at a browser of their own; a complaint of the browser is kept in `complaints`."""

    def __init__(
        self, browser: Browser, address: str, pictures: Path, *, phone: bool = False, lang: str = "en"
    ) -> None:
        context = browser.new_context(
            viewport=PHONE if phone else DESK,  # type: ignore[arg-type]
            base_url=address,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            color_scheme="light",
        )
        context.add_cookies([{"name": "lang", "value": lang, "url": address}])
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("console", lambda said: self.complaints.append(said.text) if said.type == "error" else None)
        self._pictures = pictures

    def log_in(self, username: str) -> "Clerk":
        """Log in with a demo account, by its button."""
        self.page.goto("/login")
        self.page.locator(f"button[name=username][value='{username}']").click()
        expect(self.page.locator("nav.main")).to_be_visible()
        return self

    def picture(self, name: str, *, of: str | None = None) -> None:
        """Leave a picture of what is seen, scrolled to a part of the page where one is named."""
        if of is not None:
            self.page.locator(of).first.evaluate("part => part.scrollIntoView({block: 'start'})")
        self.page.screenshot(path=self._pictures / f"{name}.png")

    def report(self, description: str, category: str, unit: str) -> str:
        """Fill in a report; return the case's address once it is sent."""
        self.page.goto("/incidents/new")
        self.page.get_by_label(re.compile("情况描述|What was found")).first.fill(description)
        self.page.locator("#report-category").select_option(category)
        self.page.locator("#report-place-unit").select_option(unit)
        self.picture("02-report")
        self.page.locator("main form[action='/incidents'] button:not([type=button])").click()
        expect(self.page.locator(".notice.good")).to_be_visible()
        return self.page.url.partition("?")[0]

    def open(self, case: str, verb: str) -> None:
        """Go to a case and open a verb's form."""
        self.page.goto(f"{case}?do={verb}")
        expect(self.page.locator(f"#do-{verb} form")).to_be_visible()

    def act(self, case: str, verb: str, fields: Mapping[str, str] | None = None, picture: str | None = None) -> None:
        """Fill in a verb's form and send it."""
        self.open(case, verb)
        form = self.page.locator(f"#do-{verb} form")
        for name, value in (fields or {}).items():
            field = form.locator(f"[name='{name}']:not([type=search])")
            kind = field.first.evaluate("field => field.type")
            if kind in {"radio", "checkbox"}:
                form.locator(f"[name='{name}'][value='{value}']").check()
            elif kind == "select-one":
                field.select_option(value)
            else:
                field.fill(value)
        if form.locator("[name=confirmed]").count():
            form.locator("[name=confirmed]").check()
        if picture is not None:
            self.picture(picture, of=f"#do-{verb}")
        form.locator("> .row button").click()
        expect(self.page.locator(".notice.good")).to_be_visible()


def play(browser: Browser, address: str, pictures: Path) -> list[str]:
    """Play the tour; return what the browsers complained of."""
    clerks: list[Clerk] = []

    def clerk(username: str, *, phone: bool = False, lang: str = "en") -> Clerk:
        clerks.append(Clerk(browser, address, pictures, phone=phone, lang=lang).log_in(username))
        return clerks[-1]

    stranger = Clerk(browser, address, pictures)
    stranger.page.goto("/login")
    stranger.picture("01-log-in")
    grid = clerk("grid", phone=True, lang="zh")
    words = "沟渠排出黑水，气味刺鼻，疑似上游养殖场排放，下游约三十户受影响。"
    case = grid.report(words, "environment.water", "140830103201-01-02-003")
    grid.picture("03-reported")
    village = clerk("village")
    village.picture("04-worklist")
    village.act(case, "register")
    reason = "The source lies in the next village; we have no power there."
    village.act(case, "escalate", {"ground": "no_power", "reason": reason}, "05-escalate")
    desk = clerk("dispatcher")
    desk.act(case, "submit-for-approval", {"note": "Proposed lead: the town office."})
    clerk("leader", phone=True, lang="zh").act(case, "approve", picture="06-approve")
    desk.act(case, "dispatch", {"lead": "140830103.office"}, "07-dispatch")
    office = clerk("office")
    office.act(case, "sign")
    office.act(case, "record-action", {"note": "On the spot; the outlet is blocked."})
    office.act(case, "submit-result", {"result": "Outlet closed, 200 m of ditch cleaned."}, "08-result")
    grid.act(case, "check", {"passed": "yes"}, "09-check")
    desk.act(case, "close", {"outcome": "resolved"})
    desk.picture("10-closed")
    desk.page.goto("/units/140830103")
    desk.picture("11-town")
    _supervise(clerk("supervisor"), case)
    return [complaint for one in (stranger, *clerks) for complaint in one.complaints]


def _supervise(supervisor: Clerk, case: str) -> None:
    """Look at the trail, at the case as it stood, and at what is sealed."""
    supervisor.page.goto(f"/audit?case={case.rpartition('/')[2]}")
    supervisor.picture("12-audit")
    supervisor.page.goto(f"{case}?version=4")
    supervisor.picture("13-as-it-stood")
    supervisor.page.goto(case)
    supervisor.page.locator("details.sealed summary").click()
    supervisor.page.locator("#open-reason").fill("A complaint about this case is being looked into.")
    supervisor.picture("14-sealed")
    supervisor.page.locator("details.sealed button").click()
    expect(supervisor.page.locator(".text")).to_be_visible()


if __name__ == "__main__":
    with chromium() as opened:
        sys.exit("\n".join(play(opened, sys.argv[1], Path(sys.argv[2]))) or None)
