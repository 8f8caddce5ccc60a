"""A sheet as PDF: tagged (PDF/UA-1), with its title, language, text and the characters of its font inside.

The font is Noto Sans TC (SIL Open Font License 1.1, which allows embedding), from a package;
fonts of the machine are not looked at, so the same source gives the same bytes everywhere.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from importlib.resources import files
from pathlib import Path

import pylopdf_fonts_zh_tw
import typst

from cms.office.sheets.source import HEADINGS, Sheet

_FONTS = [str(Path(pylopdf_fonts_zh_tw.__file__).parent)]
# A drawing of 1000 units becomes 1200 pixels wide: what a page shows at most, so nothing is scaled again.
_PIXELS_PER_INCH = 115.2


def build(sheet: Sheet) -> bytes:
    """The bytes of the PDF; the same for the same sheet."""
    day = sheet.version
    shown = {
        **asdict(sheet),
        "version": [day.year, day.month, day.day],
        "name": sheet.name,
        "footer": sheet.footer,
        "notes": [asdict(note) for note in sheet.notes],
        "headings": [asdict(words) for words in HEADINGS],
    }
    return _compile(
        files(__package__).joinpath("sheet.typ").read_bytes(),
        sys_inputs={"sheet": json.dumps(shown)},
        pdf_standards=["ua-1"],
    )


def drawing(svg: Path) -> bytes:
    """A drawing as PNG, for people whose programs show no SVG."""
    source = f'#set page(width: auto, height: auto, margin: 0pt)\n#image("{svg.name}")'
    return _compile(source.encode(), root=str(svg.parent), format="png", ppi=_PIXELS_PER_INCH)


def _compile(source: bytes, **options: object) -> bytes:
    found = typst.compile(source, font_paths=_FONTS, ignore_system_fonts=True, **options)  # type: ignore[call-overload]  # one function for every format
    if isinstance(found, bytes):
        return found
    raise TypeError("One page was expected.")
