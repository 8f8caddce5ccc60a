"""Absolute addresses in stored documents: a mark where this service's own public address will stand.

A stored document must not name the host it was published on: the service may be reached by
another name tomorrow. Builders write `MARK` in front of a path; the readers of the timeline
put `BASE_URL` in its place once, when an answer is made.
"""

from __future__ import annotations

from django.conf import settings

MARK = "\ufdd0"
"""A code point that Unicode keeps for the inside of programs: no text may hold it (`cms.core.text`)."""

_MARK = MARK.encode()


def stored(path: str) -> str | None:
    """The address of `path` as a document keeps it; None for a document without an address."""
    return f"{MARK}{path}" if path else None


def absolute(path: str | None) -> str | None:
    """The public address of a path, to be said now; None for a document without an address."""
    return f"{settings.BASE_URL}{path}" if path else None


def answered(content: bytes) -> bytes:
    """Stored JSON as it is answered: with this service's public address wherever it is meant."""
    return content.replace(_MARK, settings.BASE_URL.encode())


def crumbs(text: str) -> str:
    """The same for stored crumbs (JSON text)."""
    return text.replace(MARK, settings.BASE_URL)
