"""The addresses of version 1, the most asked first."""

from __future__ import annotations

from django.urls import URLPattern, path, register_converter

from api import schema
from api.v1 import ask as asking
from api.v1 import changes, feeds, glossary, lists, marquee, pages, previews, problems, site, tree
from api.v1.public import View, public


class Key:
    """A page's key or a device's code; what it cannot be is looked for in vain, not refused as an address."""

    regex = r"[^/\x00]{1,100}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(Key, "key")


def _typed(noun: str, kind: str) -> list[URLPattern]:
    """List and detail of one type."""

    def detail(ask: asking.Ask, key: str) -> object:
        return pages.detail(ask, key, kind)

    return [
        path(f"{noun}/", public(lists.of_type(kind), lists.PARSERS), name=f"v1_{noun}"),
        path(f"{noun}/<key:key>/", public(detail, asking.DETAIL), name=f"v1_{noun}_detail"),  # type: ignore[arg-type]  # a response
    ]


def _marquee(form: str) -> View:
    def shown(ask: asking.Ask, device: str) -> object:
        return marquee.messages(ask, device, form)

    return public(shown)  # type: ignore[arg-type]  # a response


urlpatterns = [
    path("pages/by-path/", public(pages.by_path, {**asking.TRAVEL, "path": asking.path}), name="v1_by_path"),
    path("pages/<key:key>/", public(pages.detail, asking.DETAIL), name="v1_page"),
    path("pages/", public(lists.any_type, {**lists.PARSERS, "type": lists.page_type}), name="v1_pages"),
    *_typed("news", "news_item"),
    path("tree/", public(tree.tree, asking.TRAVEL), name="v1_tree"),
    path("site/", public(site.site, asking.TRAVEL), name="v1_site"),
    path("channels/marquee/<key:device>/", _marquee("json"), name="v1_marquee"),
    *(
        path(f"channels/marquee/<key:device>.{form}", _marquee(form), name=f"v1_marquee_{form}")
        for form in marquee.FORMATS
    ),
    *_typed("services", "service_guide"),
    *_typed("faqs", "faq_item"),
    *_typed("forms", "form_item"),
    *_typed("zones", "topic_zone"),
    path("glossary/", public(glossary.terms, asking.TRAVEL), name="v1_glossary"),
    path("changes/", public(changes.listing, changes.PARSERS), name="v1_changes"),
    path("feeds/<key:key>.rss", public(feeds.rss), name="v1_feed_rss"),
    path("feeds/<key:key>.json", public(feeds.json_feed), name="v1_feed_json"),
    path("pages/<key:key>/qr.svg", public(pages.qr), name="v1_qr"),
    path("previews/<str:token>/", public(previews.preview), name="v1_preview"),
    path("problems/", public(problems.listing), name="v1_problems"),
    path("openapi.json", public(schema.document), name="v1_openapi"),
    path("docs/", schema.docs, name="v1_docs"),
]
