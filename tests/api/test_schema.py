"""The OpenAPI document: valid, complete, and true about the routes."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.staticfiles import finders
from django.test import Client
from openapi_spec_validator import OpenAPIV31SpecValidator, validate

from api.errors import KINDS
from api.representations.registry import TYPES
from api.schema import openapi
from api.v1 import urls
from tests.api.routes import template

OURSELVES = {"preview", "at"}
# Codes that no read declares: they belong to all of the API, or to what is not a read.
ELSEWHERE = {
    "invalid_request",
    "sign_in_required",
    "forbidden",
    "unknown_endpoint",
    "unknown_file",
    "server_error",
    "method_not_allowed",
}


def _document() -> dict[str, Any]:
    return openapi()


def test_it_is_valid_openapi_3_1() -> None:
    validate(_document(), cls=OpenAPIV31SpecValidator)
    assert _document()["openapi"].startswith("3.1")


def test_it_has_every_route_and_no_other() -> None:
    assert set(_document()["paths"]) == {template(pattern) for pattern in urls.urlpatterns}


def test_it_has_every_parameter_and_no_other() -> None:
    for pattern in urls.urlpatterns:
        parsers = getattr(pattern.callback, "parsers", None)
        if parsers is None:
            continue
        declared = _document()["paths"][template(pattern)]["get"]["parameters"]
        assert {p["name"] for p in declared if p["in"] == "query"} == set(parsers), pattern
        assert {p["name"] for p in declared if p["in"] == "path"} == set(pattern.pattern.converters), pattern


def test_every_error_code_is_declared_somewhere() -> None:
    text = str(_document()["paths"])
    assert {code for code in KINDS if f"`{code}`" not in text} == ELSEWHERE


def test_every_reference_leads_somewhere() -> None:
    schemas = _document()["components"]["schemas"]
    for name in re.findall(r"#/components/schemas/(\w+)", str(_document())):
        assert name in schemas


def test_the_documentation_needs_nothing_from_elsewhere(client: Client) -> None:
    response = client.get("/api/v1/docs/?locale=en")
    page = response.content.decode()
    addresses = re.findall(r'(?:src|href)="([^"]+)"', page)
    assert len(addresses) == 4
    for address in addresses:
        assert address.startswith("/")
        if address.startswith("/static/"):
            assert finders.find(address.removeprefix("/static/")), address
    assert 'url: "/api/v1/openapi.json"' in page
    assert '<html lang="en">' in page
    assert "<title>Public API</title>" in page


def test_the_documentation_speaks_the_asked_language(client: Client) -> None:
    response = client.get("/api/v1/docs/", headers={"Accept-Language": "en"})
    assert '<html lang="zh-hant">' in response.content.decode()
    assert response.headers["Content-Language"] == "zh-hant"


def test_a_page_is_one_of_the_typed_shapes() -> None:
    shapes = _document()["components"]["schemas"]["AnyPage"]
    mapping = shapes["discriminator"]["mapping"]
    assert set(mapping) == TYPES
    assert [shape["$ref"] for shape in shapes["oneOf"]] == list(mapping.values())
    for address in ("pages/{key}/", "pages/by-path/", "previews/{token}/"):
        content = _document()["paths"][f"/api/v1/{address}"]["get"]["responses"]["200"]["content"]
        assert content["application/json"]["schema"] == {"$ref": "#/components/schemas/AnyPage"}


def test_the_problem_list_has_every_code(client: Client) -> None:
    answer = client.get("/api/v1/problems/?locale=en").json()
    assert {item["code"]: item["status"] for item in answer["items"]} == {
        code: kind.status for code, kind in KINDS.items()
    }
