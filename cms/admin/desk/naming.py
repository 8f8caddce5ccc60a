"""How the desk names pages, people and places."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.timesince import timesince
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cms.core import clock
from cms.office.roster import Roster
from cms.publishing.facts import SOURCE_LOCALE
from cms.publishing.governed import GovernedPage


def title(page: GovernedPage) -> str:
    """The newest title of a page, with its language unless that is the source's."""
    return with_language(page.draft_title or page.title, page.language)


def with_language(text: str, locale: str) -> str:
    """A title; a translation says so."""
    return text if locale == SOURCE_LOCALE else f"{text} ({locale})"


def in_language(chinese: str, english: str) -> str:
    """The one that the reader reads."""
    return chinese if (get_language() or SOURCE_LOCALE).startswith("zh") else english


def name(user_id: int | None, roster: Roster) -> str:
    """The person behind an account, or a word for nobody known."""
    person = roster.person_of(user_id)
    return str(person) if person is not None else _("somebody unknown")


def waits(since: datetime) -> str:
    """For how long something has been waiting."""
    return _("for %(time)s") % {"time": timesince(since, clock.now(), depth=1)}


def edit(page: GovernedPage) -> str:
    """Where one works on a page."""
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def record(page_id: int) -> str:
    """Where one reads about a page and finds every act on it."""
    return reverse("office:record", args=[page_id])


def withdrawal(pk: int) -> str:
    """Where a request to take a page off is decided."""
    return reverse("office:withdrawal", args=[pk])
