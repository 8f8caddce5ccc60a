"""One site for all tests of a module; each test's changes are rolled back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from tests.api.site import kept_for_a_module
from tests.conftest import HeldClock
from tests.factories.pages import Ground
from tests.site.everything import EVERYTHING
from tests.site.reading import Read, read_all


@pytest.fixture(scope="module")
def built_ground(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Ground]:
    """The site, kept for the module inside one transaction around those of its tests."""
    with django_db_blocker.unblock(), kept_for_a_module(EVERYTHING) as ground:
        yield ground


@pytest.fixture
def ground(built_ground: Ground, db: None, held: HeldClock) -> Ground:
    """The site as it was built, at ten o'clock on a working Monday."""
    return built_ground


@pytest.fixture
def get(ground: Ground, client: Client) -> Client:
    """A visitor without an account."""
    return client


_pages: dict[int, list[Read]] = {}


@pytest.fixture
def pages(built_ground: Ground, get: Client) -> list[Read]:
    """Every page of the site and the site's own, parsed; read once for each site that is built."""
    key = id(built_ground)
    if key not in _pages:
        _pages.clear()
        _pages[key] = read_all(get)
    return _pages[key]
