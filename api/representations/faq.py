"""A question with its answer."""

from __future__ import annotations

from api.representations import common
from api.representations.writer import Writer
from cms.publishing.documents import Context, Document
from site_pages.models import FaqItemPage


def build(page: FaqItemPage, context: Context) -> Document:
    """`list`, `question`, `short_answer`, `answer`, `category` and `related` questions that are public."""
    writer = Writer(context)
    card = {
        "list": context.parent,
        "question": page.title,
        "short_answer": page.short_answer,
        "category": page.category,
    }
    fields = {
        "list": context.parent,
        "question": page.title,
        "short_answer": page.short_answer,
        "answer": writer.html(page.answer),
        "category": page.category,
        "related": writer.listed(block.value for block in page.related),
    }
    return common.document(page, context, writer, fields=fields, card=card)
