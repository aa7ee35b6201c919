"""Dates and years in text that lie after a day."""

import datetime as dt
import re

from analysis.report.language.words import long_date

_MONTHS = [long_date(dt.date(2000, month, 1)).split()[1] for month in range(1, 13)]
_DATES = (
    re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)(?!\d)"),
    re.compile(r"(?<!\d)(?P<day>\d\d?)\.(?P<month>\d\d?)\.(?P<year>\d{4})(?!\d)"),
    re.compile(rf"(?<!\d)(?P<day>\d\d?)\.\s(?P<month>{'|'.join(_MONTHS)}) (?P<year>\d{{4}})"),
)
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


def later_than(day: dt.date, text: str) -> list[str]:
    """Return what a text has of dates after a day, and of years after its year.

    Parameters
    ----------
    day : datetime.date
    text : str
        Dates as 2026-06-15, 15.06.2026 and 15. juni 2026.
    """
    text = text.replace("\u00a0", " ")
    found = []
    for pattern in _DATES:
        for match in pattern.finditer(text):
            month = match["month"]
            number = _MONTHS.index(month) + 1 if month in _MONTHS else int(month)
            if (int(match["year"]), number, int(match["day"])) > (day.year, day.month, day.day):
                found.append(match[0])
    return [*found, *(year for year in _YEAR.findall(text) if int(year) > day.year)]
