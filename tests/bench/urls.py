"""What the benchmark serves: the project, Wagtail's own ways to the same pages, and a constant."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path
from wagtail.api import APIField
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.models import Page

from cms.urls import urlpatterns as project
from site_pages.models import NewsItemPage

_CONSTANT = b'{"hello":"world"}'


def constant(request: HttpRequest) -> HttpResponse:
    """The least a Django view can do behind the same middleware."""
    return HttpResponse(_CONSTANT, content_type="application/json")


_TEMPLATE = """{% load wagtailcore_tags %}<!doctype html><html><head><title>{{ page.title }}</title></head><body>
<nav>{% for above in page.get_ancestors.live %}<a href="{{ above.url_path }}">{{ above.title }}</a>{% endfor %}</nav>
<h1>{{ page.title }}</h1><p>{{ page.summary }}</p>{% for block in page.body %}{% include_block block %}{% endfor %}
</body></html>"""


def wagtail_page(request: HttpRequest, number: int) -> HttpResponse:
    """The same text as Wagtail's own templates would show it, with the least around it."""
    page = Page.objects.get(pk=number).specific
    return HttpResponse(engines["django"].from_string(_TEMPLATE).render({"page": page}, request))


class OpenPages(PagesAPIViewSet):
    """Wagtail's own endpoint, without the sign-in that our REST framework settings ask for."""

    authentication_classes: list[type] = []
    permission_classes: list[type] = []


# Both sides show the same things of a news item.
NewsItemPage.api_fields = [
    APIField(name)
    for name in ("summary", "body", "published_on", "attachments", "theme", "administration", "service")
    if hasattr(NewsItemPage, name)
]

_v2 = WagtailAPIRouter("bench_v2")
_v2.register_endpoint("pages", OpenPages)

urlpatterns = [
    path("api/bench-constant/", constant),
    path("bench/page/<int:number>/", wagtail_page),
    path("bench/v2/", include((_v2.get_urlpatterns(), "bench_v2"), namespace="bench_v2")),
    *project,
]
