"""What `load_office` wrote last, so that what people changed by hand is seen, kept and reported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django.db import models

from cms.office.models import LoadedValue

KINDS = ("created", "changed", "kept", "gone", "removed", "orphaned")


@dataclass(frozen=True)
class Line:
    """One entry of the report; `kind` is one of `KINDS`.

    kept: somebody changed it by hand, and the file says otherwise. gone: somebody deleted
    what the file still names. removed: the file names it no longer. orphaned: a page that
    the files name no longer; it stays, because taking a page off is a decision of its own.
    """

    kind: str
    subject: str
    field: str = ""
    before: object = None
    after: object = None


@dataclass
class Report:
    """Everything one loading did, or with `--dry-run` would do."""

    lines: list[Line] = field(default_factory=list)

    def add(self, kind: str, subject: str, name: str = "", before: object = None, after: object = None) -> None:
        """Add one line."""
        self.lines.append(Line(kind, subject, name, before, after))

    def counts(self) -> Counter[str]:
        """How many lines of each kind."""
        return Counter(line.kind for line in self.lines)


class Ledger:
    """The last loaded value of every field; read once, written back with `save`."""

    def __init__(self) -> None:
        self.report = Report()
        self._known = {(row.subject, row.field): row.value for row in LoadedValue.objects.all()}
        self._subjects = {subject for subject, _ in self._known}
        self._fresh: dict[tuple[str, str], Any] = {}
        self._seen: set[str] = set()

    def was_loaded(self, subject: str) -> bool:
        """Whether an earlier loading made this."""
        return subject in self._subjects

    def remember(self, subject: str, name: str, value: Any) -> None:
        """Note what is written now."""
        self._seen.add(subject)
        if self._known.get((subject, name), _NOTHING) != value:
            self._fresh[subject, name] = value

    def value(self, subject: str, name: str) -> Any:
        """What was loaded last, or None."""
        return self._known.get((subject, name))

    def may_write(self, subject: str, name: str, current: Any, wanted: Any) -> bool:
        """Whether `wanted` takes the place of `current`: yes unless a person wrote `current`.

        A field that was never loaded and is empty was written by nobody.
        """
        self._seen.add(subject)
        if current == wanted:
            self.remember(subject, name, wanted)
            return False
        known = self._known.get((subject, name), _NOTHING)
        if known == current or (known is _NOTHING and current in _EMPTY):
            self.remember(subject, name, wanted)
            self.report.add("changed", subject, name, current, wanted)
            return True
        self.report.add("kept", subject, name, current, wanted)
        return False

    def put(self, model: type[models.Model], subject: str, lookup: Mapping[str, Any], values: Mapping[str, Any]) -> Any:
        """Make or update one row; None when somebody deleted it by hand."""
        row = model._default_manager.filter(**lookup).first()
        if row is None:
            return self._create(model, subject, lookup, values)
        wanted = {name: value for name, value in values.items() if self._wanted(subject, row, name, value)}
        if wanted:
            for name, value in wanted.items():
                setattr(row, name, value)
            row.save(update_fields=list(wanted))
        return row

    def drop_unseen(self, model: type[models.Model], prefix: str, lookup: Any) -> None:
        """Delete rows that an earlier loading made and the files name no longer.

        `lookup` turns a subject into the row's filter.
        """
        for subject in self.unseen(prefix):
            if model._default_manager.filter(**lookup(subject)).delete()[0]:
                self.report.add("removed", subject)
            LoadedValue.objects.filter(subject=subject).delete()

    def unseen(self, prefix: str) -> list[str]:
        """What an earlier loading made below `prefix` and this one did not name."""
        return sorted(subject for subject in self._subjects - self._seen if subject.startswith(f"{prefix}:"))

    def save(self) -> None:
        """Write back what was remembered."""
        rows = [LoadedValue(subject=subject, field=name, value=value) for (subject, name), value in self._fresh.items()]
        LoadedValue.objects.bulk_create(
            rows, batch_size=200, update_conflicts=True, update_fields=["value"], unique_fields=["subject", "field"]
        )

    def _create(
        self, model: type[models.Model], subject: str, lookup: Mapping[str, Any], values: Mapping[str, Any]
    ) -> Any:
        if self.was_loaded(subject):
            self._seen.add(subject)
            self.report.add("gone", subject)
            return None
        row = model._default_manager.create(**lookup, **values)
        for name, value in values.items():
            self.remember(subject, name, as_json(value))
        self.remember(subject, "", True)
        self.report.add("created", subject)
        return row

    def _wanted(self, subject: str, row: models.Model, name: str, value: Any) -> bool:
        return self.may_write(subject, name, as_json(getattr(row, name)), as_json(value))


_NOTHING = object()
_EMPTY: tuple[object, ...] = (None, "", [], {})


def as_json(value: Any) -> Any:
    """A value as the ledger keeps it: rows by their code or key, dates as ISO text."""
    if isinstance(value, models.Model):
        return getattr(value, "code", None) or getattr(value, "key", None) or value.pk
    if isinstance(value, date | time):
        return value.isoformat()
    return value
