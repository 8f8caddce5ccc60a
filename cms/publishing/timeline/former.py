"""What was public and is not: how it ended, and where it stood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import F

from cms.publishing.models import Publication
from cms.publishing.timeline.read import holds


@dataclass(frozen=True, slots=True)
class Gone:
    """Why a page that was public is not: `withdrawn` with its reason, or `expired`; `type` is what it was."""

    code: str
    type: str
    since: datetime
    reason: str
    successor: str


def gone(key: str, locale: str, at: datetime) -> Gone | None:
    """How the last row of `key` before `at` ended, or None when it was never public."""
    row = (
        Publication.objects.filter(key=key, locale=locale, channel="site", online__lte=at, offline__gt=F("online"))
        .filter(offline__lte=at)
        .order_by("-online")
        .values_list("offline", "end_action", "end_reason", "end_successor", "type")
        .first()
    )
    if row is None or row[0] is None:
        return None
    code = "withdrawn" if row[1] == "withdraw" else "expired"
    return Gone(code, row[4], row[0], row[2] if code == "withdrawn" else "", row[3])


def is_blanked(key: str, locale: str, at: datetime) -> bool:
    """Whether what `key` said at that instant has been blanked since."""
    rows = Publication.objects.filter(holds(at), key=key, locale=locale, channel="site")
    return rows.exclude(redacted_at=None).exists()


def formerly_at(path: str, at: datetime) -> tuple[str, str] | None:
    """Key and locale of the page that was last public at `path` before `at`, or None."""
    return (
        Publication.objects.filter(path=path, channel="site", online__lte=at)
        .exclude(offline=F("online"))
        .order_by("-online")
        .values_list("key", "locale")
        .first()
    )
