"""Texts in the sign-off chain: where each waits, since when, and on whose desk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, Revision, WorkflowState

from cms.admin.desk.me import Me
from cms.core import clock
from cms.office.roster import Roster
from cms.publishing import facts
from cms.publishing.governed import GovernedPage
from cms.publishing.models import Publication, PublishTask
from cms.publishing.rules.case import People


@dataclass(frozen=True)
class Step:
    """One text in the chain. `returned` says that its author must act; `remark` is the reason given then."""

    page_id: int
    returned: bool
    publishing: bool
    since: datetime
    remark: str
    decided_by: int | None
    sent_by: int | None


@dataclass(frozen=True)
class Waiting:
    """A step with its page, those who may act on it, and those who wrote the text."""

    step: Step
    page: GovernedPage
    people: People
    writers: frozenset[int]

    @property
    def actors(self) -> frozenset[int]:
        """The accounts the step is waiting for."""
        return self.people.publishers if self.step.publishing else self.people.chiefs


def steps() -> list[Step]:
    """Every text in the chain, oldest first, from one query."""
    task = "current_task_state__"
    rows = WorkflowState.objects.active().filter(base_content_type=_pages()).order_by(f"{task}started_at", "pk")
    publishing = ContentType.objects.get_for_model(PublishTask).pk
    values = rows.values_list(
        *("object_id", "status", f"{task}task__content_type", f"{task}started_at", f"{task}finished_at"),
        *(f"{task}comment", f"{task}finished_by", "requested_by"),
    )
    return [
        Step(
            page_id=int(number),
            returned=status == WorkflowState.STATUS_NEEDS_CHANGES,
            publishing=kind == publishing,
            since=finished or started,
            remark=remark or "",
            decided_by=decider,
            sent_by=sender,
        )
        for number, status, kind, started, finished, remark, decider, sender in values
        if started is not None
    ]


def waiting(found: Iterable[Step], pages: Mapping[int, GovernedPage], roster: Roster) -> list[Waiting]:
    """The steps whose pages are known, with their people: two queries for all of them."""
    kept = [step for step in found if step.page_id in pages]
    writers = _writers([pages[step.page_id] for step in kept])
    return [_waiting(step, pages[step.page_id], roster, writers[step.page_id]) for step in kept]


def _waiting(step: Step, page: GovernedPage, roster: Roster, writers: frozenset[int]) -> Waiting:
    return Waiting(step, page, facts.people(page, roster, writers), writers)


# -- choosing, pure ------------------------------------------------------------


def for_me(rows: Iterable[Waiting], me: Me, *, publishes_own: bool) -> list[Waiting]:
    """What waits for this person and nobody else could hold against them: not their own text."""
    return [row for row in rows if not row.step.returned and _may_decide(row, me, publishes_own)]


def _may_decide(row: Waiting, me: Me, publishes_own: bool) -> bool:
    own = me.user_id in row.writers and not (row.step.publishing and publishes_own)
    return me.user_id in row.actors and not own


def returned_to(rows: Iterable[Waiting], me: Me) -> list[Waiting]:
    """What was sent back to this person: sent in by them, or theirs to answer for."""
    keys = {duty.key for duty in me.duties}
    return [row for row in rows if row.step.returned and _is_theirs(row, me, keys)]


def _is_theirs(row: Waiting, me: Me, keys: set[str]) -> bool:
    if row.step.sent_by in me.accounts or row.page.person_id in me.people:
        return True
    return not row.page.is_item and bool(keys) and me.user_id in row.people.owners


def sent_by(rows: Iterable[Waiting], me: Me) -> list[Waiting]:
    """What this person sent in and others have not decided yet."""
    return [row for row in rows if not row.step.returned and row.step.sent_by in me.accounts]


# -- who wrote -----------------------------------------------------------------


def _writers(pages: list[GovernedPage]) -> dict[int, frozenset[int]]:
    """By page: those who wrote since it was last public, as `facts.text_facts` says it of one page."""
    last = _last_public(pages)
    written: dict[int, list[tuple[int, int]]] = defaultdict(list)
    numbers = [str(page.pk) for page in pages]
    rows = Revision.objects.filter(base_content_type=_pages(), object_id__in=numbers, user__isnull=False)
    for number, revision, user in rows.values_list("object_id", "pk", "user_id"):
        written[int(number)].append((revision, user))
    return {page.pk: _since(written[page.pk], last.get(page.pk, 0)) for page in pages}


def _since(written: list[tuple[int, int]], last: int) -> frozenset[int]:
    # Autosave may have overwritten the public version itself: then its writer counts.
    newer = frozenset(user for revision, user in written if revision > last)
    return newer or frozenset(user for revision, user in written if revision == last)


def _last_public(pages: list[GovernedPage]) -> dict[int, int]:
    """The number of the version that each page showed last."""
    rows = Publication.objects.filter(key__in={page.key for page in pages}, channel="site", online__lte=clock.now())
    return dict(rows.order_by("online", "pk").values_list("page_id", "revision_id"))


def _pages() -> ContentType:
    return ContentType.objects.get_for_model(Page)
