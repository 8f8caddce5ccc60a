"""Lists of items: news, questions, forms."""

from __future__ import annotations

from api.representations import common
from api.representations.writer import Writer
from cms.publishing.addresses import MARK
from cms.publishing.documents import Context, Document
from site_pages.base import BasePage

ITEMS = {"news_list": "news", "faq_list": "faqs", "forms_list": "forms"}
"""The address under `/api/v1/` that lists what each list type holds."""


def build(page: BasePage, context: Context) -> Document:
    """`items_url` and `feeds{rss,json}` beside the common keys."""
    fields = {
        "items_url": items_url(page.document_type, page.key, page.language),
        "feeds": feeds(page.key, page.language),
    }
    return common.document(page, context, Writer(context), fields=fields, card=fields)


def items_url(list_type: str, key: str, locale: str) -> str:
    """Where the items of one list are. Raises `KeyError` for another type."""
    return f"{MARK}/api/v1/{ITEMS[list_type]}/?parent={key}&locale={locale}"


def feeds(key: str, locale: str) -> dict[str, str]:
    """The two feeds of one list."""
    base = f"{MARK}/api/v1/feeds/{key}"
    return {"rss": f"{base}.rss?locale={locale}", "json": f"{base}.json?locale={locale}"}
