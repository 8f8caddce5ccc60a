"""Open rows on the timeline: the common part of publish, schedule, correct, restore and first load.

A new row begins at its online instant and ends at the asked offline instant or where the
next waiting row begins. The row it begins within ends there; rows that wait stay as they are.
A withdrawal that was agreed to for a later instant stays, too.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, Q
from wagtail.models import Revision

from cms.core import audit, clock
from cms.publishing import effects, facts
from cms.publishing.actions.composing import SITE, Opening, compose, place_in_tree
from cms.publishing.actions.renewing import Renewal, steps
from cms.publishing.actions.rows import keep_withdrawal, make_room, write_rows
from cms.publishing.actions.translations import follow_source
from cms.publishing.documents import Text
from cms.publishing.governed import GovernedPage
from cms.publishing.models import Approval, Publication
from cms.publishing.timeline.read import holds


def open_page(opening: Opening) -> Publication:
    """Write the rows of one page (site and channels), its dependants, the audit line and the jobs.

    The caller holds the timeline's lock and has asked the policy. Raises `Refused` with
    `lost_race`, `path_taken` or `too_many_dependants`.
    """
    page, online = opening.page, opening.online
    composed = compose(opening, place_in_tree(opening.draft, online), _row_at(page, online))
    row, renewal = composed.row, Renewal()
    shown = steps([page.key], row.locale, online).get(page.key, [])
    make_room(row, opening.action)
    write_rows(composed)
    keep_withdrawal(row)
    _record(opening, row)
    effects.announce(row)
    if composed.document.pages or row.parent:
        renewal.settle(row)
    renewal.after(page.key, row.locale, online, shown)
    if row.locale == facts.SOURCE_LOCALE:
        follow_source(page, online, opening.actor, renewal)
    return row


def approval_of(page: GovernedPage, revision: Revision, text: Text) -> Approval | None:
    """The newest approval for publication of exactly this content, showing exactly this, or None.

    Approvals of before the digest was kept answer for the content alone.
    """
    same = Q(text_hash=text.digest) | Q(text_hash=None)
    return facts.approvals(page, revision).filter(same).order_by("-at", "-pk").first()


def _record(opening: Opening, row: Publication) -> None:
    audit.record(
        opening.action,
        actor=opening.actor,
        subject=row.key,
        locale=row.locale,
        reason=opening.reason,
        publication=row.pk,
        revision=row.revision_id,
        fingerprint=row.fingerprint,
        online=clock.iso(row.online),
        offline=clock.iso(row.offline),
    )


def _row_at(page: GovernedPage, at: datetime) -> Publication | None:
    """The row that holds at `at`, or that ends exactly then: the run goes on without a break."""
    rows = Publication.objects.filter(key=page.key, locale=page.language, channel=SITE)
    ending = rows.filter(offline=at, superseded=True).exclude(offline=F("online"))
    return rows.filter(holds(at)).first() or ending.first()
