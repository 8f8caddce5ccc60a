"""Everything the office's panel shows about one page, gathered once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet
from django.urls import reverse

from cms.admin import access, answering, possible, standing
from cms.admin.answering import Answering
from cms.admin.possible import Possibility
from cms.admin.standing import Span, Standing
from cms.admin.waiting import Waiting, waiting_of
from cms.core import clock
from cms.publishing.governed import GovernedPage
from cms.publishing.models import Approval, Withdrawal, WithdrawalStatus

MINUTE = timedelta(minutes=1)
SHOWN = 8
"""Rows of the timeline and approvals in the panel; the record has all of them."""


@dataclass(frozen=True)
class Moment:
    """One row of the timeline as people read it: `when` is past, now, waiting or cancelled."""

    span: Span
    when: str


@dataclass(frozen=True)
class Overview:
    """One page in one language as one person sees it."""

    page: GovernedPage
    standing: Standing
    answering: Answering
    possibilities: list[Possibility]
    moments: list[Moment]
    approvals: list[Approval]
    withdrawal: Withdrawal | None
    waiting: Waiting | None
    record_url: str


def overview(page: GovernedPage, user: AbstractBaseUser) -> Overview:
    """The overview of a stored page."""
    rows = standing.spans([page.key], page.language)
    now = clock.now()
    judged = standing.judge(rows, now) if page.publishable else Standing(standing.FOLDER)
    reads, waits = access.reads_record(user, page), waiting_of(page, user)
    return Overview(
        page=page,
        standing=judged,
        answering=answering.answering(page),
        possibilities=possible.possibilities(page, user, judged, waits),
        moments=[Moment(row, when(row)) for row in _lasting(rows)[:SHOWN]] if reads else [],
        approvals=list(approvals_of(page)[:SHOWN]) if reads else [],
        withdrawal=Withdrawal.objects.filter(page_key=page.key, status=WithdrawalStatus.ASKED).first(),
        waiting=waits,
        record_url=reverse("office:record", args=[page.pk]) if reads else "",
    )


def _lasting(rows: list[Span]) -> list[Span]:
    """Without the rows that were written anew within a minute, because a page they link to went out as well."""
    return [row for row in rows if not (row.superseded and row.offline and row.offline - row.online < MINUTE)]


def when(row: Span) -> str:
    """Where a row stands at this instant: `now`, `waiting`, `cancelled` or `past`."""
    now = clock.now()
    if row.cancelled:
        return "cancelled"
    if row.holds(now):
        return "now"
    return "waiting" if row.waits(now) else "past"


def approvals_of(page: GovernedPage) -> QuerySet[Approval]:
    """The approvals of the page's texts in its language, newest first."""
    return Approval.objects.filter(page_key=page.key, locale=page.language).order_by("-at", "-pk")
