"""One small site for all tests of a module; each test's changes are rolled back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from cms.core import clock
from tests.conftest import TEN_OCLOCK
from tests.factories.pages import Ground, make_ground


@pytest.fixture(scope="module")
def built_ground(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Ground]:
    """The site, kept for the module inside one transaction around those of its tests."""
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        try:
            with clock.hold(TEN_OCLOCK):
                yield make_ground()
        finally:
            transaction.set_rollback(True)
            around.__exit__(None, None, None)


@pytest.fixture
def ground(built_ground: Ground, db: None, held: object) -> Iterator[Ground]:
    """The site as it was built, at ten o'clock on a Monday; pages made in the test are forgotten after it."""
    known = dict(built_ground.pages)
    yield built_ground
    built_ground.pages.clear()
    built_ground.pages.update(known)
