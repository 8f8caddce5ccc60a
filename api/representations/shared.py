"""What every page of the site shows: header, footer, quick services, banners, redirects, classification.

These documents have no address of their own; `site/` puts their cards together, so the
card says everything.
"""

from __future__ import annotations

from collections.abc import Mapping

from api.representations import common
from api.representations.writer import Writer
from cms.publishing.documents import Context, Document
from site_pages.base import BasePage
from site_pages.models import (
    BannerSetPage,
    ClassificationCode,
    ClassificationSchemePage,
    CodeStatus,
    QuickServicesPage,
    RedirectTablePage,
    SiteFooterPage,
    SiteHeaderPage,
)


def header(page: SiteHeaderPage, context: Context) -> Document:
    """`links: [{key, title, path, url}]`."""
    writer = Writer(context)
    return _shared(page, context, writer, {"links": writer.listed(block.value for block in page.links)})


def footer(page: SiteFooterPage, context: Context) -> Document:
    """`links`, `policies: [{key, title, path, url}]`, `contact` (one of the same, or null), `address_lines: [text]`."""
    writer = Writer(context)
    contact = writer.listed(block.value for block in page.contact)
    fields = {
        "links": writer.listed(block.value for block in page.links),
        "policies": writer.listed(block.value for block in page.policies),
        "contact": contact[0] if contact else None,
        "address_lines": [block.value for block in page.address_lines],
    }
    return _shared(page, context, writer, fields)


def quick_services(page: QuickServicesPage, context: Context) -> Document:
    """`links: [{key, title, path, url}]`."""
    writer = Writer(context)
    return _shared(page, context, writer, {"links": writer.listed(block.value for block in page.links)})


def banners(page: BannerSetPage, context: Context) -> Document:
    """`banners: [{title, text, image, page, url}]`; the page wins over an address."""
    writer = Writer(context)
    return _shared(page, context, writer, {"banners": [_banner(block.value, writer) for block in page.banners]})


def _banner(value: Mapping[str, object], writer: Writer) -> dict[str, object]:
    page = writer.page(value["page"])  # type: ignore[arg-type]  # a block's value
    address = value["url"] if value["page"] is None else page and page["url"]
    return {
        "title": value["title"],
        "text": value["text"],
        "image": writer.image(value["image"], str(value["alt"])),  # type: ignore[arg-type]  # a block's value
        "page": page,
        "url": address or None,
    }


def redirects(page: RedirectTablePage, context: Context) -> Document:
    """`redirects: [{from, page}]`: those whose page has a public address; paths begin and end with a slash."""
    writer = Writer(context)
    pairs = ((block.value["from_path"], writer.page(block.value["page"])) for block in page.redirects)
    table = [{"from": f"{old.rstrip('/')}/", "page": target} for old, target in pairs if target and target["path"]]
    return _shared(page, context, writer, {"redirects": table})


def classification(page: ClassificationSchemePage, context: Context) -> Document:
    """`scheme` and `codes: [{code, name, status}]`; a provisional entry (未定) says so."""
    rows = ClassificationCode.objects.filter(scheme=page.scheme)
    codes = [
        {"code": row.code, "name": row.name_in(page.language), "status": CodeStatus(row.status).value} for row in rows
    ]
    return _shared(page, context, Writer(context), {"scheme": page.scheme, "codes": codes})


def _shared(page: BasePage, context: Context, writer: Writer, fields: Mapping[str, object]) -> Document:
    return common.document(page, context, writer, fields=fields, card=fields)
