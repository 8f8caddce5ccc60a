"""What holds at an instant? Every public answer starts here, and here only.

The readers return stored bytes and never look at drafts, Wagtail's flags or the clock's
yesterday: `at` is the instant asked for (aware UTC). Each costs one statement.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F, Q

from cms.core import clock
from cms.publishing.models import Publication
from cms.publishing.timeline import driver

MAX_AGE = 60
"""Seconds a public answer may be kept: withdrawals are not planned, so never longer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One page's answer: whole JSON bytes, its ETag, and when it can next change."""

    key: str
    locale: str
    etag: str
    body: bytes
    max_age: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of a list: its bytes and what the cursor and the ETag need."""

    key: str
    sort: int
    etag: str
    card: bytes


@dataclass(frozen=True, slots=True)
class Filters:
    """What a list may be narrowed by; empty means any. `addressed` leaves out documents without a path."""

    type: str = ""
    locale: str = "zh-hant"
    channel: str = "site"
    parent: str = ""
    section: str = ""
    category: str = ""
    updated_since: datetime | None = None
    addressed: bool = False
    after: tuple[int, str] | None = None
    limit: int = 20


_HOLDS = "{0}.online <= %(at)s AND ({0}.offline IS NULL OR {0}.offline > %(at)s)"

_ANCESTORS = {
    "sqlite": """(SELECT group_concat(a.crumb, ',') FROM json_each(p.ancestors) j
        CROSS JOIN cms_publishing_publication a
        WHERE a.key = j.value AND a.locale = p.locale AND a.channel = 'site' AND """
    + _HOLDS.format("a")
    + ")",
    "postgresql": """(SELECT string_agg(a.crumb, ',' ORDER BY j.ordinality)
        FROM jsonb_array_elements_text(p.ancestors) WITH ORDINALITY j
        JOIN cms_publishing_publication a ON a.key = j.value
        WHERE a.locale = p.locale AND a.channel = 'site' AND """
    + _HOLDS.format("a")
    + ")",
}
_TRANSLATIONS = {
    "sqlite": "(SELECT group_concat(x.crumb, ',') FROM cms_publishing_publication x WHERE ",
    "postgresql": "(SELECT string_agg(x.crumb, ',') FROM cms_publishing_publication x WHERE ",
}
# The channel as an expression: without statistics SQLite would walk the whole channel instead of one key.
_OTHER_LOCALES = (
    "x.key = p.key AND x.locale <> p.locale AND x.channel || '' = p.channel AND " + _HOLDS.format("x") + ")"
)

# The next known instant at which anything public changes: two look-ups at the end of an index.
_NEXT = (
    "(SELECT min(n.online) FROM cms_publishing_publication n WHERE n.online > %(at)s)",
    "(SELECT min(n.offline) FROM cms_publishing_publication n WHERE n.offline > %(at)s)",
)


def _detail_sql(vendor: str, column: str, where: str) -> str:
    return (
        f"SELECT p.key, p.locale, p.etag, p.offline, p.superseded, {column}, "  # constants only
        f"{_ANCESTORS[vendor]}, {_TRANSLATIONS[vendor]}{_OTHER_LOCALES}, {_NEXT[0]}, {_NEXT[1]} "
        f"FROM cms_publishing_publication p WHERE {where} AND {_HOLDS.format('p')}"
    )


_BY_KEY = "p.key = %(key)s AND p.locale = %(locale)s AND p.channel = 'site'"
_BY_PATH = "p.path = %(path)s AND p.channel = 'site'"
_SQL = {
    (vendor, where, column): _detail_sql(vendor, column, condition)
    for vendor in ("sqlite", "postgresql")
    for where, condition in (("key", _BY_KEY), ("path", _BY_PATH))
    for column in ("p.document", "NULL")
}


def page(key: str, locale: str, at: datetime, *, unless_etag: str = "") -> Answer | None:
    """The document of `key` in `locale` at that instant, or None.

    With `unless_etag` equal to the answer's ETag the body stays empty and no document is read.
    """
    return _detail("key", {"key": key, "locale": locale, "at": at}, unless_etag)


def page_by_path(path: str, at: datetime, *, unless_etag: str = "") -> Answer | None:
    """The document that is public at `path` (which names its language by itself), or None."""
    return _detail("path", {"path": path, "at": at}, unless_etag)


def _detail(where: str, values: dict[str, object], unless_etag: str) -> Answer | None:
    if unless_etag:
        answer = _ask(where, "NULL", values)
        if answer is None or answer.etag == unless_etag:
            return answer
    return _ask(where, "p.document", values)


def _ask(where: str, column: str, values: dict[str, object]) -> Answer | None:
    rows = driver.rows(_SQL[driver.vendor(), where, column], values)
    return _answer(rows[0], values["at"]) if rows else None


def _answer(row: Sequence[Any], at: object) -> Answer:
    key, locale, etag, offline, superseded, document, crumbs, translations, *following = row
    ends = "" if superseded or offline is None else clock.iso(_instant(offline)) or ""
    tail = (
        f',"offline_at":{_quoted(ends)},"breadcrumbs":[{crumbs or ""}],"translations":[{translations or ""}]}}'
    ).encode()
    body = bytes(document)[:-1] + tail if document is not None else b""
    return Answer(key, locale, _etag(etag.encode() + tail), body, max_age(at, following))


def _etag(content: bytes) -> str:
    return '"' + hashlib.blake2b(content, digest_size=15).hexdigest() + '"'


def _quoted(text: str) -> str:
    return f'"{text}"' if text else "null"


def max_age(at: object, following: Sequence[object]) -> int:
    """Whole seconds until the next known change, at most `MAX_AGE`, rounded down."""
    known = [value for value in following if value is not None]
    if not known or not isinstance(at, datetime):
        return MAX_AGE
    # Both databases give instants that sort as they are, so only the earliest is read.
    return max(0, min(MAX_AGE, int((_instant(min(known)) - at).total_seconds())))  # type: ignore[type-var]


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
    max_age: int

    def etag(self, *parts: object) -> str:
        """The hash of what the answer says: its entries in order and `parts` (count, query)."""
        said = ",".join(entry.etag for entry in self.entries) + repr((self.more, *parts))
        return _etag(said.encode())


def entries(filters: Filters, at: datetime, *, bodies: bool = True) -> Listing:
    """The entries that hold at that instant, newest (or first in order) first.

    Without `bodies` the cards stay empty: enough for an ETag.
    """
    where, values = _conditions(filters, at)
    sql = (
        f"SELECT p.key, p.sort, p.etag, {'p.card' if bodies else 'NULL'}, {_NEXT[0]}, {_NEXT[1]} "
        f"FROM cms_publishing_publication p WHERE {where} ORDER BY p.sort DESC, p.key LIMIT %(limit)s"
    )
    rows = driver.rows(sql, {**values, "limit": filters.limit + 1})
    following = rows[0][4:] if rows else driver.rows(f"SELECT {_NEXT[0]}, {_NEXT[1]}", values)[0]
    kept = [Entry(row[0], row[1], row[2], bytes(row[3] or b"")) for row in rows[: filters.limit]]
    return Listing(kept, len(rows) > filters.limit, max_age(at, following))


def count(filters: Filters, at: datetime) -> int:
    """How many entries hold at that instant, whatever the cursor.

    Remembered per process until the timeline is written again or reaches its next instant.
    """
    where, values = _conditions(replace(filters, after=None), at)
    version_sql = f"SELECT (SELECT number FROM cms_publishing_timelineversion WHERE id = 1), {_NEXT[0]}, {_NEXT[1]}"
    version, *following = driver.rows(version_sql, values)[0]
    name = (connection.settings_dict["NAME"], replace(filters, after=None, limit=0))
    known = _counts.get(name)
    if known is not None and known[0] == version and known[1] <= at and (known[2] is None or at < known[2]):
        return known[3]
    number: int = driver.rows(f"SELECT count(*) FROM cms_publishing_publication p WHERE {where}", values)[0][0]
    until = min((_instant(value) for value in following if value is not None), default=None)
    if len(_counts) > 500:
        _counts.clear()
    _counts[name] = (version, at, until, number)
    return number


_counts: dict[tuple[object, ...], tuple[int | None, datetime, datetime | None, int]] = {}


def _conditions(filters: Filters, at: datetime) -> tuple[str, dict[str, object]]:
    parts = ["p.channel = %(channel)s", "p.locale = %(locale)s", _HOLDS.format("p")]
    values: dict[str, object] = {"at": at, "channel": filters.channel, "locale": filters.locale}
    for name in ("type", "parent", "section"):
        if wanted := getattr(filters, name):
            parts.append(f"p.{name} = %({name})s")
            values[name] = wanted
    if filters.addressed:
        parts.append("p.path <> ''")
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


def tree(locale: str, at: datetime) -> tuple[list[Node], int]:
    """Every page of the tree (no list items) that holds, siblings in order, and the answer's max-age.

    A page below one that is not public is left out with everything under it by the caller.
    """
    sql = (
        f"SELECT p.key, p.parent, p.type, p.crumb, {_NEXT[0]}, {_NEXT[1]} "  # constants only
        "FROM cms_publishing_publication p WHERE p.in_tree AND p.locale = %(locale)s AND p.channel = 'site' AND "
        + _HOLDS.format("p")
        + " ORDER BY p.sort DESC, p.key"
    )
    rows = driver.rows(sql, {"locale": locale, "at": at})
    return [Node(*row[:4]) for row in rows], max_age(at, rows[0][4:] if rows else ())


# -- what is not there ---------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Gone:
    """Why a page that was public is not: `withdrawn` with its reason, or `expired`."""

    code: str
    since: datetime
    reason: str
    successor: str


def gone(key: str, locale: str, at: datetime) -> Gone | None:
    """How the last row of `key` before `at` ended, or None when it was never public."""
    row = (
        Publication.objects.filter(key=key, locale=locale, channel="site", online__lte=at, offline__gt=F("online"))
        .filter(offline__lte=at)
        .order_by("-online")
        .values_list("offline", "end_action", "end_reason", "end_successor")
        .first()
    )
    if row is None or row[0] is None:
        return None
    code = "withdrawn" if row[1] == "withdraw" else "expired"
    return Gone(code, row[0], row[2] if code == "withdrawn" else "", row[3])


def formerly_at(path: str, at: datetime) -> tuple[str, str] | None:
    """Key and locale of the page that was last public at `path` before `at`, or None."""
    return (
        Publication.objects.filter(path=path, channel="site", online__lte=at)
        .exclude(offline=F("online"))
        .order_by("-online")
        .values_list("key", "locale")
        .first()
    )


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
