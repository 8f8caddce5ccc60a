"""What holds at an instant? Every public answer starts here, and here only.

The readers return stored bytes, with this service's public address where a document means it,
and never look at drafts, Wagtail's flags or the clock's yesterday: `at` is the instant asked
for (aware UTC). Each costs one statement.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import F, Q

from cms.core import clock
from cms.publishing import addresses
from cms.publishing.models import Publication
from cms.publishing.timeline import driver, memory

MAX_AGE = 60
"""Seconds a public answer may be kept: withdrawals are not planned, so never longer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One page's answer: JSON bytes, type, ETag, and when it can next change; `row` numbers its publication."""

    row: int
    key: str
    locale: str
    type: str
    etag: str
    body: bytes
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a list: its bytes and what the cursor and the ETag need."""

    key: str
    sort: int
    etag: str
    card: bytes


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list may be narrowed by; empty means any. `addressed` leaves out documents without a path.

    `past` leaves out what was blanked since: no row that is public now can be, and looking costs.
    """

    type: str = ""
    locale: str = "zh-hant"
    channel: str = "site"
    parent: str = ""
    section: str = ""
    category: str = ""
    updated_since: datetime | None = None
    addressed: bool = False
    past: bool = False
    after: tuple[int, str] | None = None
    limit: int = 20


_HOLDS = "{0}.online <= %(at)s AND ({0}.offline IS NULL OR {0}.offline > %(at)s)"

_ANCESTORS = {
    "sqlite": """(SELECT group_concat(a.crumb, ',') FROM json_each(p.ancestors) j
        CROSS JOIN cms_publishing_publication a
        WHERE a.key = j.value AND a.locale = p.locale AND a.channel = 'site' AND a.crumb <> '' AND """
    + _HOLDS.format("a")
    + ")",
    "postgresql": """(SELECT string_agg(a.crumb, ',' ORDER BY j.ordinality)
        FROM jsonb_array_elements_text(p.ancestors) WITH ORDINALITY j
        JOIN cms_publishing_publication a ON a.key = j.value
        WHERE a.locale = p.locale AND a.channel = 'site' AND a.crumb <> '' AND """
    + _HOLDS.format("a")
    + ")",
}
_TRANSLATIONS = {
    "sqlite": "(SELECT group_concat(x.crumb, ',') FROM cms_publishing_publication x WHERE ",
    "postgresql": "(SELECT string_agg(x.crumb, ',') FROM cms_publishing_publication x WHERE ",
}
# The channel as an expression: without statistics SQLite would walk the whole channel instead of one key.
_OTHER_LOCALES = (
    "x.key = p.key AND x.locale <> p.locale AND x.channel || '' = p.channel AND x.crumb <> '' AND "
    + _HOLDS.format("x")
    + ")"
)

# The next known instant at which anything public changes: two look-ups at the end of an index.
_NEXT = (
    "(SELECT min(n.online) FROM cms_publishing_publication n WHERE n.online > %(at)s)",
    "(SELECT min(n.offline) FROM cms_publishing_publication n WHERE n.offline > %(at)s)",
)


def _detail_sql(vendor: str, where: str) -> str:
    return (
        f"SELECT p.id, p.key, p.locale, p.type, p.etag, p.offline, p.superseded, p.document, "  # constants only
        f"{_ANCESTORS[vendor]}, {_TRANSLATIONS[vendor]}{_OTHER_LOCALES}, {_NEXT[0]}, {_NEXT[1]} "
        f"FROM cms_publishing_publication p WHERE {where} AND {_HOLDS.format('p')}"
    )


_BY_KEY = "p.key = %(key)s AND p.locale = %(locale)s AND p.channel = 'site'"
_BY_PATH = "p.path = %(path)s AND p.channel = 'site'"
_SQL = {
    (vendor, where): _detail_sql(vendor, condition)
    for vendor in ("sqlite", "postgresql")
    for where, condition in (("key", _BY_KEY), ("path", _BY_PATH))
}


_BLANK = b"{}"
"""What `redact` leaves of a document."""


def page(key: str, locale: str, at: datetime) -> Answer | None:
    """The document of `key` in `locale` at that instant, or None."""
    return _ask("key", {"key": key, "locale": locale, "at": at})


def page_by_path(path: str, at: datetime) -> Answer | None:
    """The document that is public at `path` (which names its language by itself), or None."""
    return _ask("path", {"path": path, "at": at})


def _ask(where: str, values: dict[str, object]) -> Answer | None:
    rows = driver.rows(_SQL[driver.vendor(), where], values)
    return _answer(rows[0]) if rows else None


def _answer(row: Sequence[Any]) -> Answer | None:
    number, key, locale, kind, etag, offline, superseded, document, crumbs, translations, *following = row
    if document == _BLANK:
        return None
    ends = "" if superseded or offline is None else clock.iso(_instant(offline)) or ""
    tail = addresses.crumbs(
        f',"offline_at":{_quoted(ends)},"breadcrumbs":[{crumbs or ""}],"translations":[{translations or ""}]}}'
    ).encode()
    body = addresses.answered(bytes(document))[:-1] + tail
    return Answer(number, key, locale, kind, _etag(etag.encode() + tail), body, next_instant(following))


def _etag(content: bytes) -> str:
    """The hash of stored content and of the address that is put into it."""
    content += settings.BASE_URL.encode()
    return '"' + hashlib.blake2b(content, digest_size=15).hexdigest() + '"'


def _quoted(text: str) -> str:
    return f'"{text}"' if text else "null"


def next_instant(following: Sequence[Any]) -> datetime | None:
    """The earliest of raw instants, or None."""
    known = [value for value in following if value is not None]
    # Both databases give instants that sort as they are, so only the earliest is read.
    return _instant(min(known)) if known else None


def max_age(at: datetime, until: datetime | None) -> int:
    """Whole seconds from `at` until the next known change, at most `MAX_AGE`, rounded down."""
    return MAX_AGE if until is None else max(0, min(MAX_AGE, int((until - at).total_seconds())))


def _instant(value: object) -> datetime:
    """What a raw cursor returns for an instant: aware on PostgreSQL, UTC text on SQLite."""
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=clock.UTC)
    return datetime.fromisoformat(str(value)).replace(tzinfo=clock.UTC)


# -- lists ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list; `more` says whether another follows."""

    entries: list[Entry]
    more: bool
    until: datetime | None

    def etag(self, *parts: object) -> str:
        """The hash of what the answer says: its entries in order and `parts` (count, query)."""
        said = ",".join(entry.etag for entry in self.entries) + repr((self.more, *parts))
        return _etag(said.encode())


def entries(filters: Filters, at: datetime) -> Listing:
    """The entries that hold at that instant, newest (or first in order) first."""
    where, values = _conditions(filters, at)
    sql = (
        f"SELECT p.key, p.sort, p.etag, p.card, {_NEXT[0]}, {_NEXT[1]} "  # constants only
        f"FROM cms_publishing_publication p WHERE {where} ORDER BY p.sort DESC, p.key LIMIT %(limit)s"
    )
    rows = driver.rows(sql, {**values, "limit": filters.limit + 1})
    kept = [Entry(row[0], row[1], row[2], addresses.answered(bytes(row[3]))) for row in rows[: filters.limit]]
    return Listing(kept, len(rows) > filters.limit, next_instant(rows[0][4:] if rows else _following(at)))


@dataclass(frozen=True, slots=True)
class Count:
    """How many entries of a list hold, and until when that can be said."""

    number: int
    until: datetime | None
    passing: bool
    size: int = 0


def count(filters: Filters, at: datetime) -> int:
    """How many entries hold at that instant, whatever the cursor; remembered while it cannot change."""
    wanted = replace(filters, after=None, limit=0)

    def counted() -> Count:
        where, values = _conditions(wanted, at)
        counting = f"SELECT count(*) FROM cms_publishing_publication p WHERE {where}"
        number, *following = driver.rows(f"SELECT ({counting}), {_NEXT[0]}, {_NEXT[1]}", values)[0]
        return Count(number, next_instant(following), passing=filters.past or filters.updated_since is not None)

    return memory.recall(("count", wanted), at, counted).number


def until(at: datetime) -> datetime | None:
    """The next known instant at which anything public changes, or None."""
    return next_instant(_following(at))


def _following(at: datetime) -> Sequence[Any]:
    return driver.rows(f"SELECT {_NEXT[0]}, {_NEXT[1]}", {"at": at})[0]


def _conditions(filters: Filters, at: datetime) -> tuple[str, dict[str, object]]:
    parts = ["p.channel = %(channel)s", "p.locale = %(locale)s", _HOLDS.format("p")]
    values: dict[str, object] = {"at": at, "channel": filters.channel, "locale": filters.locale}
    for name in ("type", "parent", "section"):
        if wanted := getattr(filters, name):
            parts.append(f"p.{name} = %({name})s")
            values[name] = wanted
    if filters.addressed:
        parts.append("p.path <> ''")
    if filters.past:
        parts.append("p.title <> ''")
    if filters.category:
        parts.append("p.categories LIKE %(category)s")
        values["category"] = f"%,{filters.category},%"
    if filters.updated_since is not None:
        parts.append("p.updated_at >= %(updated_since)s")
        values["updated_since"] = filters.updated_since
    if filters.after is not None:
        parts.append("(p.sort < %(sort)s OR (p.sort = %(sort)s AND p.key > %(after)s))")
        values["sort"], values["after"] = filters.after
    return " AND ".join(parts), values


# -- the tree ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Node:
    """One public page of the tree; `crumb` is its JSON text."""

    key: str
    parent: str
    type: str
    crumb: str


def tree(locale: str, at: datetime) -> tuple[list[Node], datetime | None]:
    """Every page of the tree (no list items) that holds, siblings in order, and when that can next change.

    A page below one that is not public is left out with everything under it by the caller.
    """
    sql = (
        f"SELECT p.key, p.parent, p.type, p.crumb, {_NEXT[0]}, {_NEXT[1]} "  # constants only
        "FROM cms_publishing_publication p WHERE p.in_tree AND p.locale = %(locale)s AND p.channel = 'site' AND "
        + _HOLDS.format("p")
        + " ORDER BY p.sort DESC, p.key"
    )
    rows = driver.rows(sql, {"locale": locale, "at": at})
    nodes = [Node(key, parent, kind, addresses.crumbs(crumb)) for key, parent, kind, crumb, *_next in rows if crumb]
    return nodes, next_instant(rows[0][4:] if rows else _following(at))


# -- single facts --------------------------------------------------------------


def path_of(key: str, locale: str, at: datetime) -> str | None:
    """The public address of `key` at that instant, or None."""
    rows = Publication.objects.filter(holds(at), key=key, locale=locale, channel="site")
    return rows.values_list("path", flat=True).first()


def holds(at: datetime) -> Q:
    """The condition "public at this instant" for queries on `Publication`."""
    return Q(online__lte=at) & (Q(offline=None) | Q(offline__gt=at))


def ahead(at: datetime) -> Q:
    """The condition "public at this instant or later"."""
    return (Q(offline=None) | Q(offline__gt=at)) & (Q(offline=None) | Q(offline__gt=F("online")))
