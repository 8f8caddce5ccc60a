"""What goes online or offline on which day, for whoever may read about it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cms.admin.desk import pages
from cms.admin.desk.dates import EVENTS, mine
from cms.admin.desk.me import Me
from cms.core import clock
from cms.office.roster import Roster
from cms.publishing.models import Publication

AT_MOST = 1000
"""Moments read at once: more than anybody looks through, and a bound for a day on which thousands begin."""

ONLINE, VERSION, OFFLINE = "online", "version", "offline"
KINDS: dict[str, str | Promise] = {ONLINE: _("goes online"), VERSION: _("new version"), OFFLINE: _("goes offline")}
_ABOUT = ("id", "page_id", "title", "locale", "type", "section", "decided_at")


@dataclass(frozen=True)
class Moment:
    """One page goes online, changes, or goes offline at `at` (aware UTC)."""

    id: int
    page_id: int
    title: str
    locale: str
    type: str
    section: str
    kind: str
    at: datetime
    decided_at: datetime

    @property
    def day(self) -> date:
        """The day in Taipei; midnight as an end is 24:00 of the day before, as the rule says it."""
        wall = clock.local(self.at)
        return (wall - timedelta(microseconds=1)).date() if self.kind == OFFLINE else wall.date()

    @property
    def time(self) -> str:
        """The time on Taipei's clocks on that day, `24:00` included."""
        wall = clock.local(self.at)
        return "24:00" if wall.date() != self.day else f"{wall:%H:%M}"

    @property
    def label(self) -> str:
        """What happens, in a word."""
        return str(KINDS[self.kind])


@dataclass(frozen=True)
class Narrow:
    """What the calendar is narrowed by; empty means any."""

    section: str = ""
    type: str = ""
    locale: str = ""

    def of(self, rows: QuerySet[Publication]) -> QuerySet[Publication]:
        """The rows that pass."""
        asked = {"section": self.section, "type": self.type, "locale": self.locale}
        return rows.filter(**{name: value for name, value in asked.items() if value})


def moments(me: Me, roster: Roster, narrow: Narrow, since: datetime, until: datetime) -> list[Moment]:
    """The first `AT_MOST` moments from `since` up to and with `until`, in order: two queries.

    An end exactly at `since` belongs to the day before and is left out.
    """
    rows = narrow.of(mine(me, roster)).filter(Q(offline=None) | Q(offline__gt=F("online")))
    begun = rows.filter(EVENTS, online__gte=since, online__lt=until).order_by("online", "pk")
    ended = rows.filter(offline__gt=since, offline__lte=until, superseded=False).order_by("offline", "pk")
    found = [*_begins(begun), *_ends(ended)]
    return sorted(found, key=lambda moment: (moment.day, moment.at, moment.title, moment.id))[:AT_MOST]


def _begins(rows: QuerySet[Publication]) -> Iterator[Moment]:
    for about in _read(rows, "online", "first_online"):
        online, first = about.pop("online"), about.pop("first_online")
        yield Moment(kind=VERSION if first < online else ONLINE, at=online, **about)


def _ends(rows: QuerySet[Publication]) -> Iterator[Moment]:
    for about in _read(rows, "offline"):
        yield Moment(kind=OFFLINE, at=about.pop("offline"), **about)


def _read(rows: QuerySet[Publication], *more: str) -> Iterable[dict[str, Any]]:
    return rows.values(*_ABOUT, *more)[:AT_MOST]


def by_day(found: Iterable[Moment]) -> dict[date, list[Moment]]:
    """The moments of each day that has any."""
    days: dict[date, list[Moment]] = defaultdict(list)
    for moment in found:
        days[moment.day].append(moment)
    return dict(days)


def types() -> dict[str, str | Promise]:
    """The name of each type of document that can be public."""
    return {model.document_type: model._meta.verbose_name or "" for model in pages.models() if model.publishable}
