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
from cms.publishing.lock import WaitingLock
from cms.publishing.rules.case import People

CORRECT = "correct"


class DutyTask(Task):
    """A step whose actors come from the roster; `approval_rule` names the policy's action."""

    approval_rule: ClassVar[str]
    agree_label: ClassVar[str | Promise]
    lock_class = WaitingLock  # type: ignore[assignment]  # Wagtail asks it for what any lock can say

    class Meta:
        abstract = True

    def actors(self, people: People) -> frozenset[int]:
        """The accounts that may act in this step."""
        raise NotImplementedError

    def start(self, workflow_state: WorkflowState, user: AbstractBaseUser | None = None) -> TaskState:
        """Begin this step, or refuse and leave the text where it waited. Raises `Refused` with every reason."""
        try:
            return self.begin(workflow_state, user)
        except Refused:
            _put_back(workflow_state)
            raise

    def begin(self, workflow_state: WorkflowState, user: AbstractBaseUser | None) -> TaskState:
        """The state of this step, or of the one that must come before it. Raises `Refused`."""
        state: TaskState = super().start(workflow_state, user=user)
        return state

    # -- Wagtail's questions --------------------------------------------------

    def user_can_access_editor(self, obj: GovernedPage, user: AbstractBaseUser) -> bool:
        """Those who must decide may open the page."""
        return self._may_act(obj, user)

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
        people = _people(facts.specific(obj))
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

    def begin(self, workflow_state: WorkflowState, user: AbstractBaseUser | None) -> TaskState:
        """Begin the chain: what cannot be published is not sent in."""
        _send_in(page_of(workflow_state), user)
        return super().begin(workflow_state, user)

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

    def begin(self, workflow_state: WorkflowState, user: AbstractBaseUser | None) -> TaskState:
        """Wait for the webmaster; a text that nobody has approved goes to the chief first.

        After the webmaster has sent a text back Wagtail resumes here, whatever was changed since.
        """
        page, resumed = page_of(workflow_state), workflow_state.current_task_state is None
        if not _is_approved(page):
            if not resumed:
                raise Refused([Refusal("not_approved")])
            return _first_step(workflow_state).begin(workflow_state, user)
        if resumed:
            _send_in(page, user)
        return super().begin(workflow_state, user)

    def get_actions(self, obj: GovernedPage, user: AbstractBaseUser) -> list[tuple[str, str | Promise, bool]]:
        """Publish, or bring back what was withdrawn; while the page is public, also as a correction."""
        actions = super().get_actions(obj, user)
        page = facts.specific(obj)
        if actions and _comes_back(page):
            # A restoration has a reason, so its words are asked for.
            return [actions[0], ("approve", _("Put it online again"), True)]
        if actions and facts.public_row(page, clock.now()) is not None:
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
        policy.require(action.name, action(page, revision=task_state.revision, actor=user, reason=remark).case())


def _send_in(page: GovernedPage, user: AbstractBaseUser | None) -> None:
    """Raise `Refused` unless `user` may send the page in; leave the audit line of it."""
    from cms.publishing.actions.submit import record_submission

    if user is None:
        raise Refused([Refusal("not_staff")])
    policy.require("submit", facts.gather(page, user))
    record_submission(page, user)


def _put_back(workflow_state: WorkflowState) -> None:
    """Wagtail has resumed a text that was sent back before it asks the step, and outside a transaction."""
    last = workflow_state.task_states.order_by("pk").last()
    if workflow_state.current_task_state is None and last is not None:
        workflow_state.status, workflow_state.current_task_state = WorkflowState.STATUS_NEEDS_CHANGES, last
        workflow_state.save()


def _is_approved(page: GovernedPage) -> bool:
    revision = page.get_latest_revision()
    return revision is not None and facts.approvals(page, revision).exists()


def _first_step(workflow_state: WorkflowState) -> ChiefApprovalTask:
    """The chief's step of this chain. Raises `Refused` when somebody has taken it out."""
    steps = ChiefApprovalTask.objects.filter(workflow_tasks__workflow=workflow_state.workflow, active=True)
    step: ChiefApprovalTask | None = steps.order_by("workflow_tasks__sort_order").first()
    if step is None:
        raise Refused([Refusal("not_approved")])
    return step


def _comes_back(page: GovernedPage) -> bool:
    from cms.publishing.actions.publish import Restore, publication_action

    revision = page.latest_revision
    return revision is not None and publication_action(page, revision) is Restore


def page_of(workflow_state: WorkflowState) -> GovernedPage:
    """The page a workflow runs on, as its governed type. Raises `LookupError` when it was deleted."""
    page = workflow_state.content_object
    if page is None:
        raise LookupError("The page of this workflow is gone.")
    return facts.specific(page)


def _people(page: GovernedPage) -> People:
    """Who may act for the newest version of `page`, which may belong to another section than its row."""
    revision = page.latest_revision
    if revision is None:
        return facts.people(page)
    return facts.people(revision.as_object(), writers=facts.text_facts(page, revision, clock.now()).writers)
