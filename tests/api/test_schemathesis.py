"""Whatever is asked by a machine that read the description: no fault of ours, no undocumented answer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import schemathesis
from django.core import signals
from django.db import close_old_connections
from hypothesis import HealthCheck, settings
from schemathesis import checks
from schemathesis.specs.openapi import checks as openapi_checks

from api.schema import openapi
from cms.wsgi import application
from tests.factories.pages import Ground

schema = schemathesis.openapi.from_dict(openapi())
schema.app = application

CHECKS = [
    checks.not_a_server_error,
    openapi_checks.status_code_conformance,
    openapi_checks.content_type_conformance,
    openapi_checks.response_schema_conformance,
]


@pytest.fixture(autouse=True)
def _one_connection(ground: Ground) -> Iterator[None]:
    """Keep the test's transaction open: a real server gives its connection back after each request."""
    pairs = ((signals.request_started, close_old_connections), (signals.request_finished, close_old_connections))
    for signal, receiver in pairs:
        signal.disconnect(receiver)
    yield
    for signal, receiver in pairs:
        signal.connect(receiver)


@schema.parametrize()
@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.filter_too_much],
)
def test_no_question_finds_a_fault(case: schemathesis.Case) -> None:
    case.call_and_validate(checks=CHECKS)
