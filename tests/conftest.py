"""Ground of every test: a database from the template, a clock to hold, files in a folder of their own."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db.backends.signals import connection_created
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from cms.core import clock
from tests.tools import databases, refusals
from tests.tools import held as held_clock

# A working Monday.
TEN_OCLOCK = datetime(2026, 11, 23, 10, 0, tzinfo=clock.TAIPEI)


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """One copy of the template database for this worker."""
    connection_created.connect(held_clock.follow, dispatch_uid="tests_held_clock")
    database = databases.make()
    original = TransactionTestCase._fixture_teardown
    with django_db_blocker.unblock():
        database.create()
    TransactionTestCase._fixture_teardown = lambda case: _restore(database)
    yield
    TransactionTestCase._fixture_teardown = original
    with django_db_blocker.unblock():
        database.drop()


def _restore(database: databases.TestDatabase) -> None:
    database.restore()
    ContentType.objects.clear_cache()
    cache.clear()


@pytest.fixture(autouse=True)
def _empty_cache() -> None:
    cache.clear()


class HeldClock:
    """The project's clock, standing still until the test moves it."""

    def __init__(self, instant: datetime) -> None:
        self._holding = clock.hold(instant)
        self._holding.__enter__()

    @property
    def now(self) -> datetime:
        """The held instant, in UTC."""
        return clock.now()

    def to(self, instant: datetime) -> datetime:
        """Move to the aware `instant`."""
        self.release()
        self._holding = clock.hold(instant)
        self._holding.__enter__()
        return clock.now()

    def forward(self, **delta: float) -> datetime:
        """Move on by `timedelta(**delta)`."""
        return self.to(clock.now() + timedelta(**delta))

    def release(self) -> None:
        """Let the clock run again."""
        self._holding.__exit__(None, None, None)


@pytest.fixture
def held() -> Iterator[HeldClock]:
    """The clock held at ten o'clock on a working Monday; `held.to(…)` and `held.forward(…)` move it."""
    holding = HeldClock(TEN_OCLOCK)
    yield holding
    holding.release()


def pytest_configure(config: pytest.Config) -> None:
    """Note which refusals are really given."""
    refusals.watch()
    config.pluginmanager.register(refusals.Collected(), "refusals-collected")


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave no files behind."""
    # Under other settings the folder could be somebody's own data.
    if settings.SETTINGS_MODULE == "cms.settings.test":
        shutil.rmtree(settings.VAR, ignore_errors=True)
