"""Which public rows show another page: its address, its title, or that it is there at all."""

from __future__ import annotations

from datetime import datetime

from cms.publishing.models import Publication, PublicationReference, ReferenceKind
from cms.publishing.timeline.read import ahead

LIMIT = 500
"""How many rows may be written again in the transaction of one publication."""


def of(key: str, locale: str, at: datetime, *, moved: bool) -> list[Publication]:
    """Rows public at or after `at` that link to `key` and, if it moved, those that stand below it."""
    rows = Publication.objects.filter(ahead(at), locale=locale, channel="site").exclude(key=key)
    linking = PublicationReference.objects.filter(kind=ReferenceKind.PAGE, target=key).values("publication")
    found = {row.pk: row for row in rows.filter(pk__in=linking)}
    if moved:
        found |= {row.pk: row for row in rows.filter(parent=key).exclude(path="")}
    return [found[pk] for pk in sorted(found)]


def expected(before: Publication | None, key: str, locale: str, shown: tuple[str, str], at: datetime) -> int:
    """How many rows must change when `key` shows this path and title from `at` on, where `before` holds."""
    if before is not None and (before.path, before.title) == shown:
        return 0
    moved = before is not None and before.path != shown[0]
    rows = Publication.objects.filter(ahead(at), locale=locale, channel="site").exclude(key=key)
    linking = PublicationReference.objects.filter(kind=ReferenceKind.PAGE, target=key).values("publication")
    below = rows.filter(parent=key).exclude(path="").count() if moved else 0
    return rows.filter(pk__in=linking).count() + below
