"""The editors' library, for those who work with it: pictures and documents are files of drafts.

Nothing here is public. What a publication shows are copies of its own, which the API serves.
"""

from __future__ import annotations

import mimetypes

from django.contrib.auth.base_user import AbstractBaseUser
from django.core.files.storage import default_storage
from django.db.models import Model
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe
from wagtail.admin.auth import require_admin_access
from wagtail.documents import get_document_model
from wagtail.documents.permissions import permission_policy as document_policy
from wagtail.documents.views.serve import serve
from wagtail.images import get_image_model
from wagtail.images.permissions import ImagesPermissionPolicyGetter
from wagtail.permission_policies.base import BasePermissionPolicy
from wagtail.users.models import UserProfile

from cms.admin import access

LOOKING = ("choose", "change")
"""The permissions on a collection that let somebody see what lies in it."""


@require_safe
@require_admin_access
def picture(request: HttpRequest, name: str) -> HttpResponseBase:
    """A picture of the library, one of its sizes, or the picture of an account. 404 for anybody who may not see it."""
    user = access.person(request)
    if not UserProfile.objects.filter(avatar=name).exists():
        _require_sight(user, _image(name), ImagesPermissionPolicyGetter().__get__(None))
    if not default_storage.exists(name):
        raise Http404
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    return _private(FileResponse(default_storage.open(name), content_type=kind))


@require_safe
@require_admin_access
def document(request: HttpRequest, document_id: int, name: str) -> HttpResponseBase:
    """A document of the library. 404 for anybody who may not see it."""
    found = get_object_or_404(get_document_model(), pk=document_id)
    _require_sight(access.person(request), found, document_policy)
    response: HttpResponse = serve(request, document_id, name)
    return _private(response)


def _image(name: str) -> Model:
    images = get_image_model()
    found = images.objects.filter(file=name).first()
    if found is None:
        found = get_object_or_404(images.get_rendition_model().objects.select_related("image"), file=name).image
    return found


def _require_sight(user: AbstractBaseUser, thing: Model, policy: BasePermissionPolicy) -> None:
    """The collection's permission; or the right to read the office's records. Raises `Http404`."""
    if not policy.user_has_any_permission_for_instance(user, LOOKING, thing) and not access.reads_reports(user):
        raise Http404


def _private(response: HttpResponseBase) -> HttpResponseBase:
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response
