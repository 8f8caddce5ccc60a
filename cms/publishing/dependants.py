"""Which public rows show another page: its address, its title, or that it is there at all."""

from __future__ import annotations

from datetime import datetime

from cms.publishing.models import Publication, PublicationReference, ReferenceKind
from cms.publishing.timeline.read import ahead

LIMIT = 500
"""How many rows may be written again in the transaction of one publication."""


def of(key: str, locale: str, at: datetime, *, moved: bool) -> list[Publication]:
    """Rows public at or after `at` that link to `key` and, if it moved, those that stand below it."""
    numbers = _linking(key, locale, at)
    if moved:
        below = Publication.objects.filter(ahead(at), parent=key, locale=locale, channel="site").exclude(path="")
        numbers |= set(below.exclude(key=key).values_list("pk", flat=True))
    return list(Publication.objects.filter(pk__in=numbers).order_by("pk")) if numbers else []


def expected(before: Publication | None, key: str, locale: str, shown: tuple[str, str], at: datetime) -> int:
    """How many rows must change when `key` shows this path and title from `at` on, where `before` holds."""
    if before is not None and (before.path, before.title) == shown:
        return 0
    moved = before is not None and before.path != shown[0]
    below = Publication.objects.filter(ahead(at), parent=key, locale=locale, channel="site").exclude(path="")
    return len(_linking(key, locale, at)) + (below.exclude(key=key).count() if moved else 0)


def _linking(key: str, locale: str, at: datetime) -> set[int]:
    """Numbers of the rows ahead that link to `key`, found from the few references and not from the whole timeline."""
    references = PublicationReference.objects.filter(kind=ReferenceKind.PAGE, target=key)
    names = ("publication", "publication__key", "publication__locale", "publication__online", "publication__offline")
    return {
        pk
        for pk, other, language, online, offline in references.values_list(*names)
        if language == locale and other != key and (offline is None or offline > max(at, online))
    }
