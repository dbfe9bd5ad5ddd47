"""How long things take in the demo county (演示节奏): arrivals over the day, office hours, shares of the time."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from domain.shared.time import SHANGHAI

A_DAY = 100
"""Incidents a day, as a town of this size may have: 3,000 in 30 days."""
_WEEKEND, _WORKDAY = 0.85, 1.1
_SUNDAY_AND_SATURDAY = (5, 6)
_HOURS = (2, 2, 1, 1, 1, 3, 12, 30, 60, 70, 62, 48, 30, 30, 48, 60, 58, 46, 34, 24, 16, 10, 6, 3)
"""How often something is found in each hour of the day."""
ON_TIME = 0.86
"""Share of cases that are planned to end in time. Source: rules.md 2.4, closing in time between 75.8 and 93.7 %."""
_OPENS, _CLOSES = 8, 18
_SPAN_OF_OFFICE_HOURS = timedelta(hours=20)
"""What has more time than this waits for office hours."""


def midnight(day: date) -> datetime:
    """Return the start of a day in Asia/Shanghai, UTC."""
    return datetime.combine(day, time(), SHANGHAI).astimezone(UTC)


def arrivals(random: Random, day: date) -> Iterator[datetime]:
    """Yield when things are found on a day."""
    usual = A_DAY * (_WEEKEND if day.weekday() in _SUNDAY_AND_SATURDAY else _WORKDAY)
    hours = random.choices(range(24), weights=_HOURS, k=max(1, round(random.gauss(usual, usual**0.5))))
    start = midnight(day)
    yield from sorted(start + timedelta(hours=hour, seconds=random.randrange(3600)) for hour in hours)


def minutes(random: Random, low: float, high: float) -> timedelta:
    """Return some time between two figures of minutes, more often a short one."""
    return timedelta(seconds=round(60 * (low + (high - low) * random.random() ** 2)))


def share_of_time(random: Random, *, urgent: bool) -> float:
    """Return after which share of the time allowed a case is to end; above 1 it ends late."""
    if urgent:
        return random.uniform(0.1, 0.5) if random.random() < ON_TIME else random.uniform(1.05, 1.4)
    return random.uniform(0.12, 0.8) if random.random() < ON_TIME else random.uniform(1.06, 1.7)


def in_office_hours(random: Random, moment: datetime, span: timedelta) -> datetime:
    """Return the moment, or one on the next morning for what may wait and falls outside office hours."""
    local = moment.astimezone(SHANGHAI)
    if span <= _SPAN_OF_OFFICE_HOURS or _OPENS <= local.hour < _CLOSES:
        return moment
    day = local.date() if local.hour < _OPENS else local.date() + timedelta(days=1)
    return midnight(day) + timedelta(hours=_OPENS, seconds=random.randrange(5400))
