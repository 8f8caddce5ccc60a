"""What representations are written with: links, files and rich text, and a note of all they refer to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import nh3
from django.utils.html import escape
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage
from wagtail.models import Page
from wagtail.rich_text.rewriters import extract_attrs

from cms.publishing import addresses, files
from cms.publishing.documents import Context
from cms.publishing.governed import GovernedPage

TAGS = {"a", "b", "br", "em", "i", "li", "ol", "p", "strong", "sub", "sup", "ul"}
ATTRIBUTES = {"a": {"href", "data-key"}}
SCHEMES = {"http", "https", "mailto", "tel"}

_LINK = re.compile(r"<a\b([^>]*)>", re.IGNORECASE)
_NO_LINK = re.compile(r"<a>(.*?)</a>", re.DOTALL)


class Writer:
    """Writes one document; `pages` and `files` gather the keys and SHA-256 it refers to."""

    def __init__(self, context: Context) -> None:
        self.context = context
        self.pages: set[str] = set()
        self.files: set[str] = set()

    # -- pages ----------------------------------------------------------------

    def page(self, page: Page | None) -> dict[str, object] | None:
        """`{key, title, path, url}` of another page, or None while it is not public in this language."""
        key = self.key_of(page)
        if key is None:
            return None
        path = self.context.link(key)
        if path is None:
            return None
        return {"key": key, "title": self.context.title(key), "path": path or None, "url": addresses.stored(path)}

    def listed(self, pages: Iterable[Page | None]) -> list[dict[str, object]]:
        """Those of `pages` that are public, in their order."""
        found = (self.page(page) for page in pages)
        return [entry for entry in found if entry is not None]

    def key_of(self, page: Page | None) -> str | None:
        """The key of `page`, noted as referred to; None for a page that is gone or not governed."""
        model = page.specific_class if page is not None else None
        if page is None or model is None or not issubclass(model, GovernedPage):
            return None
        key = model.objects.filter(pk=page.pk).values_list("key", flat=True).first()
        if key is not None:
            self.pages.add(key)
        return key

    # -- files ----------------------------------------------------------------

    def image(self, image: AbstractImage | None, alt: str, caption: str = "") -> dict[str, object] | None:
        """`{url, width, height, alt, caption}` of a copy that this publication owns."""
        if image is None:
            return None
        copy = files.copy_image(image, keep=self.context.keeps_files)
        self.files.add(copy.sha256)
        return {"url": copy.url, "width": copy.width, "height": copy.height, "alt": alt, "caption": caption}

    def file(self, document: AbstractDocument | None, title: str = "") -> dict[str, object] | None:
        """`{title, url, name, content_type, size}` of a copy that this publication owns."""
        if document is None:
            return None
        copy = files.copy_document(document, keep=self.context.keeps_files)
        self.files.add(copy.sha256)
        return {
            "title": title or document.title,
            "url": copy.url,
            "name": copy.name,
            "content_type": copy.content_type,
            "size": copy.size,
        }

    def attached(self, blocks: Iterable[Mapping[str, object]]) -> list[dict[str, object]]:
        """Files to download, from values of `DocumentBlock`."""
        found = (self.file(value["document"], str(value["title"])) for value in blocks)  # type: ignore[arg-type]  # a block's value
        return [entry for entry in found if entry is not None]

    # -- text -----------------------------------------------------------------

    def html(self, source: object) -> str:
        """Wagtail's stored rich text as sanitised HTML with public addresses.

        A link to a page that is not public becomes plain text; one to a page carries
        `data-key`, so that a front end can route it by itself. Wagtail's ids never appear.
        """
        text = _LINK.sub(lambda match: self._opening(extract_attrs(match.group(1))), str(source or ""))
        clean = nh3.clean(text, tags=TAGS, attributes=ATTRIBUTES, url_schemes=SCHEMES, link_rel=None)
        return _NO_LINK.sub(r"\1", clean)

    def _opening(self, attributes: Mapping[str, str]) -> str:
        kind = attributes.get("linktype", "")
        if kind == "page":
            return self._page_opening(attributes.get("id", ""))
        if kind == "document":
            return self._document_opening(attributes.get("id", ""))
        href = attributes.get("href", "")
        return f'<a href="{escape(href)}">' if href and not kind else "<a>"

    def _page_opening(self, number: str) -> str:
        page = Page.objects.filter(pk=number).first() if number.isdigit() else None
        key = self.key_of(page)
        path = self.context.link(key) if key is not None else None
        return f'<a href="{escape(path)}" data-key="{key}">' if path else "<a>"

    def _document_opening(self, number: str) -> str:
        document = get_document_model().objects.filter(pk=number).first() if number.isdigit() else None
        copy = self.file(document)
        return f'<a href="{escape(str(copy["url"]))}">' if copy else "<a>"
