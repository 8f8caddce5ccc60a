from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from cms.core import clock
from site_pages.loading import accounts
from site_pages.loading.files import Bundle, read
from site_pages.loading.load import load
from tests.conftest import TEN_OCLOCK, HeldClock
from tests.site_pages import small_office


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The files of the invented office."""
    return small_office.write(tmp_path)


@pytest.fixture
def bundle(folder: Path) -> Bundle:
    """The invented office, read."""
    return read(folder)


@pytest.fixture(scope="module")
def _loaded(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """The invented office with its accounts, loaded once a module and taken back at its end.

    Each test's own transaction lies inside this one.
    """
    office = read(small_office.write(tmp_path_factory.mktemp("office")))
    with django_db_blocker.unblock(), transaction.atomic():
        with clock.hold(TEN_OCLOCK):
            load(office)
            accounts.make("a-long-password")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def island(_loaded: None, db: None, held: HeldClock, bundle: Bundle) -> Bundle:
    """The invented office, loaded, with an account for each person."""
    return bundle
