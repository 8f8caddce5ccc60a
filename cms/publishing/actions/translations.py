"""Translations end with their source: shortened with it, or carried on with the same text."""

from __future__ import annotations

from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from wagtail.models import Page

from cms.publishing import effects, facts
from cms.publishing.actions.composing import SITE
from cms.publishing.actions.renewing import Ending, Renewal, reissue_row, steps, stored_revision
from cms.publishing.actions.rows import with_channels
from cms.publishing.governed import GovernedPage
from cms.publishing.models import Publication
from cms.publishing.timeline import write
from cms.publishing.timeline.read import ahead


def follow_source(page: GovernedPage, at: datetime, actor: AbstractBaseUser | None, renewal: Renewal) -> None:
    """Let each translation of `page` end as its source does, as known after a change from `at` on."""
    rows = Publication.objects.filter(ahead(at), key=page.key, channel=SITE).exclude(locale=facts.SOURCE_LOCALE)
    for locale in sorted(set(rows.values_list("locale", flat=True))):
        before = steps([page.key], locale, at).get(page.key, [])
        for row in rows.filter(locale=locale).order_by("online"):
            # As its source does where the translation stands: before that the source may have a gap.
            _follow(row, facts.source_end(page, max(at, row.online)), at, actor, renewal)
        renewal.after(page.key, locale, at, before)


def _follow(
    row: Publication, end: datetime | None, at: datetime, actor: AbstractBaseUser | None, renewal: Renewal
) -> None:
    wanted = _wanted_end(row, end)
    withdrawn = row.end_action == "withdraw"
    if wanted is not None and (row.offline is None or wanted < row.offline):
        for channel_row in with_channels(row):
            write.end_row(channel_row, wanted, action="with_source")
            if channel_row.channel == SITE:
                effects.announce_end(channel_row)
    elif row.offline is not None and not (row.superseded or withdrawn) and (wanted is None or wanted > row.offline):
        fresh = reissue_row(row, at, actor=actor, ending=Ending(wanted))
        if fresh is not None:
            effects.announce(renewal.settle(fresh))


def _wanted_end(row: Publication, end: datetime | None) -> datetime | None:
    """The earlier of the source's end and the date the translation was approved with."""
    page = Page.objects.filter(pk=row.page_id).first()
    own = stored_revision(row, page).as_object().planned_offline() if page is not None else row.offline
    return min((instant for instant in (own, end) if instant is not None), default=None)
