"""What appeared, changed or went in one language since an instant: the state a copy elsewhere must be brought to.

Not a history: a page is named once, as it is now, so nothing of an earlier version is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from cms.core import clock
from cms.publishing.timeline.read import max_age, next_instant

OVERLAP = timedelta(seconds=90)
"""How far to look back behind a cursor: the database's guard lets a row begin up to 86 s before it is written."""


@dataclass(frozen=True, slots=True)
class Change:
    """One page: `appeared`, `changed` or `gone`, at the instant of its last change.

    A page that is there has its crumb (JSON text) and ETag; one that is gone has its reason.
    """

    kind: str
    at: datetime
    key: str
    type: str
    crumb: str
    etag: str
    end_action: str
    end_reason: str
    end_successor: str


@dataclass(frozen=True, slots=True)
class Position:
    """Where a reader stands: after this page's change at `at`. Instants are aware UTC."""

    at: datetime
    key: str = ""


_TABLE = "cms_publishing_publication"
_NOW = "{0}.online <= %(now)s AND ({0}.offline IS NULL OR {0}.offline > %(now)s)"
_SAME = "{0}.key = p.key AND {0}.locale = p.locale AND {0}.channel = 'site'"
# The channel as an expression: what a client asks for is a short stretch of time, not a whole channel.
_THERE = f"""
    SELECT CASE WHEN p.first_online > %(since)s THEN 'appeared' ELSE 'changed' END AS kind,
        p.online AS instant, p.key, p.type, p.crumb, p.etag, '', '', ''
    FROM {_TABLE} p
    WHERE p.channel || '' = 'site' AND p.locale = %(locale)s AND p.online > %(since)s AND {_NOW.format("p")}"""  # constants only
_GONE = f"""
    SELECT 'gone' AS kind, p.offline AS instant, p.key, p.type, '', '',
        p.end_action, p.end_reason, p.end_successor
    FROM {_TABLE} p
    WHERE p.channel || '' = 'site' AND p.locale = %(locale)s AND p.offline > %(since)s AND p.offline <= %(now)s AND p.offline > p.online
        AND NOT EXISTS (
            SELECT 1 FROM {_TABLE} q WHERE {_SAME.format("q")} AND q.online <= %(now)s
            AND (q.offline IS NULL OR q.offline > p.offline))"""  # constants only
_AFTER = "instant > %(at)s OR (instant = %(at)s AND key > %(key)s)"
_NEXT = tuple(
    f"(SELECT min(n.{column}) FROM {_TABLE} n WHERE n.{column} > %(now)s)"  # constants only
    for column in ("online", "offline")
)


def changes(
    locale: str, since: datetime | None, after: Position | None, now: datetime, limit: int
) -> tuple[list[Change], bool, int]:
    """The next `limit` changes after `since`, oldest first; whether more follow; the answer's max-age.

    Without `since` there is nothing to forget: only what is public now is told. `after` goes
    on within one reading.
    """
    start = since or datetime(1970, 1, 1, tzinfo=clock.UTC)
    position = after or Position(start)
    wanted = _THERE if since is None else f"{_THERE} UNION ALL {_GONE}"
    sql = (
        f"SELECT c.*, {_NEXT[0]}, {_NEXT[1]} FROM ({wanted}) c WHERE {_AFTER} "  # constants only
        "ORDER BY instant, key LIMIT %(limit)s"
    )
    values = {"since": start, "now": now, "at": position.at}
    arguments = {name: connection.ops.adapt_datetimefield_value(value) for name, value in values.items()}
    with connection.cursor() as cursor:
        cursor.execute(sql, {**arguments, "key": position.key, "locale": locale, "limit": limit + 1})
        rows = cursor.fetchall()
        if not rows:
            cursor.execute(f"SELECT {_NEXT[0]}, {_NEXT[1]}", arguments)
        following = rows[0][9:] if rows else cursor.fetchone()
    found = [Change(row[0], _aware(row[1]), *row[2:9]) for row in rows[:limit]]
    return found, len(rows) > limit, max_age(now, next_instant(following))


def _aware(value: object) -> datetime:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=clock.UTC)
    return datetime.fromisoformat(str(value)).replace(tzinfo=clock.UTC)
