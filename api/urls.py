"""All addresses of the API, for one `include()`. Nothing under `/api/` falls through to another room."""

from __future__ import annotations

from django.urls import include, path, re_path

from api.v1 import files, problems
from api.v1.public import public

urlpatterns = [
    path("api/v1/", include("api.v1.urls")),
    path("files/preview/<str:token>/<key:sha256>/<key:name>", public(files.previewed), name="file_previewed"),
    path("files/<key:sha256>/<key:name>", public(files.served), name="file"),
    re_path(r"^(?:api|files)(?:/(?P<rest>.*))?$", problems.unknown),
]
