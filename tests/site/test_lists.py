"""Lists: their parts, the archive by year, questions by category, forms with their files."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client

from cms.core import clock
from cms.publishing.timeline.addresses import place_of_day, years
from cms.site import listings
from site_pages import models
from tests.factories.pages import Ground, publish_new
from tests.site.reading import Read, read, text_of


def more_news(ground: Ground, days: list[date]) -> None:
    """An item for each day."""
    for number, day in enumerate(days):
        publish_new(ground, models.NewsItemPage, "news", f"more-{number}", title=f"消息 {number}", published_on=day)


def items(page: Read) -> list[str]:
    """The addresses of the news on the page."""
    lists = [element for element in page.all("ul") if element.get("class") == "news"]
    return [a.attrib["href"] for found in lists for a in found.iter("a")]


def further(page: Read) -> str:
    """The address of the older entries, or an empty text."""
    pagers = [nav for nav in page.all("nav") if nav.get("class") == "pager"]
    links = [a.attrib["href"] for nav in pagers for a in nav.iter("a") if "after=" in a.attrib["href"]]
    return links[0] if links else ""


def test_the_parts_of_a_list_show_everything_once(ground: Ground, get: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(listings.ITEMS, "news_list", ("news_item", 3))
    more_news(ground, [clock.today() - timedelta(days=number) for number in range(7)])
    seen, query = [], ""
    for _ in range(4):
        page = read(get, f"/news/{query}")
        seen += items(page)
        query = further(page)
        if not query:
            break
    assert len(seen) == len(set(seen)) == 8
    assert not query


def test_archive_by_year(ground: Ground, get: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(listings.ITEMS, "news_list", ("news_item", 2))
    days = [date(2026, 1, 1), date(2025, 12, 31), date(2025, 6, 1), date(2025, 1, 1), date(2023, 5, 5)]
    more_news(ground, days)
    page = read(get, "/news/")
    archive = next(nav for nav in page.all("nav") if nav.get("class") == "years")
    assert [text_of(a) for a in archive.iter("a")] == ["全部", "115年", "114年", "113年", "112年"]
    found = read(get, "/news/?year=2025")
    assert items(found) == ["/news/more-1/", "/news/more-2/"]
    last = read(get, f"/news/{further(found)}")
    assert items(last) == ["/news/more-3/"]
    assert not further(last), "the year has ended"
    assert items(read(get, "/news/?year=2024")) == []
    assert items(read(get, "/news/?year=1999")) == items(page), "a year without a place in the archive is not asked for"


def test_years_of_an_empty_list(ground: Ground) -> None:
    assert years("nothing", "news_item", "zh-hant", clock.now()) == []
    assert place_of_day(date(2026, 1, 2)) - place_of_day(date(2026, 1, 1), 86_399) == 1


def test_questions_by_category(get: Client) -> None:
    page = read(get, "/faq/")
    headings = {text_of(heading) for heading in page.one("main").iter("h2")}
    assert {"規費", "出生"} <= headings
    said = text_of(page.one("main"))
    assert "處罰鍰。" in said
    assert {"/faq/faq-fee/", "/faq/faq-late/"} <= {a.get("href") for a in page.one("main").iter("a")}


def test_forms_with_their_files(get: Client) -> None:
    page = read(get, "/forms/")
    link = next(a for a in page.one("main").iter("a") if a.get("href", "").startswith("/files/"))
    assert "PDF" in text_of(link)
    assert get.get(link.attrib["href"]).status_code == 200
