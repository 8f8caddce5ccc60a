"""What every document and every card says, in its order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from api.representations import blocks
from api.representations.writer import Writer
from cms.core import clock, roc
from cms.publishing import addresses
from cms.publishing.documents import Context, Document
from site_pages.base import BasePage
from site_pages.schemes import Scheme

Fields = Mapping[str, object]

# The last step of a tree path: treebeard counts siblings in base 36.
_STEP, _BASE = 4, 36


def document(
    page: BasePage,
    context: Context,
    writer: Writer,
    *,
    fields: Fields | None = None,
    card: Fields | None = None,
    attachments: Sequence[Fields] = (),
    sort: int | None = None,
) -> Document:
    """The document of `page` with the type's own `fields`; its card with the type's own `card`.

    `sort` puts lists in order, the highest first; by default siblings stand as in the tree.
    """
    owner = _owner(context)
    body = {
        **identity(page, context),
        "body": blocks.body(page.body, writer) if page.has_body else [],
        **(fields or {}),
        "owner": owner,
        **dates(context),
        "online_at": clock.iso(context.online),
        "categories": categories(page),
        "attachments": list(attachments),
        "qr_url": qr_url(page, context),
    }
    short = {
        **identity(page, context),
        **(card or {}),
        "section": _code(owner),
        **dates(context),
        "categories": categories(page),
    }
    return Document(
        body=body,
        card=short,
        sort=position(page) if sort is None else sort,
        section=_code(owner) or "",
        categories=page.category_codes(),
        pages=frozenset(writer.pages),
        files=frozenset(writer.files),
    )


def identity(page: BasePage, context: Context) -> dict[str, object]:
    """Key, type, language, address, title and summary; the address is null for a document without one."""
    return {
        "key": page.key,
        "type": page.document_type,
        "locale": page.language,
        "path": context.path or None,
        "url": addresses.stored(context.path),
        "title": page.title,
        "summary": page.summary,
    }


def dates(context: Context) -> dict[str, object]:
    """When it first went online and when its text last changed, for machines and for people."""
    return {
        "published_at": clock.iso(context.first_online),
        "published_roc": roc.show(context.first_online),
        "updated_at": clock.iso(context.updated_at),
        "updated_roc": roc.show(context.updated_at),
    }


def categories(page: BasePage) -> dict[str, list[str]]:
    """The codes of each classification scheme; their names are in `site/`."""
    return {scheme.value: page.codes_of(scheme) for scheme in Scheme}


def qr_url(page: BasePage, context: Context) -> str | None:
    """The address of the QR code that leads to the page."""
    return addresses.stored(f"/api/v1/pages/{page.key}/qr.svg?locale={page.language}") if context.path else None


def position(page: BasePage) -> int:
    """The place among its siblings as a number that is highest for the first."""
    return -int(page.path[-_STEP:], _BASE)


def _owner(context: Context) -> dict[str, object]:
    return {"section": context.owner.get("section"), "role": context.owner.get("role")}


def _code(owner: Fields) -> str | None:
    section = owner["section"]
    return str(section["code"]) if isinstance(section, Mapping) else None
