"""The calendar as iCalendar (RFC 5545), for the calendar program of whoever exports it."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from icalendar import Calendar, Event

from cms.admin.desk.calendar import Moment

PRODUCT = "-//Household Registration CMS//Calendar//ZH"


def export(moments: Iterable[Moment], *, name: str, host: str, address: Callable[[int], str]) -> bytes:
    """All moments as events without length; `address` gives the absolute address of a page's record.

    An event keeps its identity (`UID`) however often it is exported.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", name)
    for moment in moments:
        calendar.add_component(_event(moment, host, address(moment.page_id)))
    return bytes(calendar.to_ical())


def _event(moment: Moment, host: str, url: str) -> Event:
    event = Event()
    event.add("uid", f"{moment.id}-{moment.kind}@{host}")
    event.add("dtstamp", moment.decided_at)
    event.add("dtstart", moment.at)
    event.add("summary", f"{moment.label}：{moment.title}")
    event.add("categories", [moment.type, moment.section, moment.locale])
    event.add("url", url)
    # Nobody is busy because a page goes online.
    event.add("transp", "TRANSPARENT")
    return event
