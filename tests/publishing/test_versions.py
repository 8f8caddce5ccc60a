"""Several versions of one page side by side: what holds when, what replaces what, how it ends."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest

from cms.core import clock
from cms.core.models import Job
from cms.publishing.actions.approve import Approve
from cms.publishing.actions.publish import Correct, Publish, Restore
from cms.publishing.actions.withdraw import AskWithdrawal, RefuseWithdrawal, Withdraw
from cms.publishing.models import Approval, Publication, Withdrawal
from cms.publishing.timeline import former, read
from site_pages.models import StandardPage
from tests.conftest import HeldClock
from tests.factories.pages import Ground, make_page, publish, publish_new, translate, withdraw, write
from tests.publishing.evidence import Trail, refused, row_at, title_at

TODAY = date(2026, 11, 23)
DAYS = [TODAY + timedelta(days=number) for number in range(10)]


@pytest.fixture
def about(ground: Ground) -> Ground:
    publish_new(ground, StandardPage, "home", "about", title="現在")
    return ground


def later(ground: Ground, day: date, title: str, **values: object) -> Publication:
    """A version that waits for the beginning of `day`."""
    return publish(ground, "about", title=title, online_date=day, online_time=time(0), **values)


def correct(ground: Ground, title: str, **values: object) -> Publication:
    revision = write(ground, "about", title=title, **values)
    page = ground.page("about")
    Approve(page, revision=revision, actor=ground.cast.chief).execute()
    return Correct(page, revision=revision, actor=ground.cast.webmaster, reason="錯字").execute()


def titles(*days: date) -> list[str | None]:
    return [title_at("about", clock.day_start(day)) for day in days]


def test_three_versions_wait_side_by_side(about: Ground) -> None:
    for day, title in ((DAYS[3], "三"), (DAYS[1], "一"), (DAYS[2], "二")):
        later(about, day, title)
    assert title_at("about", clock.now()) == "現在"
    assert titles(*DAYS[1:5]) == ["一", "二", "三", "三"]
    rows = list(Publication.objects.filter(key="about").order_by("online"))
    assert [row.superseded for row in rows] == [True, True, True, False]
    assert len({row.first_online for row in rows}) == 1  # one unbroken run


def test_an_urgent_correction_leaves_what_waits(about: Ground) -> None:
    later(about, DAYS[1], "一")
    later(about, DAYS[2], "二")
    trail = Trail()
    row = correct(about, "更正")
    assert title_at("about", clock.now()) == "更正"
    assert titles(*DAYS[1:3]) == ["一", "二"]
    assert (row.offline, row.superseded) == (clock.day_start(DAYS[1]), True)
    assert [line[0] for line in trail.lines] == ["approve", "correct"]
    assert trail.entries[-1].reason == "錯字"


def test_publishing_now_leaves_what_waits(about: Ground) -> None:
    later(about, DAYS[1], "一")
    publish(about, "about", title="急", online_date=None, online_time=None)
    assert title_at("about", clock.now()) == "急"
    assert titles(DAYS[1]) == ["一"]


def test_a_correction_keeps_the_end(about: Ground) -> None:
    publish(about, "about", title="有期限", offline_date=DAYS[5])
    row = correct(about, "更正", offline_date=DAYS[9])
    assert (row.offline, row.superseded) == (clock.day_end(DAYS[5]), False)


def test_a_correction_needs_a_public_page(ground: Ground) -> None:
    make_page(ground, StandardPage, "home", "about")
    page = ground.page("about")
    Approve(page, revision=page.latest_revision, actor=ground.cast.chief).execute()
    with refused("not_public"):
        Correct(page, revision=page.latest_revision, actor=ground.cast.webmaster, reason="錯字").execute()


def test_a_version_for_the_same_instant_replaces_the_one_that_waits(about: Ground) -> None:
    later(about, DAYS[1], "一")
    later(about, DAYS[1], "一改")
    assert titles(DAYS[1], DAYS[2]) == ["一改", "一改"]
    first = Publication.objects.get(key="about", title="一")
    assert first.online == first.offline


def test_a_version_that_ends_before_the_next_leaves_a_gap(about: Ground) -> None:
    publish(about, "about", title="短", offline_date=DAYS[1])
    later(about, DAYS[4], "四", offline_date=None)
    assert titles(DAYS[1], DAYS[2], DAYS[4]) == ["短", None, "四"]
    four = row_at("about", clock.day_start(DAYS[4]))
    assert four is not None and four.first_online == four.online


def test_an_expired_page_is_edited_and_published_again(about: Ground, held: HeldClock) -> None:
    publish(about, "about", title="短", offline_date=DAYS[1])
    held.to(clock.day_start(DAYS[3]))
    assert title_at("about", held.now) is None
    publish(about, "about", title="再來", offline_date=None)
    assert title_at("about", held.now) == "再來"
    assert titles(DAYS[1], DAYS[2]) == ["短", None]


# -- withdrawal ----------------------------------------------------------------


def test_withdrawal_takes_two_people_and_a_reason(about: Ground, held: HeldClock) -> None:
    held.forward(minutes=1)
    page, cast, trail = about.page("about"), about.cast, Trail()
    with refused("reason_required"):
        AskWithdrawal(page, actor=cast.owner, reason=" ").execute()
    asked = AskWithdrawal(page, actor=cast.chief, reason="內容有誤", successor="home").execute()
    assert title_at("about", clock.now()) == "現在"
    with refused("self_withdrawal"):
        Withdraw(page, withdrawal=asked, actor=cast.chief).execute()
    with refused("not_chief"):
        Withdraw(page, withdrawal=asked, actor=cast.other_owner).execute()
    Withdraw(page, withdrawal=asked, actor=cast.webmaster).execute()
    assert title_at("about", clock.now()) is None
    assert former.gone("about", "zh-hant", clock.now()) == former.Gone(
        "withdrawn", "standard", clock.now(), "內容有誤", "home"
    )
    assert [line[::3] for line in trail.lines] == [("ask_withdrawal", "chief"), ("withdraw", "webmaster")]
    assert trail.entries[-1].facts["asked_by"] == "chief"
    with refused("already_decided", "not_public"):
        Withdraw(page, withdrawal=Withdrawal.objects.get(), actor=cast.webmaster).execute()


def test_withdrawal_cancels_what_waits_in_every_language(about: Ground) -> None:
    translate(about, "home", slug="en")
    translate(about, "about")
    publish(about, "home", "en")
    publish(about, "about", "en")
    later(about, DAYS[2], "二")
    withdraw(about, "about", reason="停辦")
    assert titles(*DAYS) == [None] * len(DAYS)
    assert title_at("about", clock.now(), "en") is None
    ends = Publication.objects.filter(key="about").values_list("end_action", "offline")
    assert {end for end, _ in ends} == {"withdraw"}
    assert not Publication.objects.filter(read.ahead(clock.now()), key="about").exists()


def test_a_withdrawal_at_a_later_instant(about: Ground) -> None:
    later(about, DAYS[1], "一")
    later(about, DAYS[4], "四")
    withdraw(about, "about", reason="停辦", at=clock.day_start(DAYS[3]))
    assert titles(DAYS[1], DAYS[2], DAYS[3], DAYS[4]) == ["一", "一", None, None]


def test_a_declined_withdrawal_changes_nothing_public(about: Ground) -> None:
    page, trail = about.page("about"), Trail()
    asked = AskWithdrawal(page, actor=about.cast.owner, reason="想想").execute()
    RefuseWithdrawal(page, withdrawal=asked, actor=about.cast.chief, remark="不必").execute()
    assert title_at("about", clock.now()) == "現在"
    assert [line[0] for line in trail.lines] == ["ask_withdrawal", "refuse_withdrawal"]
    with refused("already_decided"):
        Withdraw(page, withdrawal=asked, actor=about.cast.webmaster).execute()


def test_a_request_is_about_the_text_that_was_public(about: Ground, held: HeldClock) -> None:
    page, cast = about.page("about"), about.cast
    asked = AskWithdrawal(page, actor=cast.owner, reason="舊文有誤").execute()
    held.forward(days=30)
    publish(about, "about", title="新文")
    held.forward(days=30)
    with refused("withdrawal_outdated"):
        Withdraw(page, withdrawal=asked, actor=cast.chief).execute()
    RefuseWithdrawal(page, withdrawal=asked, actor=cast.chief, remark="已更正").execute()
    withdraw(about, "about", reason="停辦")
    assert title_at("about", held.now) is None


def test_a_request_about_what_waits_is_outdated_when_another_text_comes_first(about: Ground) -> None:
    make_page(about, StandardPage, "home", "fresh")
    publish(about, "fresh", online_date=DAYS[4])
    asked = AskWithdrawal(about.page("fresh"), actor=about.cast.owner, reason="取消").execute()
    publish(about, "fresh", title="先", online_date=None)
    with refused("withdrawal_outdated"):
        Withdraw(about.page("fresh"), withdrawal=asked, actor=about.cast.chief).execute()


def test_a_reissue_leaves_a_request_current(about: Ground, held: HeldClock) -> None:
    body = [("paragraph", f'<p>見<a linktype="page" id="{about.page("about").pk}">介紹</a></p>')]
    publish_new(about, StandardPage, "home", "guide", body=body)
    asked = AskWithdrawal(about.page("guide"), actor=about.cast.owner, reason="停").execute()
    held.forward(hours=1)
    publish(about, "about", slug="moved")
    assert Publication.objects.filter(key="guide", action="reissue").exists()
    Withdraw(about.page("guide"), withdrawal=asked, actor=about.cast.chief).execute()
    assert title_at("guide", held.now) is None


def test_the_second_persons_word_is_kept(about: Ground) -> None:
    asked = AskWithdrawal(about.page("about"), actor=about.cast.owner, reason="停辦").execute()
    row = Publication.objects.get(key="about")
    Withdraw(about.page("about"), withdrawal=asked, actor=about.cast.chief, remark="同意").execute()
    word = Approval.objects.get(withdrawal_id=asked.pk)
    assert (word.purpose, word.page_key, word.approver, word.capacity, word.remark, word.at) == (
        "withdraw",
        "about",
        about.cast.chief.pk,
        "chief:registration",
        "同意",
        clock.now(),
    )
    assert (word.revision_id, word.fingerprint, asked.publication_id) == (row.revision_id, row.fingerprint, row.pk)


def test_what_was_withdrawn_comes_back_only_on_a_new_approval(about: Ground, held: HeldClock) -> None:
    held.forward(minutes=1)
    withdraw(about, "about", reason="有誤")
    held.forward(minutes=1)
    page, cast = about.page("about"), about.cast
    restore = {"revision": page.latest_revision, "actor": cast.webmaster}
    with refused("not_approved", "restore_required"):
        Publish(page, **restore).execute()
    with refused("not_approved", "reason_required"):
        Restore(page, **restore).execute()
    trail = Trail()
    Approve(page, revision=page.latest_revision, actor=cast.chief).execute()
    row = Restore(page, **restore, reason="查證無誤").execute()
    assert title_at("about", clock.now()) == "現在"
    assert (row.first_online, row.action) == (held.now, "restore")
    assert [line[0] for line in trail.lines] == ["approve", "restore"]


def test_restoring_needs_a_page_that_is_off(about: Ground) -> None:
    write(about, "about", title="新")
    page = about.page("about")
    Approve(page, revision=page.latest_revision, actor=about.cast.chief).execute()
    with refused("already_published"):
        Restore(page, revision=page.latest_revision, actor=about.cast.webmaster, reason="要").execute()


# -- jobs ----------------------------------------------------------------------


def test_each_instant_has_its_job(about: Ground) -> None:
    Job.objects.all().delete()
    row = later(about, DAYS[2], "二", offline_date=DAYS[5])
    assert set(Job.objects.values_list("kind", "run_after")) == {("flags", row.online), ("flags", row.offline)}
