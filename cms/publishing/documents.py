"""What a page becomes when it is published: a `Document`, built by the room that knows its shape.

Upper rooms register one builder a page type from `AppConfig.ready()`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

from wagtail.models import Page


@dataclass(frozen=True)
class Context:
    """The facts about a publication that are not in its revision; a re-issue renews exactly these.

    `path` is the public address, `first_online` the start of the page's unbroken run and
    `updated_at` the instant its text last changed (aware, UTC); `owner` says who answers
    (`{"section": …, "role": …}`); `link` and `title` give the address and the title of another
    page by key, or None while that page is not public. `keeps_files` says whether the files it
    shows are copied for the public; without, the document only names the copies.
    """

    path: str
    parent: str
    online: datetime
    first_online: datetime
    updated_at: datetime
    owner: Mapping[str, object]
    link: Callable[[str], str | None]
    title: Callable[[str], str | None]
    keeps_files: bool = True


@dataclass
class Document:
    """The complete answer of one page in one language, and what is known beside it.

    `body` and `card` are JSON objects in their final key order; `channels` maps a channel
    code to that channel's own (document, card); `pages` and `files` name what it embeds or
    links to: other pages by key, published files by SHA-256. `crumb` adds to what tree and
    breadcrumbs say of the page.
    """

    body: Mapping[str, object]
    card: Mapping[str, object]
    sort: int = 0
    section: str = ""
    categories: tuple[str, ...] = ()
    pages: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()
    channels: Mapping[str, tuple[Mapping[str, object], Mapping[str, object]]] = field(default_factory=dict)
    crumb: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class Text:
    """The text of a document alone: a digest of all it says and shows, and its files by SHA-256."""

    digest: str
    files: frozenset[str]


Builder = Callable[[Page, Context], Document]

_builders: dict[type[Page], Builder] = {}


def register(model: type[Page], builder: Builder) -> None:
    """Name the builder of one page type. A second one raises `ValueError`."""
    if model in _builders:
        raise ValueError(f"{model.__name__} has two builders.")
    _builders[model] = builder


def build(page: Page, context: Context) -> Document:
    """The document of `page` (as it stands in its revision). Raises `KeyError` for an unknown type."""
    return _builders[type(page)](page, context)


def registered() -> frozenset[type[Page]]:
    """The page types that can be published."""
    return frozenset(_builders)


def to_bytes(value: Mapping[str, object]) -> bytes:
    """Compact UTF-8 JSON; dates as ISO 8601. The same value always gives the same bytes."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_plain).encode()


def from_bytes(stored: bytes) -> dict[str, Any]:
    """A stored document or card as an object."""
    found: dict[str, Any] = json.loads(stored)
    return found


def digest(content: bytes) -> str:
    """40 hex digits that name these bytes."""
    return hashlib.sha256(content).hexdigest()[:40]


def text(page: Page) -> Text:
    """What `page` says and shows by itself: the document with every renewable fact made neutral.

    A file is named by its bytes, so another picture in the library is another text. Whoever
    approves answers for this digest, and the database holds every row to it. Nothing is
    copied. Raises `OSError` when a file that the page shows is gone.
    """
    document = build(page, _NEUTRAL)
    parts = [to_bytes(document.body)]
    parts += [name.encode() + to_bytes(pair[0]) for name, pair in sorted(document.channels.items())]
    return Text(digest(b"\n".join(parts)), document.files)


_EPOCH = datetime.fromtimestamp(0, UTC)
_NEUTRAL = Context(
    path="",
    parent="",
    online=_EPOCH,
    first_online=_EPOCH,
    updated_at=_EPOCH,
    owner={},
    link="page:{}".format,
    title="page:{}".format,
    keeps_files=False,
)


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not JSON.")
