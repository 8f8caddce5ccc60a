"""What the admin answers when something is refused, and what it leaves alone."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.urls import reverse

from cms.admin.middleware import RefusedMiddleware
from cms.core.errors import Refusal, Refused
from cms.publishing.errors import GuardError

JSON = {"accept": "application/json"}


def answer(error: Exception, path: str) -> HttpResponse | None:
    """The middleware's answer to `error` raised in the view at `path`."""
    request: HttpRequest = RequestFactory().post(path, headers=JSON)
    return RefusedMiddleware(lambda _: HttpResponse()).process_exception(request, error)


def test_every_reason_is_in_the_answer() -> None:
    found = answer(Refused([Refusal("no_duty"), Refusal("unclassified")]), reverse("wagtailadmin_home"))
    assert found is not None
    assert found.status_code == 409
    assert b'"no_duty"' in found.content
    assert b'"unclassified"' in found.content


def test_the_database_s_refusal_is_told_without_its_words() -> None:
    found = answer(GuardError("guard: nobody approved this text"), reverse("wagtailadmin_home"))
    assert found is not None
    assert found.status_code == 409
    assert b'"guard"' in found.content
    assert b"nobody approved" not in found.content


def test_other_errors_and_other_addresses_are_left_alone() -> None:
    assert answer(ValueError("x"), reverse("wagtailadmin_home")) is None
    assert answer(Refused([Refusal("no_duty")]), "/api/v1/site/") is None
