"""ROC dates as they are met in real files."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from cms.core import roc

READABLE = [
    ("11506", date(2026, 6, 1)),
    ("1150630", date(2026, 6, 30)),
    ("115-06", date(2026, 6, 1)),
    ("115/6", date(2026, 6, 1)),
    ("115/06/30", date(2026, 6, 30)),
    ("113.1.25", date(2024, 1, 25)),
    ("98.3.30", date(2009, 3, 30)),
    ("104-08-11", date(2015, 8, 11)),
    ("中華民國115年05月底", date(2026, 5, 1)),
    ("115 年 5 月 份", date(2026, 5, 1)),
    ("115年11月21日", date(2026, 11, 21)),
    ("20260101", date(2026, 1, 1)),
    ("2021-03", date(2021, 3, 1)),
    ("2026-11-22", date(2026, 11, 22)),
]


@pytest.mark.parametrize(("text", "day"), READABLE)
def test_reads(text: str, day: date) -> None:
    assert roc.read(text) == day


@pytest.mark.parametrize(
    "text", ["1150631", "115-13", "", "abc", "115", "12/31", "12/05", "115-2-30", "1/2/3", "11506301"]
)
def test_refuses(text: str) -> None:
    with pytest.raises(roc.UnreadableDate):
        roc.read(text)


def test_shows_the_taipei_day() -> None:
    assert roc.show(datetime(2026, 11, 20, 16, 30, tzinfo=UTC)) == "115年11月21日"
    assert roc.show(date(2026, 11, 21)) == "115年11月21日"
    assert roc.show(None) is None
