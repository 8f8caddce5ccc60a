"""Bad files are refused with file, line and reason, before anything is changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.utils import translation

from cms.office.loading import read_office
from cms.office.reading import LoadError
from site_pages.loading.files import read
from tests.site_pages import small_office


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return small_office.write(tmp_path)


def put(folder: Path, name: str, old: str, new: str) -> None:
    """Exchange one text of a file, which must be there."""
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


MATRIX = "responsibility_matrix.csv"
BAD: list[tuple[str, str, str, str, int, str]] = [
    # name, file, old, new, line, words of the reason
    ("unknown section column", MATRIX, "檔案課,owner", "總務課,owner", 1, "columns"),
    ("wrong columns", "tree.csv", "link_target,menu", "menu,link_target", 1, "columns"),
    ("no mark", MATRIX, "2,公告,消息,V,,承辦", "2,公告,消息,,,承辦", 4, "No section is marked"),
    ("strange mark", MATRIX, "2,公告,消息,V,,承辦", "2,公告,消息,X,,承辦", 4, "Unknown mark"),
    ("title twice in a group", MATRIX, "2,公告,問答,V,V,※", "2,公告,消息,V,V,※", 5, "twice"),
    ("unknown role", MATRIX, "2,公告,消息,V,,承辦", "2,公告,消息,V,,站長", 4, "Unknown role"),
    ("no owner", MATRIX, "2,公告,消息,V,,承辦", "2,公告,消息,V,,", 4, "Nobody owns"),
    ("row without a duty", MATRIX, "9,快捷,書表捷徑", "9,快捷,捷徑", 10, "duties.csv"),
    ("duty without a row", "duties.csv", "9,書表捷徑", "9,捷徑,extra,Extra,link,forms,,\n9,書表捷徑", 10, "has no row"),
    ("too few cells", MATRIX, "2,公告,消息,V,,承辦", "2,公告,消息,V", 4, "cells"),
    ("no lead", "duties.csv", "page,faq,counter,", "page,faq,,", 5, "who leads"),
    ("lead not marked", "duties.csv", "page,news,,", "page,news,records,", 4, "cannot lead"),
    ("key is no name", "duties.csv", "消息,news,", "消息,News!,", 4, "lower-case"),
    ("duty key twice", "duties.csv", "消息,news,", "消息,map,", 4, "twice"),
    ("unknown target", "duties.csv", "page,news,,", "page,nowhere,,", 4, "Unknown target"),
    ("person in unknown section", "people.csv", "ann,安,Ann,counter", "ann,安,Ann,kitchen", 2, "Unknown section"),
    ("person twice", "people.csv", "ben,班,Ben", "ann,班,Ben", 3, "twice"),
    ("person without English name", "people.csv", "ben,班,Ben", "ben,班,", 3, "English name"),
    ("unknown role appointed", "appointments.csv", "ann,clerk", "ann,king", 2, "Unknown role"),
    ("unknown person appointed", "appointments.csv", "ann,clerk", "zoe,clerk", 2, "Unknown person"),
    ("no date", "appointments.csv", "counter,2025-01-01", "counter,1 January", 2, "no date"),
    ("no first day", "appointments.csv", "counter,2025-01-01", "counter,", 2, "first day"),
    ("end before start", "appointments.csv", "counter,2025-01-01,", "counter,2025-01-01,2024-01-01", 2, "before"),
    ("own deputy", "deputies.csv", "dan,eve", "dan,dan", 2, "own deputy"),
    ("choice nobody has", "assignments.csv", "faq,counter,cat", "news,counter,cat", 2, "nobody to name"),
    ("choice of an unknown person", "assignments.csv", "faq,counter,cat", "faq,counter,zoe", 2, "Unknown person"),
    ("unknown page type", "tree.csv", "map,home,standard", "map,home,poster", 3, "Unknown page type"),
    ("parent later", "tree.csv", "map,home,standard", "map,archive,standard", 3, "earlier row"),
    ("wrong place", "tree.csv", "map,home,standard", "map,home,faq_item", 3, "cannot stand below"),
    ("key that is an address", "tree.csv", "map,home,standard", "search,home,standard", 3, "address of the API"),
    ("unknown duty", "tree.csv", "Map,map,", "Map,atlas,", 3, "Unknown duty"),
    ("link without target", "tree.csv", "quick-forms,forms,no", "quick-forms,,no", 10, "needs a target"),
    ("link to nowhere", "tree.csv", "quick-forms,forms,no", "quick-forms,nowhere,no", 10, "Unknown page"),
    (
        "link to an unknown feature",
        "tree.csv",
        "quick-forms,forms,no",
        "quick-forms,feature:magic,no",
        10,
        "Unknown feature",
    ),
    ("slug twice", "tree.csv", "archive,home,standard,archive", "archive,home,standard,map", 9, "twice"),
    ("menu neither yes nor no", "tree.csv", "Map,map,,yes", "Map,map,,maybe", 3, "yes or no"),
    ("unknown scheme", "classifications.csv", "theme,100", "colour,100", 2, "Unknown classification scheme"),
    ("no limit", "devices.csv", "marquee,8,1", "marquee,0,1", 2, "no number"),
    ("unknown character set", "devices.csv", "big5", "ebcdic", 2, "Unknown character set"),
    ("yaml that is none", "office.yaml", "code: island", "code: [island", 2, "no valid YAML"),
    ("quotation mark never closed", "people.csv", "ben,班", 'ben,"班', 3, "quotation marks"),
    ("text after a quotation mark", "people.csv", "ben,班", 'ben,"班"長', 3, "quotation marks"),
    ("column missing", "people.csv", "name_en,section", "section", 1, "Missing: name_en."),
    ("column nobody asked for", "people.csv", "section,username", "section,username,phone", 1, "Not known: phone."),
    ("governance by nobody", "office.yaml", "approved_by: records", "approved_by: kitchen", 0, "Unknown section"),
    ("text for an unknown page", "content/map.yaml", "key: map", "key: atlas", 1, "Unknown page"),
    ("text of another type", "content/map.yaml", "type: standard", "type: menu", 2, "another type"),
    ("unknown field", "content/map.yaml", "  summary: 摘要。", "  sumary: 摘要。", 7, "Unknown field"),
    ("unknown code", "content/map.yaml", "theme: ['100']", "theme: ['999']", 4, "not known"),
    ("no classification", "content/map.yaml", "theme: ['100'], ", "", 4, "each classification scheme"),
    ("unknown block", "content/items/news-open.yaml", "type: heading", "type: video", 14, "Unknown block"),
    (
        "link to an unknown page",
        "content/items/news-open.yaml",
        'data-page=\\"map\\"',
        'data-page=\\"atlas\\"',
        15,
        "Unknown page",
    ),
    ("rows of other length", "content/items/news-open.yaml", "[週一, 八時]", "[週一]", 16, "as many cells"),
    ("item in the wrong list", "content/items/faq-fee.yaml", "parent: faq", "parent: news", 3, "does not take"),
    (
        "item of an unknown section",
        "content/items/faq-fee.yaml",
        "section: records",
        "section: kitchen",
        5,
        "Unknown section",
    ),
    (
        "item whose key is an address",
        "content/items/faq-fee.yaml",
        "key: faq-fee",
        "key: by-path",
        1,
        "address of the API",
    ),
    ("unknown device", "content/items/marquee-hello.yaml", "door: 歡迎光臨", "roof: 歡迎光臨", 9, "no display device"),
    ("text too long for its device", "content/items/marquee-hello.yaml", "歡迎光臨", "歡迎光臨小島戶政所", 9, "8"),
    ("text the device cannot show", "content/items/marquee-hello.yaml", "歡迎光臨", "歡迎😀", 9, "😀"),
    ("news without an end", "content/items/news-open.yaml", "offline: 30", "offline: null", 9, "needs an offline date"),
    ("end before today", "content/items/marquee-hello.yaml", "offline: 10", "offline: -1", 8, "already passed"),
    ("beginning before today", "content/items/news-open.yaml", "online: null", "online: -1", 9, "past"),
    ("end before the beginning", "content/items/news-open.yaml", "online: null", "online: 40", 9, "later than"),
    ("dates that are none", "content/items/marquee-hello.yaml", "offline: 10", "offline: soon", 8, "whole days"),
]


@pytest.mark.parametrize(("name", "old", "new", "line", "words"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_a_bad_row_is_refused_with_its_place(
    folder: Path, name: str, old: str, new: str, line: int, words: str
) -> None:
    put(folder, name, old, new)

    with translation.override("en"), pytest.raises(LoadError) as refused:
        read(folder)

    assert (refused.value.file, refused.value.line) == (name, line), str(refused.value)
    assert words in refused.value.reason


def _not_utf8(folder: Path) -> None:
    path = folder / "people.csv"
    path.write_bytes(path.read_bytes().replace("凱".encode(), "凱".encode("big5")))


def _missing(folder: Path) -> None:
    (folder / "people.csv").unlink()


@pytest.mark.parametrize(("spoil", "line", "words"), [(_not_utf8, 4, "UTF-8"), (_missing, 0, "missing")])
def test_a_file_that_cannot_be_read_is_refused(
    folder: Path, spoil: Callable[[Path], None], line: int, words: str
) -> None:
    spoil(folder)

    with translation.override("en"), pytest.raises(LoadError) as refused:
        read_office(folder)

    assert (refused.value.file, refused.value.line) == ("people.csv", line)
    assert words in refused.value.reason


def test_a_folder_that_is_none_is_named(tmp_path: Path) -> None:
    with translation.override("en"), pytest.raises(LoadError) as refused:
        read_office(tmp_path / "nowhere")

    assert refused.value.file == str(tmp_path / "nowhere")
    assert refused.value.reason == "There is no such folder."


def test_no_reason_is_left_in_english(folder: Path) -> None:
    put(folder, "people.csv", "ben,班", 'ben,"班')

    with translation.override("zh-hant"), pytest.raises(LoadError) as refused:
        read(folder)

    assert refused.value.reason.startswith("這一列的引號")


def test_holders_follow_the_matrix(folder: Path) -> None:
    duties = {duty.key: duty for duty in read_office(folder).duties}

    assert [(h.section, h.role, h.person, h.lead) for h in duties["faq"].holders] == [
        ("counter", "", "cat", True),
        ("records", "", "eve", False),
    ]
    assert [(h.section, h.role, h.lead) for h in duties["forms"].holders] == [
        ("counter", "clerk", True),
        ("counter", "webmaster", False),
    ]
    assert [(h.role, h.person) for h in duties["archive"].holders] == [("", "")]
    assert [duty.position for duty in read_office(folder).duties] == list(range(1, 10))


def test_a_byte_order_mark_does_no_harm(folder: Path) -> None:
    path = folder / "people.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())

    assert len(read_office(folder).people) == 6
