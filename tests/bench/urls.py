"""What the benchmark serves: the project, Wagtail's own API v2 on the same pages, and a constant."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet

from cms.urls import urlpatterns as project

_CONSTANT = b'{"hello":"world"}'


def constant(request: HttpRequest) -> HttpResponse:
    """The least a Django view can do behind the same middleware."""
    return HttpResponse(_CONSTANT, content_type="application/json")


_v2 = WagtailAPIRouter("bench_v2")
_v2.register_endpoint("pages", PagesAPIViewSet)

urlpatterns = [
    path("bench/constant/", constant),
    path("bench/v2/", include((_v2.get_urlpatterns(), "bench_v2"), namespace="bench_v2")),
    *project,
]
