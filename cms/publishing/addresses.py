"""Absolute addresses in stored documents: a mark where this service's own public address will stand.

A stored document must not name the host it was published on: the service may be reached by
another name tomorrow. Builders write `MARK` in front of a path; the readers of the timeline
put `BASE_URL` in its place once, when an answer is made.
"""

from __future__ import annotations

import re

from django.conf import settings

MARK = "\ufdd0"
"""A code point that Unicode keeps for the inside of programs: no text may hold it (`cms.core.text`)."""

_MARK = MARK.encode()
_EMPTY = b'"path":"",'
# What rows from before the mark say of themselves and of other pages and files.
_FORMER = (
    re.compile(rb'"path":"(?P<path>/[^"]*)","url":"(?P<base>https?://[^"]+?)(?P=path)"'),
    re.compile(rb'(?:"url":"|href=\\")(?P<base>https?://[^"\\]+?)/files/[0-9a-f]{64}/'),
)


def stored(path: str) -> str | None:
    """The address of `path` as a document keeps it; None for a document without an address."""
    return f"{MARK}{path}" if path else None


def absolute(path: str | None) -> str | None:
    """The public address of a path, to be said now; None for a document without an address."""
    return f"{settings.BASE_URL}{path}" if path else None


def answered(content: bytes) -> bytes:
    """Stored JSON as it is answered: with this service's public address wherever it is meant."""
    marked = content if _MARK in content else remarked(content)
    return marked.replace(_MARK, settings.BASE_URL.encode())


def remarked(content: bytes) -> bytes:
    """Stored JSON with the mark in place of the address that a row from before the mark was written with."""
    if b"http" not in content:
        return content
    for base in {found["base"] for form in _FORMER for found in form.finditer(content)}:
        for opening in (b'"', b'href=\\"'):
            content = content.replace(opening + base + b"/", opening + _MARK + b"/")
    return content


def crumbs(text: str) -> str:
    """Stored crumbs (JSON text) as they are answered; a document without an address has the path null."""
    return answered(text.encode().replace(_EMPTY, b'"path":null,')).decode()
