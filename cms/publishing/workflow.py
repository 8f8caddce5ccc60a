"""The end of the sign-off chain: what Wagtail calls when a workflow has finished.

Reached through `cms.publishing.finish`; one of the two places from which the door is opened.
"""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from wagtail.models import TaskState, Workflow, WorkflowPage, WorkflowState, WorkflowTask

from cms.core.errors import Refusal, Refused
from cms.publishing.actions.publish import publication_action
from cms.publishing.models import ChiefApprovalTask, PublishTask
from cms.publishing.tasks import page_of

NAME = "網頁上線簽核"


def finish(workflow_state: WorkflowState, user: AbstractBaseUser | None = None) -> None:
    """Publish the revision that went through the chain, never "the latest".

    A workflow can also finish because a task was switched off or skipped. So every step
    must have been agreed to for this very revision, the last of them by this user; else
    `Refused` is raised, the transaction rolls back and the text goes on waiting.
    """
    page = page_of(workflow_state)
    state = workflow_state.current_task_state
    if user is None or state is None or not _was_agreed(workflow_state, state, user):
        raise Refused([Refusal("not_approved")])
    revision = state.revision
    action = publication_action(page, revision, correcting=getattr(workflow_state, "correcting", False))
    action(page, revision=revision, actor=user, reason=state.comment).execute()


def _was_agreed(workflow_state: WorkflowState, last: TaskState, user: AbstractBaseUser) -> bool:
    if last.status != TaskState.STATUS_APPROVED or last.finished_by_id != user.pk:
        return False
    if not isinstance(last.task.specific, PublishTask):
        return False
    agreed = workflow_state.task_states.filter(status=TaskState.STATUS_APPROVED, revision=last.revision)
    tasks = {state.task_id for state in agreed}
    return all(step.task_id in tasks for step in workflow_state.workflow.workflow_tasks.all())


def ensure_workflow(root_page_id: int) -> Workflow:
    """The office's chain (chief, then webmaster), in force for every page under `root_page_id`."""
    chief, _ = ChiefApprovalTask.objects.get_or_create(name="課長核可")
    online, _ = PublishTask.objects.get_or_create(name="網站管理人上線")
    workflow, _ = Workflow.objects.get_or_create(name=NAME)
    for position, task in enumerate((chief, online)):
        WorkflowTask.objects.get_or_create(workflow=workflow, task_id=task.pk, defaults={"sort_order": position})
    WorkflowPage.objects.update_or_create(page_id=root_page_id, defaults={"workflow": workflow})
    return workflow
