"""An entry of the tree that leads somewhere else."""

from __future__ import annotations

from dataclasses import replace

from api.representations import common
from api.representations.writer import Writer
from cms.publishing.documents import Context, Document
from site_pages.models import LinkPage


def build(page: LinkPage, context: Context) -> Document:
    """`target{page,url,feature}`: one of them is filled; all are null while the page meant is not public.

    The target stands in tree and breadcrumbs too, so that a menu needs no second look.
    """
    writer = Writer(context)
    target = {
        "page": writer.page(page.target_page),
        "url": page.target_url or None,
        "feature": page.feature or None,
    }
    found = common.document(page, context, writer, fields={"target": target}, card={"target": target})
    return replace(found, crumb={"target": target})
