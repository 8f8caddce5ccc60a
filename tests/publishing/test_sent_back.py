"""A text that was sent back starts again where somebody must read it: with the chief, unless it is unchanged."""

from __future__ import annotations

import pytest
from wagtail.models import WorkflowState

from cms.core import clock
from cms.publishing.actions.submit import Submit
from cms.publishing.models import ChiefApprovalTask, PublishTask
from site_pages.models import StandardPage
from tests.factories.pages import Ground, publish_new, write
from tests.publishing.evidence import Trail, refused, title_at
from tests.publishing.test_taken_off import step


@pytest.fixture
def returned(ground: Ground) -> tuple[Ground, WorkflowState]:
    """Approved by the chief, sent back by the webmaster."""
    publish_new(ground, StandardPage, "home", "about", title="一")
    write(ground, "about", title="二")
    state = Submit(ground.page("about"), actor=ground.cast.owner).execute()
    state = step(state, ground.cast.chief, "approve")
    return ground, step(state, ground.cast.webmaster, "reject", "請補電話")


def waits_for(state: WorkflowState) -> type:
    """The kind of step the text waits in."""
    return type(WorkflowState.objects.get(pk=state.pk).current_task_state.task.specific)


def test_a_changed_text_goes_to_the_chief_again(returned: tuple[Ground, WorkflowState]) -> None:
    ground, state = returned
    write(ground, "about", title="三")
    trail = Trail()
    Submit(ground.page("about"), actor=ground.cast.owner).execute()
    assert waits_for(state) is ChiefApprovalTask
    assert trail.lines == [("submit", "about", "zh-hant", "owner")]
    step(state, ground.cast.chief, "approve")
    state = step(state, ground.cast.webmaster, "approve")
    assert (state.status, title_at("about", clock.now())) == ("approved", "三")


def test_an_unchanged_text_goes_to_the_webmaster(returned: tuple[Ground, WorkflowState]) -> None:
    ground, state = returned
    trail = Trail()
    state.resume(ground.cast.owner)
    assert waits_for(state) is PublishTask
    assert trail.lines == [("submit", "about", "zh-hant", "owner")]
    step(state, ground.cast.webmaster, "approve")
    assert title_at("about", clock.now()) == "二"


@pytest.mark.parametrize("changed", [True, False])
def test_only_who_may_send_in_sends_in_again(returned: tuple[Ground, WorkflowState], changed: bool) -> None:
    ground, state = returned
    if changed:
        write(ground, "about", title="三")
    with refused("not_staff", "not_owner"):
        state.resume(ground.cast.stranger)


def test_what_may_not_be_sent_in_is_not_resumed(returned: tuple[Ground, WorkflowState]) -> None:
    ground, state = returned
    write(ground, "about", title="三", service=[])
    with refused("unclassified"):
        state.resume(ground.cast.owner)


def test_without_the_chiefs_step_nothing_goes_to_the_webmaster(returned: tuple[Ground, WorkflowState]) -> None:
    ground, state = returned
    write(ground, "about", title="三")
    ChiefApprovalTask.objects.update(active=False)
    with refused("not_approved"):
        state.resume(ground.cast.owner)
