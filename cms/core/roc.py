"""ROC (民國) dates for people, ISO 8601 for machines. ROC year 1 is 1912."""

from __future__ import annotations

import re
from datetime import date, datetime

from cms.core import clock

_OFFSET = 1911
_NAMED = re.compile(r"^(?:中華民國)?\s*(\d{2,3})\s*年\s*(\d{1,2})\s*月\s*(?:(\d{1,2})\s*日|份|底)?\s*底?$")
_PUNCTUATED = re.compile(r"^(\d{2,4})[-./](\d{1,2})(?:[-./](\d{1,2}))?$")
_PACKED = re.compile(r"^(\d{3})(\d{2})(\d{2})?$")
_GREGORIAN_PACKED = re.compile(r"^(\d{4})(\d{2})(\d{2})$")


class UnreadableDate(ValueError):
    """The text is no date, or could be read in two ways."""


def show(day: date | datetime | None) -> str | None:
    """`115年11月21日` for a day, or for an instant the Taipei day it falls on."""
    if day is None:
        return None
    if isinstance(day, datetime):
        day = clock.local(day).date()
    return f"{year(day.year)}年{day.month}月{day.day}日"


def year(gregorian: int) -> int:
    """The ROC year of a Gregorian one."""
    return gregorian - _OFFSET


def read(text: str) -> date:
    """The day that `text` means; a month without a day means its first day.

    Accepts 11506, 1150630, 115-06, 115/6/30, 113.1.25, 中華民國115年6月底, 20260101
    and ISO 8601. Raises `UnreadableDate` for anything else, an impossible day included.
    """
    text = text.strip()
    for pattern in (_NAMED, _PUNCTUATED, _GREGORIAN_PACKED, _PACKED):
        if match := pattern.match(text):
            return _build(text, *match.groups())
    raise UnreadableDate(text)


def _build(text: str, year: str, month: str, day: str | None) -> date:
    if len(year) < 3 and day is None:
        raise UnreadableDate(text)  # 12/05 could be a day in December as well as a month of ROC year 12
    number = int(year)
    if len(year) < 4:
        number += _OFFSET
    try:
        return date(number, int(month), int(day or 1))
    except ValueError as error:
        raise UnreadableDate(text) from error
