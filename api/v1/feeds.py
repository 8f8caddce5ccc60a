"""RSS 2.0 and JSON Feed 1.1 of each published list."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpResponse
from django.utils.feedgenerator import Rss201rev2Feed

from api import headers
from api.errors import Problem
from api.headers import answer
from api.representations.lists import ITEMS
from api.v1.ask import Ask
from api.v1.missing import missing
from cms.core import clock
from cms.core.text import fit
from cms.publishing.addresses import absolute
from cms.publishing.documents import from_bytes, to_bytes
from cms.publishing.timeline import former, read
from cms.publishing.timeline.read import Filters

LENGTH = 50
LANGUAGE_TAGS = {"zh-hant": "zh-Hant-TW", "en": "en"}


class Feed(Rss201rev2Feed):
    """RSS whose date of change is that of the newest item or of the list, never that of the request."""

    def latest_post_date(self) -> datetime:
        """When anything in the feed last changed."""
        dates = [item["updateddate"] for item in self.items]
        newest: datetime = max([self.feed["changed"], *dates])
        return newest


def rss(ask: Ask, key: str) -> HttpResponse:
    """The newest items of a list as RSS 2.0. Raises `Problem`: 404, 410."""
    page, cards, max_age = _read(ask, key)
    feed = Feed(
        title=fit(page["title"]),
        link=page["url"],
        description=fit(page["summary"] or page["title"]),
        language=LANGUAGE_TAGS.get(ask.locale, ask.locale),
        feed_url=page["feeds"]["rss"],
        ttl=1,
        changed=datetime.fromisoformat(page["updated_at"]),
    )
    for card in cards:
        feed.add_item(
            title=fit(card["title"]),
            link=card["url"],
            description=fit(card["summary"]),
            unique_id=_identity(card),
            unique_id_is_permalink=False,
            pubdate=_published(card),
            updateddate=datetime.fromisoformat(card["updated_at"]),
        )
    body = feed.writeString("utf-8").encode()
    return answer(
        body,
        etag=headers.etag_of(body),
        known=ask.known,
        max_age=max_age,
        locale=ask.locale,
        content_type="application/rss+xml; charset=utf-8",
    )


def json_feed(ask: Ask, key: str) -> HttpResponse:
    """The newest items of a list as JSON Feed 1.1. Raises `Problem`: 404, 410."""
    page, cards, max_age = _read(ask, key)
    body = to_bytes(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": page["title"],
            "home_page_url": page["url"],
            "feed_url": page["feeds"]["json"],
            "description": page["summary"],
            "language": LANGUAGE_TAGS.get(ask.locale, ask.locale),
            "items": [_entry(card) for card in cards],
        }
    )
    return answer(
        body,
        etag=headers.etag_of(body),
        known=ask.known,
        max_age=max_age,
        locale=ask.locale,
        content_type="application/feed+json; charset=utf-8",
    )


def _entry(card: dict[str, Any]) -> dict[str, object]:
    return {
        "id": _identity(card),
        "url": card["url"],
        "title": card["title"],
        # The format wants a text; the whole document is one request away.
        "content_text": card["summary"],
        "summary": card["summary"],
        "date_published": clock.iso(_published(card)),
        "date_modified": card["updated_at"],
        "_document": {"key": card["key"], "url": absolute(f"/api/v1/pages/{card['key']}/?locale={card['locale']}")},
    }


def _published(card: dict[str, Any]) -> datetime:
    """What the list is sorted by: the beginning of the day of an item that has one, else when it went online."""
    day = card.get("published_on")
    found = clock.day_start(date.fromisoformat(day)) if day else datetime.fromisoformat(card["published_at"])
    return clock.local(found)


def _identity(card: dict[str, Any]) -> str:
    """A name that stays when the page is moved or renamed and when the service gets another address."""
    return f"urn:cms:page:{card['key']}:{card['locale']}"


def _read(ask: Ask, key: str) -> tuple[dict[str, Any], list[dict[str, Any]], int]:
    found = read.page(key, ask.locale, ask.at)
    if found is None or found.type not in ITEMS:
        gone = former.gone(key, ask.locale, ask.at) if found is None else None
        raise missing(ask, key) if gone and gone.type in ITEMS else Problem("unknown_list", {"key": key})
    page = from_bytes(found.body)
    listed = read.entries(Filters(parent=key, locale=ask.locale, limit=LENGTH), ask.at)
    cards = [from_bytes(entry.card) for entry in listed.entries]
    return page, cards, min(read.max_age(ask.at, one.until) for one in (found, listed))
