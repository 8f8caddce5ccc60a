"""What a document shows of other pages is right at every instant, and its text never moves with it."""

from __future__ import annotations

import json
from datetime import date, datetime, time, timedelta

import pytest
from wagtail.models import Page, Revision

from cms.core import clock
from cms.core.errors import Refused
from cms.publishing import addresses, dependants
from cms.publishing.actions.reissue import Reissue
from cms.publishing.models import Publication
from cms.publishing.timeline import former, read
from site_pages.models import StandardPage
from tests.conftest import HeldClock
from tests.factories.pages import Ground, make_image, make_page, publish, publish_new, withdraw, write
from tests.publishing.evidence import Trail, nothing_changes, refused, row_at

TODAY = date(2026, 11, 23)
DAYS = [TODAY + timedelta(days=number) for number in range(12)]


def link_to(ground: Ground, key: str) -> list[tuple[str, object]]:
    pk = ground.page(key).pk
    return [
        ("paragraph", f'<p>見<a linktype="page" id="{pk}">這裡</a>。</p>'),
        ("links", [{"text": "去", "page": ground.page(key), "url": ""}]),
    ]


def shown(key: str, at: datetime) -> tuple[str, object]:
    """The HTML and the structured link of a page that shows another."""
    answer = read.page(key, "zh-hant", at)
    assert answer is not None
    body = json.loads(answer.body)["body"]
    page = body[1]["items"][0]["page"]
    return body[0]["html"], (page["title"], page["path"]) if page else None


@pytest.fixture
def linked(ground: Ground) -> Ground:
    """`about` is public and linked from `guide`; `about` has a page below it, which `index` links to."""
    publish_new(ground, StandardPage, "home", "about", title="介紹")
    publish_new(ground, StandardPage, "about", "history", title="沿革")
    publish_new(ground, StandardPage, "home", "guide", body=link_to(ground, "about"))
    publish_new(ground, StandardPage, "home", "index", body=link_to(ground, "history"))
    return ground


LINKED = ('<p>見<a href="/about/" data-key="about">這裡</a>。</p>', ("介紹", "/about/"))
PLAIN = ("<p>見這裡。</p>", None)


def test_a_new_title_and_address_reach_everything_at_once(linked: Ground, held: HeldClock) -> None:
    held.forward(hours=1)
    assert shown("guide", held.now) == LINKED
    publish(linked, "about", title="關於我們", slug="us")
    assert shown("guide", held.now) == ('<p>見<a href="/us/" data-key="about">這裡</a>。</p>', ("關於我們", "/us/"))
    history = row_at("history", held.now)
    assert history is not None and (history.path, history.action) == ("/us/history/", "reissue")
    assert shown("index", held.now)[1] == ("沿革", "/us/history/")
    assert shown("guide", held.now - timedelta(minutes=1)) == LINKED
    assert former.formerly_at("/about/history/", held.now) == ("history", "zh-hant")


def test_a_page_moves_with_pages_below_that_refer_to_one_another(linked: Ground, held: HeldClock) -> None:
    publish_new(linked, StandardPage, "about", "today", body=link_to(linked, "history"))
    publish(linked, "history", body=link_to(linked, "today"))
    held.forward(hours=1)
    publish(linked, "about", slug="us")
    assert shown("today", held.now)[1] == ("沿革", "/us/history/")
    assert shown("history", held.now)[1] == ("標題 today", "/us/today/")


def test_a_change_that_waits_is_written_for_its_instant(linked: Ground) -> None:
    publish(linked, "about", title="關於我們", slug="us", online_date=DAYS[2])
    at = clock.day_start(DAYS[2])
    assert shown("guide", at - timedelta(microseconds=1)) == LINKED
    assert shown("guide", at)[1] == ("關於我們", "/us/")
    assert shown("index", at - timedelta(microseconds=1))[1] == ("沿革", "/about/history/")
    assert shown("index", at)[1] == ("沿革", "/us/history/")


def test_a_page_opened_later_knows_what_waits(linked: Ground) -> None:
    publish(linked, "about", title="關於我們", slug="us", online_date=DAYS[2])
    publish_new(linked, StandardPage, "home", "late", body=link_to(linked, "about"))
    publish_new(linked, StandardPage, "about", "child")
    at = clock.day_start(DAYS[2])
    assert shown("late", clock.now()) == LINKED
    assert shown("late", at)[1] == ("關於我們", "/us/")
    child = row_at("child", at)
    assert child is not None and child.path == "/us/child/"


def test_a_link_goes_when_its_page_expires(linked: Ground) -> None:
    publish(linked, "about", offline_date=DAYS[1])
    end = clock.day_end(DAYS[1])
    assert shown("guide", end - timedelta(microseconds=1)) == LINKED
    assert shown("guide", end) == PLAIN


def test_a_link_stays_when_the_page_is_prolonged(linked: Ground, held: HeldClock) -> None:
    publish(linked, "about", offline_date=DAYS[1])
    held.forward(hours=1)
    publish(linked, "about", summary="更久", offline_date=DAYS[3])
    assert shown("guide", clock.day_end(DAYS[1])) == LINKED
    assert shown("guide", clock.day_end(DAYS[3])) == PLAIN


def test_a_link_goes_when_its_page_is_withdrawn_and_comes_back_with_it(linked: Ground, held: HeldClock) -> None:
    held.forward(hours=1)
    withdraw(linked, "about", reason="有誤")
    assert shown("guide", held.now) == PLAIN
    history = row_at("history", held.now)
    assert history is not None and history.path == "/about/history/"  # the page below keeps its address
    held.forward(hours=1)
    publish(linked, "about", summary="查證")
    assert shown("guide", held.now) == LINKED


def test_a_page_linked_before_it_is_public_appears_with_it(ground: Ground) -> None:
    make_page(ground, StandardPage, "home", "about", title="介紹")
    publish_new(ground, StandardPage, "home", "guide", body=link_to(ground, "about"))
    assert shown("guide", clock.now()) == PLAIN
    publish(ground, "about", online_date=DAYS[1], offline_date=DAYS[2])
    assert shown("guide", clock.day_start(DAYS[1])) == LINKED
    assert shown("guide", clock.day_end(DAYS[2])) == PLAIN


def test_a_reissue_keeps_text_dates_and_approval(linked: Ground, held: HeldClock) -> None:
    before = row_at("guide", clock.now())
    held.forward(hours=1)
    publish(linked, "about", title="關於我們")
    after = row_at("guide", clock.now())
    assert before is not None and after is not None
    same = (
        "text_hash",
        "fingerprint",
        "revision_id",
        "approval_id",
        "first_online",
        "updated_at",
        "content",
        "offline",
    )
    assert [getattr(after, name) for name in same] == [getattr(before, name) for name in same]
    assert json.loads(bytes(after.document))["online_at"] == "2026-11-23T10:00:00+08:00"


def test_a_title_that_stays_renews_nothing(linked: Ground, held: HeldClock) -> None:
    held.forward(hours=1)
    publish(linked, "about", summary="只改摘要")
    assert not Publication.objects.filter(action="reissue").exists()


def test_too_many_dependants_are_refused_as_a_whole(linked: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dependants, "LIMIT", 0)
    with pytest.raises(Refused) as caught:
        publish(linked, "about", title="關於我們")
    assert caught.value.codes == ("too_many_dependants",)
    withdraw(linked, "about", reason="總能下架")
    assert shown("guide", clock.now()) == PLAIN


# -- moves in the editors' tree ------------------------------------------------


def test_a_move_shows_only_when_the_page_itself_is_issued_again(linked: Ground, held: HeldClock) -> None:
    held.forward(hours=1)
    linked.page("history").move(linked.page("guide"), pos="last-child")
    publish(linked, "about", title="關於我們", slug="us")
    history = row_at("history", held.now)
    assert history is not None and history.path == "/us/history/"
    page, trail = linked.page("history"), Trail()
    with refused("reason_required"):
        Reissue(page, actor=linked.cast.webmaster, reason="").execute()
    with refused("not_publisher"):
        Reissue(page, actor=linked.cast.owner, reason="搬移").execute()
    Reissue(page, actor=linked.cast.webmaster, reason="搬移").execute()
    moved = row_at("history", held.now)
    assert moved is not None and (moved.path, moved.parent) == ("/guide/history/", "guide")
    assert moved.ancestors == ["home", "guide"]
    assert shown("index", held.now)[1] == ("沿革", "/guide/history/")
    assert trail.lines == [("reissue", "history", "zh-hant", "webmaster")]


def test_an_address_taken_by_what_waits_is_refused(linked: Ground) -> None:
    publish(linked, "about", slug="us", online_date=DAYS[2])
    make_page(linked, StandardPage, "home", "rival")
    write(linked, "rival", slug="us")
    with pytest.raises(Refused) as caught:
        publish(linked, "rival")
    assert caught.value.codes == ("path_taken",)
    publish(linked, "rival", offline_date=DAYS[1])


# -- files ---------------------------------------------------------------------


def picture(ground: Ground, key: str) -> list[tuple[str, object]]:
    return [
        ("image", {"image": make_image(f"{key}.png"), "alt": "圖", "caption": ""}),
        *link_to(ground, "about"),
    ]


def test_a_reissue_survives_a_replaced_and_a_deleted_picture(linked: Ground, held: HeldClock) -> None:
    body = picture(linked, "old")
    image = body[0][1]["image"]
    publish_new(linked, StandardPage, "home", "album", body=body)
    before = json.loads(addresses.answered(bytes(Publication.objects.get(key="album").document)))
    image.delete()
    held.forward(hours=1)
    publish(linked, "about", title="關於我們", slug="us")
    row = row_at("album", held.now)
    assert row is not None and row.action == "reissue"
    after = json.loads(addresses.answered(bytes(row.document)))
    assert after["body"][0] == before["body"][0]
    assert after["body"][1]["html"] == '<p>見<a href="/us/" data-key="about">這裡</a>。</p>'
    assert after["body"][2]["items"][0] == {
        "text": "去",
        "page": {"key": "about", "title": "關於我們", "path": "/us/", "url": "https://office.example/us/"},
        "url": "https://office.example/us/",
    }
    assert set(row.references.values_list("kind", flat=True)) == {"page", "file"}
    held.forward(hours=1)
    withdraw(linked, "about", reason="停")
    gone = row_at("album", held.now)
    assert gone is not None
    body_now = json.loads(bytes(gone.document))["body"]
    assert body_now[1]["html"] == "<p>見這裡。</p>"
    assert body_now[2]["items"] == [{"text": "去", "page": None, "url": None}]


def test_a_reissue_needs_no_stored_revision(linked: Ground, held: HeldClock) -> None:
    guide = linked.page("guide")
    Page.objects.filter(pk=guide.pk).update(latest_revision=None, live_revision=None)
    Revision.objects.filter(object_id=str(guide.pk))._raw_delete("default")
    held.forward(hours=1)
    publish(linked, "about", title="關於我們")
    assert shown("guide", held.now)[1] == ("關於我們", "/about/")


def test_a_reissue_without_a_change_writes_no_row(linked: Ground, held: HeldClock) -> None:
    held.forward(hours=1)
    count = Publication.objects.count()
    assert Reissue(linked.page("guide"), actor=linked.cast.webmaster, reason="確認").execute() == []
    assert Publication.objects.count() == count


def test_a_page_never_public_is_not_reissued(ground: Ground) -> None:
    make_page(ground, StandardPage, "home", "draft")
    with nothing_changes(), refused("never_published"):
        Reissue(ground.page("draft"), actor=ground.cast.webmaster, reason="x").execute()


def test_waiting_versions_are_renewed_too(linked: Ground) -> None:
    publish(linked, "guide", summary="二", online_date=DAYS[3], online_time=time(0))
    publish(linked, "about", title="關於我們")
    assert shown("guide", clock.now())[1] == ("關於我們", "/about/")
    assert shown("guide", clock.day_start(DAYS[3]))[1] == ("關於我們", "/about/")
