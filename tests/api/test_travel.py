"""Another instant than now: the past for staff and auditors, the future with a preview token."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.contrib.auth.models import User
from django.test import Client
from wagtail.models import Revision

from cms.core import clock
from cms.office.models import Absence, Person
from cms.publishing import previews
from cms.publishing.actions.redact import Redact
from cms.publishing.models import PreviewLink, Publication
from tests.api.problems import assert_problem
from tests.conftest import HeldClock
from tests.factories.pages import Ground, publish

TRAVELLING = [
    "/api/v1/pages/about/",
    "/api/v1/pages/by-path/?path=/about/",
    "/api/v1/pages/?limit=100",
    "/api/v1/news/",
    "/api/v1/news/news-moving/",
    "/api/v1/tree/",
    "/api/v1/site/",
    "/api/v1/glossary/",
]


def _at(address: str, hours: float) -> str:
    instant = quote(str(clock.iso(clock.now() + timedelta(hours=hours))))
    return f"{address}{'&' if '?' in address else '?'}at={instant}"


def _as(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def _link(ground: Ground, key: str, hours: float = 24) -> tuple[PreviewLink, str]:
    page = ground.page(key)
    link = previews.create(
        page,
        revision=page.latest_revision,
        actor=ground.cast.owner,
        expires_at=clock.now() + timedelta(hours=hours),
    )
    return link, previews.token(link)


@pytest.mark.parametrize("address", TRAVELLING)
@pytest.mark.parametrize("hours", [0, -1])
def test_the_public_is_told_nothing_of_the_past(get: Client, held: HeldClock, address: str, hours: int) -> None:
    held.forward(hours=2)
    assert_problem(get.get(_at(address, hours)), "evidence_not_public")


@pytest.mark.parametrize("address", TRAVELLING)
def test_both_ways_of_asking_give_the_same_bytes(ground: Ground, get: Client, address: str) -> None:
    plain, travelled = get.get(address), _as(ground.cast.auditor).get(_at(address, 0))
    assert travelled.status_code == 200
    assert travelled.content == plain.content
    assert travelled.headers["ETag"] == plain.headers["ETag"]
    assert travelled.headers["Cache-Control"] == "private, no-store"
    assert "Cookie" in travelled.headers["Vary"]


def test_staff_read_what_was_said(ground: Ground, held: HeldClock) -> None:
    held.forward(hours=2)
    publish(ground, "about", title="後來的標題")
    for user in (ground.cast.owner, ground.cast.auditor, ground.cast.director):
        client = _as(user)
        assert client.get(_at("/api/v1/pages/about/", -1)).json()["title"] == "關於本所"
        assert client.get(_at("/api/v1/pages/about/", 0)).json()["title"] == "後來的標題"
    assert_problem(_as(ground.cast.owner).get(_at("/api/v1/pages/about/", -24 * 365)), "not_found")


def test_what_was_blanked_is_told_to_be(ground: Ground, held: HeldClock) -> None:
    held.forward(hours=1)
    asked = {address: _at(address, 0) for address in TRAVELLING}
    held.forward(hours=1)
    blanked = ("about", "glossary", "news-moving", "site-footer", "redirects")
    for key in blanked:
        publish(ground, key, summary="另一版。")
    held.forward(seconds=1)
    for key in blanked:
        row = Publication.objects.filter(key=key, channel="site", locale="zh-hant").earliest("online")
        cast = ground.cast
        Redact(ground.page(key), row=row, actor=cast.webmaster, second=cast.chief, ground="個資法").execute()
    client = _as(ground.cast.auditor)
    answers = {address: client.get(asked[address]) for address in TRAVELLING}
    for address in TRAVELLING[:2]:
        assert_problem(answers[address], "blanked")
    assert_problem(answers["/api/v1/news/news-moving/"], "blanked")
    assert answers["/api/v1/news/"].json() == {"items": [], "count": 0, "next": None}
    assert answers["/api/v1/glossary/"].json()["items"] == []
    assert answers["/api/v1/site/"].json()["footer"] is None
    assert "about" not in [node["key"] for node in answers["/api/v1/tree/"].json()["items"][0]["children"]]
    keys = {item["key"] for item in answers["/api/v1/pages/?limit=100"].json()["items"]}
    assert "home" in keys and not keys & set(blanked)
    instant = asked["/api/v1/tree/"].split("?")[1]
    assert client.get(f"/api/v1/pages/about/?locale=en&{instant}").json()["translations"] == []
    assert_problem(client.get(f"/api/v1/pages/by-path/?path=/old/&{instant}"), "no_page_at_path")


@pytest.mark.parametrize("name", ["stranger", "superuser"])
def test_an_account_of_nobody_in_the_office_reads_no_past(ground: Ground, name: str) -> None:
    assert_problem(_as(getattr(ground.cast, name)).get(_at("/api/v1/pages/about/", -1)), "evidence_not_public")


def test_somebody_who_is_away_reads_no_past(ground: Ground) -> None:
    Absence.objects.create(person=Person.objects.get(code="owner"), start=clock.today(), end=clock.today())
    assert_problem(_as(ground.cast.owner).get(_at("/api/v1/pages/about/", -1)), "evidence_not_public")


def test_the_future_needs_a_token_of_that_page(ground: Ground, get: Client) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    publish(ground, "never-public", online_date=tomorrow)
    _link_row, token = _link(ground, "never-public")
    address = _at("/api/v1/pages/never-public/", 24)
    assert_problem(get.get(address), "preview_required")
    assert_problem(_as(ground.cast.owner).get(address), "preview_required")
    assert_problem(get.get(_at("/api/v1/pages/about/", 24) + f"&preview={token}"), "preview_required")
    assert_problem(get.get(f"{address}&preview={token}x"), "preview_required")
    assert_problem(get.get(f"{address}&preview={token}&locale=en"), "preview_required", locale="en")
    response = get.get(f"{address}&preview={token}")
    assert response.json()["title"] == "未公開"
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "noindex" in response.headers["X-Robots-Tag"]


@pytest.mark.parametrize("address", ["/api/v1/tree/", "/api/v1/news/", "/api/v1/site/"])
def test_no_token_opens_a_list_of_the_future(ground: Ground, address: str) -> None:
    assert_problem(_as(ground.cast.auditor).get(_at(address, 24)), "preview_required")


def test_a_token_is_for_an_instant(ground: Ground, get: Client) -> None:
    _link_row, token = _link(ground, "about")
    body = assert_problem(get.get(f"/api/v1/pages/about/?preview={token}"), "missing_parameter")
    assert [error["parameter"] for error in body["errors"]] == ["at"]


@pytest.mark.parametrize("address", TRAVELLING)
def test_whatever_form_is_asked_for_the_answer_is_the_same(ground: Ground, get: Client, address: str) -> None:
    html = {"Accept": "text/html"}
    travelled = _as(ground.cast.auditor).get(_at(address, 0), headers=html)
    assert (travelled.status_code, travelled.content) == (200, get.get(address, headers=html).content)
    assert_problem(get.get(_at(address, -1), headers=html), "evidence_not_public")


def test_a_token_opens_no_past(ground: Ground, get: Client, held: HeldClock) -> None:
    held.forward(hours=2)
    _link_row, token = _link(ground, "about")
    assert_problem(get.get(_at("/api/v1/pages/about/", -1) + f"&preview={token}"), "evidence_not_public")


def test_a_preview_shows_the_draft(ground: Ground, get: Client) -> None:
    _link_row, token = _link(ground, "never-public")
    response = get.get(f"/api/v1/previews/{token}/")
    body = response.json()
    assert (body["key"], body["title"], body["path"]) == ("never-public", "未公開", "/never-public/")
    assert body["preview"] == {"expires_at": "2026-11-24T10:00:00+08:00"}
    assert [crumb["key"] for crumb in body["breadcrumbs"]] == ["home"]
    assert response.headers["Cache-Control"] == "private, no-store"
    assert "noindex" in response.headers["X-Robots-Tag"]
    assert response.headers["Referrer-Policy"] == "no-referrer"
    assert set(get.get("/api/v1/pages/about/").json()) == set(body) - {"preview"}


def test_a_preview_does_not_show_a_later_draft(ground: Ground, get: Client) -> None:
    _link_row, token = _link(ground, "never-public")
    draft = ground.page("never-public")
    draft.title = "之後的草稿"
    draft.save_revision(user=ground.cast.owner, clean=False)
    assert get.get(f"/api/v1/previews/{token}/").json()["title"] == "未公開"


def test_a_preview_of_a_text_that_was_overwritten_says_so(ground: Ground, get: Client) -> None:
    """Autosave overwrites a revision in place: its number still names the link's, its text no longer is."""
    link, token = _link(ground, "never-public")
    revision = Revision.objects.get(pk=link.revision_id)
    Revision.objects.filter(pk=revision.pk).update(content={**revision.content, "title": "之後的草稿"})
    for locale in ("zh-hant", "en"):
        answer = get.get(f"/api/v1/previews/{token}/?locale={locale}")
        assert_problem(answer, "preview_changed", locale=locale)
    Revision.objects.filter(pk=revision.pk).update(content=revision.content)
    assert get.get(f"/api/v1/previews/{token}/").json()["title"] == "未公開"


def test_a_preview_made_before_its_text_was_kept(ground: Ground, get: Client) -> None:
    link, token = _link(ground, "never-public")
    PreviewLink.objects.filter(pk=link.pk).update(fingerprint="")
    assert get.get(f"/api/v1/previews/{token}/").json()["title"] == "未公開"


def test_a_preview_ends(ground: Ground, get: Client, held: HeldClock) -> None:
    _link_row, token = _link(ground, "never-public", hours=1)
    other, other_token = _link(ground, "about")
    address = f"/api/v1/previews/{token}/"
    held.forward(minutes=59)
    assert get.get(address).status_code == 200
    held.forward(minutes=1)
    assert_problem(get.get(address), "unknown_preview")
    assert get.get(f"/api/v1/previews/{other_token}/").status_code == 200
    previews.revoke(ground.page("about"), link=other, actor=ground.cast.owner)
    assert_problem(get.get(f"/api/v1/previews/{other_token}/"), "unknown_preview")


@pytest.mark.parametrize("token", ["x", "MQ:x:y", "%00", "a" * 5000])
def test_a_forged_token(get: Client, token: str) -> None:
    response = get.get(f"/api/v1/previews/{token}/")
    assert_problem(response, "unknown_preview")
