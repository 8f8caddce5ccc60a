"""The version of everything that decides how a document looks, so that nothing older is ever shown."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from django.conf import settings

_OWN = Path(__file__).parent
_CATALOGUES = "*/LC_MESSAGES/django.mo"


@cache
def version() -> str:
    """Forty hex digits that change with any template, style sheet, script, sentence or line of this room."""
    digest = hashlib.sha256(f"{settings.BASE_URL} {settings.STATIC_URL}".encode())
    for path in _files():
        digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()[:40]


def _files() -> list[Path]:
    own = [path for path in _OWN.rglob("*") if path.suffix in {".py", ".html", ".css", ".js", ".svg"}]
    # In an installed copy the catalogues stand inside `cms.core`.
    shelves = [*map(Path, settings.LOCALE_PATHS), _OWN.parent / "core" / "locale"]
    return sorted(own) + [path for shelf in shelves for path in sorted(shelf.glob(_CATALOGUES))]
