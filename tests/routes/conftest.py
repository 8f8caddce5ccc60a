"""One site for all tests of a module; each test's changes are rolled back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction
from pytest_django import DjangoDbBlocker

from cms.core import clock
from tests.conftest import TEN_OCLOCK
from tests.routes import stage as stages
from tests.routes.stage import Stage


@pytest.fixture(scope="module")
def built_stage(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Stage]:
    """The stage, kept for the module inside one transaction around those of its tests."""
    with django_db_blocker.unblock():
        around = transaction.atomic()
        around.__enter__()
        try:
            with clock.hold(TEN_OCLOCK):
                yield stages.build()
        finally:
            transaction.set_rollback(True)
            around.__exit__(None, None, None)


@pytest.fixture
def stage(built_stage: Stage, db: None, held: object) -> Stage:
    """The stage as it was built, at ten o'clock."""
    return built_stage
