"""All addresses of the public site, for one `include()` at the very end: what nobody else answers is a page."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from cms.site import languages, views


def _categories(locale: str) -> list[URLPattern]:
    base, values = f"{languages.home_of(locale)[1:]}categories/<slug:scheme>/", {"locale": locale}
    return [
        path(base, views.category, values, name=f"site_scheme_{locale}"),
        path(f"{base}<slug:code>/", views.category, values, name=f"site_category_{locale}"),
    ]


urlpatterns = [
    path("robots.txt", views.robots, name="site_robots"),
    path("sitemap.xml", views.sitemap, name="site_sitemap"),
    *(pattern for locale in languages.LOCALES for pattern in _categories(locale)),
    # An address of a page ends with a slash (without it Django's own redirect adds one) and has no dot.
    re_path(r"^(?P<path>(?:[^/.\x00]+/)*)$", views.page, name="site_page"),
]
