"""A guide to an application (申辦須知)."""

from __future__ import annotations

from api.representations import common
from api.representations.writer import Writer
from cms.publishing.documents import Context, Document
from site_pages.models import ServiceGuidePage


def build(page: ServiceGuidePage, context: Context) -> Document:
    """Who, papers, fee, time limit, processing time, law, forms, proxy, online address."""
    writer = Writer(context)
    fields = {
        "who": writer.html(page.who),
        "papers": [{"name": block.value["name"], "note": block.value["note"]} for block in page.papers],
        "fee": writer.html(page.fee),
        "time_limit": page.time_limit,
        "processing_time": page.processing_time,
        "law": [{"name": block.value["name"], "url": block.value["url"] or None} for block in page.law],
        "forms": writer.listed(block.value for block in page.forms),
        "proxy": writer.html(page.proxy),
        "online_url": page.online_url or None,
    }
    card = {
        "time_limit": page.time_limit,
        "processing_time": page.processing_time,
        "online_url": page.online_url or None,
    }
    return common.document(page, context, writer, fields=fields, card=card)
