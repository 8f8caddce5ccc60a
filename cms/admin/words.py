"""Instants, states and verbs in words, as every screen of the office says them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cms.core import clock, roc
from cms.office.models import Person
from cms.office.roster import Acting

VERBS: dict[str, str | Promise] = {
    "submit": _("Send in for approval"),
    "approve": _("Approve"),
    "return": _("Send back"),
    "publish": _("Publish"),
    "schedule": _("Schedule"),
    "correct": _("Correct"),
    "restore": _("Restore"),
    "ask_withdrawal": _("Ask for withdrawal"),
    "withdraw": _("Withdraw"),
    "refuse_withdrawal": _("Decline the withdrawal"),
    "reissue": _("Re-issue"),
    "ask_redaction": _("Ask for redaction"),
    "redact": _("Redact"),
    "refuse_redaction": _("Decline the redaction"),
    "first_load": _("First load"),
    "countersign": _("Countersign"),
    "edit": _("Edit"),
    "translation": _("Take over the translation"),
    "preview_link": _("Make a preview link"),
    "revoke_preview_link": _("Revoke a preview link"),
    "retry_job": _("Try a job again"),
    "start_from": _("Start a new entry from this one"),
    "name_holder": _("Name the person"),
    "record_absence": _("Record an absence"),
    "end_absence": _("End an absence"),
    "name_deputy": _("Name a deputy"),
    "end_deputy": _("End a deputyship"),
    "hand_over": _("Hand over"),
    "load_office": _("Load the office's data"),
    "demo_account": _("Make a demo account"),
}
"""The name of each action for people. Screens show an unknown one by its code."""

# Their subject is no page.
_PEOPLE = frozenset({"name_holder", "record_absence", "end_absence", "name_deputy", "end_deputy", "hand_over"})
_ELSEWHERE = frozenset({"retry_job", "demo_account", "load_office"}) | _PEOPLE


def is_about_page(code: str) -> bool:
    """Whether an audit line of this action names a page by its key."""
    return code not in _ELSEWHERE


def verb(code: str) -> str:
    """The action's name in the active language, or its code when a later room added it."""
    return str(VERBS.get(code, code))


def day(value: date) -> str:
    """A day: `115年11月22日` in Chinese, `2026-11-22` otherwise."""
    return (roc.show(value) or "") if _chinese() else value.isoformat()


def month(first: date) -> str:
    """A month by its first day: `115年11月` in Chinese, `2026-11` otherwise."""
    return day(first).rpartition("月")[0] + "月" if _chinese() else f"{first:%Y-%m}"


def instant(at: datetime) -> str:
    """An instant on Taipei's clocks, to the minute."""
    wall = clock.local(at)
    return f"{day(wall.date())} {wall:%H:%M}"


def end(at: datetime) -> str:
    """The instant at which something ends; midnight is the 24:00 of the day that ends, as the rule says it."""
    wall = clock.local(at)
    if (wall.hour, wall.minute, wall.second) == (0, 0, 0):
        return f"{day(wall.date() - timedelta(days=1))} 24:00"
    return instant(at)


def acting(person: Acting) -> str:
    """A person's name in the active language."""
    return person.name if _chinese() else person.name_en


def person(of: Person) -> str:
    """The same of a person of the roster."""
    return of.name if _chinese() else of.name_en or of.name


def several(names: Iterable[str]) -> str:
    """Names one after another, as the active language lists them."""
    return ("、" if _chinese() else ", ").join(names)


def language(code: str) -> str:
    """The name of a content language, or its code when it is none."""
    return str(dict(settings.LANGUAGES).get(code, code))


def _chinese() -> bool:
    return (get_language() or "zh-hant").startswith("zh")
