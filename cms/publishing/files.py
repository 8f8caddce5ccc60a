"""Copies of images and documents that publications own, named by the SHA-256 of their bytes.

Replacing or deleting an image in the library never breaks what is public, and a copy is
served only while a row that is public now refers to it.
"""

from __future__ import annotations

import hashlib
import mimetypes
from dataclasses import dataclass
from datetime import datetime

from django.core.files.base import ContentFile
from django.core.files.storage import storages
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage

from cms.publishing.addresses import MARK
from cms.publishing.models import Publication, PublicationReference, PublishedFile, ReferenceKind
from cms.publishing.timeline.read import holds


@dataclass(frozen=True)
class Copy:
    """A published file as a document keeps it: `url` begins with the mark of the public address; `size` in bytes."""

    sha256: str
    url: str
    name: str
    content_type: str
    size: int
    width: int | None = None
    height: int | None = None


def copy_image(image: AbstractImage, spec: str = "max-1200x1200", *, keep: bool = True) -> Copy:
    """A copy of the rendition of `image` by Wagtail's filter `spec`, metadata left out by Willow.

    Without `keep` the copy is only described, as it would be. Raises `OSError` when the file is gone.
    """
    rendition = image.get_rendition(spec)
    with rendition.file.open("rb") as stream:
        data = stream.read()
    return _copy(data, rendition.file.name.rsplit("/", 1)[-1], keep, rendition.width, rendition.height)


def copy_document(document: AbstractDocument, *, keep: bool = True) -> Copy:
    """A copy of the file of `document`; `keep` and errors as for an image."""
    with document.file.open("rb") as stream:
        return _copy(stream.read(), document.filename, keep)


def served(sha256: str, name: str, at: datetime) -> PublishedFile | None:
    """The file of this name if a row that is public at that instant refers to its bytes, else None."""
    rows = Publication.objects.filter(holds(at)).values("pk")
    used = PublicationReference.objects.filter(kind=ReferenceKind.FILE, target=sha256, publication__in=rows)
    return PublishedFile.objects.filter(sha256=sha256, name=name).first() if used.exists() else None


def content(stored: PublishedFile) -> bytes:
    """The bytes of a published file."""
    with storages["published"].open(_place(stored.sha256)) as stream:
        data: bytes = stream.read()
    return data


def discard_unused(sha256: str) -> bool:
    """Delete the copy when no row of the timeline refers to it any more; whether it was."""
    if PublicationReference.objects.filter(kind=ReferenceKind.FILE, target=sha256).exists():
        return False
    storages["published"].delete(_place(sha256))
    return PublishedFile.objects.filter(sha256=sha256).delete()[0] > 0


def _copy(data: bytes, name: str, keep: bool, width: int | None = None, height: int | None = None) -> Copy:
    sha256 = hashlib.sha256(data).hexdigest()
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    url = f"{MARK}/files/{sha256}/{name}"
    copy = Copy(sha256, url, name, kind, len(data), width, height)
    if keep:
        _store(copy, data)
    return copy


def _store(copy: Copy, data: bytes) -> None:
    storage, place = storages["published"], _place(copy.sha256)
    if not storage.exists(place):
        storage.save(place, ContentFile(data))
    # The same bytes may have been stored under a name that is not public: each name has its own entry.
    facts = {"content_type": copy.content_type, "size": copy.size}
    PublishedFile.objects.get_or_create(sha256=copy.sha256, name=copy.name, defaults=facts)


def _place(sha256: str) -> str:
    return f"{sha256[:2]}/{sha256}"
