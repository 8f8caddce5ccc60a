"""Answers that are remembered are the answers that would be made: outside transactions, as served."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from api.v1 import ask as asking
from cms.publishing.models import Publication
from cms.publishing.timeline import memory
from site_pages import models
from tests.api.site import SITE
from tests.conftest import HeldClock
from tests.factories.pages import Ground, publish, publish_new, withdraw

pytestmark = pytest.mark.django_db(transaction=True)

# address -> why each statement of a remembered answer is needed
STATEMENTS = {
    "/api/v1/pages/about/": ["the timeline's version"],
    "/api/v1/news/": ["the timeline's version"],
    "/api/v1/news/?limit=1": ["the timeline's version"],
    "/api/v1/pages/?type=faq_item": ["the timeline's version"],
    "/api/v1/tree/": ["the timeline's version"],
    "/api/v1/tree/?locale=en": ["the timeline's version"],
    "/api/v1/glossary/": ["the timeline's version"],
    "/api/v1/pages/about/qr.svg": ["the timeline's version"],
    "/api/v1/channels/marquee/gate.json": ["is the device public", "the timeline's version"],
    "/api/v1/channels/marquee/gate.txt": ["is the device public", "the timeline's version"],
}


@pytest.fixture
def served(held: HeldClock) -> Ground:
    """The site, committed."""
    memory.forget()
    return SITE.again()


def _all(client: Client) -> dict[str, tuple[int, bytes, str]]:
    answers = {address: client.get(address) for address in STATEMENTS}
    return {address: (one.status_code, one.content, one.headers.get("ETag", "")) for address, one in answers.items()}


def _same_when_forgotten(client: Client) -> None:
    warm = _all(client)
    memory.forget()
    assert warm == _all(client)


def test_one_small_statement_tells_that_it_still_holds(served: Ground, client: Client) -> None:
    for address, reasons in STATEMENTS.items():
        etag = client.get(address).headers["ETag"]
        for headers, status in (({}, 200), ({"If-None-Match": etag}, 304)):
            with CaptureQueriesContext(connection) as captured:
                assert client.get(address, headers=headers).status_code == status
            assert len(captured) == len(reasons), address
            assert not [query for query in captured.captured_queries if "cms_publishing_publication" in query["sql"]]


def test_at_every_instant_of_the_timeline(served: Ground, client: Client, held: HeldClock) -> None:
    page = served.page("about")
    publish(served, "about", title="第二版", online_date=held.now.date() + timedelta(days=2))
    instants = set(Publication.objects.values_list("online", flat=True))
    instants |= set(Publication.objects.exclude(offline=None).values_list("offline", flat=True))
    for instant in sorted(instants):
        for around in (instant - timedelta(seconds=1), instant, instant + timedelta(seconds=1)):
            if around >= held.now:
                held.to(around)
                _same_when_forgotten(client)
                _all(client)
    assert "第二版" in client.get(f"/api/v1/pages/{page.key}/").content.decode()


def test_a_write_is_seen_at_once(served: Ground, client: Client, held: HeldClock) -> None:
    before = _all(client)
    held.forward(minutes=1)
    publish_new(served, models.NewsItemPage, "news", "news-new", title="剛剛上線", offline_date=held.now.date())
    assert "剛剛上線" in client.get("/api/v1/news/").content.decode()
    _same_when_forgotten(client)
    held.forward(minutes=1)
    withdraw(served, "news-new", reason="停")
    assert "剛剛上線" not in client.get("/api/v1/news/").content.decode()
    assert client.get("/api/v1/news/").content == before["/api/v1/news/"][1]


def test_what_is_rolled_back_is_never_remembered(served: Ground, client: Client, held: HeldClock) -> None:
    before = _all(client)
    held.forward(minutes=1)
    with transaction.atomic():
        publish(served, "about", title="不算數")
        assert "不算數" in client.get("/api/v1/pages/about/").content.decode()
        transaction.set_rollback(True)
    assert _all(client) == before


def test_an_answer_grows_old_with_its_next_instant(served: Ground, client: Client, held: HeldClock) -> None:
    publish(served, "about", title="稍後", online_date=held.now.date() + timedelta(days=1))
    online = Publication.objects.latest("online").online
    held.to(online - timedelta(seconds=20))
    assert client.get("/api/v1/pages/about/").headers["Cache-Control"] == "public, max-age=20"
    held.forward(seconds=15)
    assert client.get("/api/v1/pages/about/").headers["Cache-Control"] == "public, max-age=5"
    held.forward(seconds=5)
    assert "稍後" in client.get("/api/v1/pages/about/").content.decode()


def test_the_memory_stays_small(served: Ground, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "LIMIT", 20_000)
    _all(client)
    assert 10_000 < memory.kept_bytes() <= 20_000
    _same_when_forgotten(client)


def test_an_entry_counts_with_all_it_costs(served: Ground, client: Client) -> None:
    answer = client.get("/api/v1/tree/")
    assert memory.kept_bytes() > len(answer.content) + memory.OVERHEAD
    before = memory.kept_bytes()
    client.get("/api/v1/tree/")
    assert memory.kept_bytes() == before


def test_questions_nobody_asks_twice_are_not_kept(served: Ground, client: Client) -> None:
    first = client.get("/api/v1/faqs/?limit=1").json()
    kept = memory.kept_bytes()
    far = asking.pack(-(2**60), "zzz")
    for query in ("updated_since=2026-11-01", "updated_since=2026-11-23T09:00:00%2B08:00", f"cursor={far}"):
        assert client.get(f"/api/v1/faqs/?{query}").status_code == 200
        assert memory.kept_bytes() == kept, query
    following = urlsplit(first["next"])
    client.get(f"{following.path}?{following.query}")
    assert memory.kept_bytes() > kept, "the next page of a list is asked for again"
