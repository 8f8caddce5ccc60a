"""The parts of a page that its document alone decides: written when it is published, found again when it is read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string, select_template
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe

from cms.publishing import addresses
from cms.publishing.models import Publication
from cms.publishing.timeline import driver
from cms.publishing.timeline.read import Answer
from cms.site import jsonld
from cms.site.models import RenderedPage
from cms.site.version import version

SITE = "site"
Document = Mapping[str, Any]
NOTHING = SafeString()

_KEPT = (
    "SELECT r.head, r.main, r.about FROM cms_site_renderedpage r "
    "WHERE r.publication_id = %(row)s AND r.version = %(version)s"
)


@dataclass(frozen=True, slots=True)
class Parts:
    """HTML: what stands in the head, the text itself, and who answers for it with its dates."""

    head: SafeString
    main: SafeString
    about: SafeString


def parts_of(answer: Answer, document: Document) -> Parts:
    """As kept at publication, or rendered now when that is missing or of other templates."""
    rows = driver.rows(_KEPT, {"row": answer.row, "version": version()})
    return Parts(*map(mark_safe, rows[0])) if rows else render(document)


def render(document: Document) -> Parts:
    """The parts of a document, in its own language; a type without a template of its own is a page of text."""
    values = {"page": document, "faq": jsonld.faq(document)}
    with translation.override(document["locale"]):
        main = select_template([f"site/main/{document['type']}.html", "site/main/standard.html"])
        return Parts(
            head=render_to_string("site/head.html", values),
            main=main.render(values),
            about=render_to_string("site/about.html", values),
        )


def keep(row: Publication) -> None:
    """Render a publication that begins, in its own transaction. Documents without an address have no page."""
    if row.channel != SITE or not row.path:
        return
    found = render(json.loads(addresses.answered(bytes(row.document))))
    kept = RenderedPage(publication_id=row.pk, version=version(), head=found.head, main=found.main, about=found.about)
    kept.save(force_insert=True)


def drop(row: Publication) -> None:
    """Forget the rendering of a publication that has been blanked."""
    RenderedPage.objects.filter(pk=row.pk).delete()
