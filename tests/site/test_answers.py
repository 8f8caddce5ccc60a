"""What holds for every address: validators, caching, methods, policy, and what is not there."""

from __future__ import annotations

import logging
from datetime import timedelta
from xml.etree.ElementTree import fromstring

import pytest
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.core import clock
from cms.publishing.timeline import memory
from cms.site import answering, shell, views
from site_pages import models
from tests.conftest import HeldClock
from tests.factories.pages import Ground, publish, publish_new, withdraw
from tests.site.reading import parse, read, text_of

PATHS = ["/", "/en/", "/about/", "/news/", "/news/?year=2026", "/faq/", "/services/birth-registration/"]
OWN = ["/categories/theme/", "/en/categories/theme/100/", "/sitemap.xml", "/robots.txt"]


def etag(client: Client, path: str) -> str:
    """The ETag of a path."""
    return str(client.get(path).headers["ETag"])


@pytest.mark.parametrize("path", [*PATHS, *OWN])
def test_every_answer_carries_its_validators(get: Client, path: str) -> None:
    response = get.get(path)
    assert response.status_code == 200
    assert response.headers["Content-Language"] == ("en" if path.startswith("/en/") else "zh-hant")
    assert response.headers["Vary"] == "Accept-Encoding"
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert not response.cookies, "a public page opens no session"
    for known in (
        response.headers["ETag"],
        f'"other", {response.headers["ETag"]}',
        f"W/{response.headers['ETag']}",
        "*",
    ):
        again = get.get(path, headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b""), known
        assert again.headers["ETag"] == response.headers["ETag"]
    assert get.get(path, headers={"If-None-Match": '"other"'}).status_code == 200
    told = get.head(path)
    assert (told.status_code, told.content, told.headers["ETag"]) == (200, b"", response.headers["ETag"])
    assert told.headers["Content-Length"] == str(len(response.content))


@pytest.mark.parametrize("path", [*PATHS, *OWN])
def test_nothing_is_written_here(ground: Ground, path: str) -> None:
    client = Client(enforce_csrf_checks=True)
    for method in (client.post, client.put, client.patch, client.delete):
        assert method(path, "{}", content_type="application/json").status_code == 405


@pytest.mark.parametrize("path", ["/", "/nothing/", "/categories/theme/100/"])
def test_nothing_of_another_host_may_be_loaded(get: Client, path: str) -> None:
    policy = get.get(path).headers["Content-Security-Policy"].split("; ")
    assert policy[0] == "default-src 'none'"
    allowed = {source for rule in policy[1:] for source in rule.split()[1:]}
    assert allowed == {"'self'", "'none'"}


def test_a_signed_in_reader_gets_the_same_bytes(ground: Ground, get: Client) -> None:
    before = get.get("/about/").content
    get.force_login(ground.cast.webmaster)
    response = get.get("/about/", headers={"Accept-Language": "en", "Cookie": get.cookies.output(header="")})
    assert response.content == before
    assert not hasattr(response.wsgi_request, "session"), "the back office's middleware did not run"


# -- the ETag covers page, shell and templates ----------------------------------


def test_the_page_changes_the_etag(ground: Ground, get: Client) -> None:
    before = etag(get, "/about/")
    publish(ground, "about", title="改過的標題")
    assert etag(get, "/about/") != before


def test_a_document_of_the_site_changes_the_etag_of_every_page(ground: Ground, get: Client) -> None:
    before = {path: etag(get, path) for path in PATHS if not path.startswith("/en/")}
    lines = [("line", "新的一行")]
    publish(ground, "site-footer", address_lines=lines)
    for path, known in before.items():
        response = get.get(path, headers={"If-None-Match": known})
        assert response.status_code == 200, path
        assert "新的一行" in response.content.decode()


def test_another_version_of_the_templates_changes_the_etag(get: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    before = etag(get, "/about/")
    for module in (answering, shell, views):
        monkeypatch.setattr(module, "version", lambda: "another")
    assert etag(get, "/about/") != before


def test_a_remembered_answer_costs_one_statement(get: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "_sees_uncommitted", lambda database: False)
    memory.forget()
    fresh = get.get("/about/").content
    with CaptureQueriesContext(connection) as captured:
        again = get.get("/about/")
    assert len(captured) == 1, "the timeline's version"
    assert again.content == fresh
    memory.forget()


def test_statements_do_not_grow(ground: Ground, get: Client) -> None:
    # Shell: tree, schemes, header, footer, the home page of each language. Page: document, rendering.
    common = 2 + 6
    wanted = {
        "/about/": common,
        "/services/": common + 1,  # the children's summaries
        "/news/": common + 2,  # first and last year, entries
        "/faq/": common + 1,  # entries
        "/": common + 5,  # announcements, quick services, life events, banners, feeds
    }
    assert {path: statements(get, path) for path in wanted} == wanted
    for number in range(19):
        publish_new(ground, models.NewsItemPage, "news", f"more-{number}", published_on=clock.today())
    assert {path: statements(get, path) for path in wanted} == wanted, "twenty rows"


def statements(client: Client, path: str) -> int:
    """How many statements a page asks of the database when nothing is remembered."""
    with CaptureQueriesContext(connection) as captured:
        client.get(path)
    return len(captured)


# -- at its second --------------------------------------------------------------


def test_gone_at_its_second(ground: Ground, get: Client, held: HeldClock) -> None:
    """R33: absent from page, lists, home and map one second after its end, and cached never beyond it."""
    day = clock.today()
    publish_new(ground, models.NewsItemPage, "news", "short", title="只到今天", offline_date=day)
    places = ("/news/short/", "/news/", "/", "/categories/theme/100/", "/sitemap.xml")
    seen = {place: "short" in get.get(place).content.decode() for place in places}
    assert seen == dict.fromkeys(places, True)
    held.to(clock.day_end(day) - timedelta(seconds=1))
    assert get.get("/news/short/").headers["Cache-Control"] == "public, max-age=1"
    held.forward(seconds=1)
    with quiet():
        gone = get.get("/news/short/")
    assert gone.status_code == 410
    assert "只到今天" not in gone.content.decode()
    assert "刊登期限已屆滿" in gone.content.decode()
    assert not [place for place in places[1:] if "short" in get.get(place).content.decode()]


def test_withdrawn_says_since_when_why_and_what_replaces_it(ground: Ground, get: Client, held: HeldClock) -> None:
    held.forward(hours=1)
    withdraw(ground, "birth-zone", reason="內容已整併", successor="birth-registration")
    with quiet():
        gone = get.get("/birth-zone/")
    assert gone.status_code == 410
    assert gone.headers["Cache-Control"] == "no-store"
    said = text_of(parse(gone.content))
    for words in ("115年11月23日 11:00", "內容已整併", "出生登記"):
        assert words in said
    assert b'href="/services/birth-registration/"' in gone.content
    assert "寶寶出生" not in said


# -- elsewhere ------------------------------------------------------------------


def test_redirects_of_the_table_and_of_moved_pages(ground: Ground, get: Client, held: HeldClock) -> None:
    assert_moved(get.get("/old/"), "/faq/")
    held.forward(hours=1)
    page = ground.page("birth-zone")
    page.slug = "born"
    page.save()
    publish(ground, "birth-zone", slug="born")
    assert_moved(get.get("/birth-zone/"), "/born/")
    assert_moved(get.get("/born"), "/born/")


def assert_moved(response: HttpResponse, target: str) -> None:
    """A permanent redirect within the site."""
    assert (response.status_code, response.headers["Location"]) == (301, target)


@pytest.mark.parametrize(
    "path",
    [
        "/nothing/",
        "/en/nothing/",
        "/a/b/c/",
        "/never-public/",
        "/static/nothing.css",
        "/x.aspx",
        "/%00/",
        "/" + "x" * 600 + "/",
    ],
)
def test_what_is_not_there_helps(get: Client, path: str) -> None:
    with quiet():
        page = read(get, path)
    assert page.status == 404
    links = {a.get("href") for a in page.one("main").iter("a")}
    assert ("/en/" if path.startswith("/en/") else "/site-map/") in links
    assert "未公開" not in text_of(page.root)


def test_the_other_language_is_offered(get: Client) -> None:
    with quiet():
        page = read(get, "/en/faq/faq-late/")
    link = next(a for a in page.one("main").iter("a") if a.get("href") == "/faq/faq-late/")
    assert page.status == 404
    assert link.get("lang") == "zh-Hant-TW"


@pytest.mark.parametrize(
    "query", ["year=x", "year=99999", "after=1", "after=~", "x=" + "y" * 100_000, "year=2026&year=x", "%00"]
)
def test_a_query_that_means_nothing_is_not_asked_for(get: Client, query: str) -> None:
    assert get.get(f"/about/?{query}").content == get.get("/about/").content


def test_a_fault_of_ours_is_told_without_details(get: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    get.raise_request_exception = False

    def broken(*_: object) -> None:
        raise RuntimeError("secret words")

    monkeypatch.setattr("cms.site.views.read.page_by_path", broken)
    with quiet(logging.CRITICAL):
        response = get.get("/about/")
    assert response.status_code == 500
    assert b"secret words" not in response.content
    parse(response.content)


# -- for robots -----------------------------------------------------------------


def test_site_map_for_robots(get: Client) -> None:
    space = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    root = fromstring(get.get("/sitemap.xml").content)
    urls = {url.findtext("s:loc", "", space): url for url in root.findall("s:url", space)}
    about = urls[f"{settings.BASE_URL}/about/"]
    assert about.findtext("s:lastmod", "", space) == "2026-11-23"
    alternates = {link.attrib["hreflang"]: link.attrib["href"] for link in about.findall("x:link", space)}
    assert alternates == {"zh-Hant-TW": f"{settings.BASE_URL}/about/", "en": f"{settings.BASE_URL}/en/about/"}
    assert f"{settings.BASE_URL}/ministry/" not in urls, "a page that only leads on is no destination"
    assert not [url for url in urls if "never-public" in url]


def test_robots(get: Client) -> None:
    lines = get.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /admin/" in lines
    assert f"Sitemap: {settings.BASE_URL}/sitemap.xml" in lines


class quiet:  # noqa: N801  # used as a statement
    """What is not there is an answer like any other."""

    def __init__(self, level: int = logging.WARNING) -> None:
        self.level = level

    def __enter__(self) -> None:
        logging.disable(self.level)

    def __exit__(self, *_: object) -> None:
        logging.disable(logging.NOTSET)
