"""What everybody sees of a text that is in the sign-off chain: in the editor, in the panel, after an answer."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.auth.models import User
from django.http import HttpResponse
from django.urls import reverse
from django.utils import translation

from cms.core import clock
from cms.core.errors import Refusal
from cms.publishing.actions.submit import Submit
from cms.publishing.models import Publication
from tests.admin import ground
from tests.admin.ground import House, browser

ASKED = "It waits for you. The text cannot be changed here"
WAITS = "The text cannot be changed while it waits."


def editor(house: House, who: str, language: str = "en") -> str:
    """The editor as this person sees it."""
    address = reverse("wagtailadmin_pages:edit", args=[house.page.pk])
    answer = browser(getattr(house.cast, who), language).get(address)
    assert answer.status_code == 200, who
    return answer.content.decode()


def send_in(house: House, **fields: object) -> None:
    """A new version by the owner, sent in."""
    ground.write(house.page, house.cast.owner, **{"title": "新的標題", **fields})
    Submit(house.page, actor=house.cast.owner).execute()
    house.page.refresh_from_db()


def answer(house: House, who: User, name: str, **words: str) -> HttpResponse:
    """Give the answer and read the screen that follows."""
    return browser(who).post(reverse("office:decide", args=[house.page.pk, name]), words, follow=True)


def sentence(code: str) -> str:
    """The English sentence of a refusal."""
    with translation.override("en"):
        return Refusal(code).message


def button(name: str, house: House) -> str:
    """The address behind the editor's button."""
    return f'data-w-action-url-value="{reverse("office:decide", args=[house.page.pk, name])}"'


def test_the_chief_is_asked(house: House) -> None:
    send_in(house)
    content = editor(house, "chief")
    assert content.count(ASKED) == 2  # above the editor and in the panel
    assert "Sent in by" in content
    assert content.index(button("approve", house)) < content.rindex(
        reverse("office:decide", args=[house.page.pk, "reject"])
    )
    assert 'name="action-save-draft"' not in content
    assert 'name="action-cancel-workflow"' not in content


def test_the_owner_sees_for_whom_it_waits(house: House) -> None:
    send_in(house)
    content = editor(house, "owner")
    assert content.count(WAITS) == 2
    assert "asked to approve" in content
    assert 'name="action-cancel-workflow"' in content
    assert button("approve", house) not in content
    panel = content[content.index("What you may do now") :]
    assert sentence("waits_for_decision") in panel
    assert "Yes:</span> Edit" not in panel


def test_the_webmaster_is_asked_next_and_told_who_approved(house: House) -> None:
    send_in(house)
    assert ASKED not in editor(house, "webmaster")
    said = answer(house, house.cast.chief, "approve").content.decode()
    assert "Approved. It now waits for the webmaster." in said
    content = editor(house, "webmaster")
    assert content.count(ASKED) == 2
    assert "Approved by" in content
    assert content.index(button("approve", house)) < content.rindex(
        reverse("office:decide", args=[house.page.pk, "reject"])
    )
    assert "Published: it is public now." in answer(house, house.cast.webmaster, "approve").content.decode()


def test_what_goes_out_later_is_not_called_public(house: House) -> None:
    send_in(house, online_date=clock.today() + timedelta(days=7))
    answer(house, house.cast.chief, "approve")
    said = answer(house, house.cast.webmaster, "approve").content.decode()
    assert "Scheduled: public from 2026-11-30 00:00." in said


def test_the_owner_reads_the_reason_of_a_return(house: House) -> None:
    send_in(house)
    assert answer(house, house.cast.chief, "reject", reason=" ").status_code == 422
    assert (
        "Sent back, with your reason."
        in answer(house, house.cast.chief, "reject", reason="請補充法規依據").content.decode()
    )
    content = editor(house, "owner")
    assert content.count("Reason: 請補充法規依據") == 2
    assert content.count("Change the text and send it in again.") == 2
    assert 'name="action-submit"' in content


def test_what_was_changed_meanwhile_is_sent_back(house: House) -> None:
    send_in(house)
    ground.write(house.page, house.cast.owner, title="又改了")
    assert "send it back, so that the new version is sent in" in editor(house, "chief")
    refused = answer(house, house.cast.chief, "approve")
    assert refused.status_code == 409
    assert "The text was changed after it was sent in" in refused.content.decode()
    assert answer(house, house.cast.chief, "reject", reason="請重新送核").status_code == 200


def test_a_correction_keeps_the_end(house: House) -> None:
    end = clock.today() + timedelta(days=9)
    send_in(house)
    answer(house, house.cast.chief, "approve")
    answer(house, house.cast.webmaster, "approve")
    send_in(house, title="更正後", offline_date=end)
    answer(house, house.cast.chief, "approve")
    assert (
        "Published: it is public now." in answer(house, house.cast.webmaster, "correct", reason="錯字").content.decode()
    )
    row = Publication.objects.filter(key="about").latest("online", "id")
    assert (row.action, row.title, row.offline) == ("correct", "更正後", None)


def test_only_those_who_are_asked_answer(house: House) -> None:
    send_in(house)
    able = ground.who_can(
        house,
        lambda user: answer(house, user, "approve"),
        lambda: house.page.workflow_states.get().current_task_state.task.name != "課長核可",
    )
    assert able == {"chief"}
    client = browser(house.cast.owner)
    address = reverse("office:decide", args=[house.page.pk, "approve"])
    refused = client.post(address, {}, headers={"accept": "application/json"})
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (409, "not_at_this_step")


def test_a_locked_page_is_said_to_be_locked(house: House) -> None:
    house.page.locked, house.page.locked_by = True, house.cast.webmaster
    house.page.save()
    record = browser(house.cast.owner).get(reverse("office:record", args=[house.page.pk])).content.decode()
    assert sentence("locked_by_somebody") in record
    assert sentence("waits_for_decision") not in record
