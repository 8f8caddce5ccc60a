"""The steps of the sign-off chain. Who may act is asked of the matrix at the moment of acting."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState, WorkflowState

from cms.core import clock
from cms.core.errors import Refusal, Refused
from cms.publishing import facts, policy
from cms.publishing.governed import GovernedPage
from cms.publishing.rules.case import People

CORRECT = "correct"


class DutyTask(Task):
    """A step whose actors come from the roster; `approval_rule` names the policy's action."""

    approval_rule: ClassVar[str]
    agree_label: ClassVar[str | Promise]

    class Meta:
        abstract = True

    def actors(self, people: People) -> frozenset[int]:
        """The accounts that may act in this step."""
        raise NotImplementedError

    # -- Wagtail's questions --------------------------------------------------

    def user_can_access_editor(self, obj: GovernedPage, user: AbstractBaseUser) -> bool:
        """Those who must decide may open the page."""
        return self._may_act(obj, user)

    def locked_for_user(self, obj: GovernedPage, user: AbstractBaseUser) -> bool:
        """While a text waits, only those who decide can touch it; a touched text needs a new approval."""
        return not self._may_act(obj, user)

    def get_actions(self, obj: GovernedPage, user: AbstractBaseUser) -> list[tuple[str, str | Promise, bool]]:
        """Send back (with a remark), or agree; nothing for anybody else."""
        if not self._may_act(obj, user):
            return []
        return [("reject", _("Send back"), True), ("approve", self.agree_label, False)]

    def get_task_states_user_can_moderate(self, user: AbstractBaseUser, **kwargs: object) -> QuerySet[TaskState]:
        """The waiting states of this step that `user` may decide today."""
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS).select_related("workflow_state")
        mine = [state.pk for state in waiting if self._may_act(page_of(state.workflow_state), user)]
        return TaskState.objects.filter(pk__in=mine)

    def _may_act(self, obj: GovernedPage, user: AbstractBaseUser) -> bool:
        people = facts.people(facts.specific(obj), writers=_writers(obj))
        return user.is_active and user.pk in self.actors(people) & people.staff

    # -- acting ---------------------------------------------------------------

    @transaction.atomic
    def on_action(self, task_state: TaskState, user: AbstractBaseUser, action_name: str, **kwargs: object) -> None:
        """Decide this state. The page is the state's own, never one named in an address.

        Raises `Refused` with every reason, and then changes nothing.
        """
        page = page_of(task_state.workflow_state)
        remark = str(kwargs.get("comment", ""))
        if action_name == "approve":
            self.agree(page, task_state, user, remark)
        elif action_name == "reject":
            self.send_back(page, task_state, user, remark)
        else:
            raise ValueError(f"Unknown action {action_name!r}.")
        super().on_action(task_state, user, action_name, **kwargs)

    def agree(self, page: GovernedPage, task_state: TaskState, user: AbstractBaseUser, remark: str) -> None:
        """What agreeing means in this step. Raises `Refused`."""
        raise NotImplementedError

    def send_back(self, page: GovernedPage, task_state: TaskState, user: AbstractBaseUser, remark: str) -> None:
        """Record who sent it back and why. Raises `Refused`."""
        from cms.publishing.actions.approve import Return

        if not self._may_act(page, user):
            raise Refused([Refusal("not_chief" if self.approval_rule == "approve" else "not_publisher")])
        Return(page, revision=task_state.revision, actor=user, remark=remark).execute()


class ChiefApprovalTask(DutyTask):
    """課長核可: the chief of the responsible section approves exactly this text."""

    approval_rule: ClassVar[str] = "approve"
    agree_label = _("Approve")

    class Meta:
        verbose_name = _("approval by the section chief")

    @classmethod
    def get_description(cls) -> str:
        return str(_("The chief of the section that answers for the page, or the chief's deputy, approves it."))

    def actors(self, people: People) -> frozenset[int]:
        return people.chiefs

    def start(self, workflow_state: WorkflowState, user: AbstractBaseUser | None = None) -> TaskState:
        """Begin the chain: what cannot be published is not sent in. Raises `Refused` with every reason."""
        from cms.publishing.actions.submit import record_submission

        page = page_of(workflow_state)
        if user is None:
            raise Refused([Refusal("not_staff")])
        policy.require("submit", facts.gather(page, user))
        record_submission(page, user)
        return super().start(workflow_state, user=user)

    def agree(self, page: GovernedPage, task_state: TaskState, user: AbstractBaseUser, remark: str) -> None:
        from cms.publishing.actions.approve import Approve

        Approve(page, revision=task_state.revision, actor=user, remark=remark).execute()


class PublishTask(DutyTask):
    """上線: the webmaster or a deputy publishes; the door is opened when the workflow finishes."""

    approval_rule: ClassVar[str] = "publish"
    agree_label = _("Publish")

    class Meta:
        verbose_name = _("publication by the webmaster")

    @classmethod
    def get_description(cls) -> str:
        return str(_("The webmaster or the webmaster's deputy publishes what the chief approved."))

    def actors(self, people: People) -> frozenset[int]:
        return people.publishers

    def get_actions(self, obj: GovernedPage, user: AbstractBaseUser) -> list[tuple[str, str | Promise, bool]]:
        """While the page is public, the approved text can also go out as a correction."""
        actions = super().get_actions(obj, user)
        if actions and facts.public_row(facts.specific(obj), clock.now()) is not None:
            actions.append((CORRECT, _("Publish as a correction (the end date stays)"), True))
        return actions

    def on_action(self, task_state: TaskState, user: AbstractBaseUser, action_name: str, **kwargs: object) -> None:
        """As a correction, or as any step."""
        # Wagtail knows two outcomes of a step. The verb travels on the object that `workflow.finish` gets.
        task_state.workflow_state.correcting = action_name == CORRECT  # type: ignore[attr-defined]  # ours
        name = "approve" if action_name == CORRECT else action_name
        super().on_action(task_state, user, name, **kwargs)

    def agree(self, page: GovernedPage, task_state: TaskState, user: AbstractBaseUser, remark: str) -> None:
        """Ask the policy now, so that a refusal keeps the text waiting; `workflow.finish` publishes."""
        from cms.publishing.actions.publish import publication_action

        correcting = getattr(task_state.workflow_state, "correcting", False)
        action = publication_action(page, task_state.revision, correcting=correcting)
        policy.require(action.name, action(page, revision=task_state.revision, actor=user).case())


def page_of(workflow_state: WorkflowState) -> GovernedPage:
    """The page a workflow runs on, as its governed type. Raises `LookupError` when it was deleted."""
    page = workflow_state.content_object
    if page is None:
        raise LookupError("The page of this workflow is gone.")
    return facts.specific(page)


def _writers(obj: GovernedPage) -> frozenset[int]:
    page = facts.specific(obj)
    revision = page.latest_revision
    return facts.text_facts(page, revision, clock.now()).writers if revision is not None else frozenset()
