"""What the office's templates ask for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from django import template
from django.conf import settings
from django.template.context import Context
from wagtail.models import Page

from cms.admin import listing, people, standing, words
from cms.admin.desk import checklist, history
from cms.admin.overview import Moment, Overview, overview, when
from cms.admin.standing import Standing
from cms.core import clock
from cms.office import roster
from cms.publishing.governed import GovernedPage

register = template.Library()


@register.filter
def instant(at: datetime | None) -> str:
    """An instant on Taipei's clocks in words, or nothing."""
    return words.instant(at) if at is not None else ""


@register.filter
def end(at: datetime | None) -> str:
    """The instant at which something ends; midnight is 24:00."""
    return words.end(at) if at is not None else ""


@register.filter
def day(value: date | None) -> str:
    """A day in words, or nothing."""
    return words.day(value) if value is not None else ""


@register.filter
def iso(at: datetime | None) -> str:
    """For the `datetime` attribute of `<time>`."""
    return clock.iso(at) or ""


@register.filter
def verb(code: str) -> str:
    """The name of an action."""
    return words.verb(code)


@register.filter
def person(username: str) -> str:
    """The person behind an account that the evidence names."""
    return people.named(username)


@register.filter
def language(code: str) -> str:
    """The name of a content language; empty for what is said of every language."""
    return words.language(code)


@register.filter
def section_name(code: str) -> str:
    """A section's name in the reader's language, or its code when it is gone."""
    return str(roster.today().sections.get(code, code))


@register.filter
def is_about_page(code: str) -> bool:
    """Whether an audit line of this action names a page."""
    return words.is_about_page(code)


@register.simple_tag(takes_context=True)
def publication_overview(context: Context, page: Page) -> Overview | None:
    """The overview of `page` for the person who asks; None for what is stored nowhere or not governed."""
    if page.pk is None or not isinstance(page, GovernedPage):
        return None
    return overview(page, context["request"].user)


@register.filter
def strip(moments: Iterable[Moment]) -> list[Moment]:
    """The timeline at a glance, oldest first."""
    return [Moment(span, when(span)) for span in history.strip([moment.span for moment in moments])]


@register.simple_tag
def missing_parts(office: Overview) -> tuple[str, ...] | None:
    """What is missing before the page can be sent in; None for those who do not draft it."""
    return checklist.missing(office)


@register.simple_tag(takes_context=True)
def standing_of(context: Context, page: Page) -> Standing | None:
    """Where `page` stands; for the rows of a table all of them are read with the first."""
    table = context.get("table")
    if table is None:
        return standing.of_pages([page]).get(page.pk)
    known: Mapping[int, Standing] | None = getattr(table, "office_standings", None)
    if known is None:
        known = standing.of_pages(row for row in table.data if isinstance(row, Page))
        table.office_standings = known
    return known.get(page.pk)


@register.simple_tag(takes_context=True)
def prepare_rows(context: Context) -> str:
    """Read what the rows of the table around this tag need, once."""
    table = context.get("table")
    if table is not None and not getattr(table, "office_prepared", False):
        table.office_prepared = True
        listing.prepare([row for row in table.data if isinstance(row, Page)])
    return ""


@register.inclusion_tag("wagtailadmin/shared/buttons.html", takes_context=True)
def row_buttons(context: Context, page: Page, next_url: str) -> dict[str, object]:
    """The buttons of one row."""
    return {"buttons": listing.row_buttons(page, context["request"].user, next_url)}


@register.simple_tag
def system_name() -> str:
    """The name of this installation, from the settings."""
    return str(settings.WAGTAIL_SITE_NAME)
