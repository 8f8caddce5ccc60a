"""How many statements an answer takes, counted inside this process."""

from __future__ import annotations

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.bench.measure import Subject


def counts(asked: list[Subject]) -> dict[str, int]:
    """Statements per answer, warm."""
    client = Client(SERVER_NAME="127.0.0.1")
    found = {}
    for subject in asked:
        if subject.others:
            continue
        headers = {"If-None-Match": client.get(subject.path).headers.get("ETag", "")} if subject.conditional else {}
        client.get(subject.path, headers=headers)
        with CaptureQueriesContext(connection) as captured:
            client.get(subject.path, headers=headers)
        found[subject.name] = len(captured)
    return found
