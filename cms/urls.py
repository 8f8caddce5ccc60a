"""The composition root: where rooms meet addresses."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views import defaults
from wagtail.admin import urls as wagtailadmin_urls

from api import errors
from api.urls import urlpatterns as api_urlpatterns
from cms.site import views as site
from cms.site.urls import urlpatterns as site_urlpatterns

urlpatterns = [
    # The public API stands first: it is asked most.
    *api_urlpatterns,
    path("admin/", include(wagtailadmin_urls)),
    # For staff alone: pictures and documents of the editors' library.
    path(settings.MEDIA_URL.lstrip("/"), include("cms.admin.media_urls")),
    *site_urlpatterns,
]

handler400 = "api.errors.bad_request"
handler403 = "api.errors.permission_denied"
handler404 = "cms.urls.page_not_found"
handler500 = "cms.urls.server_error"


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A problem for the API, Django's own page in the back office, a page that helps for everybody else."""
    if errors.is_ours(request):
        return errors.page_not_found(request, exception)
    if request.path_info.startswith(tuple(settings.BACK_OFFICE_PREFIXES)):
        return defaults.page_not_found(request, exception)
    return site.not_found(request)


def server_error(request: HttpRequest) -> HttpResponse:
    """The same for a fault, which Django has logged."""
    if errors.is_ours(request):
        return errors.server_error(request)
    if request.path_info.startswith(tuple(settings.BACK_OFFICE_PREFIXES)):
        return defaults.server_error(request)
    return site.failed(request)
