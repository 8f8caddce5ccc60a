"""No public address tells a word of what is not public, whatever is asked, and asked again."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime, timedelta
from urllib.parse import quote

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver
from pytest_django import DjangoDbBlocker
from wagtail.images import get_image_model

import api.urls
import cms.site.urls
from api.v1 import ask as asking
from cms.core import clock
from cms.publishing.models import PublishedFile
from cms.publishing.timeline import memory
from tests.conftest import TEN_OCLOCK, HeldClock
from tests.factories.pages import Ground, make_ground
from tests.leaks import hidden as hiding
from tests.leaks.hidden import Hidden
from tests.tools.replay import Replay

PAST, FUTURE = "2026-11-23T10:30:00%2B08:00", "2026-12-20"
LISTS = ("", "limit=100", "locale=en&limit=100", f"at={PAST}", f"at={FUTURE}", f"limit=100&at={PAST}")
READS = ("", "locale=en", f"at={PAST}", f"at={FUTURE}", "preview=forged")


class Site:
    """The hidden pages, and what is known of them to somebody who guesses well."""

    def __init__(self, ground: Ground, hidden: Hidden) -> None:
        self.ground, self.hidden = ground, hidden
        self.files = [(stored.sha256, stored.name) for stored in PublishedFile.objects.all()]
        for document in hidden.documents:
            with document.file.open("rb") as stream:
                self.files.append((hashlib.sha256(stream.read()).hexdigest(), document.filename))


def _build() -> tuple[Site, datetime]:
    """The site of secrets, and the instant at which all of its states hold."""
    held = HeldClock(TEN_OCLOCK)
    try:
        ground = make_ground()
        return Site(ground, hiding.build(ground, held)), held.now
    finally:
        held.release()


SECRETS = Replay(_build)


@pytest.fixture(scope="module")
def built(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[tuple[Site, datetime]]:
    """The site of secrets, kept for the module inside one transaction around those of its tests."""
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        try:
            site, instant = SECRETS.again()
            with clock.hold(instant):
                yield site, instant
        finally:
            transaction.set_rollback(True)
            around.__exit__(None, None, None)


@pytest.fixture
def site(built: tuple[Site, datetime], db: None, monkeypatch: pytest.MonkeyPatch) -> Site:
    # The caches are to be warm, also inside the transaction that keeps the site.
    monkeypatch.setattr(memory, "_sees_uncommitted", lambda database: False)
    return built[0]


# -- every address -------------------------------------------------------------


def patterns(resolver: object, prefix: str = "") -> Iterator[tuple[str, str]]:
    """Route and name of each public address."""
    for found in resolver.url_patterns if isinstance(resolver, URLResolver) else resolver:  # type: ignore[attr-defined]
        if isinstance(found, URLPattern):
            yield f"{prefix}{found.pattern}", found.name or ""
        else:
            yield from patterns(found, f"{prefix}{found.pattern}")


def _each_key(suffixes: tuple[str, ...] = READS) -> object:
    return lambda site, route: [
        f"/{_filled(route, key=key)}?{query}" for key in sorted(site.hidden.keys) for query in suffixes
    ]


def _with(queries: tuple[str, ...]) -> object:
    return lambda site, route: [f"/{route}?{query}" for query in queries]


def _schemes(site: Site, route: str) -> list[str]:
    codes = {"theme": ("100",), "administration": ("undetermined",), "service": ("A00", "I00")}
    places = [(scheme, code) for scheme, known in codes.items() for code in known]
    return [f"/{route.replace('<slug:scheme>', a).replace('<slug:code>', b)}" for a, b in places]


def _devices(site: Site, route: str) -> list[str]:
    return [
        f"/{_filled(route, device=device)}?{query}"
        for device in ("gate", "hall", "counter")
        for query in ("", "locale=en")
    ]


def _files(site: Site, route: str) -> list[str]:
    return [f"/{_filled(route, sha256=sha, name=quote(name), token='forged')}" for sha, name in site.files]


def _addresses(site: Site) -> list[str]:
    """Where each hidden page would be in Chinese."""
    parents = ("", "news/", "faq/", "forms/", "marquee/")
    return [f"/{parent}{key}/" for key in sorted(site.hidden.keys) for parent in parents]


def _pages(site: Site, route: str) -> list[str]:
    lists = [f"/{base}{path}" for base in ("", "en/") for path in ("", "news/", "news/?year=2026", "faq/", "forms/")]
    found = _addresses(site)
    # Pages know no such question; a sample shows that it stays so.
    asked = [f"{path}?at={PAST}&preview=forged" for path in found[::9]]
    return [*lists, *found, *(f"/en{path}" for path in found), *asked]


def _paths(site: Site, route: str) -> list[str]:
    found = _addresses(site)
    return [f"/{route}?path={quote(path)}{at}" for path in found for at in ("", f"&at={PAST}")] + [
        f"/{route}?path={quote('/en' + path)}" for path in found
    ]


def _filled(route: str, **values: str) -> str:
    for name, value in values.items():
        for kind in ("key", "str"):
            route = route.replace(f"<{kind}:{name}>", value)
    return route


# Everything that ever happened, tombstones included.
EVER = asking.pack(1, 0, 0, "")
PUBLIC = [*api.urls.urlpatterns, *cms.site.urls.urlpatterns]
TYPES = ("standard", "news_item", "faq_item", "service_guide", "form_item", "marquee_message")
PAGES = (
    *LISTS,
    *(f"type={kind}&limit=100" for kind in TYPES),
    "section=registration&limit=100",
    "parent=faq&limit=100",
)
QUESTIONS = {
    "v1_by_path": _paths,
    "v1_page": _each_key(),
    "v1_pages": _with(PAGES),
    **{f"v1_{noun}": _with(LISTS) for noun in ("news", "services", "faqs", "forms", "zones")},
    **{f"v1_{noun}_detail": _each_key() for noun in ("news", "services", "faqs", "forms", "zones", "glossary")},
    **{f"v1_{name}": _with(("", "locale=en", f"at={PAST}", f"at={FUTURE}")) for name in ("tree", "site", "glossary")},
    "v1_marquee": _devices,
    **{f"v1_marquee_{form}": _devices for form in ("json", "txt", "xml")},
    "v1_changes": _with(("", "locale=en", "limit=100", *(f"since={EVER}&locale={code}" for code in ("zh-hant", "en")))),
    "v1_feed_rss": _each_key(("", "locale=en")),
    "v1_feed_json": _each_key(("", "locale=en")),
    "v1_qr": _each_key(("", "locale=en")),
    "v1_preview": lambda site, route: [f"/{_filled(route, token='forged')}"],
    "v1_problems": _with(("", "locale=en")),
    "v1_openapi": _with(("",)),
    "v1_docs": _with(("",)),
    "file": _files,
    "file_previewed": _files,
    "site_page": _pages,
    "site_robots": _with(("",)),
    "site_sitemap": _with(("",)),
    **{f"site_scheme_{locale}": _schemes for locale in ("zh-hant", "en")},
    **{f"site_category_{locale}": _schemes for locale in ("zh-hant", "en")},
    "": lambda site, route: ["/api/", "/api/v2/pages/", "/files/", "/files/x"],
}


def test_every_public_address_is_asked() -> None:
    names = {name for _, name in patterns(PUBLIC)}
    assert names == set(QUESTIONS), "a new address needs its questions here"


def told(client: Client, url: str, **headers: str) -> tuple[int, str, str]:
    """Status, ETag, and everything the answer says: headers and body."""
    response = client.get(url, headers=headers)
    content = response.getvalue() if hasattr(response, "getvalue") else response.content
    said = "\n".join(f"{name}: {value}" for name, value in response.items()) + content.decode("utf-8", "replace")
    return response.status_code, response.get("ETag", ""), said


def leaks(client: Client, url: str, words: set[str]) -> set[str]:
    """The words that the address gives away, asked once, asked again, and with its own ETag."""
    status, etag, said = told(client, url)
    assert status < 500, url
    # The question itself may be told back: it holds no more than the asker knows.
    said += told(client, url)[2]
    if etag:
        said += told(client, url, if_none_match=etag)[2]
    said += told(client, url, if_none_match="*")[2]
    asked = url.rsplit("/files/", maxsplit=1)[-1] if "/files/" in url else ""
    return {word for word in words if word in said.replace(asked or "\0", "")}


def ask_everything(site: Site, name: str, words: set[str]) -> None:
    routes = [route for route, found in patterns(PUBLIC) if found == name]
    client = Client()
    found = {}
    for route in routes:
        for url in QUESTIONS[name](site, route):  # type: ignore[operator]  # a table of questions
            if gave := leaks(client, url, words):
                found[url] = gave
    assert not found


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_nothing_hidden_is_told(site: Site, name: str) -> None:
    ask_everything(site, name, site.hidden.all_words())


def test_nothing_is_told_a_moment_too_early(site: Site, held: HeldClock) -> None:
    assert site.hidden.begins is not None
    held.to(site.hidden.begins - timedelta(seconds=1))
    for name in ("v1_pages", "v1_tree", "v1_changes", "v1_marquee", "v1_feed_json", "file", "v1_page", "site_page"):
        ask_everything(site, name, site.hidden.all_words())


def test_at_its_instant_it_is_told(site: Site, held: HeldClock) -> None:
    """The questions above would find it: the same words are seen once they are public."""
    assert site.hidden.begins is not None
    held.to(site.hidden.begins)
    client, words = Client(), site.hidden.words["scheduled"]
    seen: set[str] = set()
    for url in ("/api/v1/pages/?limit=100", "/api/v1/channels/marquee/gate.txt", "/api/v1/pages/linking/"):
        seen |= leaks(client, url, words)
    assert seen == words
    assert not leaks(client, "/api/v1/pages/?limit=100", site.hidden.all_words() - words)
    shown = ("/news/", "/faq/", "/forms/", "/scheduled-standard/", "/scheduled-service/")
    on_pages = {word for url in shown for word in leaks(client, url, words)}
    assert on_pages == {word for word in words if "marquee" not in word}, "the site's pages would tell it, too"


def test_the_past_is_told_to_staff_but_for_what_was_blanked(site: Site, held: HeldClock) -> None:
    held.forward(hours=3)
    client = Client()
    client.force_login(site.ground.cast.auditor)
    for kind in hiding.KINDS:
        urls = {state: f"/api/v1/pages/{state}-{kind}/?at={PAST}" for state in ("superseded", "redacted")}
        assert told(client, urls["superseded"])[2].count(f"zqsuperseded{kind}qz")
        assert not leaks(client, urls["redacted"], site.hidden.all_words())
    assert not leaks(client, f"/api/v1/pages/?limit=100&at={PAST}", site.hidden.words["redacted"])
    assert not leaks(client, f"/api/v1/pages/linking/?at={PAST}", site.hidden.words["redacted"])


def test_the_librarys_own_files_have_no_public_address(site: Site) -> None:
    client = Client()
    urls = [document.file.url for document in site.hidden.documents]
    urls += [f"/documents/{document.pk}/{document.filename}" for document in site.hidden.documents]
    for image in get_image_model().objects.filter(title__startswith="zq"):
        urls += [image.file.url, *(rendition.file.url for rendition in image.renditions.all())]
    assert len(urls) > len(hiding.KINDS)
    for url in urls:
        status, _, said = told(client, url)
        assert status in (302, 404), url
        assert "%PDF" not in said and "\x89PNG" not in said


def test_the_back_office_is_closed_to_strangers(site: Site) -> None:
    pages = [site.ground.page(f"{state}-standard").pk for state in hiding.STATES]
    client = Client()
    for pk in pages:
        for end in ("edit/", "view_draft/", "history/", "revisions/1/view/"):
            status, _, said = told(client, f"/admin/pages/{pk}/{end}")
            assert status in (302, 403, 404)
            assert not {word for word in site.hidden.all_words() if word in said}


def test_the_clock_of_these_tests_stands_after_the_build(built: tuple[Site, datetime]) -> None:
    assert clock.now() == built[1]
