"""What appeared, changed or went in one language since an instant: the state a copy elsewhere must be brought to.

Not a history: a page is named once, as it is now, so nothing of an earlier version is told. A
page has changed when anything in its answer has: its own row, its planned end, or what it shows
of the pages above it and of its translations.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import connection

from cms.core import clock
from cms.publishing import addresses
from cms.publishing.timeline.read import max_age, next_instant

OVERLAP = timedelta(seconds=90)
"""How far to look back behind a cursor: the database's guard lets a row begin up to 86 s before it is written."""


@dataclass(frozen=True, slots=True)
class Change:
    """One page: `appeared`, `changed` or `gone`, at the instant of its last change.

    A page that is there has its crumb (JSON text); one that is gone has its reason.
    """

    kind: str
    at: datetime
    key: str
    type: str
    crumb: str
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
_SAME = "{0}.key = {1}.key AND {0}.locale = {1}.locale AND {0}.channel = 'site'"
# The channel as an expression: what a client asks for is a short stretch of time, not a whole channel.
_OURS = "p.channel || '' = 'site' AND p.locale = %(locale)s"
_BELOW = {
    "sqlite": "EXISTS (SELECT 1 FROM json_each(p.ancestors) j WHERE j.value = m.key)",
    "postgresql": "jsonb_exists(p.ancestors, m.key)",
}
# Instants at which others began to show another line of a page, or none: its row began or ended,
# and no row with the same crumb lies on the other side.
_SHOWN = f"""
    SELECT r.key, r.locale, r.online AS instant FROM {_TABLE} r
    WHERE r.channel || '' = 'site' AND r.online > %(since)s AND r.online <= %(now)s
        AND (r.offline IS NULL OR r.offline > r.online)
        AND NOT EXISTS (SELECT 1 FROM {_TABLE} q WHERE {_SAME.format("q", "r")}
            AND q.offline = r.online AND q.online < q.offline AND q.crumb = r.crumb)
    UNION ALL
    SELECT r.key, r.locale, r.offline FROM {_TABLE} r
    WHERE r.channel || '' = 'site' AND r.offline > %(since)s AND r.offline <= %(now)s AND r.offline > r.online
        AND NOT EXISTS (SELECT 1 FROM {_TABLE} q WHERE {_SAME.format("q", "r")}
            AND q.online = r.offline AND (q.offline IS NULL OR q.offline > q.online))"""  # constants only
_BEGAN = f"""
    SELECT p.id, p.online AS instant FROM {_TABLE} p
    WHERE {_OURS} AND p.online > %(since)s AND {_NOW.format("p")}"""  # constants only
# An end that was set since stands in the answer as `offline_at`.
_ENDS = f"""
    SELECT p.id, p.ended_at FROM {_TABLE} p
    WHERE {_OURS} AND p.ended_at > %(since)s AND p.ended_at <= %(now)s AND {_NOW.format("p")}"""  # constants only
# The shown pages first, as CROSS JOIN tells SQLite: mostly there are none, and nothing is walked through.
_SHOWING = f"""
    SELECT p.id, m.instant FROM shown m CROSS JOIN {_TABLE} p
    WHERE m.locale = %(locale)s AND p.channel = 'site' AND p.locale = %(locale)s AND {{below}} AND {_NOW.format("p")}
    UNION ALL
    SELECT p.id, m.instant FROM shown m CROSS JOIN {_TABLE} p
    WHERE m.locale <> %(locale)s AND p.key = m.key AND p.locale = %(locale)s AND p.channel = 'site'
        AND {_NOW.format("p")}"""  # constants only
_THERE = f"""
    SELECT CASE WHEN p.first_online > %(since)s THEN 'appeared' ELSE 'changed' END AS kind,
        t.instant AS instant, p.key AS key, p.type, p.crumb, '', '', ''
    FROM (SELECT id, max(instant) AS instant FROM ({{touched}}) u GROUP BY id) t
    JOIN {_TABLE} p ON p.id = t.id"""  # constants only
_GONE = f"""
    SELECT 'gone' AS kind, p.offline AS instant, p.key AS key, p.type, '',
        p.end_action, p.end_reason, p.end_successor
    FROM {_TABLE} p
    WHERE {_OURS} AND p.offline > %(since)s AND p.offline <= %(now)s AND p.offline > p.online
        AND NOT EXISTS (
            SELECT 1 FROM {_TABLE} q WHERE {_SAME.format("q", "p")} AND q.online <= %(now)s
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
    values = {"since": start, "now": now, "at": position.at}
    arguments = {name: connection.ops.adapt_datetimefield_value(value) for name, value in values.items()}
    with connection.cursor() as cursor:
        cursor.execute(
            _sql(first=since is None), {**arguments, "key": position.key, "locale": locale, "limit": limit + 1}
        )
        rows = cursor.fetchall()
        if not rows:
            cursor.execute(f"SELECT {_NEXT[0]}, {_NEXT[1]}", arguments)
        following = rows[0][8:] if rows else cursor.fetchone()
    found = [
        Change(row[0], _aware(row[1]), row[2], row[3], addresses.crumbs(row[4]), *row[5:8]) for row in rows[:limit]
    ]
    return found, len(rows) > limit, max_age(now, next_instant(following))


def _sql(*, first: bool) -> str:
    """The statement; the `first` reading knows nothing that could have changed."""
    showing = _SHOWING.format(below=_BELOW[connection.vendor])
    touched = _BEGAN if first else f"{_BEGAN} UNION ALL {_ENDS} UNION ALL {showing}"
    there = _THERE.format(touched=touched)
    wanted = there if first else f"{there} UNION ALL {_GONE}"
    shown = "" if first else f"WITH shown AS ({_SHOWN}) "
    return (
        f"{shown}SELECT c.*, {_NEXT[0]}, {_NEXT[1]} FROM ({wanted}) c WHERE {_AFTER} "  # constants only
        "ORDER BY instant, key LIMIT %(limit)s"
    )


def _aware(value: object) -> datetime:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=clock.UTC)
    return datetime.fromisoformat(str(value)).replace(tzinfo=clock.UTC)
