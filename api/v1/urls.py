"""The addresses of version 1, the most asked first."""

from __future__ import annotations

from itertools import chain

from django.http import HttpResponse
from django.urls import URLPattern, path, register_converter

from api import schema
from api.v1 import ask as asking
from api.v1 import changes, feeds, glossary, lists, marquee, pages, previews, problems, site, tree
from api.v1.nouns import NOUNS
from api.v1.public import View, public


class Key:
    """A page's key or a device's code; what it cannot be is looked for in vain, not refused as an address."""

    regex = r"[^/\x00]{1,100}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Key, "key")


def _list(noun: str, kind: str) -> URLPattern:
    return path(f"{noun}/", public(lists.of_type(kind), lists.PARSERS), name=f"v1_{noun}")


def _detail(noun: str, kind: str) -> URLPattern:
    def detail(ask: asking.Ask, key: str) -> HttpResponse:
        return pages.detail(ask, key, kind)

    return path(f"{noun}/<key:key>/", public(detail, asking.DETAIL), name=f"v1_{noun}_detail")


def _marquee(form: str) -> View:
    def shown(ask: asking.Ask, device: str) -> HttpResponse:
        return marquee.messages(ask, device, form)

    return public(shown)


urlpatterns = [
    path("pages/by-path/", public(pages.by_path, {**asking.TRAVEL, "path": asking.path}), name="v1_by_path"),
    path("pages/<key:key>/", public(pages.detail, asking.DETAIL), name="v1_page"),
    path("pages/", public(lists.any_type, {**lists.PARSERS, "type": lists.page_type}), name="v1_pages"),
    *chain.from_iterable((_list(noun, kind), _detail(noun, kind)) for noun, kind in NOUNS.items()),
    path("tree/", public(tree.tree, asking.TRAVEL), name="v1_tree"),
    path("site/", public(site.site, asking.TRAVEL), name="v1_site"),
    path("channels/marquee/<key:device>/", _marquee("json"), name="v1_marquee"),
    *(
        path(f"channels/marquee/<key:device>.{form}", _marquee(form), name=f"v1_marquee_{form}")
        for form in marquee.FORMATS
    ),
    path("glossary/", public(glossary.terms, glossary.PARSERS), name="v1_glossary"),
    _detail("glossary", glossary.KIND),
    path("changes/", public(changes.listing, changes.PARSERS), name="v1_changes"),
    path("feeds/<key:key>.rss", public(feeds.rss), name="v1_feed_rss"),
    path("feeds/<key:key>.json", public(feeds.json_feed), name="v1_feed_json"),
    path("pages/<key:key>/qr.svg", public(pages.qr), name="v1_qr"),
    path("previews/<str:token>/", public(previews.preview), name="v1_preview"),
    path("problems/", public(problems.listing), name="v1_problems"),
    path("openapi.json", public(schema.document), name="v1_openapi"),
    path("docs/", public(schema.docs), name="v1_docs"),
]
