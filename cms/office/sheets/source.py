"""Read the sources of forms (`forms/<key>.yaml`), checked. The format is described in `cms/docs/office-data.md`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from cms.core import roc
from cms.office.loading import SLUG, LoadError, read_yaml

FOLDER = "forms"
_SHEET = frozenset({"key", "title", "status", "version", "source", "parts"})
_MAX_LINES = 20


class Status(StrEnum):
    """OWN: the form stands in the office's own rules. TEMPLATE: written for preparing at home."""

    OWN = "own"
    TEMPLATE = "template"


@dataclass(frozen=True)
class Words:
    """The same in Chinese and English."""

    zh: str
    en: str


@dataclass(frozen=True)
class Row:
    """One thing to fill in: room for `lines` lines, or boxes to tick."""

    label: Words
    options: tuple[Words, ...] = ()
    lines: int = 1


@dataclass(frozen=True)
class Part:
    """A sentence (no rows), or a table with this heading."""

    words: Words
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One form; `version` is the day of its text and the only date in what is made of it."""

    key: str
    office: Words
    title: Words
    status: Status
    version: date
    source: str
    parts: tuple[Part, ...]

    @property
    def name(self) -> str:
        """The title in both languages."""
        return f"{self.title.zh} {self.title.en}"

    @property
    def notes(self) -> tuple[Words, ...]:
        """What stands below the title, and where the form comes from."""
        basis = Words(f"依據：{self.source}。", "")
        return (_TEMPLATE_NOTE, basis) if self.status is Status.TEMPLATE else (basis,)

    @property
    def footer(self) -> str:
        """The line at the foot of each page, without its number."""
        return f"{self.office.zh}　{self.key}　{roc.show(self.version)}版"


# These stand on Chinese forms, whatever language the person who makes them uses.
HEADINGS = (Words("項目", "Item"), Words("填寫", "Please fill in"))
_TEMPLATE_NOTE = Words(
    "本表為本所自製範本，供民眾事先準備；另有法定或機關公告書表者，以該書表為準。",
    "This is the Office’s own working template for preparing at home. Where an official form exists, that form counts.",
)


def read_sheets(folder: Path, office: Words) -> tuple[Sheet, ...]:
    """Every form of the office in `folder`. Raises `LoadError` at the first fault."""
    return tuple(_sheet(folder, f"{FOLDER}/{path.name}", office) for path in sorted((folder / FOLDER).glob("*.yaml")))


def _sheet(folder: Path, name: str, office: Words) -> Sheet:
    raw = read_yaml(folder, name)
    if set(raw) != _SHEET:
        wanted = ", ".join(sorted(_SHEET))
        raise LoadError(name, 1, _("A form needs exactly these fields: %(fields)s.") % {"fields": wanted})
    if not SLUG.fullmatch(str(raw["key"])) or Path(name).stem != raw["key"]:
        raise LoadError(name, 0, _("The key of a form is the name of its file."))
    if raw["status"] not in list(Status):
        raise LoadError(name, 0, _("Unknown %(what)s “%(value)s”.") % {"what": _("status"), "value": raw["status"]})
    if type(raw["version"]) is not date:
        raise LoadError(name, 0, _("“%(value)s” is no date (YYYY-MM-DD).") % {"value": raw["version"]})
    return Sheet(
        key=raw["key"],
        office=office,
        title=_words(name, raw["title"]),
        status=Status(raw["status"]),
        version=raw["version"],
        source=str(raw["source"]),
        parts=tuple(_part(name, part) for part in _listed(name, raw["parts"])),
    )


def _part(name: str, raw: Any) -> Part:
    rows = raw.get("rows", []) if isinstance(raw, dict) else []
    return Part(_words(name, raw, "rows"), tuple(_row(name, row) for row in rows))


def _row(name: str, raw: Any) -> Row:
    label = _words(name, raw, "options", "lines")
    lines = raw.get("lines", 1)
    if type(lines) is not int or not 1 <= lines <= _MAX_LINES:
        raise LoadError(name, 0, _("“%(value)s” is no number of lines.") % {"value": lines})
    return Row(label, tuple(_words(name, option) for option in raw.get("options", [])), lines)


def _words(name: str, raw: Any, *more: str) -> Words:
    if not isinstance(raw, Mapping) or not {"zh", "en"} <= set(raw) <= {"zh", "en", *more}:
        raise LoadError(name, 0, _("Words are needed in both languages here: %(value)s.") % {"value": raw})
    if not all(isinstance(raw[key], str) and raw[key].strip() for key in ("zh", "en")):
        raise LoadError(name, 0, _("Words are needed in both languages here: %(value)s.") % {"value": raw})
    return Words(raw["zh"].strip(), raw["en"].strip())


def _listed(name: str, raw: Any) -> Sequence[Any]:
    if isinstance(raw, list) and raw:
        return raw
    raise LoadError(name, 0, _("“%(key)s” must be a list with at least one entry.") % {"key": "parts"})
