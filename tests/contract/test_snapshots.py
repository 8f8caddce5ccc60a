"""One document a page type and language, one of each common answer, and the OpenAPI description of them."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from api.openapi.schemas import CARDS, OWN, components, name_of
from api.representations.registry import TYPES
from api.schema import openapi
from tests.api.routes import READS
from tests.contract.snapshots import FOLDER, settle
from tests.factories.pages import Ground

PAGES = {
    "home": "home",
    "menu": "services",
    "standard": "about",
    "topic_zone": "birth-zone",
    "statistics": "population",
    "news_list": "news",
    "faq_list": "faq",
    "forms_list": "forms",
    "news_item": "news-moving",
    "service_guide": "birth-registration",
    "faq_item": "faq-late",
    "form_item": "form-proxy",
    "glossary": "glossary",
    "link": "to-faq",
    "site_header": "site-header",
    "site_footer": "site-footer",
    "quick_services": "quick-services",
    "banner_set": "banners",
    "redirect_table": "redirects",
    "classification_scheme": "classification-theme",
    "marquee_message": "marquee-birth",
}
IN_ENGLISH = {"home", "standard", "news_list", "news_item"}
CASES = [(kind, "zh-hant") for kind in PAGES] + [(kind, "en") for kind in sorted(IN_ENGLISH)]
ANSWERS = {
    "site": "site/",
    "tree": "tree/",
    "news": "news/",
    "faqs": "faqs/",
    "glossary": "glossary/",
    "marquee": "channels/marquee/gate.json",
    "json_feed": "feeds/news.json",
    "tombstones": "changes/?since=WzEsMCwwLCIiXQ",
    "changes": "changes/?limit=3",
    "not_found": "pages/nothing/?locale=en",
}


def _validator(name: str) -> Draft202012Validator:
    schema = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": components()}}
    return Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)


def test_every_type_has_its_page_here() -> None:
    assert set(PAGES) == TYPES == set(OWN)


@pytest.mark.parametrize(("kind", "locale"), CASES)
def test_documents(ground: Ground, client: Client, writing: bool, kind: str, locale: str) -> None:
    document = client.get(f"/api/v1/pages/{PAGES[kind]}/?locale={locale}").json()
    assert (document["type"], document["locale"]) == (kind, locale)
    _validator("AnyPage").validate(document)
    _validator(name_of(kind)).validate(document)
    declared = set(components()["Page"]["properties"]) - {"preview"} | set(OWN[kind])  # type: ignore[call-overload]  # an object's schema
    assert set(document) == declared, "the description names every key"
    settle(f"pages/{kind}.{locale}.json", document, writing=writing)


@pytest.mark.parametrize("kind", CARDS)
def test_cards_have_the_declared_keys(ground: Ground, client: Client, kind: str) -> None:
    card = client.get(f"/api/v1/pages/?type={kind}").json()["items"][0]
    _validator(f"{name_of(kind)}Card").validate(card)
    assert set(card) == set(components()["Card"]["properties"]) | set(CARDS[kind])  # type: ignore[call-overload]  # an object's schema


@pytest.mark.parametrize("name", ANSWERS)
def test_answers(ground: Ground, client: Client, writing: bool, name: str) -> None:
    settle(f"answers/{name}.json", client.get(f"/api/v1/{ANSWERS[name]}").json(), writing=writing)


def test_openapi(writing: bool) -> None:
    settle("openapi.json", openapi(), writing=writing)


def test_no_file_is_left_over() -> None:
    wanted = {f"pages/{kind}.{locale}.json" for kind, locale in CASES} | {f"answers/{name}.json" for name in ANSWERS}
    found = {str(path.relative_to(FOLDER)) for path in FOLDER.rglob("*.json")}
    assert found == wanted | {"openapi.json"}


def test_answers_are_as_described(ground: Ground, client: Client) -> None:
    """Every JSON read of the tests' site fits the shape that its address declares."""
    described = openapi()["paths"]
    for _name, address in READS:
        response = client.get(address)
        path = next(p for p in described if _fits(p, address.split("?")[0]))  # type: ignore[attr-defined]  # a mapping
        content = described[path]["get"]["responses"]["200"]["content"]  # type: ignore[index]  # as above
        media = response.headers["Content-Type"].split(";")[0]
        assert media in content, address
        reference = content[media]["schema"].get("$ref", "")
        if reference:
            _validator(reference.rsplit("/", 1)[1]).validate(json.loads(response.content))


def _fits(template: str, address: str) -> bool:
    """Whether `address` is one of `template`; a fixed address wins over one with a name in it."""
    wanted, given = template.split("/"), address.split("/")
    if len(wanted) != len(given):
        return False
    return all(w == g or _named(w, g) for w, g in zip(wanted, given, strict=True))


def _named(part: str, given: str) -> bool:
    if "{" not in part or given == "by-path":
        return False
    suffix = part.rsplit("}", 1)[1]
    return given.endswith(suffix) and ("." in given) == bool(suffix)
