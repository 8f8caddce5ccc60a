"""Give every SQLite connection the functions its triggers call.

A connection without them (another program on the same file) cannot write the timeline at
all: the trigger fails on the unknown function, which is the side we want to fail on.
"""

from __future__ import annotations

from django.db.backends.base.base import BaseDatabaseWrapper

from cms.core import clock
from cms.publishing.documents import digest
from cms.publishing.fingerprint import fingerprint_of_json


def add_functions(sender: object, connection: BaseDatabaseWrapper, **kwargs: object) -> None:
    """Receiver of `connection_created`."""
    if connection.vendor != "sqlite":
        return
    connection.connection.create_function("cms_now", 0, _now)
    connection.connection.create_function("cms_fingerprint", 1, fingerprint_of_json, deterministic=True)
    connection.connection.create_function("cms_digest", 1, digest, deterministic=True)


def _now() -> str:
    return clock.now().strftime("%Y-%m-%d %H:%M:%S.%f")
