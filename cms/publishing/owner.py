"""Two roles on PostgreSQL: one owns the tables and migrates, the other serves and cannot forge.

`CMS_DATABASE_OWNER` in the settings holds the owner's credentials (`USER`, `PASSWORD`, `HOST`,
`PORT`, as in `DATABASES`); without it the one role of `DATABASES` does everything, and the
timeline is held by its triggers alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection

_NAMES = ("USER", "PASSWORD", "HOST", "PORT")


def credentials() -> dict[str, object]:
    """The owner's part of the connection settings; empty when there is one role only."""
    owner: dict[str, object] = getattr(settings, "CMS_DATABASE_OWNER", None) or {}
    return {name: owner[name] for name in _NAMES if name in owner}


@contextmanager
def as_owner() -> Iterator[None]:
    """Connect as the owner of the tables while the block runs, to the same database.

    With one role only this changes nothing. Raises `RuntimeError` inside a transaction,
    which cannot change its role.
    """
    values = credentials()
    if not values:
        yield
        return
    if connection.in_atomic_block:
        raise RuntimeError("The role changes between transactions, not inside one.")
    before = connection.settings_dict
    connection.close()
    connection.settings_dict = {**before, **values}
    try:
        yield
    finally:
        connection.close()
        connection.settings_dict = before
