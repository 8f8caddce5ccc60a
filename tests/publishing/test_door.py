"""The chain from draft to public: who does what, which row and which audit line it leaves."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from wagtail.models import Revision

from cms.core import clock
from cms.publishing.actions.approve import Approve, Return
from cms.publishing.actions.first_load import FirstLoad
from cms.publishing.actions.publish import Publish, Schedule, publication_action
from cms.publishing.actions.submit import Submit
from cms.publishing.fingerprint import fingerprint
from cms.publishing.models import Approval, Countersignature, Publication
from site_pages.models import NewsItemPage, NewsListPage, StandardPage
from tests.conftest import HeldClock
from tests.factories.pages import Ground, make_page, publish, publish_new, write
from tests.publishing.evidence import Trail, refused, row_at

TODAY = date(2026, 11, 23)


def taipei(day: date, hour: int = 0) -> datetime:
    return datetime.combine(day, time(hour), tzinfo=clock.TAIPEI)


@pytest.fixture
def about(ground: Ground) -> Ground:
    make_page(ground, StandardPage, "home", "about", title="機關介紹")
    return ground


def test_the_whole_chain_through_the_workflow(about: Ground) -> None:
    trail, cast = Trail(), about.cast
    state = Submit(about.page("about"), actor=cast.owner).execute()
    for user in (cast.chief, cast.webmaster):
        step = state.current_task_state
        step.task.specific.on_action(step, user, "approve", comment="可")
        state.refresh_from_db()
    assert state.status == "approved"
    row = Publication.objects.get(key="about")
    assert (row.online, row.offline, row.path, row.action) == (clock.now(), None, "/about/", "publish")
    assert trail.lines == [
        ("submit", "about", "zh-hant", "owner"),
        ("approve", "about", "zh-hant", "chief"),
        ("publish", "about", "zh-hant", "webmaster"),
    ]


def test_a_row_names_its_evidence(about: Ground) -> None:
    trail, revision = Trail(), about.page("about").latest_revision
    row = publish(about, "about")
    approval = Approval.objects.get(pk=row.approval_id)
    content = Revision.objects.get(pk=revision.pk).content
    assert approval.fingerprint == row.fingerprint == fingerprint(content)
    assert (approval.approver_name, approval.capacity) == ("chief", "chief:registration")
    assert (row.decided_by_name, row.decided_at) == ("webmaster", clock.now())
    assert trail.entries[-1].facts == {
        "publication": row.pk,
        "revision": revision.pk,
        "fingerprint": row.fingerprint,
        "online": "2026-11-23T10:00:00+08:00",
        "offline": None,
    }


def test_sending_back_leaves_a_line_and_no_row(about: Ground) -> None:
    trail, page = Trail(), about.page("about")
    Return(page, revision=page.latest_revision, actor=about.cast.chief, remark="請補電話").execute()
    assert trail.lines == [("return", "about", "zh-hant", "chief")]
    assert trail.entries[0].reason == "請補電話"
    assert not Publication.objects.filter(key="about").exists()


@pytest.mark.parametrize(
    ("actor", "codes"),
    [
        ("stranger", {"not_staff", "not_owner"}),
        ("superuser", {"not_staff", "not_owner"}),
        ("other_owner", {"not_owner"}),
        ("auditor", {"not_owner"}),
    ],
)
def test_who_may_not_send_in(about: Ground, actor: str, codes: set[str]) -> None:
    with refused(*codes):
        Submit(about.page("about"), actor=getattr(about.cast, actor)).execute()


@pytest.mark.parametrize(
    ("actor", "codes"),
    [
        ("owner", {"not_chief", "self_approval"}),
        ("other_chief", {"not_chief"}),
        ("webmaster", {"not_chief"}),
        ("superuser", {"not_chief", "not_staff"}),
    ],
)
def test_who_may_not_approve(about: Ground, actor: str, codes: set[str]) -> None:
    page = about.page("about")
    with refused(*codes):
        Approve(page, revision=page.latest_revision, actor=getattr(about.cast, actor)).execute()


@pytest.mark.parametrize(
    ("actor", "codes"),
    [
        ("owner", {"not_publisher", "publisher_wrote_it"}),
        ("chief", {"not_publisher", "publisher_approved_it"}),
        ("superuser", {"not_publisher", "not_staff"}),
    ],
)
def test_who_may_not_publish(about: Ground, actor: str, codes: set[str]) -> None:
    page = about.page("about")
    Approve(page, revision=page.latest_revision, actor=about.cast.chief).execute()
    with refused(*codes):
        Publish(page, revision=page.latest_revision, actor=getattr(about.cast, actor)).execute()


def test_nothing_is_published_without_approval(about: Ground) -> None:
    page = about.page("about")
    with refused("not_approved"):
        Publish(page, revision=page.latest_revision, actor=about.cast.webmaster).execute()


def test_an_approval_is_of_the_content_not_of_the_number(about: Ground) -> None:
    page = about.page("about")
    revision = page.latest_revision
    Approve(page, revision=revision, actor=about.cast.chief).execute()
    Revision.objects.filter(pk=revision.pk).update(content={**revision.content, "title": "自動儲存改過"})
    with refused("not_approved"):
        Publish(page, revision=revision, actor=about.cast.webmaster).execute()


def test_a_text_changed_after_approval_is_sent_in_again(about: Ground) -> None:
    page = about.page("about")
    approved = page.latest_revision
    Approve(page, revision=approved, actor=about.cast.chief).execute()
    write(about, "about", title="又改")
    with refused("revision_changed"):
        Publish(about.page("about"), revision=approved, actor=about.cast.webmaster).execute()


def test_the_chief_who_wrote_an_earlier_version_does_not_approve(about: Ground) -> None:
    write(about, "about", author=about.cast.chief, title="課長寫的")
    laundered = write(about, "about", author=about.cast.owner)
    with refused("self_approval"):
        Approve(about.page("about"), revision=laundered, actor=about.cast.chief).execute()


def test_the_webmasters_own_text_is_approved_elsewhere_and_published_by_a_deputy(ground: Ground) -> None:
    publish_new(ground, StandardPage, "home", "about")
    cast, revision = ground.cast, write(ground, "about", author=ground.cast.webmaster, title="改版")
    page = ground.page("about")
    with refused("not_chief"):
        Approve(page, revision=revision, actor=cast.chief).execute()
    Approve(page, revision=revision, actor=cast.admin_chief).execute()
    with refused("publisher_wrote_it"):
        Publish(page, revision=revision, actor=cast.webmaster).execute()
    assert Publish(page, revision=revision, actor=cast.deputy).execute().title == "改版"


def test_a_revision_of_another_page_is_refused(about: Ground) -> None:
    make_page(about, StandardPage, "home", "other")
    page, foreign = about.page("about"), about.page("other").latest_revision
    with refused("revision_changed"):
        Approve(page, revision=foreign, actor=about.cast.chief).execute()
    with refused("revision_changed", "not_approved"):
        Publish(page, revision=foreign, actor=about.cast.webmaster).execute()
    with refused("revision_changed"):
        FirstLoad(page, revision=foreign, actor=about.cast.director).execute()


def test_the_same_version_is_published_once(about: Ground) -> None:
    publish(about, "about")
    page = about.page("about")
    with refused("already_there"):
        Publish(page, revision=page.latest_revision, actor=about.cast.deputy).execute()


def test_unclassified_content_is_refused(ground: Ground) -> None:
    make_page(ground, StandardPage, "home", "about", service=[])
    page = ground.page("about")
    with refused("unclassified"):
        Approve(page, revision=page.latest_revision, actor=ground.cast.chief).execute()


# -- dates ---------------------------------------------------------------------


def news(ground: Ground, key: str, **values: object) -> Publication:
    if ("news", "zh-hant") not in ground.pages:
        publish_new(ground, NewsListPage, "home", "news")
    make_page(ground, NewsItemPage, "news", key, published_on=TODAY, **values)
    return publish(ground, key)


def test_bare_dates_are_whole_days_in_taipei(ground: Ground) -> None:
    row = news(ground, "item", online_date=TODAY + timedelta(2), offline_date=TODAY + timedelta(4))
    assert (row.online, row.offline) == (taipei(TODAY + timedelta(2)), taipei(TODAY + timedelta(5)))
    assert row.action == "schedule"
    for instant, public in (
        (row.online - timedelta(microseconds=1), False),
        (row.online, True),
        (row.offline - timedelta(microseconds=1), True),
        (row.offline, False),
    ):
        assert (row_at("item", instant) is not None) is public


def test_times_of_day_are_taipei_time(ground: Ground) -> None:
    dates = {"online_date": TODAY, "online_time": time(14), "offline_date": TODAY, "offline_time": time(17, 30)}
    row = news(ground, "item", **dates)
    assert (clock.iso(row.online), clock.iso(row.offline)) == ("2026-11-23T14:00:00+08:00", "2026-11-23T17:30:00+08:00")


def test_todays_bare_date_means_now(ground: Ground) -> None:
    assert news(ground, "item", online_date=TODAY).online == clock.now()


@pytest.mark.parametrize(
    ("dates", "code"),
    [
        ({"online_date": TODAY - timedelta(1)}, "online_in_past"),
        ({"offline_date": TODAY - timedelta(1)}, "offline_in_past"),
        ({"online_date": TODAY + timedelta(3), "offline_date": TODAY + timedelta(1)}, "offline_before_online"),
        ({"offline_date": None}, "offline_required"),
    ],
)
def test_impossible_dates(ground: Ground, dates: dict[str, object], code: str) -> None:
    publish_new(ground, NewsListPage, "home", "news")
    page = make_page(ground, NewsItemPage, "news", "item", published_on=TODAY, **dates)
    with refused(code):
        Approve(page, revision=page.latest_revision, actor=ground.cast.chief).execute()


def test_a_date_that_went_by_while_the_text_waited_means_now(ground: Ground, held: HeldClock) -> None:
    publish_new(ground, NewsListPage, "home", "news")
    make_page(ground, NewsItemPage, "news", "item", published_on=TODAY, online_date=TODAY + timedelta(1))
    page = ground.page("item")
    Approve(page, revision=page.latest_revision, actor=ground.cast.chief).execute()
    held.forward(days=2)
    action = publication_action(page, page.latest_revision)
    assert action is Publish
    assert action(page, revision=page.latest_revision, actor=ground.cast.webmaster).execute().online == held.now


def test_a_later_instant_is_a_schedule(ground: Ground) -> None:
    publish_new(ground, NewsListPage, "home", "news")
    page = make_page(ground, NewsItemPage, "news", "item", published_on=TODAY, online_date=TODAY + timedelta(1))
    assert publication_action(page, page.latest_revision) is Schedule


# -- first load ----------------------------------------------------------------


def test_the_first_load_is_named_audited_and_countersigned(about: Ground) -> None:
    trail, page = Trail(), about.page("about")
    row = FirstLoad(page, revision=page.latest_revision, actor=about.cast.director).execute()
    assert trail.lines == [("first_load", "about", "zh-hant", "director")]
    assert (row.action, row.decided_by_name) == ("first_load", "director")
    assert Approval.objects.get(pk=row.approval_id).purpose == "first_load"
    signature = Countersignature.objects.get(publication=row)
    assert (signature.section, signature.signed_at) == ("registration", None)
    with refused("already_published"):
        FirstLoad(page, revision=page.latest_revision, actor=about.cast.director).execute()
