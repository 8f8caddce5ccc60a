"""One site for all tests of a module; each test's changes are rolled back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from tests.api.site import kept_for_a_module
from tests.conftest import HeldClock
from tests.factories.pages import Ground


@pytest.fixture(scope="module")
def built_ground(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Ground]:
    """The site, kept for the module inside one transaction around those of its tests."""
    with django_db_blocker.unblock(), kept_for_a_module() as ground:
        yield ground


@pytest.fixture
def ground(built_ground: Ground, db: None, held: HeldClock) -> Ground:
    """The site as it was built, at ten o'clock on a working Monday."""
    return built_ground


@pytest.fixture
def get(ground: Ground, client: Client) -> Client:
    """An anonymous client of the public API."""
    return client
