"""Put rows on the timeline: make room, write the page's row and those of its channels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db.models import F

from cms.publishing import documents, withdrawals
from cms.publishing.actions.composing import SITE, Composed
from cms.publishing.models import Publication, ReferenceKind
from cms.publishing.timeline import write
from cms.publishing.timeline.read import holds


def make_room(row: Publication, action: str) -> None:
    """End the row this one begins within; end this one where the next begins. Rows that wait stay."""
    cut_where_next_begins(row)
    others = Publication.objects.filter(key=row.key, locale=row.locale)
    # A row that waits for the same instant is replaced, not doubled.
    for other in others.filter(holds(row.online)):
        write.end_row(other, row.online, action=action, superseded=True)


def keep_withdrawal(row: Publication) -> None:
    """A withdrawal that was agreed to holds: the stored `row` ends with it, whatever was published since."""
    asked = withdrawals.ahead_of(row.key, row.online)
    if asked is None or asked.at is None:
        return
    if row.offline is not None and (row.offline < asked.at or (row.offline == asked.at and row.superseded)):
        return
    for other in with_channels(row):
        mine = row if other.pk == row.pk else other
        write.end_row(mine, asked.at, action="withdraw", reason=asked.reason, successor=asked.successor)


def cut_where_next_begins(row: Publication) -> None:
    """A row that reaches a later one is superseded by it, also when it ends at that very instant."""
    waiting = Publication.objects.filter(key=row.key, locale=row.locale, channel=SITE, online__gt=row.online)
    following = waiting.exclude(offline=F("online")).order_by("online").values_list("online", flat=True).first()
    if following is not None and (row.offline is None or following <= row.offline):
        row.offline, row.superseded = following, True


def write_rows(composed: Composed) -> None:
    """The row of the site with its references, and one row for each channel the document has."""
    row, document = composed.row, composed.document
    write.open_row(row, references(document.pages, document.files))
    for channel, (body, card) in sorted(document.channels.items()):
        write.open_row(_for_channel(row, channel, body, card), [])


def references(pages: Iterable[str], files: Iterable[str]) -> list[tuple[str, str]]:
    """What a row refers to, as (kind, target)."""
    found = [(ReferenceKind.PAGE.value, key) for key in pages]
    return found + [(ReferenceKind.FILE.value, sha256) for sha256 in files]


def with_channels(row: Publication) -> list[Publication]:
    """The row and those of its channels that were opened with it."""
    return list(Publication.objects.filter(key=row.key, locale=row.locale, online=row.online, pk__gte=row.pk))


def like(row: Publication, **changes: object) -> Publication:
    """A copy of `row` that is not stored yet, with `changes`."""
    values = {f.attname: getattr(row, f.attname) for f in row._meta.concrete_fields if f.name != "id"}
    return Publication(**{**values, **changes})


def _for_channel(row: Publication, channel: str, body: Mapping[str, object], card: Mapping[str, object]) -> Publication:
    content = documents.to_bytes(body)
    etag = documents.digest(content)
    own = {"document": content, "card": documents.to_bytes(card), "etag": etag}
    return like(row, channel=channel, path="", in_tree=False, **own)
