"""The office's actions through their screens: what they do, whom they refuse, and that GET changes nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.urls import reverse

from cms.core import jobs
from cms.core.models import AuditEntry, Job, JobStatus
from cms.publishing import previews
from cms.publishing.models import (
    Countersignature,
    PreviewLink,
    Publication,
    Redaction,
    RedactionStatus,
    Withdrawal,
    WithdrawalStatus,
)
from tests.admin import ground
from tests.admin.ground import House, browser, who_can
from tests.conftest import HeldClock

MAINTENANCE = {"webmaster", "deputy"}


def post(who: User, name: str, *args: object, **data: object) -> HttpResponse:
    """Send the form of a screen."""
    return browser(who).post(reverse(f"office:{name}", args=args), data)


def public(key: str) -> bool:
    """Whether something of the page is public or waits."""
    rows = Publication.objects.filter(key=key, channel="site")
    return any(row.offline is None or row.offline > row.online for row in rows.filter(end_action=""))


# -- withdrawal ----------------------------------------------------------------


def test_one_asks_and_another_agrees(house: House) -> None:
    answer = post(house.cast.owner, "ask_withdrawal", house.page.pk, reason="內容已過時", successor=house.news.pk)
    assert answer.status_code == 302
    asked = Withdrawal.objects.get()
    assert (asked.page_key, asked.successor, asked.status) == ("about", "news", WithdrawalStatus.ASKED)
    assert public("about")
    post(house.cast.chief, "withdrawal", asked.pk, decision="agree", remark="同意")
    row = Publication.objects.get(key="about")
    assert (row.end_action, row.end_reason, row.end_successor) == ("withdraw", "內容已過時", "news")
    assert [entry.action for entry in AuditEntry.objects.filter(subject="about")[:2]] == ["withdraw", "ask_withdrawal"]


def test_who_may_ask(house: House) -> None:
    able = who_can(
        house,
        lambda user: post(user, "ask_withdrawal", house.page.pk, reason="過時"),
        Withdrawal.objects.exists,
    )
    assert able == {"owner", "chief"} | MAINTENANCE


def test_who_may_agree(house: House) -> None:
    post(house.cast.owner, "ask_withdrawal", house.page.pk, reason="過時")
    asked = Withdrawal.objects.get().pk
    able = who_can(house, lambda user: post(user, "withdrawal", asked, decision="agree"), lambda: not public("about"))
    assert able == {"chief"} | MAINTENANCE


def test_nobody_agrees_with_themselves(house: House) -> None:
    post(house.cast.webmaster, "ask_withdrawal", house.page.pk, reason="過時")
    answer = post(house.cast.webmaster, "withdrawal", Withdrawal.objects.get().pk, decision="agree")
    assert answer.status_code == 409
    assert "so somebody else must agree" in answer.content.decode()
    assert public("about")


def test_a_withdrawal_needs_a_reason_and_keeps_what_was_typed(house: House) -> None:
    answer = post(house.cast.owner, "ask_withdrawal", house.page.pk, reason=" ", day="2026-12-01")
    assert answer.status_code == 422
    assert "2026-12-01" in answer.content.decode()
    assert not Withdrawal.objects.exists()


def test_declining_leaves_the_page(house: House) -> None:
    post(house.cast.owner, "ask_withdrawal", house.page.pk, reason="過時")
    asked = Withdrawal.objects.get()
    post(house.cast.chief, "withdrawal", asked.pk, decision="decline", remark="仍需要")
    asked.refresh_from_db()
    assert (asked.status, asked.remark) == (WithdrawalStatus.REFUSED, "仍需要")
    assert public("about")


def test_a_request_about_an_earlier_text_can_only_be_declined(house: House, held: HeldClock) -> None:
    post(house.cast.owner, "ask_withdrawal", house.page.pk, reason="過時")
    asked = Withdrawal.objects.get()
    held.forward(hours=1)
    ground.write(house.page, house.cast.owner, title="新文")
    ground.publish(house, house.page)
    screen = browser(house.cast.chief).get(reverse("office:withdrawal", args=[asked.pk])).content.decode()
    assert "What is public has changed since this was asked for" in screen
    assert ('value="agree"' in screen, 'value="decline"' in screen) == (False, True)
    assert post(house.cast.chief, "withdrawal", asked.pk, decision="agree").status_code == 409
    assert public("about")
    assert post(house.cast.chief, "withdrawal", asked.pk, decision="decline").status_code == 302


def test_an_unknown_decision_is_not_found(house: House) -> None:
    post(house.cast.owner, "ask_withdrawal", house.page.pk, reason="過時")
    assert post(house.cast.chief, "withdrawal", Withdrawal.objects.get().pk, decision="agre").status_code == 404


# -- restoring, re-issuing -----------------------------------------------------


def withdraw(house: House) -> None:
    """Take the public page off."""
    post(house.cast.owner, "ask_withdrawal", house.page.pk, reason="過時")
    post(house.cast.chief, "withdrawal", Withdrawal.objects.latest("pk").pk, decision="agree")


def test_a_withdrawn_page_is_restored_on_an_approval(house: House, held: HeldClock) -> None:
    ground.write(house.page, house.cast.owner, title="更新後")
    ground.publish(house, house.page)
    withdraw(house)
    held.forward(minutes=5)
    assert post(house.cast.webmaster, "restore", house.page.pk, reason="民眾仍需要").status_code == 302
    row = Publication.objects.filter(key="about").latest("online")
    assert (row.action, row.online, row.offline) == ("restore", held.now, None)


def test_only_the_maintenance_group_restores(house: House, held: HeldClock) -> None:
    ground.write(house.page, house.cast.owner, title="更新後")
    ground.publish(house, house.page)
    withdraw(house)
    held.forward(minutes=5)
    able = who_can(
        house,
        lambda user: post(user, "restore", house.page.pk, reason="民眾仍需要"),
        Publication.objects.filter(action="restore").exists,
    )
    assert able == MAINTENANCE


def test_restoring_what_is_public_is_refused_in_words(house: House) -> None:
    answer = browser(house.cast.webmaster).get(reverse("office:restore", args=[house.page.pk]))
    assert "This page has already been public" in answer.content.decode()
    assert post(house.cast.webmaster, "restore", house.page.pk, reason="x").status_code == 409


def test_only_the_maintenance_group_issues_again(house: House) -> None:
    able = who_can(
        house,
        lambda user: post(user, "reissue", house.page.pk, reason="更新連結"),
        AuditEntry.objects.filter(action="reissue").exists,
    )
    assert able == MAINTENANCE


# -- redaction -----------------------------------------------------------------


def past_row(house: House) -> Publication:
    """A version that is over."""
    withdraw(house)
    row: Publication = Publication.objects.get(key="about")
    return row


def test_one_asks_and_another_blanks(house: House, held: HeldClock) -> None:
    row = past_row(house)
    held.forward(minutes=5)
    post(house.cast.webmaster, "ask_redaction", row.pk, ground="個人資料保護法第11條")
    asked = Redaction.objects.get()
    assert post(house.cast.webmaster, "redaction", asked.pk, decision="agree").status_code == 409
    row.refresh_from_db()
    assert row.redacted_at is None
    assert post(house.cast.chief, "redaction", asked.pk, decision="agree").status_code == 302
    row.refresh_from_db()
    asked.refresh_from_db()
    assert (bytes(row.document), row.redaction_confirmed_by) == (b"{}", house.cast.chief.pk)
    assert asked.status == RedactionStatus.DONE
    entry = AuditEntry.objects.get(action="redact")
    assert (entry.actor_name, entry.facts["second"]) == ("webmaster", "chief")
    # A request is decided once.
    assert post(house.cast.chief, "redaction", asked.pk, decision="decline").status_code == 409


def test_who_may_ask_for_redaction(house: House, held: HeldClock) -> None:
    row = past_row(house)
    held.forward(minutes=5)
    able = who_can(
        house,
        lambda user: post(user, "ask_redaction", row.pk, ground="個人資料保護法第11條"),
        Redaction.objects.exists,
    )
    assert able == MAINTENANCE


def test_who_may_confirm_a_redaction(house: House, held: HeldClock) -> None:
    row = past_row(house)
    held.forward(minutes=5)
    post(house.cast.webmaster, "ask_redaction", row.pk, ground="個人資料保護法第11條")
    asked = Redaction.objects.get().pk
    able = who_can(
        house,
        lambda user: post(user, "redaction", asked, decision="agree"),
        Publication.objects.filter(pk=row.pk, redacted_at__isnull=False).exists,
    )
    # Not the one who asked; and auditors only read.
    assert able == {"owner", "chief", "deputy", "secretary", "director"}


def test_what_is_public_cannot_be_blanked(house: House) -> None:
    row = Publication.objects.get(key="about")
    answer = post(house.cast.webmaster, "ask_redaction", row.pk, ground="個人資料保護法第11條")
    assert answer.status_code == 409
    assert "withdraw the page before you blank it" in answer.content.decode()


# -- preview links -------------------------------------------------------------


def test_a_preview_link_is_made_and_ended(house: House, held: HeldClock) -> None:
    assert post(house.cast.owner, "previews", house.page.pk, days=3).status_code == 302
    link = PreviewLink.objects.get()
    assert link.expires_at == held.now + timedelta(days=3)
    assert previews.find(previews.token(link)) == link
    assert (
        previews.token(link)
        in browser(house.cast.chief).get(reverse("office:previews", args=[house.page.pk])).content.decode()
    )
    post(house.cast.chief, "revoke_preview", house.page.pk, link.pk)
    assert previews.find(previews.token(link)) is None
    assert {entry.action for entry in AuditEntry.objects.filter(subject="about")} >= {
        "preview_link",
        "revoke_preview_link",
    }


def test_a_preview_link_has_one_address(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    post(house.cast.owner, "previews", house.page.pk, days=3)
    link = PreviewLink.objects.get()
    first = previews.token(link)
    monkeypatch.setattr("time.time", lambda: 2_000_000_000.0)
    assert previews.token(link) == first


def test_who_may_make_a_preview_link(house: House) -> None:
    able = who_can(house, lambda user: post(user, "previews", house.page.pk, days=1), PreviewLink.objects.exists)
    assert able == {"owner", "chief"} | MAINTENANCE


def test_a_preview_link_lasts_one_to_seven_days(house: House) -> None:
    for days in ("0", "8", "x", ""):
        assert post(house.cast.owner, "previews", house.page.pk, days=days).status_code == 422, days
    assert not PreviewLink.objects.exists()


def test_a_link_of_another_page_is_not_found(house: House) -> None:
    post(house.cast.owner, "previews", house.page.pk, days=1)
    link = PreviewLink.objects.get()
    assert post(house.cast.owner, "revoke_preview", house.draft.pk, link.pk).status_code == 404
    assert previews.find(previews.token(link)) == link


def test_a_forged_token_finds_nothing(house: House) -> None:
    post(house.cast.owner, "previews", house.page.pk, days=1)
    good = previews.token(PreviewLink.objects.get())
    assert previews.find(good[:-1] + ("A" if good[-1] != "A" else "B")) is None


# -- countersigning ------------------------------------------------------------


def test_the_chief_signs_many_at_once(house: House) -> None:
    mine = Countersignature.objects.filter(section="registration")
    assert mine.count() == 2
    answer = post(house.cast.chief, "countersign", signature=[row.pk for row in mine], remark="已閱")
    assert answer.status_code == 302
    assert not mine.filter(signed_at=None).exists()
    assert AuditEntry.objects.filter(action="countersign").count() == 2


def test_who_may_countersign(house: House) -> None:
    row = Countersignature.objects.get(publication__key="about")
    able = who_can(
        house,
        lambda user: post(user, "countersign", signature=[row.pk]),
        Countersignature.objects.exclude(signed_at=None).exists,
    )
    assert able == {"chief"}


def test_signing_nothing_is_refused(house: House) -> None:
    client = browser(house.cast.chief)
    answer = client.post(reverse("office:countersign"), {}, headers={"accept": "application/json"})
    assert answer.status_code == 409
    assert answer.json()["errors"][0]["code"] == "nothing_chosen"


def test_one_foreign_signature_signs_none(house: House) -> None:
    ids = list(Countersignature.objects.values_list("pk", flat=True))
    post(house.cast.chief, "countersign", signature=ids)
    assert not Countersignature.objects.exclude(signed_at=None).exists()


# -- jobs ----------------------------------------------------------------------


def failed_job() -> Job:
    """A job that was given up."""
    return Job.objects.create(kind="flags", payload={"page": 0}, status=JobStatus.FAILED, attempts=jobs.MAX_ATTEMPTS)


def test_only_the_maintenance_group_tries_a_job_again(house: House) -> None:
    job = failed_job().pk
    done = Job.objects.filter(pk=job, status=JobStatus.DONE).exists
    written = AuditEntry.objects.filter(action="retry_job").exists
    assert who_can(house, lambda user: post(user, "retry_job", job), done) == MAINTENANCE
    assert who_can(house, lambda user: post(user, "retry_job", job), written) == MAINTENANCE


# -- GET changes nothing -------------------------------------------------------


def test_changing_screens_without_a_form_refuse_get(house: House) -> None:
    post(house.cast.owner, "previews", house.page.pk, days=1)
    client = browser(house.cast.webmaster)
    for address in (
        reverse("office:revoke_preview", args=[house.page.pk, PreviewLink.objects.get().pk]),
        reverse("office:retry_job", args=[failed_job().pk]),
    ):
        assert client.get(address).status_code == 405


def test_a_form_without_its_token_is_refused(house: House) -> None:
    client = browser(house.cast.owner)
    client.handler.enforce_csrf_checks = True
    answer = client.post(reverse("office:ask_withdrawal", args=[house.page.pk]), {"reason": "過時"})
    assert answer.status_code == 403
    assert not Withdrawal.objects.exists()
