"""Ask the database with as little as possible between: the driver's own cursor and a prepared statement.

Django's cursor costs a read of the timeline more than the database does. It is used all the
same wherever somebody watches statements (query counts in tests, a debugging log, wrappers).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper

Rows = list[Sequence[Any]]


def vendor() -> str:
    """`sqlite` or `postgresql`."""
    return str(connection().vendor)


def connection() -> BaseDatabaseWrapper:
    """The timeline's database. Finding it costs half as much as a small statement, so a reader may hand it on."""
    return connections[DEFAULT_DB_ALIAS]


def rows(sql: str, values: Mapping[str, Any], through: BaseDatabaseWrapper | None = None) -> Rows:
    """The rows of one SELECT with `%(name)s` placeholders; aware instants may be among the values."""
    database = through or connection()
    if database.execute_wrappers or database.queries_logged:
        return _watched(database, sql, values)
    if database.connection is None:
        database.ensure_connection()
    if database.vendor == "sqlite":
        return _direct(database, sql, values)
    return _prepared(database, sql, values)


def _direct(database: BaseDatabaseWrapper, sql: str, values: Mapping[str, Any]) -> Rows:
    try:
        found: Rows = database.connection.execute(_named(sql), _as_text(values) if values else {}).fetchall()
    except sqlite3.Error:
        with database.wrap_database_errors:
            raise
    return found


def _watched(database: BaseDatabaseWrapper, sql: str, values: Mapping[str, Any]) -> Rows:
    with database.cursor() as cursor:
        cursor.execute(sql, values if database.vendor == "postgresql" else _as_text(values))
        return list(cursor.fetchall())


def _prepared(database: BaseDatabaseWrapper, sql: str, values: Mapping[str, Any]) -> Rows:
    # Django binds values into the text; bound at the server, the plan is made once a connection.
    from psycopg import Cursor  # SQLite needs no such driver

    with database.wrap_database_errors, Cursor(database.connection) as cursor:
        return list(cursor.execute(sql, values, prepare=True).fetchall())


@cache
def _named(sql: str) -> str:
    return sql % _Placeholders()


class _Placeholders(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return f":{name}"


def _as_text(values: Mapping[str, Any]) -> dict[str, Any]:
    """SQLite keeps instants as Django writes them: UTC, without an offset."""
    return {
        name: str(value.astimezone(UTC).replace(tzinfo=None)) if isinstance(value, datetime) else value
        for name, value in values.items()
    }
