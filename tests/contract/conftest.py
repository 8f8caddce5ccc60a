"""`--write-snapshots` writes the contract's files instead of comparing with them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import DjangoDbBlocker

from tests.api.site import kept_for_a_module
from tests.conftest import HeldClock
from tests.factories.pages import Ground


def pytest_addoption(parser: pytest.Parser) -> None:
    """The option of `manage.py api_snapshots --write`."""
    parser.addoption("--write-snapshots", action="store_true", help="write tests/contract/ anew, on purpose")


@pytest.fixture(scope="session")
def writing(pytestconfig: pytest.Config) -> bool:
    """Whether to write the files."""
    return bool(pytestconfig.getoption("--write-snapshots", default=False))


@pytest.fixture(scope="module")
def built_ground(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Ground]:
    """One page of every type, kept for the module."""
    with django_db_blocker.unblock(), kept_for_a_module() as ground:
        yield ground


@pytest.fixture
def ground(built_ground: Ground, db: None, held: HeldClock) -> Ground:
    """The site at ten o'clock on a working Monday."""
    return built_ground
