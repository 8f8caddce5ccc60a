"""Panels about the timeline, and the pages a person answers for."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.admin.desk import naming
from cms.admin.desk.dates import AT_MOST, Event
from cms.admin.desk.reading import Desk
from cms.admin.desk.rows import Panel, Row
from cms.publishing import facts
from cms.publishing.governed import GovernedPage


def coming(desk: Desk) -> Panel:
    return Panel(
        "coming",
        gettext_lazy("Going online next"),
        gettext_lazy("Nothing is scheduled."),
        tuple(_event(event, event.online, _kind(event)) for event in desk.coming),
        limited=AT_MOST,
        more=reverse("office:calendar"),
        more_label=gettext_lazy("Calendar"),
    )


def ending(desk: Desk) -> Panel:
    return Panel(
        "ending",
        gettext_lazy("Ending soon"),
        gettext_lazy("Nothing ends in the next fourteen days."),
        tuple(_event(event, event.offline, _("goes offline")) for event in desk.ending),
        limited=AT_MOST,
        more=reverse("office:calendar"),
        more_label=gettext_lazy("Calendar"),
    )


def recent(desk: Desk) -> Panel:
    return Panel(
        "recent",
        gettext_lazy("Recently public"),
        gettext_lazy("Nothing became public in the last seven days."),
        tuple(_event(event, event.online, _kind(event)) for event in desk.recent),
        limited=AT_MOST,
    )


def _kind(event: Event) -> str:
    return _("new version") if event.replaces else _("goes online")


def _event(event: Event, at: datetime | None, kind: str) -> Row:
    return Row(naming.with_language(event.title, event.locale), naming.record(event.page_id), (kind,), at)


def duties(desk: Desk) -> Panel:
    by_key = {page.key: page for page in desk.pages.values() if page.language == facts.SOURCE_LOCALE}
    mine = [by_key[key] for key in desk.me.duty_keys(desk.roster) if key in by_key]
    return Panel(
        "duties",
        gettext_lazy("My duties"),
        gettext_lazy("The matrix names no page for you."),
        tuple(_duty(page, desk) for page in mine),
    )


def _duty(page: GovernedPage, desk: Desk) -> Row:
    duty, found = desk.roster.duty_of(page.key), desk.standings[page.pk]
    row = f"{duty.group_no} {naming.in_language(duty.title, duty.title_en)}" if duty is not None else ""
    url = naming.record(page.pk) if desk.me.only_oversees else naming.edit(page)
    return Row(naming.title(page), url, (found.label, row))
