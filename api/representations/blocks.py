"""The body: every block key by key, by the name it has in `site_pages.blocks.body.BodyBlock`."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from wagtail.contrib.typed_table_block.blocks import TypedTable

from api.representations.writer import Writer

Block = dict[str, object]


def body(stream: Iterable[Any], writer: Writer) -> list[Block]:
    """The blocks of a body in order. Raises `KeyError` for a block without a representation.

    An image or file that was deleted from the library since is left out.
    """
    found = (BLOCKS[block.block_type](block.value, writer) for block in stream)
    return [block for block in found if block is not None]


def heading(value: Any, writer: Writer) -> Block:
    """`{type, level, text}`; level 2 or 3, under the page's title."""
    return {"type": "heading", "level": int(value["level"]), "text": value["text"]}


def paragraph(value: Any, writer: Writer) -> Block:
    """`{type, html}`."""
    return {"type": "paragraph", "html": writer.html(value.source)}


def image(value: Any, writer: Writer) -> Block | None:
    """`{type, url, width, height, alt, caption}`."""
    found = writer.image(value["image"], value["alt"], value["caption"])
    return {"type": "image", **found} if found else None


def table(value: TypedTable, writer: Writer) -> Block:
    """`{type, caption, header: [text], rows: [[text]]}`."""
    return {
        "type": "table",
        "caption": value.caption or "",
        "header": [column["heading"] for column in value.columns],
        "rows": [[str(cell.value or "") for cell in row] for row in value.rows],
    }


def callout(value: Any, writer: Writer) -> Block:
    """`{type, tone, title, html}`; tone `info` or `warning`."""
    return {
        "type": "callout",
        "tone": value["tone"],
        "title": value["title"],
        "html": writer.html(value["html"].source),
    }


def steps(value: Iterable[Any], writer: Writer) -> Block:
    """`{type, items: [{title, html}]}`."""
    items = [{"title": step["title"], "html": writer.html(step["html"].source)} for step in value]
    return {"type": "steps", "items": items}


def links(value: Iterable[Any], writer: Writer) -> Block:
    """`{type, items: [{text, page, url}]}`; `page` is null for another address."""
    return {"type": "links", "items": [link(item, writer) for item in value]}


def link(value: Any, writer: Writer) -> Block:
    """`{text, page, url}`; both null while the page meant is not public. The page wins over an address."""
    if value["page"] is not None:
        page = writer.page(value["page"])
        return {"text": value["text"], "page": page, "url": page["url"] if page else None}
    return {"text": value["text"], "page": None, "url": value["url"] or None}


def documents(value: Iterable[Any], writer: Writer) -> Block:
    """`{type, items: [{title, url, name, content_type, size}]}`."""
    return {"type": "documents", "items": writer.attached(value)}


BLOCKS: dict[str, Callable[[Any, Writer], Block | None]] = {
    "heading": heading,
    "paragraph": paragraph,
    "image": image,
    "table": table,
    "callout": callout,
    "steps": steps,
    "links": links,
    "documents": documents,
}
