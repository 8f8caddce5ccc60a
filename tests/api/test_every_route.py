"""What holds for every address: errors, methods, validators, language, CORS."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.api.problems import assert_problem
from tests.api.routes import READS, ROUTES, join

BAD = [
    ("colour=red", "unknown_parameter"),
    ("locale=de", "unknown_locale"),
    ("locale=", "unknown_locale"),
    ("locale=zh-hant&locale=zh-hant", "repeated_parameter"),
    ("%00=1", "unknown_parameter"),
    ("%FF%FE", "unknown_parameter"),
]
LISTS = ["pages/", "news/", "services/", "faqs/", "forms/", "zones/"]
BAD_LIST = [
    ("limit=0", "invalid_limit"),
    ("limit=101", "invalid_limit"),
    ("limit=-1", "invalid_limit"),
    ("limit=ten", "invalid_limit"),
    ("limit=%D9%A3", "invalid_limit"),
    ("limit=1e1", "invalid_limit"),
    ("cursor=nonsense", "invalid_cursor"),
    ("cursor=%00", "invalid_cursor"),
    ("cursor=WzEsMl0", "invalid_cursor"),
    ("cursor=W10", "invalid_cursor"),
    ("cursor=Wzk5OTk5OTk5OTk5OTk5OTk5OTk5OTksImEiXQ", "invalid_cursor"),
    ("cursor=" + "W1tb" * 400, "invalid_cursor"),
    ("updated_since=yesterday", "invalid_date"),
    ("updated_since=2026-13-01", "invalid_date"),
    ("updated_since=2026-11-22T10:00:00", "invalid_date"),
    ("updated_since=0001-01-01T00:00:00%2B14:00", "invalid_date"),
    ("updated_since=9999-12-31", "invalid_date"),
    ("updated_since=0001-01-01", "invalid_date"),
    ("at=0001-01-01", "invalid_date"),
    ("at=9999-12-31T23:59:59-23:59", "invalid_date"),
    ("section=nowhere", "unknown_section"),
    ("section=%00", "unknown_section"),
    ("parent=nothing", "unknown_parent"),
    ("parent=never-public", "unknown_parent"),
    ("category=theme", "unknown_category"),
    ("category=theme:999", "unknown_category"),
    ("category=theme:%25", "unknown_category"),
    ("at=now", "invalid_date"),
]


@pytest.mark.parametrize(("name", "address"), READS)
def test_a_wrong_query_is_a_problem(get: Client, name: str, address: str) -> None:
    for query, code in BAD:
        body = assert_problem(get.get(join(address, query)), code)
        assert body["errors"][0]["code"] == code


@pytest.mark.parametrize("noun", LISTS)
def test_a_wrong_filter_is_a_problem(get: Client, noun: str) -> None:
    for query, code in BAD_LIST:
        assert_problem(get.get(f"/api/v1/{noun}?{query}"), code)


@pytest.mark.parametrize("address", ["tree/", "pages/home/", "pages/by-path/?path=/about/", "site/", "glossary/"])
@pytest.mark.parametrize("at", ["0001-01-01", "9999-12-31", "2026-11-22T10:00:00", "now"])
def test_a_wrong_instant_is_a_problem(get: Client, address: str, at: str) -> None:
    assert_problem(get.get(join(f"/api/v1/{address}", f"at={at}")), "invalid_date")


@pytest.mark.parametrize("locale", ["zh-hant", "en"])
def test_a_query_that_nobody_will_parse_is_refused_in_its_language(get: Client, locale: str) -> None:
    many = "&".join(f"x{number}=1" for number in range(1001))
    assert_problem(get.get(f"/api/v1/pages/?{many}&locale={locale}"), "invalid_request", locale=locale)


def test_every_fault_is_told_at_once(get: Client) -> None:
    body = assert_problem(
        get.get("/api/v1/news/?limit=0&colour=red&updated_since=x&locale=en"), "invalid_limit", locale="en"
    )
    assert [error["parameter"] for error in body["errors"]] == ["limit", "colour", "updated_since"]


@pytest.mark.parametrize(("locale", "words"), [("zh-hant", None), ("en", "No page with the key “nothing” is public.")])
def test_problems_speak_the_asked_language(get: Client, locale: str, words: str | None) -> None:
    response = get.get(f"/api/v1/pages/nothing/?locale={locale}", headers={"Accept-Language": "de"})
    body = assert_problem(response, "not_found", locale=locale)
    assert words is None or body["detail"] == words


@pytest.mark.parametrize(("name", "address"), ROUTES)
def test_nothing_is_written_here(ground: object, name: str, address: str) -> None:
    client = Client(enforce_csrf_checks=True)
    for method in (client.post, client.put, client.patch, client.delete):
        response = method(address, "{}", content_type="application/json")
        assert_problem(response, "method_not_allowed")
        assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize(("name", "address"), ROUTES)
def test_a_browser_elsewhere_may_ask(get: Client, name: str, address: str) -> None:
    response = get.options(address, headers={"Origin": "https://app.example", "Access-Control-Request-Method": "GET"})
    assert response.status_code == 204
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert "GET" in response.headers["Access-Control-Allow-Methods"]
    assert "If-None-Match" in response.headers["Access-Control-Allow-Headers"]


@pytest.mark.parametrize(("name", "address"), READS)
def test_every_answer_carries_its_validators(get: Client, name: str, address: str) -> None:
    response = get.get(address)
    assert response.status_code == 200, response.content[:300]
    assert response.headers["Content-Language"] == "zh-hant"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cache-Control"].startswith("public, ")
    assert "Vary" not in response.headers, "no cookie and no Accept-Language changes it"
    assert not response.cookies, "a public read opens no session"
    etag = response.headers["ETag"]
    assert etag.startswith('"')
    for known in (etag, f'"other", {etag}', f"W/{etag}", "*"):
        again = get.get(address, headers={"If-None-Match": known})
        assert (again.status_code, again.content) == (304, b""), known
        assert again.headers["ETag"] == etag
        assert again.headers["Cache-Control"] == response.headers["Cache-Control"]
    assert get.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize(("name", "address"), READS)
def test_head_says_what_get_says(get: Client, name: str, address: str) -> None:
    asked, told = get.get(address), get.head(address)
    assert (told.status_code, told.content) == (200, b"")
    assert told.headers["ETag"] == asked.headers["ETag"]
    assert told.headers["Content-Length"] == asked.headers["Content-Length"]


@pytest.mark.parametrize(
    "address",
    [
        "/api/",
        "/api",
        "/api/v1/",
        "/api/v2/pages/",
        "/api/v1/nothing/",
        "/api/v1/pages",
        "/files/",
        "/api/v1/pages/a%00b/",
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_an_unknown_address_is_a_problem(ground: object, address: str, method: str) -> None:
    assert_problem(getattr(Client(enforce_csrf_checks=True), method)(address), "unknown_endpoint")


def test_a_fault_of_ours_is_a_problem_too(get: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    get.raise_request_exception = False

    def broken(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr("api.v1.tree.read.tree", broken)
    assert_problem(get.get("/api/v1/tree/"), "server_error")


@pytest.mark.parametrize("key", ["查無此頁", "a b", "A", "x" * 100, "%2E%2E", "'; DROP TABLE x; --"])
def test_a_key_that_cannot_be_is_not_found(get: Client, key: str) -> None:
    assert_problem(get.get(f"/api/v1/pages/{key}/"), "not_found")
