"""Addresses of the editors' library, to be included at `MEDIA_URL` by the project's own addresses."""

from __future__ import annotations

from django.urls import path

from cms.admin.views import media

urlpatterns = [
    # The name by which Wagtail looks for the address of a document.
    path("documents/<int:document_id>/<str:name>", media.document, name="wagtaildocs_serve"),
    path("<path:name>", media.picture, name="private_media"),
]
