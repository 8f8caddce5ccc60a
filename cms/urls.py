"""The composition root: where rooms meet addresses."""

from __future__ import annotations

from django.conf import settings
from django.urls import include, path
from wagtail.admin import urls as wagtailadmin_urls

from api.urls import urlpatterns as api_urlpatterns

urlpatterns = [
    # The public API stands first: it is asked most.
    *api_urlpatterns,
    path("admin/", include(wagtailadmin_urls)),
    # For staff alone: pictures and documents of the editors' library.
    path(settings.MEDIA_URL.lstrip("/"), include("cms.admin.media_urls")),
]

handler400 = "api.errors.bad_request"
handler403 = "api.errors.permission_denied"
handler404 = "api.errors.page_not_found"
handler500 = "api.errors.server_error"
