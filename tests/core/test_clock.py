"""One clock: Taipei at the edges, UTC inside, and tests can hold it."""

from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest

from cms.core import clock


def test_days_in_taipei() -> None:
    day = date(2026, 11, 22)
    assert clock.day_start(day) == datetime(2026, 11, 21, 16, 0, tzinfo=UTC)
    assert clock.day_end(day) == datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
    assert clock.at(day, time(9, 30)) == datetime(2026, 11, 22, 1, 30, tzinfo=UTC)


def test_hold_and_release() -> None:
    instant = datetime(2026, 11, 21, 16, 0, tzinfo=UTC)
    with clock.hold(instant):
        assert clock.now() == instant
        assert clock.today() == date(2026, 11, 22)
        assert clock.iso(clock.now()) == "2026-11-22T00:00:00+08:00"
    assert clock.now() != instant


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"), clock.hold(datetime(2026, 1, 1)):  # the point
        pass
