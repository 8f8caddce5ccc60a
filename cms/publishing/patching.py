"""Renew what a stored document says about other pages, without building it again.

A document shows another page in two forms only: an object with `key`, `title`, `path` and
`url`, and a link of rich text with `data-key`. Both name the page, so its address and title
can be put in place of the old ones. What was never shown cannot be added this way.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from html import escape

from cms.publishing import addresses

Shown = Mapping[str, tuple[str, str] | None]
"""Address and title of each page by key; None while it is not public."""
Moved = Mapping[str, str | None]
"""Old addresses, absolute ones too, and what stands in their place."""

_FORM = frozenset({"key", "title", "path", "url"})
_LINK = re.compile(r'<a href="[^"]*" data-key="(?P<key>[^"]+)">(?P<text>.*?)</a>', re.DOTALL)


def patched(content: bytes | str, shown: Shown, own: tuple[str, str]) -> bytes:
    """`content` (a JSON object) with the pages in `shown` as they are now; `own` is its old and its new address."""
    value = json.loads(content if isinstance(content, str) else bytes(content))
    moved = dict(_addresses(*own))
    for form in _forms(value):
        found = shown.get(form["key"])
        if form["key"] in shown and form["path"]:
            moved |= dict(_addresses(form["path"], found[0] if found else None))
    return json.dumps(_walk(value, shown, moved), ensure_ascii=False, separators=(",", ":")).encode()


def _addresses(old: str, new: str | None) -> Iterator[tuple[str, str | None]]:
    if old:
        yield old, new or None
        yield f"{addresses.MARK}{old}", addresses.stored(new or "")


def _forms(value: object) -> Iterator[dict[str, str]]:
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in parts:
        if isinstance(part, dict) and frozenset(part) == _FORM:
            yield part
        yield from _forms(part)


def _walk(value: object, shown: Shown, moved: Moved) -> object:
    if isinstance(value, dict):
        return _entry(value, shown, moved)
    if isinstance(value, list):
        return [walked for item in value if (walked := _walk(item, shown, moved)) is not None or item is None]
    if isinstance(value, str):
        return moved[value] if value in moved else _LINK.sub(lambda match: _link(match, shown), value)
    return value


def _entry(value: dict[str, object], shown: Shown, moved: Moved) -> object:
    key = str(value.get("key"))
    if frozenset(value) != _FORM or key not in shown:
        return {name: _walk(item, shown, moved) for name, item in value.items()}
    found = shown[key]
    if found is None:
        return None
    path, title = found
    return {"key": key, "title": title, "path": path or None, "url": addresses.stored(path)}


def _link(match: re.Match[str], shown: Shown) -> str:
    key = match["key"]
    if key not in shown:
        return match[0]
    found = shown[key]
    return f'<a href="{escape(found[0])}" data-key="{key}">{match["text"]}</a>' if found and found[0] else match["text"]
