"""The service under another name: every answer names the address of today, also for what was published before."""

from __future__ import annotations

import re

from django.test import Client
from pytest_django import Settings

from cms.core import clock
from cms.publishing import addresses, previews
from tests.api.routes import READS
from tests.factories.pages import Ground

NOW = "https://new-name.example/cms"
ADDRESS = re.compile(r"https?://[a-z.-]*example[^\"\s<\\]*")


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
