"""Wagtail's own flags follow the timeline, for the editors' screens; what differs is listed.

The public never reads these flags.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Q
from wagtail.models import Page, Revision, get_page_models
from wagtail.query import PageQuerySet

from cms.core import clock
from cms.publishing.governed import GovernedPage
from cms.publishing.models import Publication
from cms.publishing.timeline.read import holds


@dataclass(frozen=True)
class Drift:
    """One page whose flag in the admin differs from the timeline."""

    page_id: int
    key: str
    locale: str
    live: bool
    public: bool


@transaction.atomic
def follow(page_id: int) -> None:
    """Set the flags (and the listed title and slug) of one page to what is public now.

    The slug stays where a draft beside it has the public one: siblings of one name would be
    two pages at one place of the tree. What is public where, the timeline says.
    """
    page = Page.objects.filter(pk=page_id).first()
    page = page.specific if page is not None else None
    if not isinstance(page, GovernedPage):
        return
    row = _row(page)
    if row is None:
        Page.objects.filter(pk=page_id).update(live=False, has_unpublished_changes=True)
        return
    public = page.with_content_json(row.content)
    if page.get_siblings(inclusive=False).filter(slug=public.slug).exists():
        public.slug = page.slug
    public.live, public.expired = True, False
    public.has_unpublished_changes = page.latest_revision_id != row.revision_id
    public.live_revision_id = Revision.objects.filter(pk=row.revision_id).values_list("pk", flat=True).first()
    public.first_published_at, public.last_published_at = row.first_online, row.online
    public.go_live_at = public.expire_at = None
    public.save(clean=False)


def found() -> Iterator[Drift]:
    """Every page whose `live` differs from the timeline at this instant."""
    for page in _differing().order_by("path").specific().iterator():
        yield Drift(page.pk, page.key, page.language, page.live, not page.live)


def count() -> int:
    """How many pages differ; one query."""
    return _differing().count()


def _differing() -> PageQuerySet:
    public = Publication.objects.filter(holds(clock.now()), channel="site").values("page_id")
    governed = [model for model in get_page_models() if issubclass(model, GovernedPage)]
    kinds = ContentType.objects.get_for_models(*governed).values()
    differs = Q(live=True) & ~Q(pk__in=public) | Q(live=False, pk__in=public)
    return Page.objects.filter(Q(content_type__in=kinds), differs)


def _row(page: GovernedPage) -> Publication | None:
    rows = Publication.objects.filter(holds(clock.now()), key=page.key, locale=page.language, channel="site")
    return rows.filter(page_id=page.pk).first()
