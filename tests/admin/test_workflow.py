"""The sign-off chain through Wagtail's own screens: who sees which answer, and every reason in words."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.models import WorkflowState

from cms.core.models import AuditEntry
from cms.publishing.actions.submit import Submit
from cms.publishing.models import Publication
from tests.admin import ground
from tests.admin.ground import House, browser, edit


def submit(house: House, title: str = "新的標題") -> None:
    """A new version of the public page by its owner, sent in."""
    ground.write(house.page, house.cast.owner, title=title)
    Submit(house.page, actor=house.cast.owner).execute()
    house.page.refresh_from_db()


def address(house: House, action: str) -> str:
    """Wagtail's address for `action` on what waits."""
    state = house.page.current_workflow_task_state
    return reverse("wagtailadmin_pages:workflow_action", args=[house.page.pk, action, state.pk])


def decide(house: House, who: User, action: str, **more: str) -> HttpResponse:
    """Press the button of Wagtail's dialog, as its script does."""
    client = browser(who)
    return client.post(address(house, action), {"comment": "", **more}, HTTP_X_REQUESTED_WITH="XMLHttpRequest")


def public(house: House) -> Publication:
    """The row that holds now."""
    return Publication.objects.filter(key=house.page.key, channel="site").latest("online", "id")


def shown(client: Client, house: House) -> str:
    """What the next page says to the person."""
    return client.get(reverse("office:record", args=[house.page.pk])).content.decode()


def test_owner_chief_webmaster(house: House) -> None:
    submit(house)
    assert decide(house, house.cast.chief, "approve").json()["step"] == "success"
    assert public(house).title != "新的標題"
    assert decide(house, house.cast.webmaster, "approve").json()["step"] == "success"
    assert public(house).title == "新的標題"
    assert [entry.action for entry in AuditEntry.objects.filter(subject="about")[:3]] == [
        "publish",
        "approve",
        "submit",
    ]


def test_the_chief_sees_every_reason(house: House) -> None:
    submit(house)
    client = browser(house.cast.chief)
    draft = house.page.get_latest_revision_as_object()
    draft.theme = []
    draft.save_revision(user=house.cast.owner, overwrite_revision=house.page.latest_revision, clean=False)
    answer = client.post(address(house, "approve"), {"comment": ""}, HTTP_X_REQUESTED_WITH="XMLHttpRequest")
    # Wagtail's dialog knows only success: it reloads the page, and there the reasons stand.
    assert answer.json()["redirect"] == reverse("wagtailadmin_pages:edit", args=[house.page.pk])
    assert [error["code"] for error in answer.json()["errors"]] == ["unclassified"]
    assert "needs an entry in each of the three classification schemes" in shown(client, house)
    assert house.page.workflow_states.get().status == WorkflowState.STATUS_IN_PROGRESS


def test_without_scripts_the_reasons_are_messages(house: House) -> None:
    submit(house)
    ground.write(house.page, house.cast.owner, title="又改了")
    client = browser(house.cast.chief)
    answer = client.post(address(house, "approve"), {"comment": ""})
    assert answer.status_code == 302
    assert "The text was changed after it was sent in" in shown(client, house)


def test_a_script_that_is_no_dialog_gets_json(house: House) -> None:
    client = browser(house.cast.webmaster)
    answer = client.post(
        reverse("wagtailadmin_pages:unpublish", args=[house.page.pk]), headers={"accept": "application/json"}
    )
    assert answer.status_code == 409
    assert answer.json()["errors"][0]["code"] == "not_used_here"


def test_reasons_are_said_in_chinese(house: House) -> None:
    client = browser(house.cast.webmaster, "zh-hant")
    answer = client.post(
        reverse("wagtailadmin_pages:unpublish", args=[house.page.pk]), headers={"accept": "application/json"}
    )
    assert answer.json()["errors"][0]["message"] == "本網站不使用 Wagtail 的這項功能，因為它會繞過核可程序。"


def test_the_reader_goes_back_where_they_came_from(house: House) -> None:
    client = browser(house.cast.webmaster)
    record = reverse("office:record", args=[house.page.pk])
    url = reverse("wagtailadmin_pages:unpublish", args=[house.page.pk])
    assert client.post(url, headers={"referer": f"http://testserver{record}"}).url == f"http://testserver{record}"
    assert client.post(url, headers={"referer": "https://elsewhere.example/"}).url == reverse("wagtailadmin_home")
    # A page that refuses to be shown is not gone back to.
    assert client.get(url, headers={"referer": f"http://testserver{url}"}).url == reverse("wagtailadmin_home")


def test_only_those_who_decide_have_the_buttons(house: House) -> None:
    submit(house)
    for who in ("owner", "other_chief", "webmaster", "director", "auditor", "superuser"):
        decide(house, getattr(house.cast, who), "approve")
        assert house.page.workflow_states.get().current_task_state.status == "in_progress", who
        assert not AuditEntry.objects.filter(action="approve").exists(), who


def test_the_webmaster_publishes_as_a_correction(house: House) -> None:
    item = ground.add_item(house, "dated")
    first = ground.publish(house, item)
    ground.write(item, house.cast.owner, title="更正後", offline_date=item.offline_date + timedelta(days=9))
    Submit(item, actor=house.cast.owner).execute()
    house = House(house.cast, house.home, item, house.draft, house.news)
    item.refresh_from_db()
    decide(house, house.cast.chief, "approve")
    item.refresh_from_db()
    names = [name for name, _, _ in item.current_workflow_task.get_actions(item, house.cast.webmaster)]
    assert names == ["reject", "approve", "correct"]
    assert decide(house, house.cast.webmaster, "correct", comment="錯字").json()["step"] == "success"
    row = public(house)
    assert (row.action, row.title, row.offline) == ("correct", "更正後", first.offline)
    assert item.workflow_states.latest("pk").status == WorkflowState.STATUS_APPROVED
    assert AuditEntry.objects.filter(action="correct", reason="錯字").exists()


def test_a_page_that_is_not_public_cannot_be_corrected(house: House) -> None:
    Submit(house.draft, actor=house.cast.owner).execute()
    house = House(house.cast, house.home, house.draft, house.draft, house.news)
    house.page.refresh_from_db()
    decide(house, house.cast.chief, "approve")
    house.page.refresh_from_db()
    actions = house.page.current_workflow_task.get_actions(house.page, house.cast.webmaster)
    assert [name for name, _, _ in actions] == ["reject", "approve"]


def test_switching_a_task_off_publishes_nothing(house: House) -> None:
    submit(house)
    before = public(house).pk
    task = house.page.current_workflow_task
    client = browser(house.cast.superuser)
    client.post(reverse("wagtailadmin_workflows:disable_task", args=[task.pk]))
    assert public(house).pk == before


def test_who_decides_does_not_write(house: House) -> None:
    """The chief's own words would need another chief: what waits is decided as it was sent in, or sent back."""
    submit(house)
    before = house.page.latest_revision_id
    for who in (house.cast.chief, house.cast.owner, house.cast.webmaster):
        for button in ("action-save-draft", "action-workflow-action"):
            data = {button: "true", "workflow-action-name": "approve", "workflow-action-extra-data": "{}"}
            edit(browser(who), house.page, title="課長自己的話", **data)
    house.page.refresh_from_db()
    assert house.page.latest_revision_id == before
    assert not AuditEntry.objects.filter(action="approve").exists()
    assert decide(house, house.cast.chief, "approve").json()["step"] == "success"
