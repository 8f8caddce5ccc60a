"""Read the files of an office, each fault with its file, its line and its reason in words.

Pure parsing: no database. What the files mean is said in `cms.office.loading`.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class LoadError(Exception):
    """One reason why the files cannot be loaded, with its place (`line` 0: the file as a whole)."""

    def __init__(self, file: str, line: int, reason: str) -> None:
        self.file, self.line, self.reason = file, line, reason
        super().__init__(f"{file}:{line}: {reason}" if line else f"{file}: {reason}")


@dataclass(frozen=True)
class Row:
    """One row of a CSV file: its values by column, and where it stands."""

    file: str
    line: int
    values: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    def error(self, reason: str) -> LoadError:
        """A refusal that names this row."""
        return LoadError(self.file, self.line, reason)

    def day(self, column: str) -> date | None:
        """The ISO date in `column`, None when it is empty. Raises `LoadError`."""
        text = self[column]
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise self.error(_("“%(value)s” is no date (YYYY-MM-DD).") % {"value": text}) from None

    def slug(self, column: str) -> str:
        """The stable ASCII name in `column`. Raises `LoadError`."""
        if not SLUG.fullmatch(self[column]):
            raise self.error(
                _("“%(value)s” in column “%(column)s” is no name of lower-case letters, digits and hyphens.")
                % {"value": self[column], "column": column}
            )
        return self[column]

    def one_of(self, column: str, known: Iterable[str], what: str) -> str:
        """The value in `column`, which must be one of `known`. Raises `LoadError`."""
        if self[column] not in known:
            raise self.error(_("Unknown %(what)s “%(value)s”.") % {"what": what, "value": self[column]})
        return self[column]


def read_csv(folder: Path, name: str, columns: Sequence[str]) -> list[Row]:
    """The rows of a CSV file with exactly these columns.

    Raises `LoadError` for a missing file, text that is not UTF-8, other columns, a row with
    more or fewer cells than the header, or quotation marks that do not close.
    """
    rows = _csv_rows(name, read_text(folder, name))
    _line, header = next(rows, (1, []))
    if header != list(columns):
        raise LoadError(name, 1, _columns_fault(header, columns))
    return [_row(name, line, header, cells) for line, cells in rows if cells]


def _csv_rows(name: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Each row with the line on which it begins. Raises `LoadError` for text that is no CSV."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    while True:
        begins = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            # The module's own words are English only.
            reason = _("The quotation marks of this row do not match: a cell that opens with one closes with one.")
            raise LoadError(name, begins, reason) from error
        yield begins, cells


def _columns_fault(header: Sequence[str], columns: Sequence[str]) -> str:
    """Which columns are missing, and which nobody asked for; else their order is at fault."""
    missing = [column for column in columns if column not in header]
    strange = [column for column in header if column not in columns]
    parts = [_("The columns must be: %(columns)s.") % {"columns": ",".join(columns)}]
    if missing:
        parts.append(_("Missing: %(columns)s.") % {"columns": ",".join(missing)})
    if strange:
        parts.append(_("Not known: %(columns)s.") % {"columns": ",".join(strange)})
    return " ".join(parts)


def _row(name: str, line: int, header: Sequence[str], cells: Sequence[str]) -> Row:
    if len(cells) != len(header):
        raise LoadError(
            name,
            line,
            _("The row has %(count)s cells; %(wanted)s are needed.") % {"count": len(cells), "wanted": len(header)},
        )
    return Row(name, line, {column: cell.strip() for column, cell in zip(header, cells, strict=True)})


def read_yaml(folder: Path, name: str) -> dict[str, Any]:
    """The mapping in a YAML file. Raises `LoadError` with the line of the fault."""
    try:
        found = yaml.safe_load(read_text(folder, name))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise LoadError(name, line, _not_yaml()) from error
    except yaml.YAMLError as error:
        raise LoadError(name, 0, _not_yaml()) from error
    if not isinstance(found, dict):
        raise LoadError(name, 1, _("The file must hold a mapping."))
    return found


def _not_yaml() -> str:
    # The library's own words are English only.
    return _("This is no valid YAML: look at indentation, colons, brackets and quotation marks here or just above.")


def read_text(folder: Path, name: str) -> str:
    """A file as text. Raises `LoadError` when it is missing or not UTF-8 (with the line)."""
    path = folder / name
    if not path.is_file():
        raise LoadError(name, 0, _("The file is missing."))
    raw = path.read_bytes()
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise LoadError(name, line, _("The file is not UTF-8.")) from error
