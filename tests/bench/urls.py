"""What the benchmark serves: the project, Wagtail's own API v2 on the same pages, and a constant."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from wagtail.api import APIField
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet

from cms.urls import urlpatterns as project
from site_pages.models import NewsItemPage

_CONSTANT = b'{"hello":"world"}'


def constant(request: HttpRequest) -> HttpResponse:
    """The least a Django view can do behind the same middleware."""
    return HttpResponse(_CONSTANT, content_type="application/json")


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
    path("bench/v2/", include((_v2.get_urlpatterns(), "bench_v2"), namespace="bench_v2")),
    *project,
]
