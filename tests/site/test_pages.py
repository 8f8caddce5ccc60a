"""Every type in both languages is a page: valid, titled, in its language, with its way, owner and dates."""

from __future__ import annotations

import json
from itertools import pairwise
from urllib.parse import urldefrag, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from api.representations.blocks import BLOCKS
from api.representations.registry import PAGE_TYPES
from tests.factories.pages import Ground, publish
from tests.site.reading import Read, parse, read, text_of

TAGS = {"zh-hant": "zh-Hant-TW", "en": "en"}


def published(pages: list[Read]) -> list[Read]:
    """The pages of the timeline."""
    return [page for page in pages if page.kind != "own"]


def test_every_type_is_a_page_in_both_languages(pages: list[Read]) -> None:
    shown = {(page.kind, page.locale) for page in published(pages)}
    assert shown == {(kind, locale) for kind in PAGE_TYPES for locale in TAGS}
    assert {page.status for page in published(pages)} == {200}


def test_every_block_is_shown(get: Client) -> None:
    page = read(get, "/about/")
    marks = {element.get("class") or element.tag for element in page.one("main").iter()}
    shown = {
        "heading": "h2",
        "paragraph": "prose",
        "image": "figure",
        "table": "table",
        "callout": "callout warning",
        "steps": "steps",
        "links": "go",
        "documents": "files",
    }
    assert shown.keys() == BLOCKS.keys()
    assert set(shown.values()) <= marks


def test_outline(pages: list[Read]) -> None:
    """One h1; no level is left out on the way down; the title of the page begins the title of the window."""
    for page in pages:
        levels = [int(element.tag[1]) for element in page.all("h1", "h2", "h3", "h4")]
        assert levels.count(1) == 1, page.path
        assert levels[0] == 1, page.path
        assert all(below - above <= 1 for above, below in pairwise(levels)), page.path
        assert text_of(page.one("title")).startswith(text_of(page.one("h1"))), page.path


def test_ids_are_unique_and_named_elements_exist(pages: list[Read]) -> None:
    for page in pages:
        ids = page.ids()
        assert len(ids) == len(set(ids)), page.path
        for element in page.root.iter():
            for name in ("aria-labelledby", "for", "popovertarget"):
                assert element.get(name) is None or element.attrib[name] in ids, (page.path, element.attrib)
            href = element.get("href", "")
            assert not href.startswith("#") or href[1:] in ids, (page.path, href)


def test_regions_and_access_keys(pages: list[Read]) -> None:
    """Skip link first; `:::` with U, C and Z, each leading to itself at the start of its region."""
    for page in pages:
        links = list(page.all("a"))
        assert links[0].get("href") == "#main", page.path
        assert page.one("main").get("id") == "main"
        keys = {a.attrib["accesskey"]: a for a in links if "accesskey" in a.attrib}
        assert list(keys) == ["U", "C", "Z"], page.path
        for key, link in keys.items():
            assert text_of(link) == ":::"
            assert f"Alt+{key}" in link.attrib["title"]
            assert link.attrib["href"] == "#" + link.attrib["id"]
        assert keys["C"] in list(page.one("main").iter())
        assert keys["Z"] in list(page.one("footer").iter())


def test_the_titles_of_the_locators_are_the_usual_ones(get: Client) -> None:
    titles = [a.attrib["title"] for a in read(get, "/").all("a") if "accesskey" in a.attrib]
    assert titles == [
        "上方導覽連結區，快速鍵 Alt+U",
        "中央主要內容區，快速鍵 Alt+C",
        "頁尾區，快速鍵 Alt+Z",
    ]


def test_breadcrumbs(get: Client) -> None:
    page = read(get, "/services/birth-registration/")
    trail = next(nav for nav in page.all("nav") if nav.get("class", "").startswith("crumbs"))
    assert [a.get("href") for a in trail.iter("a")] == ["/", "/services/"]
    data = [json.loads(script.text or "") for script in page.all("script") if script.get("type")]
    steps = next(entry for entry in data if entry["@type"] == "BreadcrumbList")["itemListElement"]
    assert [step["name"] for step in steps] == ["首頁", "申辦須知", "出生登記"]
    assert steps[-1]["item"] == f"{settings.BASE_URL}/services/birth-registration/"


def test_the_other_language(get: Client) -> None:
    """To the translation and back; to the home page, saying so, where there is none."""
    there = {"/about/": "/en/about/", "/en/about/": "/about/", "/": "/en/", "/en/": "/"}
    for path, other in there.items():
        switch = next(a for a in read(get, path).all("a") if a.get("class") == "switch")
        assert (switch.get("href"), switch.get("title")) == (other, None), path
        alternates = [link for link in read(get, path).all("link") if link.get("hreflang")]
        assert {link.get("href") for link in alternates} == {settings.BASE_URL + one for one in (path, other)}
    alone = next(a for a in read(get, "/faq/faq-late/").all("a") if a.get("class") == "switch")
    assert alone.get("href") == "/en/"
    assert "沒有譯文" in alone.attrib["title"]


def test_who_answers_and_since_when(pages: list[Read]) -> None:
    for page in published(pages):
        about = next(element for element in page.all("section") if element.get("class") == "about")
        said = text_of(about)
        assert ("戶籍登記課" if page.locale == "zh-hant" else "Registration") in said, page.path
        assert ("115年11月23日 10:00" if page.locale == "zh-hant" else "23 November 2026 10:00") in said, page.path


def test_sharing_and_qr(get: Client) -> None:
    """R38: a plain link for each network, and the code that leads to the page's canonical address."""
    page = read(get, "/about/")
    images = [image for image in page.all("img") if "qr.svg" in image.get("src", "")]
    assert get.get(images[0].attrib["src"]).headers["Content-Type"] == "image/svg+xml"
    links = [a.get("href", "") for a in page.all("a")]
    assert [link for link in links if "https%3A%2F%2Foffice.example%2Fabout%2F" in link]


def test_a_guide_on_one_screen(get: Client) -> None:
    page = read(get, "/services/birth-registration/")
    said = text_of(page.one("main"))
    for words in ("出生證明書", "父或母", "免費", "出生後60日內", "臨櫃受理", "戶籍法第6條", "得委託他人"):
        assert words in said
    boxes = [box for box in page.all("input") if box.get("type") == "checkbox"]
    assert len(boxes) == 1
    links = {a.get("href") for a in page.one("main").iter("a")}
    assert {"/forms/form-proxy/", "https://www.ris.gov.tw/"} <= links


def test_an_announcement_says_when_by_whom_and_with_what(get: Client) -> None:
    """R32: 發布日期, 資料更新時間, 發布單位 and attachments with their kind and size."""
    said = text_of(read(get, "/news/news-moving/").one("main"))
    for words in (
        "發布日期115年11月23日",
        "資料更新時間115年11月23日 10:00",
        "發布單位戶籍登記課",
        "notice.pdf PDF 15",
    ):
        assert words in said, said


def test_home(get: Client) -> None:
    page = read(get, "/")
    said = text_of(page.one("main"))
    for words in ("遷徙登記 最新消息", "快捷服務", "我要辦", "出生 出生登記", "聯絡資訊"):
        assert words in said, said
    quick = next(section for section in page.all("section") if section.get("aria-labelledby") == "quick")
    assert [a.get("href") for a in quick.iter("a")] == ["/faq/", "https://www.moi.gov.tw/"], "links lead straight on"
    data = [json.loads(script.text or "") for script in page.all("script") if script.get("type")]
    assert {"GovernmentOffice"} == {entry["@type"] for entry in data}


def test_menu_shows_what_is_meant_for_it(get: Client) -> None:
    menu = next(nav for nav in read(get, "/services/").all("nav") if nav.get("id") == "menu")
    links = {a.get("href"): a for a in menu.iter("a")}
    assert {"/services/", "/birth-zone/", "/news/"} <= links.keys()
    assert "/about/" not in links
    assert links["/birth-zone/"].get("aria-current") is None


def test_links_lead_on(get: Client) -> None:
    """To another page, another site, a scheme or a feature; what leads nowhere says so."""
    expected = {
        "/ministry/": "https://www.moi.gov.tw/",
        "/to-faq/": "/faq/",
        "/classification/browse-theme/": "/categories/theme/",
        "/rss-link/": "/rss/",
        "/english-link/": "/en/",
        "/waiting/": "/site-map/",
    }
    for path, target in expected.items():
        buttons = [a for a in read(get, path).one("main").iter("a") if a.get("class") == "button"]
        assert [a.get("href") for a in buttons] == [target], path


def test_site_map_has_every_page(get: Client) -> None:
    page = read(get, "/site-map/")
    listed = {a.get("href") for a in next(s for s in page.all("section") if s.get("class") == "site-map").iter("a")}
    assert {
        "/",
        "/services/",
        "/services/birth-registration/",
        "/birth-zone/",
        "/classification/browse-theme/",
    } <= listed
    assert "/news/news-moving/" not in listed


def test_feeds_are_named(get: Client) -> None:
    """R38: each list names its feed, the home page those of the news, the page of feeds all of them."""
    for path in ("/", "/news/", "/en/news/"):
        links = [link for link in read(get, path).all("link") if link.get("type") == "application/rss+xml"]
        assert links, path
        for link in links:
            assert get.get(link.attrib["href"]).headers["Content-Type"].startswith("application/rss+xml")
    named = {a.get("href", "") for a in read(get, "/rss/").one("main").iter("a")}
    assert {f"/api/v1/feeds/{key}.rss?locale=zh-hant" for key in ("news", "faq", "forms")} <= named


def test_questions_for_search_engines(get: Client) -> None:
    for path, asked in (("/faq/", ["規費多少？", "逾期怎麼辦？"]), ("/faq/faq-fee/", ["規費多少？"])):
        data = [json.loads(script.text or "") for script in read(get, path).all("script") if script.get("type")]
        questions = next(entry for entry in data if entry["@type"] == "FAQPage")["mainEntity"]
        assert sorted(question["name"] for question in questions) == sorted(asked)


def test_classified_and_described(pages: list[Read]) -> None:
    """R7: Dublin Core and the three Category metas on every page, and Open Graph."""
    for page in published(pages):
        metas = page.metas()
        for name in ("Title", "Creator", "Publisher", "Date", "Language", "Identifier", "Type", "Format", "Subject"):
            assert metas[f"DC.{name}"], (page.path, name)
        assert (metas["Category.Theme"], metas["Category.Cake"], metas["Category.Service"]) == (
            "100",
            "undetermined",
            "A00",
        )
        assert metas["DC.Language"] == TAGS[page.locale]
        assert metas["og:url"] == settings.BASE_URL + page.path


@pytest.mark.parametrize(("base", "name"), [("", "分類100"), ("/en", "Class 100")])
def test_browse_by_scheme_and_code(get: Client, base: str, name: str) -> None:
    """R7: a page is listed under its code, with the way to it."""
    scheme = read(get, f"{base}/categories/theme/")
    assert name in text_of(scheme.one("main"))
    listed = read(get, f"{base}/categories/theme/100/")
    links = {a.get("href") for a in listed.one("main").iter("a")}
    assert {f"{base}/services/birth-registration/", f"{base}/news/news-moving/"} <= links
    for unknown in ("nothing/", "theme/999/", "service/A00/"):
        assert get.get(f"{base}/categories/{unknown}").status_code == 404, unknown


def test_the_seal_has_its_place_and_is_hidden(pages: list[Read]) -> None:
    """R25: nothing stands there while the office has none."""
    assert not [page.path for page in pages if any(a.get("class") == "seal" for a in page.all("a"))]


def test_no_broken_links(pages: list[Read], get: Client) -> None:
    """R34: every link within the site leads to a page, and every fragment to an element."""
    targets = {
        (urldefrag(element.attrib[name]), page.path)
        for page in pages
        for element in page.root.iter()
        for name in ("href", "src")
        if element.get(name, "").startswith(("/", "?", "./")) and element.get("rel") != "canonical"
    }
    known = {page.path: page for page in pages}
    for (address, fragment), path in sorted(targets):
        wanted = address if address.startswith("/") else path.partition("?")[0] + address.removeprefix("./")
        if wanted.startswith("/static/"):
            continue  # what the finders hold is looked for in tests of the files themselves
        response = get.get(wanted)
        assert response.status_code == 200, (path, wanted)
        if fragment:
            found = known.get(urlsplit(wanted).path)
            ids = found.ids() if found else read(get, wanted).ids()
            assert fragment in ids, (path, wanted, fragment)


def test_no_other_host_is_ever_asked(pages: list[Read]) -> None:
    """Images, styles and scripts come from here; other hosts are named in links alone."""
    for page in pages:
        for element in page.all("img", "script", "iframe", "source", "video", "audio", "object", "embed"):
            assert element.get("src", "/").startswith("/"), (page.path, element.attrib)
        for link in page.all("link"):
            if link.get("rel") in {"stylesheet", "icon", "preload"}:
                assert link.attrib["href"].startswith("/"), page.path
        assert not [e for e in page.root.iter() if "style" in e.attrib or e.tag == "style"], "the policy forbids it"
        assert not [s for s in page.all("script") if not s.get("src") and s.get("type") != "application/ld+json"]
        assert not [e for e in page.root.iter() for name in e.attrib if name.startswith("on")], page.path


def test_text_cannot_leave_its_element(ground: Ground, get: Client) -> None:
    evil = '</script><script>alert(1)</script>"<b>'
    publish(ground, "faq-fee", title=evil, short_answer=evil)
    content = get.get("/faq/faq-fee/").content
    assert b"<script>alert" not in content
    parse(content)


def test_the_foot_names_each_page_once(get: Client) -> None:
    """Links and policies of the footer's document in their order, the way to the office, its name."""
    foot = read(get, "/about/").one("footer")
    lists = [element for element in foot.iter("ul") if element.get("class") == "policies"]
    addresses = [a.attrib["href"] for found in lists for a in found.iter("a")]
    assert addresses == ["/faq/", "/about/"]
    assert "測試戶政事務所" in text_of(foot)
