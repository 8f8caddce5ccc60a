"""Put an approved revision online: now, at a later instant, as a correction, or again after a withdrawal."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from wagtail.models import Revision, TaskState, WorkflowState

from cms.core import clock
from cms.publishing import documents, facts, withdrawals
from cms.publishing.actions.base import Action
from cms.publishing.actions.composing import Opening
from cms.publishing.actions.opening import approval_of, open_page
from cms.publishing.governed import GovernedPage
from cms.publishing.models import Approval, Publication
from cms.publishing.rules.case import Case, Dates
from cms.publishing.timeline import write
from cms.publishing.timeline.read import holds


class Publish(Action[Publication]):
    """The webmaster publishes `revision`, which the chief approved, from now on."""

    name: ClassVar[str] = "publish"

    def __init__(self, page: GovernedPage, *, revision: Revision, actor: AbstractBaseUser, reason: str = "") -> None:
        super().__init__(page, actor=actor)
        self.revision = revision
        self.reason = reason

    @cached_property
    def draft(self) -> GovernedPage:
        """The page as it stands in the revision; read once, and again after the lock."""
        found: GovernedPage = self.revision.as_object()
        return found

    @cached_property
    def text(self) -> documents.Text:
        """What the draft says and shows now; built once, and again after the lock. Raises `OSError` for a lost file."""
        return documents.text(self.draft)

    @cached_property
    def approval(self) -> Approval | None:
        """The newest approval of exactly this content, showing exactly this, or None."""
        return approval_of(self.page, self.revision, self.text)

    def case(self) -> Case:
        found = facts.gather(self.page, self.actor, revision=self.revision, draft=self.draft, dates=self.dates())
        media_changed = bool(found.text.approvers) and self._media_changed()
        return replace(found, reason=self.reason, text=replace(found.text, media_changed=media_changed))

    def _media_changed(self) -> bool:
        try:
            return self.approval is None
        except OSError:  # what was approved cannot even be read any more
            return True

    def dates(self) -> Dates:
        """The dates in the revision. A date that went by while the text waited means now."""
        asked = facts.planned(self.draft, clock.now())
        return replace(asked, online=_later(self.page, asked.online))

    def _prepare(self) -> None:
        write.lock()
        self.page = facts.specific(type(self.page).objects.get(pk=self.page.pk))
        self.revision = Revision.objects.get(pk=self.revision.pk)
        for name in ("draft", "text", "approval"):
            self.__dict__.pop(name, None)

    def _carry_out(self) -> Publication:
        row = open_page(self._opening(self.approval))
        self._end_waiting()
        return row

    def _end_waiting(self) -> None:
        """A text that is published by a screen of its own waits no longer in the sign-off chain."""
        state = self.page.current_workflow_state
        step = state.current_task_state if state is not None else None
        if state is None or step is None or step.revision_id != self.revision.pk:
            return
        if step.status == TaskState.STATUS_IN_PROGRESS:
            step.approve(user=self.actor, update=False, comment=self.reason)
        state.status = WorkflowState.STATUS_APPROVED
        state.save()

    def _opening(self, approval: Approval | None) -> Opening:
        dates = self.dates()
        online = dates.online or clock.now()
        return Opening(
            page=self.page,
            revision=self.revision,
            draft=self.draft,
            text=self.text,
            online=online,
            offline=self._offline(online, dates.offline),
            action=self.name,
            actor=self.actor,
            approval=approval,
            reason=self.reason,
        )

    def _offline(self, online: datetime, asked: datetime | None) -> datetime | None:
        """A translation goes offline with its source at the latest."""
        if self.page.language == facts.SOURCE_LOCALE:
            return asked
        ends = [end for end in (asked, facts.source_end(self.page, online)) if end is not None]
        return min(ends, default=None)


class Schedule(Publish):
    """The same for a later instant: the row waits on the timeline, beside any others that wait."""

    name: ClassVar[str] = "schedule"


class Correct(Publish):
    """Mend what is public now; its end and everything that waits stay as they are."""

    name: ClassVar[str] = "correct"

    def dates(self) -> Dates:
        row = Publication.objects.filter(
            holds(clock.now()), key=self.page.key, locale=self.page.language, channel="site"
        ).first()
        return Dates(None, row.offline if row else None, until_replaced_allowed=True)

    def _offline(self, online: datetime, asked: datetime | None) -> datetime | None:
        return asked


class Restore(Publish):
    """Put a withdrawn or expired page online again, with a reason, on a fresh approval."""

    name: ClassVar[str] = "restore"


def publication_action(page: GovernedPage, revision: Revision, *, correcting: bool = False) -> type[Publish]:
    """Which of the verbs the end of an approval means: mend what is public, bring back, later, or now."""
    if correcting:
        return Correct
    draft, now = revision.as_object(), clock.now()
    online = _later(page, facts.planned(draft, now).online)
    if withdrawals.took_off(page, online or now):
        return Restore
    own = draft.planned_online()
    return Schedule if own is not None and own > now else Publish


def _later(page: GovernedPage, online: datetime | None) -> datetime | None:
    """The instant asked for, None for now; a translation goes online at the later of its own and its source's."""
    now = clock.now()
    own = online if online is not None and online > now else None
    if page.language == facts.SOURCE_LOCALE:
        return own
    source = facts.source_row(page, own or now)
    return own if source is None or source.online <= (own or now) else source.online
