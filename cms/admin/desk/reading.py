"""Read one person's desk: everything the panels choose from, once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Min, Q

from cms.admin import standing
from cms.admin.desk import dates, pages, waiting
from cms.admin.desk.dates import Event
from cms.admin.desk.me import Me
from cms.admin.desk.waiting import Waiting
from cms.admin.standing import Standing
from cms.core.models import Job, JobStatus
from cms.office.roster import Roster
from cms.publishing import drift
from cms.publishing.governed import GovernedPage
from cms.publishing.models import Countersignature, Withdrawal, WithdrawalStatus

Signatures = Sequence[tuple[str, int, datetime]]


@dataclass(frozen=True)
class Desk:
    """Everything the panels choose from; instants are aware UTC. `signatures`: section, number, oldest."""

    me: Me
    roster: Roster
    waiting: Sequence[Waiting]
    pages: Mapping[int, GovernedPage]
    standings: Mapping[int, Standing]
    withdrawals: Sequence[Withdrawal]
    signatures: Signatures
    coming: Sequence[Event]
    ending: Sequence[Event]
    recent: Sequence[Event]
    failed_jobs: int
    differences: int


def read(me: Me, roster: Roster) -> Desk:
    """Read a desk in a number of queries that does not depend on how much is on it."""
    asked = list(Withdrawal.objects.filter(status=WithdrawalStatus.ASKED).select_related("asked_by"))
    steps = waiting.steps()
    keys = {*me.duty_keys(roster), *(row.page_key for row in asked)}
    found = pages.read(Q(pk__in={step.page_id for step in steps}) | Q(key__in=keys), roster)
    return Desk(
        me=me,
        roster=roster,
        waiting=waiting.waiting(steps, found, roster),
        pages=found,
        standings=standing.of_pages(page for page in found.values() if page.key in keys),
        withdrawals=asked,
        signatures=_signatures(),
        coming=dates.coming(me, roster),
        ending=dates.ending(me, roster),
        recent=dates.recent(me, roster),
        failed_jobs=Job.objects.filter(status=JobStatus.FAILED).count() if me.sees_all else 0,
        differences=drift.count() if me.sees_all else 0,
    )


def _signatures() -> Signatures:
    rows = Countersignature.objects.filter(signed_at=None).values_list("section")
    return list(rows.annotate(Count("pk"), Min("created_at")).order_by("section"))
