"""The library's own files, for those who may choose them. The public is given a publication's copies alone."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest
from django.shortcuts import get_object_or_404
from wagtail.documents import get_document_model
from wagtail.documents.permissions import permission_policy

from cms.admin import access

MAY = ["add", "change", "choose"]


def original(request: HttpRequest, document_id: int, name: str) -> FileResponse:
    """The file, to be saved and not shown. Raises `PermissionDenied` outside one's collections."""
    document = get_object_or_404(get_document_model(), pk=document_id)
    user = access.person(request)
    access.require(permission_policy.user_has_any_permission_for_instance(user, MAY, document))
    return FileResponse(document.file.open("rb"), as_attachment=True, filename=document.filename)
