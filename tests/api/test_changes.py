"""A copy elsewhere that follows `changes/` ends up with exactly what is public."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from cms.core import clock
from cms.publishing.models import Publication
from cms.publishing.timeline.read import holds
from site_pages import models
from tests.api.problems import assert_problem
from tests.conftest import HeldClock
from tests.factories.pages import Ground, publish, publish_new, withdraw


class Copy:
    """What an app keeps: the keys it has, and its cursor."""

    def __init__(self, client: Client, limit: int = 5) -> None:
        self.client, self.limit = client, limit
        self.keys: set[str] = set()
        self.cursor = ""
        self.told: list[dict[str, Any]] = []

    def sync(self) -> list[dict[str, Any]]:
        """Follow `next` to the end; what was told."""
        address = f"/api/v1/changes/?limit={self.limit}" + (f"&since={self.cursor}" if self.cursor else "")
        told: list[dict[str, Any]] = []
        while address:
            answer = self.client.get(address).json()
            told += answer["items"]
            self.cursor = answer["cursor"]
            parts = urlsplit(answer["next"] or "")
            address = f"{parts.path}?{parts.query}" if answer["next"] else ""
        for item in told:
            (self.keys.discard if item["change"] == "gone" else self.keys.add)(item["key"])
        return told


def _public() -> set[str]:
    rows = Publication.objects.filter(holds(clock.now()), locale="zh-hant", channel="site")
    return set(rows.values_list("key", flat=True))


def test_the_first_sync_is_everything_public_and_no_tombstones(ground: Ground, get: Client, held: HeldClock) -> None:
    held.forward(hours=1)
    withdraw(ground, "faq-late", reason="內容有誤")
    copy = Copy(get)
    told = copy.sync()
    assert copy.keys == _public()
    assert {item["change"] for item in told} == {"appeared"}
    assert len(told) == len(copy.keys), "each page once"


def test_a_copy_follows(ground: Ground, get: Client, held: HeldClock) -> None:
    copy = Copy(get)
    held.forward(hours=1)
    copy.sync()
    held.forward(hours=1)
    publish(ground, "about", title="改名")
    publish_new(ground, models.StandardPage, "home", "fresh", title="新頁")
    withdraw(ground, "faq-fee", reason="重複", successor="faq-late")
    held.forward(hours=1)
    told = {item["key"]: item for item in copy.sync()}
    assert told["about"]["change"] == "changed"
    assert told["about"]["title"] == "改名"
    assert told["fresh"]["change"] == "appeared"
    assert told["faq-fee"] == {
        "change": "gone",
        "at": "2026-11-23T12:00:00+08:00",
        "key": "faq-fee",
        "locale": "zh-hant",
        "type": "faq_item",
        "code": "withdrawn",
        "reason": "重複",
        "successor": "/faq/faq-late/",
    }
    assert copy.keys == _public()
    held.forward(hours=1)
    assert copy.sync() == [], "nothing happened since"


def test_what_expires_leaves_a_tombstone(ground: Ground, get: Client, held: HeldClock) -> None:
    copy = Copy(get)
    held.forward(hours=1)
    copy.sync()
    held.to(clock.day_end(clock.today() + timedelta(days=30)))
    told = {item["key"]: (item["change"], item["code"]) for item in copy.sync()}
    assert told == {"news-moving": ("gone", "expired"), "marquee-birth": ("gone", "expired")}
    assert copy.keys == _public()


def test_what_came_and_went_in_between_is_only_gone(ground: Ground, get: Client, held: HeldClock) -> None:
    copy = Copy(get)
    held.forward(hours=1)
    copy.sync()
    publish_new(ground, models.StandardPage, "home", "brief", title="短暫的祕密")
    held.forward(hours=1)
    withdraw(ground, "brief", reason="誤上")
    held.forward(hours=1)
    answer = get.get(f"/api/v1/changes/?since={copy.cursor}")
    assert "短暫的祕密" not in answer.content.decode(), "a past title is told to nobody"
    assert [item["change"] for item in answer.json()["items"]] == ["gone"]


def test_a_commit_that_comes_late_is_not_lost(ground: Ground, get: Client, held: HeldClock) -> None:
    """A row may begin a little before it can be seen; the cursor looks back further than that."""
    copy = Copy(get)
    held.forward(hours=1)
    begun = held.now
    held.forward(seconds=60)
    copy.sync()
    held.to(begun)
    publish_new(ground, models.StandardPage, "home", "late", title="晚到")
    held.forward(minutes=5)
    assert "late" in {item["key"] for item in copy.sync()}


def test_the_answer_stays_the_same_while_nothing_happens(get: Client, held: HeldClock) -> None:
    held.forward(hours=1)
    first = get.get("/api/v1/changes/")
    held.forward(seconds=20)
    assert get.get("/api/v1/changes/", headers={"If-None-Match": first.headers["ETag"]}).status_code == 304


def test_each_language_has_its_own_changes(get: Client) -> None:
    keys = {item["key"] for item in get.get("/api/v1/changes/?locale=en").json()["items"]}
    assert keys == {"home", "about", "news", "news-moving"}


@pytest.mark.parametrize(
    "since",
    [
        "x",
        "WzEsMl0",
        "WzEsMiwzLCJhIl0x",
        "Wy0xLDAsMCwiIl0",
        "Wzk5OTk5OTk5OTk5OTk5OTk5OSwwLDAsIiJd",
        "W251bGwsMCwwLCIiXQ",
        "%00",
    ],
)
def test_a_cursor_of_somebody_else(get: Client, since: str) -> None:
    assert_problem(get.get(f"/api/v1/changes/?since={since}"), "invalid_cursor")
