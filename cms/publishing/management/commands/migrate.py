"""`migrate` as the role that owns the tables, where PostgreSQL has two (`DATABASE_OWNER_URL`)."""

from __future__ import annotations

from typing import Any

from django.core.management.commands import migrate
from django.db import DEFAULT_DB_ALIAS

from cms.publishing.owner import as_owner


class Command(migrate.Command):
    """Django's own command, connected as the owner."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        """Run it; another database than the default one has no second role."""
        if options.get("database", DEFAULT_DB_ALIAS) != DEFAULT_DB_ALIAS:
            return super().execute(*args, **options)
        with as_owner():
            return super().execute(*args, **options)
