"""The office's forms: what is kept in the repository is what the sources make, readable and without traces of a machine."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.utils import translation
from odfdo import Document
from pypdf import PdfReader

from cms.office.loading import LoadError, read_office
from cms.office.management.commands import build_forms
from cms.office.sheets import odt, pdf
from cms.office.sheets.source import Sheet, Status, Words, read_sheets

FOLDER = Path(settings.OFFICE_DATA_DIR)
OFFICE = read_office(FOLDER).office
SHEETS = {sheet.key: sheet for sheet in read_sheets(FOLDER, Words(OFFICE.name, OFFICE.name_en))}
MINIMAL = """
key: form-x
title: {zh: 表, en: Form}
status: template
version: 2026-01-02
source: 規則
parts:
  - {zh: 說明, en: Note}
  - zh: 資料
    en: Data
    rows:
      - {zh: 姓名, en: Name}
      - {zh: 種類, en: Kind, options: [{zh: 甲, en: A}]}
"""


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Reasons are read in English here."""
    with translation.override("en"):
        yield


def kept(name: str) -> bytes:
    return (FOLDER / "files" / name).read_bytes()


def squeezed(text: str) -> str:
    """Without white space: a PDF breaks its lines where they are full."""
    return re.sub(r"\s", "", text)


def pdf_text(data: bytes) -> str:
    return squeezed("".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages))


def odt_text(data: bytes) -> str:
    return squeezed(Document(io.BytesIO(data)).get_formatted_text())


def words(sheet: Sheet) -> list[str]:
    found = [sheet.title, *sheet.notes]
    for part in sheet.parts:
        found += [part.words, *(row.label for row in part.rows)]
        found += [option for row in part.rows for option in row.options]
    return [squeezed(text) for pair in found for text in (pair.zh, pair.en)]


def metadata(data: bytes) -> tuple[object, ...]:
    reader = PdfReader(io.BytesIO(data))
    return dict(reader.metadata or {}), reader.trailer["/Root"]["/Lang"], len(reader.pages)


@pytest.mark.parametrize("key", SHEETS)
def test_the_kept_pdf_is_what_its_source_makes(key: str) -> None:
    made, here = pdf.build(SHEETS[key]), kept(f"{key}.pdf")

    assert pdf_text(made) == pdf_text(here)
    assert metadata(made) == metadata(here)


@pytest.mark.parametrize("key", SHEETS)
def test_the_kept_odt_is_what_its_source_makes(key: str) -> None:
    assert odt_text(odt.build(SHEETS[key])) == odt_text(kept(f"{key}.odt"))


def test_the_same_source_makes_the_same_bytes() -> None:
    sheet = SHEETS["form-proxy"]

    assert pdf.build(sheet) == pdf.build(sheet)
    assert odt.build(sheet) == odt.build(sheet)


@pytest.mark.parametrize("key", SHEETS)
def test_every_word_of_the_source_is_in_both_files(key: str) -> None:
    in_pdf, in_odt = pdf_text(kept(f"{key}.pdf")), odt_text(kept(f"{key}.odt"))

    assert [text for text in words(SHEETS[key]) if text not in in_pdf] == []
    assert [text for text in words(SHEETS[key]) if text not in in_odt] == []


@pytest.mark.parametrize("key", SHEETS)
def test_the_pdf_is_tagged_and_names_its_title_and_language(key: str) -> None:
    reader = PdfReader(io.BytesIO(kept(f"{key}.pdf")))
    root = reader.trailer["/Root"]

    assert root["/MarkInfo"]["/Marked"] and root["/StructTreeRoot"]
    assert root["/Lang"] == "zh-TW"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata is not None and reader.metadata.title == SHEETS[key].name


@pytest.mark.parametrize("key", SHEETS)
def test_the_font_is_inside_and_only_the_characters_that_are_used(key: str) -> None:
    data = kept(f"{key}.pdf")
    fonts = [
        font.get_object() for page in PdfReader(io.BytesIO(data)).pages for font in page["/Resources"]["/Font"].values()
    ]

    assert fonts
    for font in fonts:
        below = font["/DescendantFonts"][0].get_object()
        assert "/FontFile3" in below["/FontDescriptor"]
        assert re.fullmatch(r"/[A-Z]{6}\+NotoSansTC.*", below["/BaseFont"])
    assert len(data) < 80_000


@pytest.mark.parametrize("key", SHEETS)
def test_nothing_tells_who_made_it_and_where(key: str) -> None:
    information = PdfReader(io.BytesIO(kept(f"{key}.pdf"))).metadata or {}
    day = SHEETS[key].version.strftime("%Y%m%d")

    assert set(information) == {"/Title", "/Creator", "/CreationDate", "/ModDate"}
    assert str(information["/Creator"]).startswith("Typst ")
    assert str(information["/CreationDate"]).startswith(f"D:{day}")
    with zipfile.ZipFile(io.BytesIO(kept(f"{key}.odt"))) as package:
        names = package.namelist()
        meta = package.read("meta.xml").decode()
        assert {entry.date_time[0] for entry in package.infolist()} == {1980}
    assert names == ["mimetype", "content.xml", "styles.xml", "meta.xml", "META-INF/manifest.xml"]
    assert set(re.findall(r"<((?:dc|meta):[a-z-]+)", meta)) == {
        "dc:title",
        "dc:language",
        "dc:subject",
        "meta:creation-date",
    }


def test_a_template_says_that_an_official_form_counts() -> None:
    for sheet in SHEETS.values():
        told = any("自製範本" in note.zh for note in sheet.notes)
        assert told == (sheet.status is Status.TEMPLATE), sheet.key
    assert {key for key, sheet in SHEETS.items() if sheet.status is Status.OWN} == {
        "form-update-request",
        "form-reply-review",
    }


def test_every_drawing_is_kept_as_a_picture() -> None:
    for drawing in (FOLDER / "drawings").glob("*.svg"):
        assert pdf.drawing(drawing) == kept(f"{drawing.stem}.png"), drawing.name


# -- the command ---------------------------------------------------------------


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one form; the office itself is read from the default one."""
    monkeypatch.setattr(build_forms, "read_office", lambda _folder: read_office(FOLDER))
    (tmp_path / "forms").mkdir()
    (tmp_path / "forms/form-x.yaml").write_text(MINIMAL, encoding="utf-8")
    return tmp_path


def test_the_command_writes_what_changed_only(folder: Path) -> None:
    first, second = io.StringIO(), io.StringIO()

    call_command("build_forms", str(folder), stdout=first)
    call_command("build_forms", str(folder), stdout=second)

    assert {path.name for path in (folder / "files").iterdir()} == {"form-x.odt", "form-x.pdf"}
    assert first.getvalue().splitlines()[:2] == ["form-x.odt", "form-x.pdf"]
    assert len(second.getvalue().splitlines()) == 1


def test_a_source_is_read_with_its_rows(folder: Path) -> None:
    (sheet,) = read_sheets(folder, Words("小島", "Island"))

    assert (sheet.name, sheet.version, sheet.status) == ("表 Form", date(2026, 1, 2), Status.TEMPLATE)
    assert [len(part.rows) for part in sheet.parts] == [0, 2]
    assert sheet.parts[1].rows[1].options == (Words("甲", "A"),)
    assert sheet.footer == "小島　form-x　115年1月2日版"


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("source: 規則\n", "", "exactly these fields"),
        ("key: form-x", "key: form-y", "name of its file"),
        ("status: template", "status: draft", "draft"),
        ("version: 2026-01-02", "version: soon", "no date"),
        ("{zh: 說明, en: Note}", "{zh: 說明}", "both languages"),
        ("en: Name}", "en: ' '}", "both languages"),
        ("en: Name}", "en: Name, lines: 0}", "number of lines"),
        ("en: Name}", "en: Name, colour: red}", "both languages"),
        (MINIMAL[MINIMAL.index("parts:") :], "parts: []\n", "at least one"),
    ],
)
def test_a_bad_source_stops_the_command(folder: Path, old: str, new: str, reason: str) -> None:
    assert old in MINIMAL
    (folder / "forms/form-x.yaml").write_text(MINIMAL.replace(old, new), encoding="utf-8")

    with pytest.raises(CommandError, match=rf"forms/form-x\.yaml.*{reason}"):
        call_command("build_forms", str(folder))
    with pytest.raises(LoadError):
        read_sheets(folder, Words("小島", "Island"))

    assert not (folder / "files").exists()
