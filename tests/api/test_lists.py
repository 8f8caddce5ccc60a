"""Lists: order, cursors, filters, and what each statement is for."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.core import clock
from site_pages import models
from tests.api.problems import assert_problem
from tests.conftest import HeldClock
from tests.factories.pages import Ground, publish, publish_new, withdraw


def _more_news(ground: Ground, count: int) -> None:
    for number in range(count):
        day = clock.today() - timedelta(days=number // 2)
        publish_new(ground, models.NewsItemPage, "news", f"more-{number}", published_on=day)


def _walk(client: Client, address: str) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    following: str | None = address
    while following:
        parts = urlsplit(following)
        answer = client.get(f"{parts.path}?{parts.query}").json()
        items += answer["items"]
        following = answer["next"]
    return items


def test_the_cursor_walks_through_everything_once(ground: Ground, get: Client) -> None:
    _more_news(ground, 7)
    whole = get.get("/api/v1/news/?limit=100").json()
    walked = _walk(get, "/api/v1/news/?limit=3")
    assert walked == whole["items"]
    assert whole["count"] == len(walked) == 8
    assert whole["next"] is None
    days = [item["published_on"] for item in walked]
    assert days == sorted(days, reverse=True), "the newest day first"


def test_a_new_item_does_not_shift_the_next_page(ground: Ground, get: Client, held: HeldClock) -> None:
    _more_news(ground, 5)
    first = get.get("/api/v1/news/?limit=3").json()
    held.forward(hours=1)
    publish_new(ground, models.NewsItemPage, "news", "brand-new", published_on=clock.today())
    parts = urlsplit(first["next"])
    second = get.get(f"{parts.path}?{parts.query}").json()
    assert not {item["key"] for item in first["items"]} & {item["key"] for item in second["items"]}
    assert len(second["items"]) == 3


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ("type=standard", {"about"}),
        ("type=faq_item&parent=faq", {"faq-fee", "faq-late"}),
        ("parent=forms", {"form-proxy"}),
        ("section=service", set()),
        ("type=link&category=theme:100&section=registration", {"ministry", "to-faq"}),
        ("type=standard&locale=en", {"about"}),
        ("type=menu&updated_since=2026-11-23", {"services"}),
        ("type=menu&updated_since=2026-11-23T10:00:00%2B08:00", {"services"}),
        ("type=menu&updated_since=2026-11-23T10:00:00+08:00", {"services"}),
        ("type=menu&updated_since=2026-11-23T10:00:01%2B08:00", set()),
    ],
)
def test_filters(get: Client, query: str, keys: set[str]) -> None:
    answer = get.get(f"/api/v1/pages/?{query}").json()
    assert {item["key"] for item in answer["items"]} == keys
    assert answer["count"] == len(keys)


def test_pages_have_addresses(get: Client) -> None:
    items = _walk(get, "/api/v1/pages/?limit=5")
    assert all(item["path"] for item in items)
    assert {"home", "about", "faq-fee", "news-moving"} <= {item["key"] for item in items}


def test_the_next_address_keeps_the_filters(ground: Ground, get: Client) -> None:
    following = get.get("/api/v1/pages/?type=faq_item&parent=faq&limit=1").json()["next"]
    assert following.startswith("https://office.example/api/v1/pages/?type=faq_item&parent=faq&limit=1&cursor=")


def test_an_item_leaves_the_list_at_its_very_second(ground: Ground, get: Client, held: HeldClock) -> None:
    end = clock.day_end(clock.today() + timedelta(days=30))
    held.to(end - timedelta(seconds=1))
    before = get.get("/api/v1/news/")
    assert (before.json()["count"], before.headers["Cache-Control"]) == (1, "public, max-age=1")
    held.forward(seconds=1)
    after = get.get("/api/v1/news/", headers={"If-None-Match": before.headers["ETag"]})
    assert (after.status_code, after.json()["items"], after.json()["count"]) == (200, [], 0)


def test_an_item_joins_the_list_at_its_very_second(ground: Ground, get: Client, held: HeldClock) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    publish_new(ground, models.NewsItemPage, "news", "tomorrow", online_date=tomorrow)
    held.to(clock.day_start(tomorrow) - timedelta(seconds=1))
    assert get.get("/api/v1/news/").json()["count"] == 1
    held.forward(seconds=1)
    assert get.get("/api/v1/news/").json()["count"] == 2


def test_glossary_lists_terms(get: Client) -> None:
    answer = get.get("/api/v1/glossary/").json()
    assert answer["items"] == [{"zh": "戶籍謄本", "en": "Household Registration Transcript", "note": ""}]


def test_the_cursor_walks_through_the_glossary(ground: Ground, get: Client) -> None:
    terms = [("term", {"zh": f"詞{number}", "en": f"Term {number}", "note": ""}) for number in range(5)]
    publish_new(ground, models.GlossaryPage, "home", "more-terms", terms=terms)
    whole = get.get("/api/v1/glossary/?limit=100").json()
    assert [term["zh"] for term in whole["items"]] == ["戶籍謄本", "詞0", "詞1", "詞2", "詞3", "詞4"]
    assert (whole["count"], whole["next"]) == (6, None)
    for limit in (1, 4, 5):
        first = get.get(f"/api/v1/glossary/?limit={limit}").json()
        assert (len(first["items"]), first["count"]) == (limit, 6)
        assert _walk(get, f"/api/v1/glossary/?limit={limit}") == whole["items"]


def test_a_cursor_whose_term_is_gone_starts_again(ground: Ground, get: Client, held: HeldClock) -> None:
    terms = [("term", {"zh": f"詞{number}", "en": f"Term {number}", "note": ""}) for number in range(3)]
    publish_new(ground, models.GlossaryPage, "home", "more-terms", terms=terms)
    following = urlsplit(get.get("/api/v1/glossary/?limit=2").json()["next"])
    held.forward(hours=1)
    withdraw(ground, "more-terms", reason="整併")
    assert_problem(get.get(f"{following.path}?{following.query}"), "invalid_cursor")


def test_a_glossary_page_has_a_detail(get: Client) -> None:
    assert get.get("/api/v1/glossary/glossary/").content == get.get("/api/v1/pages/glossary/").content
    assert_problem(get.get("/api/v1/glossary/about/"), "other_type")


# What each statement is for. None of them grows with the number of rows.
STATEMENTS = {
    "/api/v1/pages/news-moving/": ["the document with its breadcrumbs, translations and next instants"],
    "/api/v1/pages/by-path/?path=/news/": ["the document"],
    "/api/v1/tree/": ["the crumbs"],
    "/api/v1/channels/marquee/gate.json": ["is the device public", "the messages"],
    "/api/v1/news/": ["the count", "the cards"],
    "/api/v1/pages/?type=news_item": ["the count", "the cards"],
}


def test_statements_do_not_grow(ground: Ground, get: Client) -> None:
    wanted = {address: len(reasons) for address, reasons in STATEMENTS.items()}
    assert {address: len(_statements(get, address)) for address in STATEMENTS} == wanted, "one row"
    _more_news(ground, 19)
    assert {address: len(_statements(get, address)) for address in STATEMENTS} == wanted, "twenty rows"


def test_publishing_changes_the_count(ground: Ground, get: Client) -> None:
    assert get.get("/api/v1/faqs/").json()["count"] == 2
    publish_new(ground, models.FaqItemPage, "faq", "faq-new", short_answer="是。")
    assert get.get("/api/v1/faqs/").json()["count"] == 3
    publish(ground, "faq-new", title="改過的問題")
    assert get.get("/api/v1/faqs/").json()["count"] == 3


def _statements(client: Client, address: str, headers: dict[str, str] | None = None) -> list[str]:
    client.get(address, headers=headers)
    with CaptureQueriesContext(connection) as captured:
        client.get(address, headers=headers)
    return [query["sql"] for query in captured.captured_queries]
