"""What was agreed to about taking pages off, and which pages are off because of it."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F, QuerySet

from cms.publishing.governed import GovernedPage
from cms.publishing.models import Publication, Withdrawal, WithdrawalStatus


def decided(key: str) -> QuerySet[Withdrawal]:
    """The withdrawals of the page `key` that a second person agreed to."""
    return Withdrawal.objects.filter(page_key=key, status=WithdrawalStatus.DONE)


def ahead_of(key: str, at: datetime) -> Withdrawal | None:
    """The first that takes effect after that instant, or None."""
    return decided(key).filter(at__gt=at).order_by("at", "pk").first()


def took_off(page: GovernedPage, at: datetime) -> bool:
    """Whether `page` is off at that instant because it was withdrawn, in its language, as decided now."""
    rows = Publication.objects.filter(key=page.key, locale=page.language, channel="site")
    shown = rows.exclude(offline=F("online"))
    last = shown.filter(online__lte=at).order_by("-online").first()
    if last is not None and (last.offline is None or last.offline > at):
        return False
    if last is not None and last.end_action == "withdraw":
        return True
    # What waited was taken back before it began; unless something was put online, or is to be, since then.
    back = rows.filter(offline=F("online"), end_action="withdraw").order_by("-ended_at").first()
    return back is not None and not shown.filter(decided_at__gt=back.ended_at).exists()
