"""What the ministry's machine check (Freego) looks for, one test a code; those that need no element check there is none."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from tests.site.reading import Read, text_of

TAGS = {"zh-hant": "zh-Hant-TW", "en": "en"}
VAGUE = {"這裡", "點此", "更多", "more", "here", "click here", "read more", "連結"}


def name_of(element: Element) -> str:
    """The accessible name: label, text, or the alternatives of the images inside."""
    images = " ".join(image.get("alt", "") for image in element.iter("img"))
    return element.get("aria-label") or text_of(element) or images.strip()


def test_hm1110100c_images_have_alternatives(pages: list[Read]) -> None:
    assert not [(page.path, image.attrib) for page in pages for image in page.all("img") if "alt" not in image.attrib]


def test_hm1110101c_linked_images_have_a_name(pages: list[Read]) -> None:
    linked = [(page.path, link) for page in pages for link in page.all("a") if link.find(".//img") is not None]
    assert linked
    assert not [path for path, link in linked if not name_of(link)]


def test_hm1110104c_image_buttons_have_alternatives(pages: list[Read]) -> None:
    assert not [page.path for page in pages for field in page.all("input") if field.get("type") == "image"]


def test_hm1110105c_objects_have_alternatives(pages: list[Read]) -> None:
    assert not [page.path for page in pages for _ in page.all("object", "embed", "applet")]


def test_hm1110106c_decoration_is_empty(pages: list[Read]) -> None:
    """A decorative image has an empty alternative and no title."""
    decorative = [(page.path, image) for page in pages for image in page.all("img") if not image.get("alt")]
    assert {image.attrib["src"] for _, image in decorative} == {"/static/site/mark.svg"}
    assert not [path for path, image in decorative if image.get("title")]


def test_hm1130101c_tables_have_headers(pages: list[Read]) -> None:
    tables = [(page.path, table) for page in pages for table in page.all("table")]
    assert tables
    for path, table in tables:
        heads = list(table.iter("th"))
        assert heads, path
        assert {head.get("scope") for head in heads} <= {"col", "row"}, path
        assert not [row for row in table.iter("tr") if list(row) == []], path


def test_hm1130104c_fields_have_labels(pages: list[Read]) -> None:
    for page in pages:
        labelled = {id(field) for label in page.all("label") for field in label.iter("input") if text_of(label)}
        labelled |= {id(f) for f in page.all("input", "select", "textarea") if f.get("aria-label")}
        assert not [f.attrib for f in page.all("input", "select", "textarea") if id(f) not in labelled], page.path


def test_hm1240200c_pages_have_titles(pages: list[Read]) -> None:
    titles: dict[tuple[str, str], str] = {}
    for page in pages:
        title = text_of(page.one("title"))
        assert title, page.path
        # A page that only leads on may be called as the page it leads to.
        if page.status == 200 and "?" not in page.path and page.kind != "link":
            assert titles.setdefault((page.locale, title), page.path) == page.path, "two pages have one title"


def test_hm1240400c_links_have_a_purpose(pages: list[Read]) -> None:
    for page in pages:
        assert not [link.attrib for link in page.all("a") if not name_of(link)], page.path


def test_hm1240401c_a_link_says_where_it_leads(pages: list[Read]) -> None:
    """No vague words, and within the text one name never leads to two places."""
    for page in pages:
        led: dict[str, str] = {}
        for link in page.one("main").iter("a"):
            said = name_of(link)
            assert said.lower() not in VAGUE, (page.path, said)
            assert led.setdefault(said, link.attrib["href"]) == link.attrib["href"], (page.path, said)


def test_hm1310100c_pages_say_their_language(pages: list[Read]) -> None:
    assert not [page.path for page in pages if page.root.get("lang") != TAGS[page.locale]]


def test_hm2310200c_parts_say_theirs(pages: list[Read]) -> None:
    """The way to the other language is written in that language; so are the terms of the glossary."""
    other = {"zh-hant": ("English", "en"), "en": ("繁體中文", "zh-Hant-TW")}
    for page in pages:
        switch = next(link for link in page.all("a") if link.get("class") == "switch")
        assert (text_of(switch), switch.get("lang")) == other[page.locale], page.path
    glossary = [page for page in pages if page.kind == "glossary"]
    assert len(glossary) == 2
    for page in glossary:
        cells = {text_of(cell): cell.get("lang") for cell in page.all("th", "td")}
        assert cells["戶籍謄本"] == "zh-Hant-TW"
        assert cells["Household Registration Transcript"] == "en"


def test_hm3240900c_the_text_of_a_link_is_enough(pages: list[Read]) -> None:
    """A title beside a link's text says more than the text, never the same again, and never instead."""
    for page in pages:
        for link in page.all("a"):
            assert text_of(link) or name_of(link), page.path
            assert link.get("title") != text_of(link), page.path


def test_hm3241000c_sections_have_headings(pages: list[Read]) -> None:
    for page in pages:
        for section in page.all("section"):
            headed = any(element.tag in {"h2", "h3"} for element in section.iter())
            assert headed or section.get("aria-label"), (page.path, section.attrib)


def test_hm1410200c_controls_have_names(pages: list[Read]) -> None:
    for page in pages:
        controls = [*page.all("button", "summary"), *page.all("nav")]
        assert not [control.attrib for control in controls if not name_of(control)], page.path
        navigations = [nav.get("aria-label") for nav in page.all("nav")]
        assert len(navigations) == len(set(navigations)), page.path


def test_hm1410201c_frames_have_titles(pages: list[Read]) -> None:
    assert not [page.path for page in pages for _ in page.all("iframe", "frame")]
