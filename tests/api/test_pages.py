"""Pages by key and by path: what is there, what is not, and why."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from wagtail.models import Locale

from cms.core import clock
from site_pages import models
from tests.api.problems import assert_problem
from tests.conftest import HeldClock
from tests.factories.pages import Ground, make_page, publish, publish_new, translate, withdraw, write


def test_rich_text_leads_to_public_addresses_only(get: Client) -> None:
    blocks = {block["type"]: block for block in get.get("/api/v1/pages/about/").json()["body"]}
    html = blocks["paragraph"]["html"]
    assert '<a href="/faq/" data-key="faq">常見問答</a>' in html
    assert "、未公開的頁、" in html, "a link to a draft is plain text"
    assert "linktype" not in html
    assert [item["url"] for item in blocks["links"]["items"]] == [
        "https://office.example/faq/",
        "https://www.moi.gov.tw/",
        None,
    ]


def test_scripts_do_not_survive(ground: Ground, get: Client) -> None:
    body = [("paragraph", '<p onclick="x()">字<script>x()</script><a href="javascript:x()">連</a><img src="x"></p>')]
    publish(ground, "about", body=body)
    assert get.get("/api/v1/pages/about/").json()["body"][0]["html"] == "<p>字連</p>"


def test_a_page_appears_where_it_is_linked_at_its_very_second(ground: Ground, get: Client, held: HeldClock) -> None:
    tomorrow = clock.today() + timedelta(days=1)
    publish(ground, "never-public", online_date=tomorrow)
    held.to(clock.day_start(tomorrow) - timedelta(seconds=1))
    response = get.get("/api/v1/pages/about/")
    assert 'data-key="never-public"' not in response.content.decode()
    assert response.headers["Cache-Control"] == "public, max-age=1"
    held.forward(seconds=1)
    assert 'href=\\"/never-public/\\" data-key=\\"never-public\\"' in get.get("/api/v1/pages/about/").content.decode()


def test_drafts_and_futures_are_unknown(ground: Ground, get: Client) -> None:
    assert_problem(get.get("/api/v1/pages/never-public/"), "not_found")
    publish(ground, "never-public", online_date=clock.today() + timedelta(days=3))
    assert_problem(get.get("/api/v1/pages/never-public/"), "not_found")
    write(ground, "about", title="還沒核可的標題")
    assert "還沒核可" not in get.get("/api/v1/pages/about/").content.decode()


def test_expired_is_gone_from_its_very_second(ground: Ground, get: Client, held: HeldClock) -> None:
    last_day = clock.today() + timedelta(days=30)
    held.to(clock.day_end(last_day) - timedelta(seconds=1))
    response = get.get("/api/v1/pages/news-moving/")
    assert response.json()["offline_at"] == "2026-12-24T00:00:00+08:00"
    assert response.headers["Cache-Control"] == "public, max-age=1"
    held.forward(seconds=1)
    body = assert_problem(get.get("/api/v1/pages/news-moving/"), "expired")
    assert body["since"] == "2026-12-24T00:00:00+08:00"
    assert body["since_roc"] == "115年12月24日"
    assert "reason" not in body


def test_withdrawn_says_why_and_what_replaces_it(ground: Ground, get: Client, held: HeldClock) -> None:
    held.forward(hours=1)
    withdraw(ground, "about", reason="內容有誤", successor="faq")
    for address in ("/api/v1/pages/about/", "/api/v1/pages/by-path/?path=/about/"):
        body = assert_problem(get.get(address), "withdrawn")
        assert body["reason"] == "內容有誤"
        assert body["successor"] == {"key": "faq", "path": "/faq/", "url": "https://office.example/faq/"}
    assert_problem(get.get("/api/v1/pages/about/?locale=en"), "withdrawn", locale="en")


def test_a_successor_that_is_not_public_is_not_named(ground: Ground, get: Client, held: HeldClock) -> None:
    held.forward(hours=1)
    withdraw(ground, "about", reason="內容有誤", successor="never-public")
    assert assert_problem(get.get("/api/v1/pages/about/"), "withdrawn")["successor"] is None


def test_another_language_only(get: Client) -> None:
    body = assert_problem(get.get("/api/v1/pages/faq/?locale=en"), "no_translation", locale="en")
    assert body["locales"] == ["zh-hant"]
    body = assert_problem(get.get("/api/v1/faqs/faq-fee/?locale=en"), "no_translation", locale="en")


@pytest.mark.parametrize("noun", ["news", "services", "faqs", "forms", "zones"])
def test_a_typed_address_has_its_type_only(get: Client, noun: str) -> None:
    body = assert_problem(get.get(f"/api/v1/{noun}/about/?locale=en"), "other_type", locale="en")
    assert body["detail"] == "The page “about” has the type “standard”; ask for it under pages/."
    assert_problem(get.get(f"/api/v1/{noun}/never-public/"), "not_found")


def test_both_addresses_give_the_same_bytes(get: Client) -> None:
    by_key = get.get("/api/v1/news/news-moving/")
    assert get.get("/api/v1/pages/news-moving/").content == by_key.content
    assert get.get("/api/v1/pages/by-path/?path=/news/news-moving/").content == by_key.content
    assert get.get("/api/v1/pages/by-path/?path=/news/news-moving").content == by_key.content


def test_a_path_names_its_language(get: Client) -> None:
    response = get.get("/api/v1/pages/by-path/?path=/en/about/")
    assert (response.json()["locale"], response.headers["Content-Language"]) == ("en", "en")


@pytest.mark.parametrize("path", ["/nothing/", "/en/nothing/", "/never-public/", "//", "/../about/", "/a/../b/"])
def test_no_page_at_this_path(get: Client, path: str) -> None:
    response = get.get("/api/v1/pages/by-path/", {"path": path})
    locale = "en" if path.startswith("/en/") else "zh-hant"
    assert_problem(response, "invalid_path" if "//" in path else "no_page_at_path", locale=locale)


def test_the_language_asked_for_wins_over_that_of_the_path(get: Client) -> None:
    address = "/api/v1/pages/by-path/"
    assert_problem(get.get(address, {"path": "/en/nope/", "locale": "zh-hant"}), "no_page_at_path")
    assert_problem(get.get(address, {"path": "/nope/", "locale": "en"}), "no_page_at_path", locale="en")
    assert_problem(get.get(address, {"path": "/en/公告/"}), "invalid_path", locale="en")


def test_a_withdrawn_page_tells_it_in_the_language_of_its_path(ground: Ground, get: Client, held: HeldClock) -> None:
    held.forward(hours=1)
    withdraw(ground, "about", reason="內容有誤")
    assert_problem(get.get("/api/v1/pages/by-path/?path=/en/about/"), "withdrawn", locale="en")


@pytest.mark.parametrize("path", ["about", "/公告/", "/a\x00/", "/" + "a" * 600, "https://elsewhere.example/"])
def test_not_a_path(get: Client, path: str) -> None:
    assert_problem(get.get("/api/v1/pages/by-path/", {"path": path}), "invalid_path")


def test_the_path_is_required(get: Client) -> None:
    for query in ("", "?path="):
        assert_problem(get.get(f"/api/v1/pages/by-path/{query}"), "missing_parameter")


@pytest.mark.parametrize("path", ["/old/", "/old"])
def test_the_published_table_of_redirects(get: Client, path: str) -> None:
    response = get.get("/api/v1/pages/by-path/", {"path": path})
    assert response.status_code == 301
    assert response.headers["Location"] == "/api/v1/pages/by-path/?path=/faq/"
    assert response.json() == {"status": 301, "path": "/faq/", "url": "https://office.example/faq/"}
    assert get.get(response.headers["Location"]).json()["key"] == "faq"


def test_a_redirect_leads_to_the_same_question(ground: Ground) -> None:
    client = Client()
    client.force_login(ground.cast.auditor)
    response = client.get("/api/v1/pages/by-path/?path=/old/&at=2026-11-23T10:00:00%2B08:00&locale=en")
    assert response.status_code == 301
    following = client.get(response.headers["Location"])
    assert following.json()["key"] == "faq"
    assert following.headers["Cache-Control"] == "private, no-store", "it is about the same instant"
    assert "locale=en" in response.headers["Location"]


def test_a_redirect_to_a_page_without_an_address_leads_nowhere(
    ground: Ground, get: Client, held: HeldClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    held.forward(hours=1)
    monkeypatch.setattr(models.RedirectTablePage, "faults", lambda page: ())
    redirects = [("redirect", {"from_path": "/foot/", "page": ground.page("site-footer")})]
    publish(ground, "redirects", redirects=redirects)
    assert_problem(get.get("/api/v1/pages/by-path/?path=/foot/"), "no_page_at_path")
    assert get.get("/api/v1/pages/redirects/").json()["redirects"] == []


def test_a_renamed_page_is_found_at_its_former_path(ground: Ground, get: Client, held: HeldClock) -> None:
    held.forward(hours=1)
    publish(ground, "about", slug="about-us")
    response = get.get("/api/v1/pages/by-path/?path=/about/")
    assert (response.status_code, response.headers["Location"]) == (301, "/api/v1/pages/by-path/?path=/about-us/")
    assert get.get("/api/v1/pages/about/").json()["path"] == "/about-us/"


def test_items_move_with_their_list(ground: Ground, get: Client, held: HeldClock) -> None:
    held.forward(hours=1)
    publish(ground, "news", slug="latest")
    assert get.get("/api/v1/pages/news-moving/").json()["path"] == "/latest/news-moving/"
    response = get.get("/api/v1/pages/by-path/?path=/news/news-moving/")
    assert response.headers["Location"] == "/api/v1/pages/by-path/?path=/latest/news-moving/"


def test_documents_without_an_address_have_no_qr(get: Client) -> None:
    assert_problem(get.get("/api/v1/pages/site-header/qr.svg"), "no_address")
    assert_problem(get.get("/api/v1/pages/never-public/qr.svg"), "not_found")
    assert get.get("/api/v1/pages/site-header/").json()["qr_url"] is None


def test_what_is_kept_of_a_page_ends_with_it(ground: Ground, get: Client, held: HeldClock) -> None:
    last_day = clock.today() + timedelta(days=30)
    held.to(clock.day_end(last_day) - timedelta(seconds=7))
    file = urlsplit(get.get("/api/v1/pages/news-moving/").json()["attachments"][0]["url"]).path
    for address in ("/api/v1/pages/news-moving/qr.svg", file):
        assert get.get(address).headers["Cache-Control"] == "public, max-age=7", address


def test_the_tree_leaves_out_what_nobody_can_walk_to(ground: Ground, get: Client) -> None:
    publish_new(ground, models.MenuPage, "home", "group", title="群組")
    publish_new(ground, models.StandardPage, "group", "inside", title="裡面")
    assert '"key":"inside"' in get.get("/api/v1/tree/").content.decode()
    withdraw(ground, "group", reason="整併")
    shown = get.get("/api/v1/tree/").content.decode()
    assert '"key":"group"' not in shown
    assert '"key":"inside"' not in shown


def test_the_tree_holds_pages_not_items(get: Client) -> None:
    root = get.get("/api/v1/tree/").json()["items"]
    assert [node["key"] for node in root] == ["home"]
    keys = [node["key"] for node in root[0]["children"]]
    assert keys == [
        "services",
        "birth-zone",
        "population",
        "news",
        "faq",
        "forms",
        "glossary",
        "ministry",
        "to-faq",
        "about",
    ]
    link = next(node for node in root[0]["children"] if node["key"] == "to-faq")
    assert link["target"]["page"]["path"] == "/faq/"
    assert get.get("/api/v1/tree/?locale=en").json()["items"][0]["path"] == "/en/"


def test_a_link_page_keeps_its_target_up_to_date(ground: Ground, get: Client, held: HeldClock) -> None:
    held.forward(hours=1)
    publish(ground, "faq", title="問與答")
    link = get.get("/api/v1/pages/to-faq/").json()
    assert link["target"]["page"]["title"] == "問與答"
    assert get.get("/api/v1/site/").json()["header"]["links"][0]["title"] == "問與答"


def test_site_names_lists_and_public_devices_only(get: Client) -> None:
    site = get.get("/api/v1/site/").json()
    assert {feed["key"] for feed in site["feeds"]} == {"news", "faq", "forms"}
    assert {device["code"] for device in site["devices"]} == {"gate", "hall"}
    assert [link["key"] for link in site["header"]["links"]] == ["faq", "ministry"]
    assert site["classifications"]["theme"]["codes"][0]["code"] == "100"
    assert get.get("/api/v1/site/?locale=en").json()["header"] is None


def test_site_names_policies_and_contact(ground: Ground, get: Client, held: HeldClock) -> None:
    site = get.get("/api/v1/site/").json()
    about = {"key": "about", "title": "關於本所", "path": "/about/", "url": "https://office.example/about/"}
    assert site["policies"] == [about], "those that are public"
    assert site["contact"] == {"name": "測試戶政事務所", "address_lines": ["測試戶政事務所"], "page": about}
    held.forward(hours=1)
    withdraw(ground, "site-footer", reason="改版")
    site = get.get("/api/v1/site/").json()
    assert (site["footer"], site["policies"]) == (None, [])
    assert site["contact"] == {"name": "測試戶政事務所", "address_lines": [], "page": None}


def test_documents_without_an_address_say_so_the_same_way_everywhere(ground: Ground, get: Client) -> None:
    folder = ground.page("shared").copy_for_translation(Locale.objects.get(language_code="en"), alias=False)
    ground.pages["shared", "en"] = folder
    translate(ground, "site-footer", title="Footer")
    publish(ground, "site-footer", "en")
    document = get.get("/api/v1/pages/site-footer/").json()
    assert document["path"] is None
    assert [(line["locale"], line["path"]) for line in document["translations"]] == [("en", None)]
    told = {item["key"]: item for item in get.get("/api/v1/changes/").json()["items"]}
    assert told["site-footer"]["path"] is None


def test_a_new_draft_below_a_public_page_changes_nothing(ground: Ground, get: Client) -> None:
    before = [get.get(f"/api/v1/{noun}/").content for noun in ("tree", "pages", "site")]
    make_page(ground, models.StandardPage, "home", "secret", title="祕密")
    assert [get.get(f"/api/v1/{noun}/").content for noun in ("tree", "pages", "site")] == before
