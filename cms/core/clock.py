"""The one clock. Aware UTC inside, Asia/Taipei at the edges; tests hold it.

Nothing else in the project asks the system for the time (an architecture test looks).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

TAIPEI = ZoneInfo("Asia/Taipei")

_held: datetime | None = None


def now() -> datetime:
    """This instant, aware, in UTC."""
    return _held if _held is not None else datetime.now(UTC)


def is_held() -> bool:
    """Whether a test holds the clock."""
    return _held is not None


def today() -> date:
    """The calendar day in Taipei at this instant."""
    return local(now()).date()


def local(instant: datetime) -> datetime:
    """`instant` as Taipei wall time (still aware)."""
    return instant.astimezone(TAIPEI)


def day_start(day: date) -> datetime:
    """00:00 in Taipei of `day`, as UTC."""
    return at(day, time(0))


def day_end(day: date) -> datetime:
    """24:00 in Taipei of `day`, which is 00:00 of the day after, as UTC."""
    return day_start(day + timedelta(days=1))


def at(day: date, wall: time) -> datetime:
    """The instant when Taipei's clocks show `wall` on `day`, as UTC."""
    return datetime.combine(day, wall, tzinfo=TAIPEI).astimezone(UTC)


def iso(instant: datetime | None) -> str | None:
    """ISO 8601 with Taipei's offset and whole seconds, as the API writes it."""
    return None if instant is None else local(instant).isoformat(timespec="seconds")


@contextmanager
def hold(instant: datetime) -> Iterator[None]:
    """Stop the clock at the aware `instant` while the block runs; for tests only.

    Raises `ValueError` for a naive instant.
    """
    global _held  # noqa: PLW0603  # one clock for all threads, so that a live server is held too
    if instant.tzinfo is None:
        raise ValueError("The clock needs an aware instant.")
    before, _held = _held, instant.astimezone(UTC)
    try:
        yield
    finally:
        _held = before
