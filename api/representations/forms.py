"""A form with its files."""

from __future__ import annotations

from api.representations import common
from api.representations.writer import Writer
from cms.publishing.documents import Context, Document
from site_pages.models import FormItemPage


def build(page: FormItemPage, context: Context) -> Document:
    """`list`, `number`, `description`; the files are the `attachments`, in the list's card too."""
    writer = Writer(context)
    own = {"list": context.parent, "number": page.number, "description": page.description}
    attachments = writer.attached(block.value for block in page.files)
    return common.document(
        page, context, writer, fields=own, card={**own, "attachments": attachments}, attachments=attachments
    )
