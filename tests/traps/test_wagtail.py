"""Faults of Wagtail's own publishing that must not come back."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.contrib.auth.models import User
from django.utils.translation import override

from cms.core import clock, jobs
from cms.core.errors import Refused
from cms.core.models import AuditEntry, Job, JobStatus
from cms.office.models import PageDuty
from cms.publishing.actions.approve import Approve
from cms.publishing.actions.publish import Correct, Publish
from cms.publishing.actions.withdraw import AskWithdrawal, Withdraw
from cms.publishing.models import Publication
from site_pages.base import DATES_PANEL
from tests.conftest import HeldClock
from tests.factories.office import make_duty
from tests.routes import forms
from tests.routes.route import Desk
from tests.routes.stage import Stage, approve, draft, publish
from tests.traps import reading


def _version(stage: Stage, key: str, title: str, *, days: int = 0) -> Publication:
    """A new version of the page, for `days` from now at nine, or for now."""
    page = stage.page(key)
    page.title, page.online_date, page.online_time = title, None, None
    if days:
        page.online_date, page.online_time = clock.today() + timedelta(days=days), time(9)
    return publish(stage, page)


def test_one_scheduled_version_per_page(stage: Stage, held: HeldClock) -> None:
    """Wagtail keeps the last one only; here three wait side by side."""
    for number in (1, 2, 3):
        _version(stage, "moving", f"第{number}版", days=number)
    assert reading.titles(held, "moving", 0, 1, 2, 3) == ["遷徙登記", "第1版", "第2版", "第3版"]


def test_an_urgent_fix_cancels_what_waits(stage: Stage, held: HeldClock) -> None:
    """Any immediate publication cleared every schedule in Wagtail."""
    _version(stage, "moving", "下週版", days=7)
    _version(stage, "moving", "立即更正")
    assert reading.titles(held, "moving", 0, 6, 8) == ["立即更正", "立即更正", "下週版"]


def test_a_correction_moves_the_end(stage: Stage, held: HeldClock) -> None:
    """What is mended ends when it would have ended, whatever the draft says."""
    page = stage.page("moving")
    end = Publication.objects.get(key="moving", locale="zh-hant").offline
    page.title, page.offline_date = "錯字改好", date(2026, 11, 25)
    revision = approve(stage, page)
    held.forward(minutes=1)
    row = Correct(page, revision=revision, actor=stage.user("webmaster"), reason="錯字").execute()
    assert row.offline == end


def test_one_exception_stops_the_run(stage: Stage, held: HeldClock) -> None:
    """A job that fails is written down and tried again; the others run, and no page waits for any of them."""
    row = _version(stage, "moving", "明天的", days=1)
    Job.objects.all().delete()
    jobs.enqueue("flags", {"page": "not a number"}, run_after=clock.now() + timedelta(hours=1))
    jobs.enqueue("flags", {"page": row.page_id}, run_after=clock.now() + timedelta(days=1))
    held.forward(days=1)
    assert reading.title("moving") == "明天的"
    assert jobs.run_due() == 2
    broken, sound = Job.objects.order_by("pk")
    assert (broken.status, broken.attempts) == (JobStatus.WAITING, 1)
    assert "invalid literal" in broken.last_error
    assert sound.status == JobStatus.DONE


def test_an_expired_page_is_stuck(stage: Stage, held: HeldClock) -> None:
    """Its old date neither blocks the next edit nor takes it off again."""
    held.to(clock.at(date(2027, 1, 4), time(10)))
    assert reading.title("moving") is None
    page = stage.page("moving")
    page.title, page.offline_date = "新年度", date(2027, 6, 30)
    publish(stage, page)
    assert reading.title("moving") == "新年度"


def test_the_latest_is_published_not_the_approved(stage: Stage) -> None:
    """A version written after the approval does not go out with it: the approved one is stale, and is refused."""
    page = stage.page("moving")
    page.title = "核可的"
    agreed = approve(stage, page)
    page.title = "之後改的"
    later = draft(stage, page)
    for revision in (agreed, later):
        with pytest.raises(Refused) as refused:
            Publish(stage.page("moving"), revision=revision, actor=stage.user("webmaster")).execute()
        assert set(refused.value.codes) & {"revision_changed", "not_approved"}
    assert reading.title("moving") == "遷徙登記"


def test_authors_approve_their_own_work(stage: Stage) -> None:
    """Not even the chief of the section, when it is the chief's own text."""
    page = stage.page("moving")
    page.title = "課長寫的"
    revision = draft(stage, page, author="chief")
    with pytest.raises(Refused) as refused:
        Approve(page, revision=revision, actor=stage.user("chief")).execute()
    assert "self_approval" in refused.value.codes


def test_own_work_is_laundered_by_a_colleague(stage: Stage) -> None:
    """The chief writes, a colleague saves the same again: the chief still wrote part of it."""
    page = stage.page("moving")
    page.title = "課長寫的"
    draft(stage, page, author="chief")
    revision = draft(stage, page, author="colleague")
    with pytest.raises(Refused) as refused:
        Approve(page, revision=revision, actor=stage.user("chief")).execute()
    assert "self_approval" in refused.value.codes


def test_an_unknown_author_is_anybody(stage: Stage) -> None:
    """A version whose author's account is gone could be the approver's own."""
    page = stage.page("moving")
    page.title = "誰寫的"
    revision = draft(stage, page, author="colleague")
    User.objects.filter(username="colleague").delete()
    with pytest.raises(Refused) as refused:
        Approve(stage.page("moving"), revision=revision, actor=stage.user("chief")).execute()
    assert "author_unknown" in refused.value.codes


def test_a_direct_publication_cancels_the_workflow(stage: Stage) -> None:
    """Taking the page off leaves the version that waits where it is."""
    forms.sent_in(Desk(stage, "owner"))
    page = stage.page("moving")
    asked = AskWithdrawal(page, actor=stage.user("owner"), reason="內容過時").execute()
    Withdraw(page, withdrawal=asked, actor=stage.user("webmaster")).execute()
    assert stage.page("moving").workflow_in_progress


def test_a_date_is_set_and_nothing_happens(stage: Stage, held: HeldClock) -> None:
    """A date on a draft does nothing, and the form says when it will."""
    page = stage.page("draft")
    page.online_date = clock.today() + timedelta(days=1)
    draft(stage, page)
    assert reading.titles(held, "draft", 0, 2) == [None, None]
    with override("en"):
        assert "not when the draft is saved" in str(DATES_PANEL.help_text)


def test_dates_without_a_time_zone(stage: Stage) -> None:
    """The API writes Taipei's offset; the form says whose time it asks for."""
    found = reading.page("moving")
    assert found is not None
    assert str(found["published_at"]).endswith("+08:00")
    with override("en"):
        assert "Taipei" in str(DATES_PANEL.heading)


def test_rights_follow_the_tree(stage: Stage) -> None:
    """A child page can have another owner than the page above it."""
    PageDuty.objects.filter(page_key="about-history").delete()
    make_duty("history-of-service", ["about-history"], section="service", person="other-owner")
    assert stage.page("about").permissions_for_user(stage.user("owner")).can_edit()
    assert not stage.page("about-history").permissions_for_user(stage.user("owner")).can_edit()
    assert stage.page("about-history").permissions_for_user(stage.user("other_owner")).can_edit()


def test_the_creator_keeps_edit_rights(stage: Stage) -> None:
    """Wagtail's `owner` gives no right to a standing page; the matrix does."""
    page = stage.page("about")
    page.owner = stage.user("stranger")
    page.save()
    assert not stage.page("about").permissions_for_user(stage.user("stranger")).can_edit()


def test_privacy_applies_at_once(stage: Stage) -> None:
    """There is no way in for it: what is public is said by the timeline alone."""
    page = stage.page("moving")
    for name in ("webmaster", "superuser"):
        assert not page.permissions_for_user(stage.user(name)).can_set_view_restrictions()


def test_autosave_floods_the_trail(stage: Stage) -> None:
    """Saving by itself overwrites one revision and writes no audit line."""
    page = stage.page("draft")
    revision = draft(stage, page)
    lines, revisions = AuditEntry.objects.count(), page.revisions.count()
    for number in range(5):
        page.title = f"輸入中{number}"
        page.save_revision(user=stage.user("owner"), overwrite_revision=revision, clean=False)
        revision.refresh_from_db()
    assert (AuditEntry.objects.count(), page.revisions.count()) == (lines, revisions)


@pytest.mark.parametrize("locale", ["zh-hant", "en"])
def test_a_renamed_slug_makes_no_redirect(stage: Stage, held: HeldClock, locale: str) -> None:
    """In either language the old address leads to the new one; so do those of the pages below."""
    page = stage.page("news", locale)
    before = reading.page("moving", locale)
    page.slug = "bulletins"
    held.forward(minutes=1)
    publish(stage, page)
    after = reading.page("moving", locale)
    assert before is not None
    assert after is not None
    assert after["path"] == before["path"].replace("/news/", "/bulletins/")
    answer = reading.get(f"pages/by-path/?path={before['path']}")
    assert (answer.status_code, answer["Location"]) == (301, f"/api/v1/pages/by-path/?path={after['path']}")


def test_a_withdrawal_by_one_person(stage: Stage) -> None:
    """Whoever asks does not agree."""
    page = stage.page("moving")
    asked = AskWithdrawal(page, actor=stage.user("webmaster"), reason="內容過時").execute()
    with pytest.raises(Refused) as refused:
        Withdraw(page, withdrawal=asked, actor=stage.user("webmaster")).execute()
    assert refused.value.codes == ("self_withdrawal",)
    assert reading.title("moving") == "遷徙登記"
    Withdraw(page, withdrawal=asked, actor=stage.user("deputy")).execute()
    assert reading.title("moving") is None
