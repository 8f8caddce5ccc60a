"""Test databases copied from one template, because migrating takes longer than most tests.

The template is built once for each state of the migrations and kept between runs. Each
worker gets a copy, and after a test that really committed the copy is made anew: the
timeline refuses DELETE and TRUNCATE, so Django's way of emptying tables cannot work here.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sqlite3
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, connections

from cms.publishing import owner
from tests.tools import held

SHELF = Path(tempfile.gettempdir()) / f"registration-cms-tests-{os.getuid()}"
KEPT_SECONDS = 24 * 3600


def fingerprint() -> str:
    """Twelve digits that change whenever a migration or a guard of any installed app changes."""
    digest = hashlib.sha256()
    for config in apps.get_app_configs():
        folder = Path(config.path)
        for path in sorted([*folder.glob("migrations/*.py"), *folder.glob("guards/*.sql")]):
            digest.update(f"{config.label}/{path.name}".encode() + path.read_bytes())
    return digest.hexdigest()[:12]


@contextmanager
def _alone(name: str) -> Iterator[None]:
    """Let one process at a time build a template."""
    SHELF.mkdir(mode=0o700, parents=True, exist_ok=True)
    with (SHELF / f"{name}.lock").open("w") as stream:
        fcntl.flock(stream, fcntl.LOCK_EX)
        yield


class TestDatabase(ABC):
    """One worker's database: made at the start, restored when dirty, dropped at the end."""

    __test__ = False

    @abstractmethod
    def create(self) -> None:
        """Make the worker's copy and point Django at it."""

    @abstractmethod
    def restore(self) -> None:
        """Throw away everything that tests have committed."""

    @abstractmethod
    def drop(self) -> None:
        """Remove the worker's copy."""


class SQLiteDatabase(TestDatabase):
    """A file beside the worker's other files, copied from a template file."""

    def __init__(self) -> None:
        self.template = SHELF / f"template-{fingerprint()}.sqlite3"
        self.file = Path(settings.VAR) / "test.sqlite3"

    def create(self) -> None:
        with _alone("template"):
            if not self.template.exists():
                self._build()
        shutil.copyfile(self.template, self.file)
        _use(str(self.file))

    def restore(self) -> None:
        connections.close_all()
        source = f"file:{self.template}?mode=ro&immutable=1"
        with (
            closing(sqlite3.connect(source, uri=True)) as clean,
            closing(sqlite3.connect(self.file, timeout=20)) as used,
        ):
            clean.backup(used)

    def drop(self) -> None:
        connections.close_all()

    def _build(self) -> None:
        for old in SHELF.glob("template-*.sqlite3"):
            if old.stat().st_mtime < time.time() - KEPT_SECONDS:
                old.unlink()
        draft = self.template.with_suffix(f".{os.getpid()}")
        _use(str(draft))
        call_command("migrate", verbosity=0, interactive=False)
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA journal_mode=DELETE")
        connections.close_all()
        draft.rename(self.template)


class PostgreSQLDatabase(TestDatabase):
    """A database made by the owner's role, used by the application's role."""

    def __init__(self) -> None:
        self.template = f"cms_template_{fingerprint()}"
        self.name = f"cms_test_{os.getpid()}"

    def create(self) -> None:
        with _alone("template-postgresql"):
            if not self._server("SELECT 1 FROM pg_database WHERE datname = %s", self.template):
                self._build()
        self._copy()
        _use(self.name)

    def restore(self) -> None:
        connections.close_all()
        self._copy()

    def drop(self) -> None:
        connections.close_all()
        self._server(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')

    def _copy(self) -> None:
        self._server(f'DROP DATABASE IF EXISTS "{self.name}" WITH (FORCE)')
        self._server(f'CREATE DATABASE "{self.name}" TEMPLATE "{self.template}"')

    def _build(self) -> None:
        draft = f"{self.template}_draft"
        self._server(f'DROP DATABASE IF EXISTS "{draft}" WITH (FORCE)')
        self._server(f'CREATE DATABASE "{draft}"')
        _use(draft)
        application = connection.settings_dict["USER"]
        call_command("migrate", verbosity=0, interactive=False)
        with owner.as_owner(), connection.cursor() as cursor:
            cursor.execute(held.CMS_NOW)
        call_command("grant_application_role", application, verbosity=0)
        connections.close_all()
        self._server(f'ALTER DATABASE "{draft}" RENAME TO "{self.template}"')

    def _server(self, statement: str, *parameters: str) -> list[tuple[object, ...]]:
        """Run one statement as the owner, outside every database of ours."""
        import psycopg

        values = {**connection.settings_dict, **owner.credentials()}
        with psycopg.connect(
            host=values["HOST"],
            port=values["PORT"],
            user=values["USER"],
            password=values["PASSWORD"],
            dbname="postgres",
            autocommit=True,
        ) as server:
            cursor = server.execute(statement, parameters or None)
            return cursor.fetchall() if cursor.description else []


def make() -> TestDatabase:
    """The test database of the vendor that the settings name. Raises `KeyError` for another vendor."""
    kinds: dict[str, type[TestDatabase]] = {"sqlite": SQLiteDatabase, "postgresql": PostgreSQLDatabase}
    return kinds[connection.vendor]()


def _use(name: str) -> None:
    connections.close_all()
    connections.databases["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name
