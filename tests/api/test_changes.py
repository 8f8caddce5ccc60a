"""A copy elsewhere that follows `changes/` ends up with exactly what is public."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.test import Client

from api.v1 import ask as asking
from cms.core import clock
from cms.publishing.models import Publication
from cms.publishing.timeline.read import holds
from site_pages import models
from tests.api.problems import assert_problem
from tests.conftest import HeldClock
from tests.factories.pages import Ground, publish, publish_new, translate, withdraw


class Copy:
    """What an app keeps: the documents it has, and its cursor."""

    def __init__(self, client: Client, limit: int = 5, locale: str = "zh-hant") -> None:
        self.client, self.limit, self.locale = client, limit, locale
        self.documents: dict[str, bytes] = {}
        self.cursor = ""

    @property
    def keys(self) -> set[str]:
        """The pages it has."""
        return set(self.documents)

    def sync(self) -> list[dict[str, Any]]:
        """Follow `next` to the end, fetch what is there and drop what is gone; what was told."""
        since = f"&since={self.cursor}" if self.cursor else ""
        address = f"/api/v1/changes/?limit={self.limit}&locale={self.locale}{since}"
        told: list[dict[str, Any]] = []
        while address:
            answer = self.client.get(address).json()
            told += answer["items"]
            self.cursor = answer["cursor"]
            parts = urlsplit(answer["next"] or "")
            address = f"{parts.path}?{parts.query}" if answer["next"] else ""
        for item in told:
            if item["change"] == "gone":
                self.documents.pop(item["key"], None)
            else:
                self.documents[item["key"]] = _document(self.client, item["key"], self.locale)
        return told

    def is_as_fresh(self) -> bool:
        """Whether it holds, to the byte, what somebody has who downloads everything now."""
        return self.documents == {key: _document(self.client, key, self.locale) for key in _public(self.locale)}


def _document(client: Client, key: str, locale: str) -> bytes:
    response = client.get(f"/api/v1/pages/{key}/?locale={locale}")
    assert response.status_code == 200, key
    return response.content


def _public(locale: str = "zh-hant") -> set[str]:
    rows = Publication.objects.filter(holds(clock.now()), locale=locale, channel="site")
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
        "successor": {
            "key": "faq-late",
            "path": "/faq/faq-late/",
            "url": "https://office.example/faq/faq-late/",
        },
    }
    assert copy.is_as_fresh()
    held.forward(hours=1)
    assert copy.sync() == [], "nothing happened since"


def test_what_expires_leaves_a_tombstone(ground: Ground, get: Client, held: HeldClock) -> None:
    copy = Copy(get)
    held.forward(hours=1)
    copy.sync()
    held.to(clock.day_end(clock.today() + timedelta(days=30)))
    told = {item["key"]: (item["change"], item["code"]) for item in copy.sync()}
    assert told == {"news-moving": ("gone", "expired"), "marquee-birth": ("gone", "expired")}
    assert copy.is_as_fresh()


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


# -- what a document shows of others ---------------------------------------------


def _renamed_above(ground: Ground, held: HeldClock) -> set[str]:
    publish(ground, "faq", title="問與答")
    return {"faq", "faq-fee", "faq-late"}


def _translation_renamed(ground: Ground, held: HeldClock) -> set[str]:
    publish(ground, "about", "en", title="About the Office")
    return {"about"}


def _translation_appears(ground: Ground, held: HeldClock) -> set[str]:
    translate(ground, "population", title="Population")
    publish(ground, "population", "en")
    return {"population"}


def _end_is_set(ground: Ground, held: HeldClock) -> set[str]:
    withdraw(ground, "ministry", reason="停", at=held.now + timedelta(days=9))
    return {"ministry"}


def _withdrawn_above(ground: Ground, held: HeldClock) -> set[str]:
    withdraw(ground, "services", reason="整併")
    return {"birth-registration"}


def _there_and_back(ground: Ground, held: HeldClock) -> set[str]:
    publish(ground, "forms", title="表單")
    held.forward(minutes=20)
    publish(ground, "forms", title="書表下載")
    return {"forms", "form-proxy"}


HAPPENINGS: list[Callable[[Ground, HeldClock], set[str]]] = [
    _renamed_above,
    _translation_renamed,
    _translation_appears,
    _end_is_set,
    _withdrawn_above,
    _there_and_back,
]


@pytest.mark.parametrize("happening", HAPPENINGS)
@pytest.mark.parametrize("limit", [1, 100])
def test_a_copy_ends_up_with_every_byte(
    ground: Ground, get: Client, held: HeldClock, happening: Callable[[Ground, HeldClock], set[str]], limit: int
) -> None:
    copies = [Copy(get, limit), Copy(get, limit, "en")]
    held.forward(hours=1)
    for copy in copies:
        copy.sync()
    held.forward(hours=1)
    meant = happening(ground, held)
    held.forward(hours=1)
    told = [copy.sync() for copy in copies]
    assert meant <= {item["key"] for item in told[0]}
    assert all(copy.is_as_fresh() for copy in copies)


def test_a_text_above_that_nobody_else_shows_changes_nothing_below(
    ground: Ground, get: Client, held: HeldClock
) -> None:
    copy = Copy(get)
    held.forward(hours=1)
    copy.sync()
    held.forward(hours=1)
    publish(ground, "home", summary="只有摘要改了。")
    held.forward(hours=1)
    assert {item["key"] for item in copy.sync()} == {"home"}
    assert copy.is_as_fresh()


def test_what_came_back_between_two_readings_is_told_again(ground: Ground, get: Client, held: HeldClock) -> None:
    """A reading begins a little before the last ended: it cannot tell from both ends that nothing happened."""
    copy = Copy(get)
    held.forward(hours=1)
    publish(ground, "faq", title="問與答")
    held.forward(seconds=1)
    copy.sync()
    held.forward(seconds=1)
    publish(ground, "faq", title="常見問答")
    held.forward(seconds=1)
    copy.sync()
    assert copy.is_as_fresh()


@pytest.mark.parametrize(
    "since",
    [
        "x",
        "WzEsMl0",
        "WzEsMiwzLCJhIl0x",
        "Wy0xLDAsMCwiIl0",
        "Wzk5OTk5OTk5OTk5OTk5OTk5OSwwLDAsIiJd",
        "W251bGwsMCwwLCIiXQ",
        asking.pack(0, 1, 1, "No Key"),
        "%00",
    ],
)
def test_a_cursor_of_somebody_else(get: Client, since: str) -> None:
    assert_problem(get.get(f"/api/v1/changes/?since={since}"), "invalid_cursor")
