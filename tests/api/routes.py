"""Every address of version 1, with names that exist on the tests' site."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import URLPattern

from api.v1 import urls

NAMES = {"key": "about", "device": "gate", "token": "forged"}
OWN_KEYS = {
    "v1_news_detail": "news-moving",
    "v1_services_detail": "birth-registration",
    "v1_faqs_detail": "faq-fee",
    "v1_forms_detail": "form-proxy",
    "v1_zones_detail": "birth-zone",
    "v1_glossary_detail": "glossary",
    "v1_feed_rss": "news",
    "v1_feed_json": "news",
}
QUERIES = {"v1_by_path": "path=/about/"}
NOT_FOUND = {"v1_preview"}


def template(pattern: URLPattern) -> str:
    """The address of a route as OpenAPI writes it."""
    return "/api/v1/" + str(pattern.pattern).replace("<key:", "{").replace("<str:", "{").replace(">", "}")


def all_routes() -> Iterator[tuple[str, str]]:
    """(name, address with its query) of every route."""
    for pattern in urls.urlpatterns:
        name = str(pattern.name)
        names = {**NAMES, "key": OWN_KEYS.get(name, NAMES["key"])}
        address = template(pattern).format(**names)
        yield name, f"{address}?{QUERIES[name]}" if name in QUERIES else address


ROUTES = list(all_routes())
READS = [(name, address) for name, address in ROUTES if name not in NOT_FOUND]
"""Those that answer 200 on the tests' site, in JSON or as a file."""


def join(address: str, query: str) -> str:
    """`address` with a further piece of query."""
    return f"{address}{'&' if '?' in address else '?'}{query}"
