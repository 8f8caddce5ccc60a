"""The bilingual glossary."""

from __future__ import annotations

from api.representations import common
from api.representations.writer import Writer
from cms.publishing.documents import Context, Document
from site_pages.models import GlossaryPage


def build(page: GlossaryPage, context: Context) -> Document:
    """`terms: [{zh, en, note}]`; the card has them too, for the address that lists terms."""
    terms = [{"zh": block.value["zh"], "en": block.value["en"], "note": block.value["note"]} for block in page.terms]
    return common.document(page, context, Writer(context), fields={"terms": terms}, card={"terms": terms})
