"""Send a draft in for approval."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from wagtail.models import WorkflowState

from cms.core import audit
from cms.publishing import facts
from cms.publishing.actions.base import Action
from cms.publishing.governed import GovernedPage
from cms.publishing.rules.case import Case


class Submit(Action[WorkflowState]):
    """Start the sign-off chain for the newest revision of the page, or go on with one that was sent back."""

    name: ClassVar[str] = "submit"

    def __init__(self, page: GovernedPage, *, actor: AbstractBaseUser) -> None:
        super().__init__(page, actor=actor)

    def case(self) -> Case:
        return facts.gather(self.page, self.actor)

    def _carry_out(self) -> WorkflowState:
        state: WorkflowState | None = self.page.current_workflow_state
        if state is None or state.status != WorkflowState.STATUS_NEEDS_CHANGES:
            started: WorkflowState = self.page.get_workflow().start(self.page, self.actor)
            return started
        state.resume(self.actor)
        state.refresh_from_db()
        return state


def record_submission(page: GovernedPage, actor: AbstractBaseUser | None) -> None:
    """The audit line of a submission; called by the first task, whichever way the workflow was started."""
    audit.record("submit", actor=actor, subject=page.key, locale=page.language, revision=page.latest_revision_id)
