"""A sheet as ODT, to be filled in with any office suite: headings, tables with header rows, both languages marked.

Nothing of the machine goes into the file: no names, one fixed date, no thumbnail, no settings.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Mapping
from importlib.resources import files
from xml.sax.saxutils import escape

from odfdo import Document, Element, Header, Paragraph, Span

from cms.office.sheets.source import HEADINGS, Part, Row, Sheet, Words

_BLANK = "　"
_STAMP = (1980, 1, 1, 0, 0, 0)
# Office suites take the look of a table from the text itself only, never from the common styles.
_TABLE_STYLES = {
    ("Form", "table"): 'table-properties style:width="17cm" table:align="left" table:border-model="collapsing"',
    ("Label", "table-column"): 'table-column-properties style:column-width="5.6cm"',
    ("Answer", "table-column"): 'table-column-properties style:column-width="11.4cm"',
    ("Line", "table-row"): 'table-row-properties fo:keep-together="always"',
    ("Box", "table-cell"): 'table-cell-properties fo:border="0.6pt solid #000000" fo:padding="0.1cm"',
}
_KIND = "application/vnd.oasis.opendocument.text"


def build(sheet: Sheet) -> bytes:
    """The bytes of the ODT; the same for the same sheet."""
    document = Document("text")
    automatic = document.content.get_elements("//office:automatic-styles")[0]
    for (name, family), properties in _TABLE_STYLES.items():
        style = f'<style:style style:name="{name}" style:family="{family}"><style:{properties}/></style:style>'
        automatic.append(Element.from_tag(style))
    document.body.clear()
    for element in _elements(sheet):
        document.body.append(element)
    _meta(document, sheet)
    styles = files(__package__).joinpath("styles.xml").read_text(encoding="utf-8")
    return _package(
        {
            "content.xml": document.content.serialize(),
            "styles.xml": styles.replace("FOOTER", escape(sheet.footer)).encode(),
            "meta.xml": document.meta.serialize(),
        }
    )


def _elements(sheet: Sheet) -> Iterable[Element]:
    yield Header(1, sheet.title.zh, style="Title")
    yield _english(sheet.title.en, "Subtitle")
    for note in sheet.notes:
        yield from _both(note, "Note")
    for number, part in enumerate(sheet.parts, 1):
        if not part.rows:
            yield from _both(part.words, "Text")
            continue
        heading = Header(2, f"{part.words.zh} ", style="Heading")
        heading.append(Span(part.words.en, style="English"))
        yield heading
        yield _table(part, number)


def _table(part: Part, number: int) -> Element:
    table = Element.from_tag("table:table")
    table.set_attribute("table:name", f"Table{number}")
    table.set_attribute("table:style-name", "Form")
    for style in ("Label", "Answer"):
        column = Element.from_tag("table:table-column")
        column.set_attribute("table:style-name", style)
        table.append(column)
    header = Element.from_tag("table:table-header-rows")
    header.append(_row(*([_beside(words, "Head")] for words in HEADINGS)))
    table.append(header)
    for row in part.rows:
        table.append(_row(_both(row.label, "Cell"), _answer(row)))
    return table


def _answer(row: Row) -> list[Element]:
    if row.options:
        return [_beside(Words(f"□ {option.zh}", option.en), "Cell") for option in row.options]
    return [Paragraph(_BLANK, style="Cell") for _ in range(row.lines)]


def _row(*cells: Iterable[Element]) -> Element:
    row = Element.from_tag("table:table-row")
    row.set_attribute("table:style-name", "Line")
    for paragraphs in cells:
        cell = Element.from_tag("table:table-cell")
        cell.set_attribute("table:style-name", "Box")
        cell.set_attribute("office:value-type", "string")
        for paragraph in paragraphs:
            cell.append(paragraph)
        row.append(cell)
    return row


def _both(words: Words, style: str) -> list[Element]:
    """Chinese, and the English below it when there is some."""
    found: list[Element] = [Paragraph(words.zh, style=style)]
    return [*found, _english(words.en, style)] if words.en else found


def _beside(words: Words, style: str) -> Element:
    paragraph = Paragraph(f"{words.zh} ", style=style)
    paragraph.append(Span(words.en, style="English"))
    return paragraph


def _english(text: str, style: str) -> Element:
    paragraph = Paragraph(style=style)
    paragraph.append(Span(text, style="English"))
    return paragraph


def _meta(document: Document, sheet: Sheet) -> None:
    document.meta.get_meta_body().clear()
    document.meta.set_title(sheet.name)
    document.meta.set_language("zh-TW")
    document.meta.set_subject(f"{sheet.office.zh} {sheet.key}")
    body = document.meta.get_meta_body()
    body.append(Element.from_tag(f"<meta:creation-date>{sheet.version.isoformat()}T00:00:00</meta:creation-date>"))


def _package(parts: Mapping[str, bytes]) -> bytes:
    entries = [("/", _KIND), *((name, "text/xml") for name in parts)]
    listed = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>' for name, kind in entries
    )
    space = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    manifest = f'<manifest:manifest xmlns:manifest="{space}" manifest:version="1.3">{listed}</manifest:manifest>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        # The kind comes first and uncompressed, so that it can be read without unpacking (ODF 1.3, part 2, 3.3).
        package.writestr(zipfile.ZipInfo("mimetype", _STAMP), _KIND)
        for name, data in {**parts, "META-INF/manifest.xml": manifest.encode()}.items():
            package.writestr(zipfile.ZipInfo(name, _STAMP), data, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
