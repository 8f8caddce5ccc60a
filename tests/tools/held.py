"""Tell PostgreSQL which instant a test holds, so that the guard and the project read one clock."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

from cms.core import clock

# Stands in for the guard's own clock in test databases only.
CMS_NOW = """
CREATE OR REPLACE FUNCTION cms_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS
$$ SELECT coalesce(nullif(current_setting('cms.held_now', true), '')::timestamptz, clock_timestamp()) $$
"""


def follow(sender: object, connection: BaseDatabaseWrapper, **kwargs: object) -> None:
    """Receiver of `connection_created`: every statement on our tables first sets the held instant."""
    if connection.vendor == "postgresql" and _tell not in connection.execute_wrappers:
        connection.execute_wrappers.append(_tell)


def _tell(execute: Callable[..., Any], sql: str, params: object, many: bool, context: Mapping[str, Any]) -> Any:
    # Told each time: a rolled back savepoint takes the setting back with it.
    if "cms_" in str(sql):
        instant = clock.now().isoformat() if clock.is_held() else ""
        with context["connection"].wrap_database_errors:
            context["connection"].connection.execute("SELECT set_config('cms.held_now', %s, false)", [instant])
    return execute(sql, params, many, context)
