"""Types that are their text alone: home, menu, standard page, topic zone, statistics page."""

from __future__ import annotations

from api.representations import common
from api.representations.writer import Writer
from cms.publishing.documents import Context, Document
from site_pages.base import BasePage


def build(page: BasePage, context: Context) -> Document:
    """The common keys, nothing else."""
    return common.document(page, context, Writer(context))
