"""Marquee and feeds: what devices and readers poll."""

from __future__ import annotations

import json
from datetime import time, timedelta
from xml.etree import ElementTree

import pytest
from django.test import Client

from cms.channels.models import Device
from cms.core import clock
from site_pages import models
from tests.api.problems import assert_problem
from tests.conftest import HeldClock
from tests.factories.pages import Ground, publish_new, withdraw

GATE = "/api/v1/channels/marquee/gate"


def _texts(device: str, text: str) -> list[tuple[str, dict[str, str]]]:
    return [("text", {"device": device, "text": text})]


def test_each_device_has_its_own_text(get: Client) -> None:
    gate, hall = (get.get(f"/api/v1/channels/marquee/{device}/").json() for device in ("gate", "hall"))
    assert [item["lines"] for item in gate["items"]] == [["出生登記請於六十日內辦理"]]
    assert [item["lines"] for item in hall["items"]] == [["出生登記", "六十日內"]]


def test_plain_text_is_in_the_device_s_character_set(get: Client) -> None:
    gate = get.get(f"{GATE}.txt")
    assert gate.headers["Content-Type"] == "text/plain; charset=big5"
    assert gate.content.decode("big5") == "出生登記請於六十日內辦理\n"
    hall = get.get("/api/v1/channels/marquee/hall.txt")
    assert hall.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert hall.content.decode() == "出生登記\n六十日內\n"


def test_xml(ground: Ground, get: Client) -> None:
    publish_new(ground, models.MarqueeMessagePage, "marquee", "signs", priority=1, texts=_texts("hall", "A<B & C"))
    root = ElementTree.fromstring(get.get("/api/v1/channels/marquee/hall.xml").content)
    assert root.attrib == {"device": "hall"}
    assert [[line.text for line in message] for message in root] == [["A<B & C"], ["出生登記", "六十日內"]]


@pytest.mark.parametrize("form", ["/", ".json", ".txt", ".xml"])
def test_caches_never_keep_it(get: Client, form: str) -> None:
    response = get.get(f"{GATE}{form}")
    assert response.headers["Cache-Control"] == "public, no-cache, max-age=0"
    assert get.get(f"{GATE}{form}", headers={"If-None-Match": response.headers["ETag"]}).status_code == 304


def test_urgent_messages_come_first(ground: Ground, get: Client, held: HeldClock) -> None:
    for key, priority in (("slow", 9), ("urgent", 1), ("same", 2)):
        held.forward(minutes=1)
        publish_new(ground, models.MarqueeMessagePage, "marquee", key, priority=priority, texts=_texts("gate", key))
    keys = [item["key"] for item in get.get(f"{GATE}.json").json()["items"]]
    assert keys == ["urgent", "same", "marquee-birth", "slow"], "then the newer"


def test_a_message_is_gone_from_its_very_second(ground: Ground, get: Client, held: HeldClock) -> None:
    end = clock.today()
    texts = _texts("gate", "今日中午停電")
    publish_new(
        ground, models.MarqueeMessagePage, "marquee", "noon", texts=texts, offline_date=end, offline_time=time(12)
    )
    noon = clock.at(end, time(12))
    held.to(noon - timedelta(seconds=1))
    shown = get.get(f"{GATE}.txt")
    assert "停電" in shown.content.decode("big5")
    held.to(noon)
    after = get.get(f"{GATE}.txt", headers={"If-None-Match": shown.headers["ETag"]})
    assert after.status_code == 200
    assert "停電" not in after.content.decode("big5")


def test_a_withdrawn_message_leaves_every_device(ground: Ground, get: Client, held: HeldClock) -> None:
    held.forward(minutes=1)
    withdraw(ground, "marquee-birth", reason="內容有誤")
    for device in ("gate", "hall"):
        assert get.get(f"/api/v1/channels/marquee/{device}.json").json()["items"] == []
        assert get.get(f"/api/v1/channels/marquee/{device}.txt").content == b""


def test_a_device_without_messages_is_empty_not_missing(get: Client) -> None:
    assert get.get(f"{GATE}.json?locale=en").json() == {"device": "gate", "items": [], "count": 0}


@pytest.mark.parametrize("form", ["/", ".json", ".txt", ".xml"])
@pytest.mark.parametrize("device", ["counter", "nowhere", "門口"])
def test_only_devices_named_to_the_public(get: Client, device: str, form: str) -> None:
    assert_problem(get.get(f"/api/v1/channels/marquee/{device}{form}"), "unknown_device")


def test_the_text_of_a_device_that_is_not_public_is_nowhere(get: Client) -> None:
    for address in ("pages/marquee-birth/", "changes/", "site/", "channels/marquee/gate.json"):
        assert "同仁請注意" not in get.get(f"/api/v1/{address}").content.decode()


def test_a_text_that_the_character_set_lost_is_left_out(ground: Ground, get: Client) -> None:
    publish_new(ground, models.MarqueeMessagePage, "marquee", "rare", texts=_texts("hall", "𠮷祥"))
    Device.objects.filter(code="hall").update(charset="big5")
    response = get.get("/api/v1/channels/marquee/hall.txt")
    assert response.content.decode("big5") == "出生登記\n六十日內\n"


def test_rss(get: Client) -> None:
    response = get.get("/api/v1/feeds/news.rss")
    assert response.headers["Content-Type"] == "application/rss+xml; charset=utf-8"
    channel = ElementTree.fromstring(response.content).find("channel")
    assert channel is not None
    assert channel.findtext("title") == "最新消息"
    assert channel.findtext("language") == "zh-Hant-TW"
    assert channel.findtext("item/title") == "遷徙登記"
    assert channel.findtext("item/link") == "https://office.example/news/news-moving/"
    assert channel.findtext("item/pubDate") == "Mon, 23 Nov 2026 00:00:00 +0800"


def test_a_feed_is_dated_and_sorted_by_the_day_of_its_items(ground: Ground, get: Client) -> None:
    for number, key in enumerate(("first", "second"), 1):
        day = clock.today() - timedelta(days=number)
        publish_new(ground, models.NewsItemPage, "news", key, published_on=day)
    channel = ElementTree.fromstring(get.get("/api/v1/feeds/news.rss").content).find("channel")
    assert channel is not None
    dates = [item.text for item in channel.iterfind("item/pubDate")]
    assert dates == [f"{day} Nov 2026 00:00:00 +0800" for day in ("Mon, 23", "Sun, 22", "Sat, 21")]
    items = get.get("/api/v1/feeds/news.json").json()["items"]
    assert [item["date_published"] for item in items] == [f"2026-11-{day}T00:00:00+08:00" for day in (23, 22, 21)]


def test_an_item_without_a_day_of_its_own_is_dated_by_going_online(get: Client) -> None:
    items = get.get("/api/v1/feeds/faq.json").json()["items"]
    assert {item["date_published"] for item in items} == {"2026-11-23T10:00:00+08:00"}


@pytest.mark.parametrize("form", ["rss", "json"])
def test_a_list_that_is_gone_says_why(ground: Ground, get: Client, held: HeldClock, form: str) -> None:
    held.forward(hours=1)
    withdraw(ground, "news", reason="整併", successor="faq")
    body = assert_problem(get.get(f"/api/v1/feeds/news.{form}"), "withdrawn")
    assert (body["reason"], body["successor"]["key"]) == ("整併", "faq")
    withdraw(ground, "about", reason="停")
    assert_problem(get.get(f"/api/v1/feeds/about.{form}"), "unknown_list")


def test_a_stored_control_character_takes_no_feed_down(
    ground: Ground, get: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(models.NewsItemPage, "faults", lambda page: ())
    bad = "第一行\x0b第二行\ufffe"
    publish_new(ground, models.NewsItemPage, "news", "bad", published_on=clock.today(), title=bad, summary=bad)
    channel = ElementTree.fromstring(get.get("/api/v1/feeds/news.rss").content).find("channel")
    assert channel is not None
    assert {"第一行第二行"} < {item.text for item in channel.iterfind("item/title")}
    assert "第一行第二行" in {item.text for item in channel.iterfind("item/description")}


def test_an_empty_feed_is_dated_by_its_list(ground: Ground, get: Client, held: HeldClock) -> None:
    held.forward(hours=1)
    withdraw(ground, "news-moving", reason="內容有誤")
    first = get.get("/api/v1/feeds/news.rss")
    held.forward(hours=1)
    assert get.get("/api/v1/feeds/news.rss").content == first.content


def test_json_feed(get: Client) -> None:
    response = get.get("/api/v1/feeds/news.json?locale=en")
    assert response.headers["Content-Type"] == "application/feed+json; charset=utf-8"
    feed = json.loads(response.content)
    assert (feed["version"], feed["language"]) == ("https://jsonfeed.org/version/1.1", "en")
    assert feed["items"][0]["url"] == "https://office.example/en/news/news-moving/"


@pytest.mark.parametrize("key", ["about", "nothing", "never-public", "shared"])
@pytest.mark.parametrize("form", ["rss", "json"])
def test_only_published_lists_have_feeds(get: Client, key: str, form: str) -> None:
    assert_problem(get.get(f"/api/v1/feeds/{key}.{form}"), "unknown_list")
