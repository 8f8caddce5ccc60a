"""What the public is told, in short."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client

from cms.core import clock
from cms.publishing.timeline import read
from tests.conftest import HeldClock


def page(key: str, locale: str = "zh-hant") -> dict[str, Any] | None:
    """The document of a page as it is public at this instant, or None."""
    answer = read.page(key, locale, clock.now())
    return json.loads(answer.body) if answer is not None else None


def title(key: str, locale: str = "zh-hant") -> str | None:
    """Its title, or None while it is not public."""
    found = page(key, locale)
    return str(found["title"]) if found is not None else None


def titles(held: HeldClock, key: str, *days: float) -> list[str | None]:
    """The title that many days from now, one after another."""
    start = held.now
    found = []
    for number in days:
        held.to(start)
        held.forward(days=number)
        found.append(title(key))
    held.to(start)
    return found


def get(address: str) -> Any:
    """The answer of a public address."""
    return Client().get(f"/api/v1/{address}")
