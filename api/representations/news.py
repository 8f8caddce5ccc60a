"""A dated item of a list."""

from __future__ import annotations

from api.representations import common
from api.representations.writer import Writer
from cms.core import clock, roc
from cms.publishing.documents import Context, Document
from cms.publishing.timeline.addresses import place_of_day
from site_pages.models import NewsItemPage


def build(page: NewsItemPage, context: Context) -> Document:
    """`list`, `published_on` and `published_on_roc` beside the common keys; newest day first."""
    writer = Writer(context)
    own = {
        "list": context.parent,
        "published_on": page.published_on.isoformat(),
        "published_on_roc": roc.show(page.published_on),
    }
    attachments = writer.attached(block.value for block in page.attachments)
    return common.document(
        page,
        context,
        writer,
        fields=own,
        card={**own, "has_attachments": bool(attachments)},
        attachments=attachments,
        sort=_sort(page, context),
    )


def _sort(page: NewsItemPage, context: Context) -> int:
    """By the day of the item, then by when it went online that day."""
    online = clock.local(context.first_online)
    return place_of_day(page.published_on, online.hour * 3600 + online.minute * 60 + online.second)
