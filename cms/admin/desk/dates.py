"""What the timeline brings next: going online, ending, just made public. Each is one query on an index."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, QuerySet

from cms.admin.desk import pages
from cms.admin.desk.me import Me
from cms.core import clock
from cms.office.roster import Roster
from cms.publishing.models import Publication
from cms.publishing.timeline.read import holds

ENDING_DAYS = 14
RECENT_DAYS = 7
AT_MOST = 50
# Facts about other pages renewed is no event, unless that row took the place of one that was waiting.
EVENTS = ~Q(action="reissue") | Q(first_online=F("online"))


@dataclass(frozen=True)
class Event:
    """One row of the timeline; `replaces` says that an earlier version was public until then."""

    page_id: int
    title: str
    locale: str
    online: datetime
    offline: datetime | None
    first_online: datetime

    @property
    def replaces(self) -> bool:
        """A new version of what is public already."""
        return self.first_online < self.online


def coming(me: Me, roster: Roster) -> list[Event]:
    """What goes online next, soonest first."""
    rows = mine(me, roster).filter(online__gt=clock.now()).filter(Q(offline=None) | Q(offline__gt=F("online")))
    return _events(rows.order_by("online", "pk"))


def ending(me: Me, roster: Roster) -> list[Event]:
    """What is public and goes offline within `ENDING_DAYS`, soonest first."""
    now = clock.now()
    rows = mine(me, roster).filter(
        online__lte=now, offline__gt=now, offline__lte=now + timedelta(days=ENDING_DAYS), superseded=False
    )
    return _events(rows.order_by("offline", "pk"))


def recent(me: Me, roster: Roster) -> list[Event]:
    """What became public in the last `RECENT_DAYS` and still is, newest first; facts renewed do not count."""
    now = clock.now()
    rows = mine(me, roster).filter(holds(now), online__gte=now - timedelta(days=RECENT_DAYS))
    return _events(rows.filter(EVENTS).order_by("-online", "-pk"))


def mine(me: Me, roster: Roster) -> QuerySet[Publication]:
    """The site's rows that a person may read about: everything, or the own sections' and duties'."""
    rows = Publication.objects.filter(channel="site")
    if me.sees_all:
        return rows
    items = Q(section__in=filter(None, [me.section]), type__in=_item_types())
    return rows.filter(Q(key__in=me.duty_keys(roster)) | Q(section__in=me.chief_of) | items)


def _item_types() -> list[str]:
    return [model.document_type for model in pages.models() if model.is_item]


def _events(rows: QuerySet[Publication]) -> list[Event]:
    fields = list(Event.__dataclass_fields__)
    return [Event(*values) for values in rows.values_list(*fields)[:AT_MOST]]
