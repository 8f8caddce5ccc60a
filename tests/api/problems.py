"""The one way in which a failing answer is checked."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse

from api.errors import KINDS
from api.openapi.schemas import PROBLEM


def assert_problem(response: HttpResponse, code: str, *, locale: str = "zh-hant") -> dict[str, Any]:
    """`response` is a complete problem with this code, in this language; returns its members."""
    assert response.headers["Content-Type"] == "application/problem+json", response.content[:300]
    body: dict[str, Any] = response.json()  # type: ignore[attr-defined]  # the test client adds it
    assert body["code"] == code, body
    assert response.status_code == body["status"] == KINDS[code].status
    assert body["type"].endswith(f"/api/v1/problems/#{code}")
    assert body["title"]
    assert body["detail"]
    assert "%(" not in body["detail"], body["detail"]
    assert set(body) <= set(PROBLEM["properties"])  # type: ignore[call-overload]  # an object's schema
    assert response.headers["Content-Language"] == locale
    assert response.headers["Cache-Control"] == "no-store"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["ETag"]
    return body
