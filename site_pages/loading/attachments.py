"""The files that texts name (`files/` in an office's folder), checked: nothing here touches the database.

What can be edited is ODF, everything else PDF with a text layer (政府文件標準格式實施計畫); pictures are PNG or JPEG.
"""

from __future__ import annotations

import hashlib
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from PIL import Image, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.errors import PyPdfError

FOLDER = "files"
_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*\.[a-z]+")
_ODF = "application/vnd.oasis.opendocument."


class Kind(StrEnum):
    """Which part of the library takes the file."""

    DOCUMENT = "document"
    IMAGE = "image"


class BadFile(ValueError):
    """A file that no page may show, with the reason in words."""


@dataclass(frozen=True)
class Attachment:
    """One file; `sha256` of its bytes says whether it is still the one that was loaded."""

    name: str
    path: Path
    kind: Kind
    sha256: str


def read(folder: Path, name: str, kind: Kind) -> Attachment:
    """The file `name` below `folder`/files as a document or a picture. Raises `BadFile`."""
    path = folder / FOLDER / name
    if not _NAME.fullmatch(name) or not path.is_file():
        raise BadFile(_("There is no file “%(name)s” in %(folder)s/.") % {"name": name, "folder": FOLDER})
    check = _CHECKS[kind].get(path.suffix)
    if check is None:
        raise BadFile(_REFUSED[kind] % {"name": name, "endings": " ".join(sorted(_CHECKS[kind]))})
    data = path.read_bytes()
    if not data:
        raise BadFile(_("The file “%(name)s” is empty.") % {"name": name})
    check(path)
    return Attachment(name, path, kind, hashlib.sha256(data).hexdigest())


_REFUSED = {
    Kind.DOCUMENT: gettext_lazy("“%(name)s” is no document that people can use everywhere (%(endings)s)."),
    Kind.IMAGE: gettext_lazy("“%(name)s” is no picture that every browser shows (%(endings)s)."),
}


# -- what is in it -------------------------------------------------------------


def _odf(path: Path) -> None:
    wanted = _ODF + {".odt": "text", ".ods": "spreadsheet", ".odp": "presentation"}[path.suffix]
    try:
        with zipfile.ZipFile(path) as package:
            sound = package.read("mimetype").decode("ascii", "replace") == wanted
            sound = sound and package.testzip() is None and "content.xml" in package.namelist()
    except (zipfile.BadZipFile, KeyError) as error:
        raise BadFile(_("“%(name)s” is no ODF document.") % {"name": path.name}) from error
    if not sound:
        raise BadFile(_("“%(name)s” is no ODF document.") % {"name": path.name})


def _pdf(path: Path) -> None:
    try:
        reader = PdfReader(path)
        readable = not reader.is_encrypted and any(page.extract_text().strip() for page in reader.pages)
    except (PyPdfError, ValueError, KeyError) as error:
        raise BadFile(_("“%(name)s” is no PDF document.") % {"name": path.name}) from error
    if not readable:
        raise BadFile(_("“%(name)s” has no text that can be read aloud or copied.") % {"name": path.name})


def _picture(path: Path) -> None:
    wanted = "PNG" if path.suffix == ".png" else "JPEG"
    try:
        with Image.open(path, formats=[wanted]) as picture:
            picture.load()
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError) as error:
        reason = _("“%(name)s” is no picture of the kind that its name says.")
        raise BadFile(reason % {"name": path.name}) from error


_CHECKS: dict[Kind, dict[str, Callable[[Path], None]]] = {
    Kind.DOCUMENT: {".odt": _odf, ".ods": _odf, ".odp": _odf, ".pdf": _pdf},
    Kind.IMAGE: {".png": _picture, ".jpg": _picture},
}
