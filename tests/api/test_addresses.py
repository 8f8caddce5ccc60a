"""The service under another name: every answer names the address of today, also for what was published before."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import Settings

from cms.core import clock
from cms.publishing import addresses, documents, previews
from cms.publishing.models import Publication
from site_pages import models
from tests.api.routes import READS
from tests.conftest import HeldClock
from tests.factories.pages import Ground, make_document, make_image, publish, publish_new

FORMER, NOW = "http://former.example:8080", "https://new-name.example/cms"
ADDRESS = re.compile(r"https?://[a-z.-]*example[^\"\s<\\]*")


@pytest.fixture
def as_before(monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """Documents are written as rows from before the mark were: with an address in them."""
    write = documents.to_bytes
    with monkeypatch.context() as patch:
        patch.setattr(
            documents, "to_bytes", lambda value: write(value).replace(addresses.MARK.encode(), FORMER.encode())
        )
        yield patch


def _said(client: Client) -> dict[str, str]:
    return {address: client.get(address).content.decode("utf-8", "replace") for _name, address in READS}


def _foreign(said: dict[str, str]) -> dict[str, list[str]]:
    """The addresses of this service that do not begin with its name, by the question that got them."""
    found = {
        address: [url for url in ADDRESS.findall(text) if not url.startswith(NOW)] for address, text in said.items()
    }
    return {address: urls for address, urls in found.items() if urls}


def test_every_answer_names_the_address_of_today(ground: Ground, get: Client, settings: Settings) -> None:
    before = _said(get)
    assert any("https://office.example/" in text for text in before.values())
    settings.BASE_URL = NOW
    after = _said(get)
    # The office's own address is data of the office.
    after["/api/v1/site/"] = after["/api/v1/site/"].replace('"url":"https://office.example"', "")
    assert not _foreign(after)
    assert addresses.MARK not in "".join(after.values())


def test_the_etag_covers_the_address(get: Client, settings: Settings) -> None:
    asked = [address for _name, address in READS if address.split("?")[0].endswith("/")]
    named = [address for address in asked if "https://office.example" in get.get(address).content.decode()]
    assert len(named) > 10
    before = {address: get.get(address).headers["ETag"] for address in named}
    settings.BASE_URL = NOW
    for address, etag in before.items():
        assert get.get(address, headers={"If-None-Match": etag}).status_code == 200, address


def test_rows_from_before_the_mark(
    ground: Ground, get: Client, held: HeldClock, settings: Settings, as_before: pytest.MonkeyPatch
) -> None:
    files = [("document", {"title": "", "document": make_document("old.pdf", b"%PDF old")})]
    body = [
        ("paragraph", f'<p><a linktype="document" id="{make_document("in.pdf", b"%PDF in").pk}">檔</a></p>'),
        ("image", {"image": make_image("old.png"), "alt": "圖", "caption": ""}),
        ("links", [{"text": "外", "page": None, "url": "https://elsewhere.test/x/"}]),
    ]
    publish_new(
        ground, models.NewsItemPage, "news", "old-news", published_on=clock.today(), attachments=files, body=body
    )
    publish_new(ground, models.NewsListPage, "home", "old-list")
    publish_new(ground, models.LinkPage, "home", "old-link", target_page=ground.page("faq"))
    held.forward(minutes=1)
    publish(ground, "site-footer", title="新頁尾")
    rows = Publication.objects.filter(key__in=["old-news", "old-list", "old-link", "site-footer"], offline=None)
    assert all(FORMER.encode() in bytes(row.document) for row in rows)
    as_before.undo()
    settings.BASE_URL = NOW
    keys = ("old-news", "old-list", "old-link", "site-footer")
    asked = [*(f"/api/v1/pages/{key}/" for key in keys), "/api/v1/news/", "/api/v1/tree/", "/api/v1/feeds/news.rss"]
    said = {address: get.get(address).content.decode() for address in asked}
    assert FORMER not in "".join(said.values())
    news = get.get("/api/v1/pages/old-news/").json()
    assert news["url"] == f"{NOW}/news/old-news/"
    assert news["qr_url"].startswith(f"{NOW}/api/v1/pages/old-news/qr.svg")
    assert news["attachments"][0]["url"].startswith(f"{NOW}/files/")
    assert f'href="{NOW}/files/' in news["body"][0]["html"]
    assert news["body"][1]["url"].startswith(f"{NOW}/files/")
    assert news["body"][2]["items"][0]["url"] == "https://elsewhere.test/x/"
    assert get.get("/api/v1/pages/old-list/").json()["feeds"]["rss"].startswith(f"{NOW}/api/v1/feeds/")
    assert get.get("/api/v1/pages/old-link/").json()["target"]["page"]["url"] == f"{NOW}/faq/"


def test_a_row_from_before_is_issued_again_with_the_mark(
    ground: Ground, get: Client, held: HeldClock, as_before: pytest.MonkeyPatch
) -> None:
    image = make_image("old.png")
    body = [
        ("image", {"image": image, "alt": "圖", "caption": ""}),
        ("links", [{"text": "問", "page": ground.page("faq"), "url": ""}]),
    ]
    publish_new(ground, models.StandardPage, "home", "album", body=body)
    as_before.undo()
    image.delete()
    held.forward(hours=1)
    publish(ground, "faq", slug="ask", title="問與答")
    row = Publication.objects.get(key="album", offline=None)
    assert row.action == "reissue"
    assert FORMER.encode() not in bytes(row.document)
    item = get.get("/api/v1/pages/album/").json()["body"][1]["items"][0]
    url = "https://office.example/ask/"
    assert item == {"text": "問", "page": {"key": "faq", "title": "問與答", "path": "/ask/", "url": url}, "url": url}


def test_a_feed_names_its_items_for_good(get: Client, settings: Settings) -> None:
    def names() -> tuple[str, str | None]:
        rss = get.get("/api/v1/feeds/news.rss").content.decode()
        guid = re.search(r'<guid isPermaLink="false">([^<]+)</guid>', rss)
        return get.get("/api/v1/feeds/news.json").json()["items"][0]["id"], guid and guid[1]

    before = names()
    assert before == ("urn:cms:page:news-moving:zh-hant",) * 2
    settings.BASE_URL = NOW
    assert names() == before


def test_a_preview_names_the_address_of_today(ground: Ground, get: Client, settings: Settings) -> None:
    page = ground.page("about")
    link = previews.create(
        page, revision=page.latest_revision, actor=ground.cast.owner, expires_at=clock.day_end(clock.today())
    )
    settings.BASE_URL = NOW
    said = get.get(f"/api/v1/previews/{previews.token(link)}/").content.decode()
    assert f"{NOW}/files/preview/" in said
    assert not _foreign({"preview": said})
    assert addresses.MARK not in said
