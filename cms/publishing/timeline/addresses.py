"""Every public address at once, and the years of a list: what a site map and an archive need."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from cms.publishing.timeline import driver

_DAY = int(timedelta(days=1).total_seconds())
_HOLDS = "p.channel = 'site' AND p.online <= %(at)s AND (p.offline IS NULL OR p.offline > %(at)s)"
_ADDRESSES = (
    "SELECT p.key, p.locale, p.type, p.path, p.updated_at FROM cms_publishing_publication p "
    f"WHERE {_HOLDS} AND p.path <> '' ORDER BY p.path"  # constants only
)
_ENDS = (
    "SELECT min(p.sort), max(p.sort) FROM cms_publishing_publication p "
    f"WHERE {_HOLDS} AND p.parent = %(parent)s AND p.locale = %(locale)s AND p.type = %(type)s"  # constants only
)


@dataclass(frozen=True, slots=True)
class Address:
    """One page in one language; `updated` is the day (UTC, ISO 8601) its text last changed."""

    key: str
    locale: str
    type: str
    path: str
    updated: str


def addresses(at: datetime) -> Iterator[Address]:
    """Every page with an address that holds at that instant, by path."""
    for key, locale, kind, path, updated in driver.rows(_ADDRESSES, {"at": at}):
        yield Address(key, locale, kind, path, str(updated)[:10])


def place_of_day(day: date, seconds: int = 0) -> int:
    """Where a dated item stands in its list: later days first, within a day by the seconds since midnight."""
    return day.toordinal() * _DAY + seconds


def years(parent: str, kind: str, locale: str, at: datetime) -> list[int]:
    """The years between the newest and the oldest dated item of a list, newest first."""
    oldest, newest = driver.rows(_ENDS, {"parent": parent, "type": kind, "locale": locale, "at": at})[0]
    if oldest is None:
        return []
    first, last = (date.fromordinal(max(1, int(place) // _DAY)).year for place in (oldest, newest))
    return list(range(last, first - 1, -1))
