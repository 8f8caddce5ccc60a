"""The audit trail in words: its facts are kept by name, and read by people."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.admin import people, titles, words
from cms.admin.titles import Named
from cms.core.models import AuditEntry
from cms.office import roster

LABELS: dict[str, str | Promise] = {
    "publication": gettext_lazy("Row of the timeline"),
    "publications": gettext_lazy("Rows of the timeline"),
    "revision": gettext_lazy("Version"),
    "fingerprint": gettext_lazy("Fingerprint"),
    "online": gettext_lazy("Online"),
    "offline": gettext_lazy("Offline"),
    "capacity": gettext_lazy("Capacity"),
    "approval": gettext_lazy("Approval"),
    "asked_by": gettext_lazy("Asked by"),
    "second": gettext_lazy("Second person"),
    "redaction": gettext_lazy("Request"),
    "withdrawal": gettext_lazy("Request"),
    "at": gettext_lazy("Withdraw from"),
    "successor": gettext_lazy("Page that replaces it"),
    "link": gettext_lazy("Preview link"),
    "expires_at": gettext_lazy("Good until"),
    "job": gettext_lazy("Job"),
    "error": gettext_lazy("Last error"),
    "created": gettext_lazy("Created"),
    "changed": gettext_lazy("Changed"),
    "kept": gettext_lazy("Kept as changed by hand"),
    "gone": gettext_lazy("Deleted by hand"),
    "removed": gettext_lazy("Removed"),
    "orphaned": gettext_lazy("No longer in the files"),
}
"""What each fact is called. Screens show an unknown one by its name."""


@dataclass(frozen=True)
class Entry:
    """One line of the trail for people; `page` is None when it is about no page, or about one that was deleted."""

    entry: AuditEntry
    page: Named | None
    facts: list[tuple[str, str]]


def entries(rows: Iterable[AuditEntry]) -> list[Entry]:
    """The lines with the titles of their pages, at the same number of queries for one and for fifty."""
    lines = list(rows)
    pages = titles.of_keys(line.subject for line in lines if words.is_about_page(line.action))
    return [Entry(line, pages.get(line.subject), shown(line.facts)) for line in lines]


def shown(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Name and value of each fact in the active language; a fact that says nothing is left out."""
    return [
        (str(LABELS.get(name, name)), _VALUES.get(name, _plain)(value))
        for name, value in facts.items()
        if value not in (None, "", []) or name == "offline"
    ]


def _plain(value: Any) -> str:
    return words.several(str(one) for one in value) if isinstance(value, list) else str(value)


def _instant(value: Any) -> str:
    return words.instant(datetime.fromisoformat(value)) if value else _("as soon as somebody agrees")


def _end(value: Any) -> str:
    return words.end(datetime.fromisoformat(value)) if value else _("until replaced")


_CAPACITY = re.compile(r"^chief:(?P<section>[\w-]*)(?: deputy of (?P<absent>.+))?$")


def _capacity(value: Any) -> str:
    """In which office somebody approved, as `cms.publishing.actions.approve.capacity` writes it."""
    found = _CAPACITY.match(str(value))
    today = roster.today()
    if found is None:
        person = next((words.person(one) for one in today.people.values() if one.code == value), None)
        return person or str(value)
    section = str(today.sections.get(found["section"], found["section"]))
    if found["absent"]:
        return _("deputy of %(name)s, chief of %(section)s") % {"name": found["absent"], "section": section}
    return _("chief of %(section)s") % {"section": section}


_VALUES: dict[str, Callable[[Any], str]] = {
    "online": _instant,
    "at": _instant,
    "expires_at": _instant,
    "offline": _end,
    "asked_by": people.named,
    "second": people.named,
    "capacity": _capacity,
}
