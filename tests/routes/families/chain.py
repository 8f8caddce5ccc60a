"""The sign-off chain: its dialogs, its settings, and what finishes a workflow without agreement."""

from __future__ import annotations

from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, WorkflowTask
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from cms.publishing.governed import GovernedPage
from tests.routes.forms import approved, decide, edit, sent_in, steps, waiting
from tests.routes.route import Desk, Route, code, route

ACT = "view:wagtailadmin_pages:workflow_action"
ADMIN = {"may": ("superuser",), "may_not": ("guest",), "stock": False}
"""The chain's settings are Wagtail's own; here everybody has that permission but a guest."""


def _approve(desk: Desk) -> None:
    decide(desk, "approve")


def _send_back(desk: Desk) -> None:
    decide(desk, "reject", comment="請補充")


def _correct(desk: Desk) -> None:
    decide(desk, "correct", comment="錯字")


def _crossed(desk: Desk) -> None:
    """The address names a page of one's own, the number a step of another page."""
    other = waiting(desk, "about")
    desk.post("wagtailadmin_pages:workflow_action", desk.page().pk, "approve", other.pk)


def _two_pages_approved(desk: Desk) -> None:
    """Both wait for the webmaster; but the step that is named was already decided."""
    approved(desk)
    approved(desk, "about")


def _decided_twice(desk: Desk) -> None:
    """The chief's step again, after it was decided."""
    first = desk.page().current_workflow_state.task_states.order_by("pk").first()
    desk.post("wagtailadmin_pages:workflow_action", desk.page().pk, "approve", first.pk)


def _other_section_waits(desk: Desk) -> None:
    """A page of the chief's own section and one that a chief of another section must approve."""
    sent_in(desk)
    page = desk.page("about")
    page.title = "別課的頁面"
    page.save_revision(user=desk.stage.user("owner"), clean=False)
    desk.stage.workflow.start(desk.page("about"), desk.stage.user("owner"))
    _give_to_service(desk)


def _give_to_service(desk: Desk) -> None:
    from cms.office.models import DutyHolder, PageDuty, Section
    from tests.factories.office import make_duty

    PageDuty.objects.filter(page_key="about").delete()
    duty = make_duty("about-of-service", ["about"], section="service", person="other-owner")
    assert DutyHolder.objects.filter(duty=duty, section=Section.objects.get(code="service")).exists()


def _collect(desk: Desk) -> None:
    state = waiting(desk)
    desk.post(
        "wagtailadmin_pages:collect_workflow_action_data", desk.page().pk, "reject", state.pk, data={"comment": "-"}
    )


def _confirm_cancellation(desk: Desk) -> None:
    desk.post("wagtailadmin_pages:confirm_workflow_cancellation", desk.page().pk)


# -- settings of the chain -----------------------------------------------------


def _disable_last_task(desk: Desk) -> None:
    desk.post("wagtailadmin_workflows:disable_task", steps()[1].pk)


def _disable_first_task(desk: Desk) -> None:
    desk.post("wagtailadmin_workflows:disable_task", steps()[0].pk)


def _enable_task(desk: Desk) -> None:
    desk.post("wagtailadmin_workflows:enable_task", steps()[0].pk)


def _task_off(desk: Desk) -> None:
    sent_in(desk)
    type(steps()[0]).objects.update(active=False)


def _disable_workflow(desk: Desk) -> None:
    desk.post("wagtailadmin_workflows:disable", desk.stage.workflow_id)


def _workflow_off(desk: Desk) -> None:
    approved(desk)
    workflow = desk.stage.workflow
    workflow.active = False
    workflow.save()


def _enable_workflow(desk: Desk) -> None:
    desk.post("wagtailadmin_workflows:enable", desk.stage.workflow_id)


def _remove_workflow(desk: Desk) -> None:
    root = desk.page("home").get_parent()
    desk.post("wagtailadmin_workflows:remove", root.pk)


def _tasks_gone(desk: Desk) -> None:
    for task in steps():
        task.active = False
        task.save()


def _submit(desk: Desk) -> None:
    edit(desk, title="沒有人看過", **{"action-submit": "1"})


def _last_step_taken_out(desk: Desk) -> None:
    """Somebody shortens the chain while a text waits for the chief."""
    sent_in(desk)
    WorkflowTask.objects.filter(task=steps()[1].task_ptr).delete()


def _first_step_taken_out(desk: Desk) -> None:
    """The chain consists of the webmaster alone."""
    WorkflowTask.objects.filter(task=steps()[0].task_ptr).delete()


def _edit_workflow(desk: Desk) -> None:
    """The chain's own form: every step but the last is taken out."""
    first, last = WorkflowTask.objects.filter(workflow=desk.stage.workflow).order_by("sort_order")
    rows = [
        {"id": first.pk, "task": first.task_id, "DELETE": "on"},
        {"id": last.pk, "task": last.task_id, "ORDER": "1"},
    ]
    steps_form, pages_form = inline_formset(rows, initial=2), inline_formset([])
    data = nested_form_data({"name": "短", "active": "on", "workflow_tasks": steps_form, "pages": pages_form})
    desk.post("wagtailadmin_workflows:edit", desk.stage.workflow_id, data=data)


def _add_workflow(desk: Desk) -> None:
    data = nested_form_data(
        {
            "name": "另一條",
            "active": "on",
            "workflow_tasks": inline_formset([{"task": steps()[1].pk, "ORDER": "1"}]),
            "pages": inline_formset([{"page": desk.page().pk}]),
        }
    )
    desk.post("wagtailadmin_workflows:add", data=data)


def _stock_approval_in_the_chain(desk: Desk) -> None:
    """Wagtail's own approval by a group takes the place of the office's steps."""
    task = GroupApprovalTask.objects.create(name="任何人")
    task.groups.set(Group.objects.all())
    WorkflowTask.objects.filter(workflow=desk.stage.workflow).delete()
    WorkflowTask.objects.create(workflow=desk.stage.workflow, task=task.task_ptr)
    page: GovernedPage = desk.page()
    page.title = "任何人核可"
    page.save_revision(user=desk.stage.user("owner"), clean=False)
    desk.stage.workflow.start(desk.page(), desk.stage.user("owner"))


def _edit_task(desk: Desk) -> None:
    desk.post("wagtailadmin_workflows:edit_task", steps()[1].pk, data={"name": "改名"})


def _add_task(desk: Desk) -> None:
    desk.post("wagtailadmin_workflows:add_task", "cms_publishing", "publishtask", data={"name": "另一步"})


# -- in code -------------------------------------------------------------------


def _finish(desk: Desk) -> None:
    desk.run(lambda: desk.page().current_workflow_state.finish(user=desk.stage.user("webmaster")))


def _finish_alone(desk: Desk) -> None:
    desk.run(desk.page().current_workflow_state.finish)


def _task_states_approved(desk: Desk) -> None:
    """Both steps agreed to without asking them: `TaskState.approve` never calls the step."""

    def act() -> None:
        waiting(desk).approve(user=desk.stage.user("chief"))
        waiting(desk).approve(user=desk.stage.user("webmaster"))

    desk.run(act)


def _cancel(desk: Desk) -> None:
    desk.run(lambda: desk.page().current_workflow_state.cancel(user=desk.user))


def _resume(desk: Desk) -> None:
    desk.run(lambda: desk.page().workflow_states.latest("pk").resume(desk.stage.user("owner")))


def _sent_back(desk: Desk) -> None:
    sent_in(desk)
    state = waiting(desk)
    state.task.specific.on_action(state, desk.stage.user("chief"), "reject", comment="-")


def _sent_back_by_the_webmaster(desk: Desk) -> None:
    approved(desk)
    state = waiting(desk)
    state.task.specific.on_action(state, desk.stage.user("webmaster"), "reject", comment="-")


def _changed_after_it_was_sent_back(desk: Desk) -> None:
    """The chief approved another text than the one that now comes to the webmaster."""
    _sent_back_by_the_webmaster(desk)
    page = desk.page()
    page.title = "退回後改的"
    page.save_revision(user=desk.stage.user("owner"), clean=False)


def _resume_and_publish(desk: Desk) -> None:
    """Sent in again, and decided by the webmaster at once."""

    def act() -> None:
        desk.page().workflow_states.latest("pk").resume(desk.stage.user("owner"))
        state = waiting(desk)
        state.task.specific.on_action(state, desk.stage.user("webmaster"), "approve")

    desk.run(act)


def _resume_as_a_stranger(desk: Desk) -> None:
    desk.run(lambda: desk.page().workflow_states.latest("pk").resume(desk.stage.user("stranger")))


def _task_deactivated(desk: Desk) -> None:
    desk.run(lambda: steps()[1].deactivate(user=desk.user))


def _workflow_deactivated(desk: Desk) -> None:
    desk.run(lambda: desk.stage.workflow.deactivate(user=desk.user))


ROUTES: tuple[Route, ...] = (
    route(
        "workflow: approve in the dialog",
        _approve,
        ACT,
        prepare=sent_in,
        audit=("approve",),
        may=("chief",),
        may_not=("owner", "other_chief", "webmaster", "superuser"),
    ),
    route(
        "workflow: send back",
        _send_back,
        ACT,
        prepare=sent_in,
        audit=("return",),
        may=("chief",),
        may_not=("owner", "other_chief", "superuser"),
    ),
    route(
        "workflow: send back at the last step",
        _send_back,
        ACT,
        prepare=approved,
        audit=("return",),
        may=("webmaster",),
        may_not=("owner", "chief", "superuser"),
    ),
    route(
        "workflow: publish in the dialog",
        _approve,
        ACT,
        prepare=approved,
        audit=("publish",),
        may=("webmaster", "deputy"),
        may_not=("owner", "chief", "superuser"),
        opens=("webmaster", "deputy"),
    ),
    route(
        "workflow: publish as a correction",
        _correct,
        ACT,
        prepare=approved,
        audit=("correct",),
        may=("webmaster",),
        may_not=("owner", "chief", "superuser"),
        opens=("webmaster",),
    ),
    route(
        "workflow: a page of one's own, a step of another's",
        _crossed,
        ACT,
        prepare=_other_section_waits,
        may_not=("chief", "owner", "superuser"),
    ),
    route(
        "workflow: a step that was already decided",
        _decided_twice,
        ACT,
        prepare=approved,
        may_not=("owner", "superuser"),
    ),
    route(
        "workflow: ask for the dialog's words",
        _collect,
        "view:wagtailadmin_pages:collect_workflow_action_data",
        prepare=sent_in,
        may=("chief",),
        may_not=("owner", "superuser"),
    ),
    route(
        "workflow: ask before cancelling",
        _confirm_cancellation,
        "view:wagtailadmin_pages:confirm_workflow_cancellation",
        prepare=sent_in,
        may=("owner", "superuser"),
        may_not=(),
    ),
    route(
        "workflow: last task switched off while a page waits",
        _disable_last_task,
        "view:wagtailadmin_workflows:disable_task",
        prepare=approved,
        may_not=("superuser", "guest"),
    ),
    route(
        "workflow: first task switched off while a page waits",
        _disable_first_task,
        "view:wagtailadmin_workflows:disable_task",
        prepare=sent_in,
        may_not=("superuser", "guest"),
    ),
    route(
        "workflow: task switched on again",
        _enable_task,
        "view:wagtailadmin_workflows:enable_task",
        prepare=_task_off,
        **ADMIN,
    ),
    route(
        "workflow: chain switched off while a page waits",
        _disable_workflow,
        "view:wagtailadmin_workflows:disable",
        prepare=approved,
        **ADMIN,
    ),
    route(
        "workflow: chain switched on again",
        _enable_workflow,
        "view:wagtailadmin_workflows:enable",
        prepare=_workflow_off,
        **ADMIN,
    ),
    route(
        "workflow: chain taken from the tree",
        _remove_workflow,
        "view:wagtailadmin_workflows:remove",
        prepare=approved,
        **ADMIN,
    ),
    route(
        "workflow: submit to a chain of inactive tasks",
        _submit,
        "view:wagtailadmin_pages:edit",
        prepare=_tasks_gone,
        may_not=("owner", "superuser"),
    ),
    route(
        "workflow: approve after the last step was taken out",
        _approve,
        ACT,
        prepare=_last_step_taken_out,
        may_not=("chief", "superuser"),
    ),
    route(
        "workflow: submit to the webmaster alone",
        _submit,
        "view:wagtailadmin_pages:edit",
        prepare=_first_step_taken_out,
        may_not=("owner", "superuser", "stranger"),
    ),
    route(
        "workflow: approve by Wagtail's own group task",
        _approve,
        ACT,
        prepare=_stock_approval_in_the_chain,
        may_not=("chief", "webmaster", "superuser"),
    ),
    route("workflow: the chain's form", _edit_workflow, "view:wagtailadmin_workflows:edit", prepare=approved, **ADMIN),
    route("workflow: another chain for one page", _add_workflow, "view:wagtailadmin_workflows:add", **ADMIN),
    route("workflow: a step's form", _edit_task, "view:wagtailadmin_workflows:edit_task", **ADMIN),
    route("workflow: another step", _add_task, "view:wagtailadmin_workflows:add_task", **ADMIN),
    code("code: workflow_state.finish as the webmaster", _finish, prepare=sent_in, refused=True),
    code("code: workflow_state.finish", _finish_alone, prepare=approved, refused=True),
    code("code: task_state.approve for every step", _task_states_approved, prepare=sent_in, refused=True),
    code("code: workflow_state.cancel", _cancel, prepare=approved),
    code("code: workflow_state.resume", _resume, prepare=_sent_back, audit=("submit",)),
    code(
        "code: workflow_state.resume after the webmaster",
        _resume,
        prepare=_sent_back_by_the_webmaster,
        audit=("submit",),
    ),
    code(
        "code: workflow_state.resume as a stranger",
        _resume_as_a_stranger,
        prepare=_sent_back_by_the_webmaster,
        refused=True,
    ),
    code(
        "code: workflow_state.resume and publish what nobody approved",
        _resume_and_publish,
        prepare=_changed_after_it_was_sent_back,
        refused=True,
    ),
    code("code: task.deactivate", _task_deactivated, prepare=approved, refused=True),
    code("code: workflow.deactivate", _workflow_deactivated, prepare=approved),
)
