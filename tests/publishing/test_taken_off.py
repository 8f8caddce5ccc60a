"""What was withdrawn stays off as it was decided, and comes back under its own name, with a reason."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from wagtail.models import WorkflowState

from cms.core import clock
from cms.publishing.actions.approve import Approve
from cms.publishing.actions.publish import Correct, Publish, Restore, Schedule, publication_action
from cms.publishing.actions.reissue import Reissue
from cms.publishing.actions.submit import Submit
from cms.publishing.models import Publication
from cms.publishing.timeline import former
from site_pages.models import StandardPage
from tests.conftest import HeldClock
from tests.factories.pages import Ground, publish, publish_new, translate, withdraw, write
from tests.publishing.evidence import Trail, refused, row_at, title_at

TODAY = date(2026, 11, 23)
DAYS = [TODAY + timedelta(days=number) for number in range(9)]
PLANNED = clock.day_start(DAYS[3])


@pytest.fixture
def about(ground: Ground, held: HeldClock) -> Ground:
    """A page that is public in both languages."""
    translate(ground, "home", slug="en")
    publish(ground, "home", "en")
    publish_new(ground, StandardPage, "home", "about", title="介紹")
    translate(ground, "about", title="About")
    publish(ground, "about", "en")
    held.forward(minutes=5)
    return ground


def approved(ground: Ground, locale: str = "zh-hant", **values: object) -> dict[str, object]:
    """A new version that the chief has approved, as the arguments of a publication by the webmaster."""
    revision = write(ground, "about", locale, **values)
    Approve(ground.page("about", locale), revision=revision, actor=ground.cast.chief).execute()
    return {"page": ground.page("about", locale), "revision": revision, "actor": ground.cast.webmaster}


# -- a withdrawal that is planned ----------------------------------------------


@pytest.fixture
def planned(about: Ground, held: HeldClock) -> Ground:
    """The same page, to be withdrawn in three days."""
    withdraw(about, "about", reason="依法停止", successor="home", at=PLANNED)
    held.forward(minutes=5)
    return about


def gone(locale: str) -> former.Gone | None:
    return former.gone("about", locale, PLANNED)


def test_a_publication_keeps_a_planned_withdrawal(planned: Ground) -> None:
    row = Publish(**approved(planned, title="錯字改")).execute()
    assert (row.offline, row.end_action) == (PLANNED, "withdraw")
    assert title_at("about", clock.now()) == "錯字改"
    for locale in ("zh-hant", "en"):
        assert title_at("about", PLANNED - timedelta(seconds=1), locale) is not None
        assert title_at("about", PLANNED, locale) is None
        assert gone(locale) == former.Gone("withdrawn", "standard", PLANNED, "依法停止", "home")


def test_a_correction_keeps_a_planned_withdrawal(planned: Ground) -> None:
    Correct(**approved(planned, title="更正"), reason="錯字").execute()
    assert gone("zh-hant") == former.Gone("withdrawn", "standard", PLANNED, "依法停止", "home")


def test_an_earlier_end_does_not_hide_a_planned_withdrawal(planned: Ground, held: HeldClock) -> None:
    """Ended sooner and prolonged again, the page is still off on the day that was agreed."""
    publish(planned, "about", title="先短", offline_date=DAYS[1])
    held.forward(minutes=5)
    publish(planned, "about", title="再長", offline_date=None)
    assert title_at("about", PLANNED - timedelta(seconds=1)) == "再長"
    assert title_at("about", PLANNED) is None
    assert title_at("about", PLANNED, "en") is None


def test_a_scheduled_version_keeps_a_planned_withdrawal(planned: Ground) -> None:
    publish(planned, "about", title="明天", online_date=DAYS[1])
    assert [title_at("about", clock.day_start(day)) for day in DAYS[1:5]] == ["明天", "明天", None, None]


def test_a_translation_keeps_a_planned_withdrawal(planned: Ground) -> None:
    Publish(**approved(planned, "en", title="Mended")).execute()
    assert gone("en") == former.Gone("withdrawn", "standard", PLANNED, "依法停止", "home")


def test_a_reissue_keeps_a_planned_withdrawal(planned: Ground, held: HeldClock) -> None:
    publish_new(planned, StandardPage, "home", "guide")
    planned.page("about").move(planned.page("guide"), pos="last-child")
    Reissue(planned.page("about"), actor=planned.cast.webmaster, reason="搬").execute()
    assert Publication.objects.filter(key="about", action="reissue").exists()
    assert gone("zh-hant") == former.Gone("withdrawn", "standard", PLANNED, "依法停止", "home")


def test_a_version_after_a_planned_withdrawal_is_a_restoration(planned: Ground) -> None:
    ready = approved(planned, title="以後", online_date=DAYS[5])
    assert publication_action(ready["page"], ready["revision"]) is Restore
    with refused("restore_required"):
        Schedule(**ready).execute()
    with refused("reason_required"):
        Restore(**ready).execute()
    Restore(**ready, reason="法令恢復").execute()
    assert [title_at("about", clock.day_start(day)) for day in DAYS[2:7]] == ["介紹", None, None, "以後", "以後"]


# -- coming back ---------------------------------------------------------------


@pytest.fixture
def off(about: Ground, held: HeldClock) -> Ground:
    """The same page, withdrawn five minutes ago."""
    withdraw(about, "about", reason="有誤")
    held.forward(minutes=5)
    return about


def test_a_withdrawn_page_comes_back_only_as_a_restoration(off: Ground) -> None:
    ready = approved(off, title="查證後")
    assert publication_action(ready["page"], ready["revision"]) is Restore
    with refused("restore_required"):
        Publish(**ready).execute()
    assert Restore(**ready, reason="查證無誤").execute().action == "restore"


def test_a_withdrawn_page_may_come_back_later(off: Ground) -> None:
    ready = approved(off, title="以後", online_date=DAYS[2])
    assert publication_action(ready["page"], ready["revision"]) is Restore
    row = Restore(**ready, reason="查證無誤").execute()
    assert (row.action, row.online) == ("restore", clock.day_start(DAYS[2]))


def test_what_was_taken_back_before_it_began_comes_back_as_a_restoration(ground: Ground, held: HeldClock) -> None:
    publish_new(ground, StandardPage, "home", "plan", online_date=DAYS[2])
    withdraw(ground, "plan", reason="暫緩")
    held.forward(minutes=5)
    revision = write(ground, "plan", online_date=DAYS[1])
    assert publication_action(ground.page("plan"), revision) is Restore


def test_an_expired_page_comes_back_as_a_publication(ground: Ground, held: HeldClock) -> None:
    publish_new(ground, StandardPage, "home", "brief", offline_date=DAYS[0])
    held.forward(days=2)
    revision = write(ground, "brief", offline_date=None)
    assert publication_action(ground.page("brief"), revision) is Publish


def test_after_a_restoration_pages_are_published_as_ever(off: Ground, held: HeldClock) -> None:
    Restore(**approved(off, title="回來"), reason="查證無誤").execute()
    held.forward(minutes=5)
    assert publish(off, "about", title="再改").action == "publish"


def step(state: WorkflowState, user: object, name: str, comment: str = "") -> WorkflowState:
    """Somebody decides the step that waits."""
    waiting = WorkflowState.objects.get(pk=state.pk).current_task_state
    waiting.task.specific.on_action(waiting, user, name, comment=comment)
    return WorkflowState.objects.get(pk=state.pk)


def test_the_chain_brings_a_withdrawn_page_back_with_the_reason(off: Ground) -> None:
    write(off, "about", title="查證後")
    state = Submit(off.page("about"), actor=off.cast.owner).execute()
    state = step(state, off.cast.chief, "approve")
    page, trail = off.page("about"), Trail()
    offered = page.current_workflow_task.get_actions(page, off.cast.webmaster)
    assert [(name, with_words) for name, _, with_words in offered] == [("reject", True), ("approve", True)]
    with refused("reason_required"):
        step(state, off.cast.webmaster, "approve")
    state = step(state, off.cast.webmaster, "approve", "查證無誤")
    assert state.status == WorkflowState.STATUS_APPROVED
    assert [(line.action, line.reason) for line in trail.entries] == [("restore", "查證無誤")]


def test_restoring_ends_the_waiting_in_the_chain(off: Ground) -> None:
    write(off, "about", title="查證後")
    state = Submit(off.page("about"), actor=off.cast.owner).execute()
    step(state, off.cast.chief, "approve")
    page = off.page("about")
    Restore(page, revision=page.latest_revision, actor=off.cast.webmaster, reason="查證無誤").execute()
    state.refresh_from_db()
    assert (state.status, state.current_task_state.status) == ("approved", "approved")
    assert state.current_task_state.finished_by == off.cast.webmaster
    assert Publication.objects.filter(key="about", action="restore").count() == 1


# -- translations --------------------------------------------------------------


def test_an_approval_of_a_translation_ends_with_its_sources_withdrawal(ground: Ground, held: HeldClock) -> None:
    """It was never public itself; but the source it was approved for was taken off since."""
    translate(ground, "home", slug="en")
    publish(ground, "home", "en")
    publish_new(ground, StandardPage, "home", "about", title="介紹")
    translate(ground, "about", title="About")
    page = ground.page("about", "en")
    Approve(page, revision=page.latest_revision, actor=ground.cast.chief).execute()
    held.forward(minutes=5)
    withdraw(ground, "about", reason="有誤")
    held.forward(minutes=5)
    Restore(**approved(ground, title="查證後"), reason="查證無誤").execute()
    with refused("not_approved"):
        Publish(page, revision=page.latest_revision, actor=ground.cast.webmaster).execute()


def test_a_correction_leaves_a_translation_that_waits_beyond_a_gap(about: Ground, held: HeldClock) -> None:
    publish(about, "about", title="到明天", offline_date=DAYS[1])
    publish(about, "about", title="再來", online_date=DAYS[4], offline_date=None)
    publish(about, "about", "en", title="Again", online_date=DAYS[4])
    held.forward(hours=1)
    ready = approved(about, title="更正", online_date=None, offline_date=None)
    Correct(**ready, reason="錯字").execute()
    waiting = row_at("about", clock.day_start(DAYS[5]), "en")
    assert waiting is not None
    assert (waiting.title, waiting.offline) == ("Again", None)
    assert [title_at("about", clock.day_start(day), "en") for day in DAYS[1:5]] == ["About", None, None, "Again"]
