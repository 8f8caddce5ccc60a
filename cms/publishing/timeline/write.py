"""The pen of the door: the only code that writes publications and approvals.

Only `cms.publishing.actions` may import this module (an architecture test looks). The
database checks every row again: triggers on SQLite, triggers and `SECURITY DEFINER`
functions on PostgreSQL, where the application's role may not touch the tables itself.
"""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, connection, transaction

from cms.core import clock
from cms.core.errors import Refusal, Refused
from cms.publishing.errors import GuardError
from cms.publishing.models import Approval, Publication, PublicationReference, TimelineVersion


def lock() -> int:
    """Let one writer in at a time, until the transaction ends; the new version of the timeline.

    The version is a random number: after a rollback none is given twice, so what was counted
    under one is never taken for another. Raises `RuntimeError` outside a transaction.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("The timeline is written inside a transaction.")
    number = secrets.randbits(62)
    if not TimelineVersion.objects.filter(pk=1).update(number=number):
        raise RuntimeError("The timeline has no version: its migrations have not run.")
    return number


def give_approval(approval: Approval) -> Approval:
    """Store an approval and return it with its number."""
    values = _values(approval)
    with _guarded():
        if connection.vendor == "postgresql":
            approval.pk = _call("SELECT cms_give_approval(%s::jsonb)", [_json(values)])
        else:
            approval.save(force_insert=True)
    return approval


def open_row(row: Publication, references: Iterable[tuple[str, str]]) -> Publication:
    """Store a publication with its references (kind, target) and return it with its number."""
    pairs = sorted(set(references))
    with _guarded():
        if connection.vendor == "postgresql":
            values = _values(row, without=("document", "card"))
            sql = "SELECT cms_open_publication(%s::jsonb, %s, %s, %s::jsonb)"
            row.pk = _call(sql, [_json(values), row.document, row.card, json.dumps(pairs)])
        else:
            row.save(force_insert=True)
            PublicationReference.objects.bulk_create(
                PublicationReference(publication=row, kind=kind, target=target) for kind, target in pairs
            )
    return row


def end_row(
    row: Publication,
    offline: datetime,
    *,
    action: str,
    superseded: bool = False,
    reason: str = "",
    successor: str = "",
) -> None:
    """Shorten `row` to end at `offline`; a row that has not begun ends where it begins."""
    row.offline = max(offline, row.online)
    row.superseded, row.end_action, row.end_reason, row.end_successor = superseded, action, reason, successor
    row.ended_at = clock.now()
    with _guarded():
        if connection.vendor == "postgresql":
            arguments = [row.pk, row.offline, superseded, action, reason, successor, row.ended_at]
            _call("SELECT cms_end_publication(%s, %s, %s, %s, %s, %s, %s)", arguments)
        else:
            row.save(update_fields=_END_FIELDS)


def blank_row(row: Publication, *, ground: str, by: int, second: int) -> None:
    """Blank the document of a past row and drop what it refers to; dates and fingerprint stay."""
    row.redacted_at, row.redaction_ground = clock.now(), ground
    row.redacted_by, row.redaction_confirmed_by = by, second
    row.document, row.card, row.crumb, row.title = b"{}", b"{}", "", ""
    row.content = {}
    with _guarded():
        if connection.vendor == "postgresql":
            arguments = [row.pk, row.document, ground, by, second, row.redacted_at]
            _call("SELECT cms_redact_publication(%s, %s, %s, %s, %s, %s)", arguments)
        else:
            row.save(update_fields=_BLANK_FIELDS)
            PublicationReference.objects.filter(publication=row).delete()


_END_FIELDS = ["offline", "superseded", "end_action", "end_reason", "end_successor", "ended_at"]
_BLANK_FIELDS = [
    "document",
    "card",
    "content",
    "crumb",
    "title",
    "redacted_at",
    "redaction_ground",
    "redacted_by",
    "redaction_confirmed_by",
]


class _guarded:  # noqa: N801  # used as a statement
    """Give the guard's refusals a name; two writers of one interval become `lost_race`."""

    def __enter__(self) -> None:
        self._savepoint = transaction.atomic()
        self._savepoint.__enter__()

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        self._savepoint.__exit__(kind, error, trace)  # type: ignore[arg-type]  # Django types the trace narrowly
        if isinstance(error, IntegrityError):
            if "overlap" in str(error):
                raise Refused([Refusal("lost_race")]) from error
            raise GuardError(str(error)) from error


def _call(sql: str, arguments: list[Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, arguments)
        value: int = cursor.fetchone()[0]
    return value


def _values(row: Publication | Approval, without: tuple[str, ...] = ()) -> dict[str, object]:
    fields = row._meta.concrete_fields
    return {f.column: getattr(row, f.attname) for f in fields if f.column not in (*without, "id")}


def _json(values: Mapping[str, object]) -> str:
    return json.dumps(values, cls=_Exact)


class _Exact(DjangoJSONEncoder):
    """Instants with their microseconds: Django's encoder cuts them to milliseconds."""

    def default(self, o: object) -> object:
        return o.isoformat() if isinstance(o, datetime) else super().default(o)
