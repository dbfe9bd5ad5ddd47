"""Time as the law counts it: dates in Asia/Shanghai, hours by the instant. The domain never reads a clock."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")


def official_date(moment: datetime) -> date:
    """Return the date of a moment as offices count it, in Asia/Shanghai."""
    return moment.astimezone(SHANGHAI).date()
