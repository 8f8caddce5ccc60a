"""All addresses of the API, for one `include()`. Nothing under `/api/` falls through to another room."""

from __future__ import annotations

from django.urls import URLPattern, path, re_path

from api.v1 import files, problems
from api.v1 import urls as v1
from api.v1.public import public


def _below(prefix: str, patterns: list[URLPattern]) -> list[URLPattern]:
    """The same addresses below `prefix`, without a resolver of their own: each costs every request a step."""
    return [path(f"{prefix}{pattern.pattern}", pattern.callback, name=str(pattern.name)) for pattern in patterns]


urlpatterns = [
    *_below("api/v1/", v1.urlpatterns),
    path("files/preview/<str:token>/<key:sha256>/<key:name>", public(files.previewed), name="file_previewed"),
    path("files/<key:sha256>/<key:name>", public(files.served), name="file"),
    re_path(r"^(?:api|files)(?:/(?P<rest>.*))?$", problems.unknown),
]
