"""`gridgov demo` (演示数据): days of cases in the demo county, through the real commands on a simulated clock.

Everything comes from the seed and the day: the same of both gives the same events, ids and times. What is sealed is
the same once opened; citizens are known again by a keyed hash, which is another one under another master key.
"""

import heapq
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from random import Random
from uuid import UUID

import msgspec

from domain.incidents.words import Channel, Severity
from domain.shared.errors import Answer, Refusal
from domain.shared.time import official_date
from infra.clock import SimulatedClock, system_clock
from infra.settings import Settings
from services.bootstrap import open_ledger
from services.demo import pace, texts
from services.demo.case import Case, Steps
from services.demo.cast import Cast
from services.demo.lives import life
from services.demo.setting_up import set_up
from services.sealing import case_key

_CHANNELS: dict[Channel, int] = {
    "grid_worker": 62,
    "resident": 14,
    "hotline_12345": 11,
    "patrol": 8,
    "sensor": 2,
    "letter": 1,
    "upper_level": 2,
}
"""In parts of a hundred. Source: rules.md 2.12, 62 % from grid workers (Yihuang county); the rest is made up."""
_SEVERITIES: dict[Severity, int] = {"normal": 910, "urgent": 78, "emergency": 12}
"""In parts of a thousand; made up."""


class DayInTheFuture(Refusal):
    """The demo cannot run into the future (日期在未来)."""

    answer = Answer.MALFORMED
    zh = "--until {until} 晚于今天（{today}），记录不能写在未来。请改为今天或更早的日期。"
    en = "--until {until} lies after today ({today}), and nothing is recorded in the future. Choose today or before."


class Played(msgspec.Struct, frozen=True):
    """What was played: incidents reported, and the ledger's last position."""

    incidents: int
    position: int


def play(
    settings: Settings,
    *,
    days: int,
    seed: int,
    until: date | None = None,
    password: str,
    told: Callable[[date], None] = lambda _: None,
) -> Played:
    """Set up the demo county in an empty ledger and play some days of cases, up to the start of a day.

    `until`: that day in Asia/Shanghai, default today; `told` is called when each day begins. Cases that are open then
    stay open. Raises `LedgerNotEmpty`, `DayInTheFuture`, and what `open_ledger` raises.
    """
    today = official_date(system_clock())
    end = until or today
    if end > today:
        raise DayInTheFuture(until=end.isoformat(), today=today.isoformat())
    first = end - timedelta(days=days)
    clock = SimulatedClock(pace.midnight(first))
    with open_ledger(settings, clock, each_on_disk=False) as bureau:
        set_up(bureau, password)
        stage = _Stage(Cast(bureau, clock))
        for number in range(days):
            day = first + timedelta(days=number)
            told(day)
            stage.open(seed, day)
            stage.run(pace.midnight(day + timedelta(days=1)))
        return Played(stage.cases, bureau.ledger.head().position)


class _Stage:
    """The lives of all cases, each called again when its time has come; equal times in the order of their asking."""

    def __init__(self, cast: Cast) -> None:
        self._cast = cast
        self._stories = texts.stories()
        self._waiting: list[tuple[datetime, int, Steps]] = []
        self._asked = 0
        self._siblings: dict[tuple[str, str], list[Case]] = {}
        self.cases = 0

    def open(self, seed: int, day: date) -> None:
        """Let the cases of a day be found."""
        cases = list(self._found(seed, day))
        self._cast.bureau.keys.ensure(case_key(case.id) for case in cases)
        for case in cases:
            self._wait(case.found_at, life(case))
        self.cases += len(cases)

    def run(self, end: datetime) -> None:
        """Let happen what happens before a moment."""
        while self._waiting and self._waiting[0][0] < end:
            moment, _, steps = heapq.heappop(self._waiting)
            self._cast.clock.move_to(moment)
            following = next(steps, None)
            if following is not None:
                self._wait(following, steps)
        self._cast.clock.move_to(end)

    def _wait(self, moment: datetime, steps: Steps) -> None:
        self._asked += 1
        heapq.heappush(self._waiting, (moment, self._asked, steps))

    def _found(self, seed: int, day: date) -> Iterator[Case]:
        random = Random(f"{seed}/{day.isoformat()}")  # noqa: S311 - the same every time
        weights = [story.weight for story in self._stories]
        for moment in pace.arrivals(random, day):
            own = Random(random.getrandbits(64))  # noqa: S311 - the same every time
            yield Case(
                cast=self._cast,
                random=own,
                id=UUID(int=own.getrandbits(128), version=4),
                spot=self._cast.spot(own),
                story=own.choices(self._stories, weights=weights)[0],
                channel=own.choices(list(_CHANNELS), weights=list(_CHANNELS.values()))[0],
                severity=own.choices(list(_SEVERITIES), weights=list(_SEVERITIES.values()))[0],
                found_at=moment,
                siblings=self._siblings,
                begun_at=moment,
            )
