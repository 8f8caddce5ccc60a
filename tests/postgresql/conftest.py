"""These tests ask PostgreSQL's roles; `make test-postgres` runs them with the rest of the suite."""

from __future__ import annotations

from django.db import connection

# SQLite has no roles to ask: there the same evidence is held by triggers, tested with the actions.
collect_ignore_glob = [] if connection.vendor == "postgresql" else ["test_*"]
