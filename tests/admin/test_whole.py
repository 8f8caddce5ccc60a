"""The whole chain through the editor, committed as in life: what is refused leaves nothing half done."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.urls import reverse
from wagtail.models import TaskState, WorkflowState

from cms.core.errors import Refusal, Refused
from cms.core.models import AuditEntry
from cms.publishing import tasks
from cms.publishing.models import Publication
from tests.admin.ground import House, browser, edit

pytestmark = pytest.mark.django_db(transaction=True)


def send_in(house: House, title: str) -> HttpResponse:
    """The owner's new title, with the editor's button for sending in (or sending in again)."""
    return edit(browser(house.cast.owner), house.page, title=title, **{"action-submit": "true"})


def answer(house: House, who: User, name: str, **words: str) -> HttpResponse:
    """The editor's button of somebody who is asked to decide."""
    return browser(who).post(reverse("office:decide", args=[house.page.pk, name]), words)


def chain(house: House) -> WorkflowState:
    """The newest run of the sign-off chain."""
    state: WorkflowState = house.page.workflow_states.latest("pk")
    return state


def test_sent_in_sent_back_sent_in_again_approved_published(house: House) -> None:
    assert send_in(house, "第一稿").status_code == 302
    assert answer(house, house.cast.chief, "reject", reason="請補充法規依據").status_code == 302
    assert chain(house).status == WorkflowState.STATUS_NEEDS_CHANGES
    assert send_in(house, "第二稿").status_code == 302
    assert chain(house).status == WorkflowState.STATUS_IN_PROGRESS
    answer(house, house.cast.chief, "approve")
    answer(house, house.cast.webmaster, "approve")
    assert Publication.objects.filter(key="about").latest("online", "id").title == "第二稿"
    lines = AuditEntry.objects.filter(subject="about").order_by("pk").values_list("action", flat=True)
    assert list(lines)[-5:] == ["submit", "return", "submit", "approve", "publish"]
    for who in ("owner", "chief", "webmaster"):
        assert browser(getattr(house.cast, who)).get(reverse("wagtailadmin_home")).status_code == 200, who


def test_a_refused_resumption_leaves_the_chain_as_it_was(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Wagtail moves the chain before it asks the step: a step that refuses then takes all of it back."""
    send_in(house, "第一稿")
    answer(house, house.cast.chief, "reject", reason="請補充")
    house.page.refresh_from_db()
    before = (chain(house).current_task_state_id, house.page.latest_revision_id, TaskState.objects.count())

    def refuse(*args: object, **kwargs: object) -> None:
        raise Refused([Refusal("no_duty")])

    monkeypatch.setattr(tasks.policy, "require", refuse)
    assert send_in(house, "第二稿").status_code == 302
    monkeypatch.undo()
    house.page.refresh_from_db()
    assert chain(house).status == WorkflowState.STATUS_NEEDS_CHANGES
    assert (chain(house).current_task_state_id, house.page.latest_revision_id, TaskState.objects.count()) == before
    assert browser(house.cast.owner).get(reverse("wagtailadmin_home")).status_code == 200


def test_taken_back_and_sent_in_anew(house: House) -> None:
    send_in(house, "第一稿")
    edit(browser(house.cast.owner), house.page, **{"action-cancel-workflow": "true"})
    assert chain(house).status == WorkflowState.STATUS_CANCELLED
    assert send_in(house, "第二稿").status_code == 302
    assert chain(house).status == WorkflowState.STATUS_IN_PROGRESS
    assert house.page.workflow_states.count() == 2


def test_wagtails_own_dialog(house: House) -> None:
    send_in(house, "第一稿")
    house.page.refresh_from_db()
    state = house.page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[house.page.pk, "approve", state.pk])
    client = browser(house.cast.chief)
    assert client.post(address, {"comment": ""}, HTTP_X_REQUESTED_WITH="XMLHttpRequest").json()["step"] == "success"
    assert "Approved. It now waits for the webmaster." in client.get(reverse("wagtailadmin_home")).content.decode()
