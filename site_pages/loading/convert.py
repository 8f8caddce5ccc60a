"""From the plain words of a content file to the values of a page's fields.

Streams become Wagtail's raw form (`[{"type": …, "value": …}]`), internal links the number
of the page, files the number of their entry in the library. Nothing here touches the
database: `link` says the numbers.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Mapping
from typing import Any, Protocol

from django.utils.translation import gettext as _


class Link(Protocol):
    """Says the numbers of what a text names; each raises `BadText` for what does not exist."""

    def __call__(self, key: str, /) -> int:
        """The number of the page with this key."""

    def document(self, name: str) -> int:
        """The number of the document made from this file."""

    def image(self, name: str) -> int:
        """The number of the picture made from this file."""


Converter = Callable[[Any, Link], Any]
Raw = dict[str, Any]

_PAGE_LINK = re.compile(r'<a data-page="([^"]*)">')
# Wagtail's editor writes these names; the same text must look the same after it was opened there.
_SAME = (("<strong>", "<b>"), ("</strong>", "</b>"), ("<em>", "<i>"), ("</em>", "</i>"), ("<br>", "<br/>"))


class BadText(ValueError):
    """A text that cannot be converted; `path` leads to the place inside the language's part."""

    def __init__(self, reason: str, *path: str) -> None:
        self.path = path
        super().__init__(reason)


def fields(kind: str, text: Mapping[str, Any], link: Link) -> dict[str, Any]:
    """The values of the fields of a page of the type `kind`. Raises `BadText`."""
    known = {**_COMMON, **_OF_TYPE.get(kind, {})}
    found: dict[str, Any] = {}
    for name, value in text.items():
        if name not in known:
            raise BadText(_("Unknown field “%(field)s”.") % {"field": name}, name)
        try:
            found[name] = known[name](value, link)
        except BadText as bad:
            raise BadText(str(bad), name, *bad.path) from bad
    return found


# -- single values -------------------------------------------------------------


def plain(value: Any, link: Link) -> str:
    """A text without mark-up."""
    if isinstance(value, str):
        return value.strip()
    raise BadText(_("A text is needed here."))


def number(value: Any, link: Link) -> int:
    """A whole number."""
    if type(value) is int:
        return value
    raise BadText(_("A whole number is needed here."))


def html(value: Any, link: Link) -> str:
    """Rich text as Wagtail stores it."""
    source = plain(value, link)
    for ours, theirs in _SAME:
        source = source.replace(ours, theirs)
    source = _PAGE_LINK.sub(lambda found: f'<a linktype="page" id="{link(found[1])}">', source)
    if "data-page" in source:
        raise BadText(_('A link to a page is written <a data-page="KEY">.'))
    return source


def page(value: Any, link: Link) -> int:
    """The number of the page with this key."""
    return link(plain(value, link))


# -- streams -------------------------------------------------------------------


def stream(name: str, item: Converter) -> Converter:
    """A list of values of one block."""

    def convert(value: Any, link: Link) -> list[Raw]:
        return [{"type": name, "value": _step(item, entry, link, str(n))} for n, entry in enumerate(_list(value))]

    return convert


def struct(**children: Converter) -> Converter:
    """A mapping with these children; one that is missing stays at its default."""

    def convert(value: Any, link: Link) -> Raw:
        if not isinstance(value, dict):
            raise BadText(_("A mapping is needed here."))
        for key in value:
            if key not in children:
                raise BadText(_("Unknown field “%(field)s”.") % {"field": key}, str(key))
        return {key: _step(children[key], entry, link, key) for key, entry in value.items()}

    return convert


def items(item: Converter) -> Converter:
    """The value of a list block; without a number of its own Wagtail takes an entry for the bare value."""
    entries = stream("item", item)

    def convert(value: Any, link: Link) -> list[Raw]:
        return [{**entry, "id": str(uuid.uuid4())} for entry in entries(value, link)]

    return convert


def body(value: Any, link: Link) -> list[Raw]:
    """The body blocks."""
    return [_step(_body_block, entry, link, str(n)) for n, entry in enumerate(_list(value))]


def _body_block(value: Any, link: Link) -> Raw:
    kind = value.get("type") if isinstance(value, dict) else None
    if kind not in _BLOCKS:
        raise BadText(_("Unknown %(what)s “%(value)s”.") % {"what": _("block"), "value": kind})
    convert, inner = _BLOCKS[kind]
    rest = {key: entry for key, entry in value.items() if key != "type"}
    return {"type": kind, "value": convert(rest[inner] if inner else rest, link)}


def table(value: Any, link: Link) -> Raw:
    """A table of plain text. Raises `BadText` when a row has not as many cells as the header."""
    caption, header, rows = value.get("caption", ""), _list(value.get("header")), _list(value.get("rows"))
    if any(len(row) != len(header) for row in rows):
        raise BadText(_("Each row of a table needs as many cells as its header."))
    return {
        "columns": [{"type": "text", "heading": str(cell)} for cell in header],
        "rows": [{"values": [str(cell) for cell in row]} for row in rows],
        "caption": str(caption),
    }


def heading(value: Any, link: Link) -> Raw:
    """A heading; its level is a choice, so a text."""
    return {"level": str(value.get("level", 2)), "text": plain(value.get("text"), link)}


def device_texts(value: Any, link: Link) -> list[Raw]:
    """`{device: text}` as one block a device."""
    if not isinstance(value, dict):
        raise BadText(_("A mapping is needed here."))
    return [{"type": "text", "value": {"device": device, "text": plain(text, link)}} for device, text in value.items()]


def redirect(value: Any, link: Link) -> Raw:
    """`{from, to}`."""
    found: Raw = struct(**{"from": plain, "to": page})(value, link)
    return {"from_path": found["from"], "page": found["to"]}


def document(value: Any, link: Link) -> Raw:
    """`{file, title}`: a file to download and the name that people see."""
    found: Raw = struct(file=plain, title=plain)(value, link)
    return {"title": _needed(found, "title"), "document": link.document(_needed(found, "file"))}


def picture(value: Any, link: Link) -> Raw:
    """`{file, alt, caption}`. Raises `BadText` without a text alternative: what stands here says something."""
    found: Raw = struct(file=plain, alt=plain, caption=plain)(value, link)
    alt = _needed(found, "alt")
    return {"image": link.image(_needed(found, "file")), "alt": alt, "caption": found.get("caption", "")}


def _needed(found: Raw, key: str) -> str:
    if not found.get(key):
        raise BadText(_("“%(key)s” is missing.") % {"key": key}, key)
    return str(found[key])


def _list(value: Any) -> list[Any]:
    if isinstance(value, list):
        return value
    raise BadText(_("A list is needed here."))


def _step(convert: Converter, value: Any, link: Link, place: str) -> Any:
    try:
        return convert(value, link)
    except BadText as bad:
        raise BadText(str(bad), place, *bad.path) from bad


_LINK = struct(text=plain, page=page, url=plain)
_BLOCKS: dict[str, tuple[Converter, str]] = {
    "heading": (heading, ""),
    "paragraph": (html, "html"),
    "table": (table, ""),
    "callout": (struct(tone=plain, title=plain, html=html), ""),
    "steps": (items(struct(title=plain, html=html)), "items"),
    "links": (items(_LINK), "items"),
    "image": (picture, ""),
    "documents": (items(document), "items"),
}
_COMMON: dict[str, Converter] = {"title": plain, "summary": plain, "body": body}
_OF_TYPE: dict[str, dict[str, Converter]] = {
    "service_guide": {
        "who": html,
        "papers": stream("paper", struct(name=plain, note=plain)),
        "fee": html,
        "time_limit": plain,
        "processing_time": plain,
        "law": stream("law", struct(name=plain, url=plain)),
        "forms": stream("form", page),
        "proxy": html,
        "online_url": plain,
    },
    "faq_item": {
        "short_answer": plain,
        "answer": html,
        "category": plain,
        "related": stream("question", page),
    },
    "news_item": {"attachments": stream("document", document)},
    "form_item": {"number": plain, "description": plain, "files": stream("document", document)},
    "glossary": {"terms": stream("term", struct(zh=plain, en=plain, note=plain))},
    "site_header": {"links": stream("page", page)},
    "site_footer": {
        "links": stream("page", page),
        "policies": stream("page", page),
        "contact": stream("page", page),
        "address_lines": stream("line", plain),
    },
    "quick_services": {"links": stream("page", page)},
    "banner_set": {"banners": stream("banner", struct(title=plain, text=plain, page=page, url=plain))},
    "redirect_table": {"redirects": stream("redirect", redirect)},
    "marquee_message": {"priority": number, "texts": device_texts},
}
