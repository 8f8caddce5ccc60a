from __future__ import annotations

import pytest

from tests.admin import ground
from tests.admin.ground import House


@pytest.fixture
def house(db: None, held: object) -> House:
    """The small site, at ten o'clock on a working Monday."""
    return ground.build()
