"""Build a costly ground once a process; afterwards write the same rows again without the thinking.

What was built is rolled back with its module. On SQLite numbers start again after a
rollback, so the very same statements give the very same rows; on PostgreSQL they do not,
and the ground is built anew.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.db import connection

from cms.core import clock

Built = TypeVar("Built")
Statement = tuple[str, Any, bool, datetime]

_WRITES = ("INSERT", "UPDATE", "DELETE")


class Replay(Generic[Built]):
    """A ground that `build` makes; `again` gives it with its rows in the database."""

    def __init__(self, build: Callable[[], Built]) -> None:
        self._build = build
        self._built: Built | None = None
        self._statements: list[Statement] = []

    def again(self) -> Built:
        """Build it, or write what building wrote. Call inside a transaction that is rolled back."""
        ContentType.objects.clear_cache()
        if self._built is None or connection.vendor != "sqlite":
            self._statements.clear()
            with connection.execute_wrapper(self._keep):
                self._built = self._build()
            return self._built
        with connection.cursor() as cursor:
            for sql, params, many, instant in self._statements:
                # The database's own guard asks what time it is, too.
                with clock.hold(instant):
                    (cursor.executemany if many else cursor.execute)(sql, params)
        return self._built

    def _keep(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        result = execute(sql, params, many, context)
        if sql.lstrip().upper().startswith(_WRITES):
            self._statements.append((sql, list(params) if many else params, many, clock.now()))
        return result
