"""Why something that was asked for is not there; each reason is an answer with its own code."""

from __future__ import annotations

from datetime import datetime

from api.errors import LOCALES, Problem
from api.v1.ask import Ask
from cms.core import clock, roc
from cms.publishing.addresses import absolute
from cms.publishing.models import Publication
from cms.publishing.timeline import former, read


def missing(ask: Ask, key: str, locale: str = "") -> Problem:
    """Withdrawn, expired or blanked (410), public in another language only (404), or unknown (404).

    A page that was never public, drafts included, is unknown.
    """
    locale = locale or ask.locale
    if ask.travels and former.is_blanked(key, locale, ask.at):
        return Problem("blanked", {"key": key})
    gone = former.gone(key, locale, ask.at)
    if gone is not None:
        return _gone(ask, key, locale, gone)
    others = _other_locales(key, ask)
    if others:
        members = {"locales": others}
        return Problem("no_translation", {"key": key, "locales": "、".join(others)}, members=members)
    return Problem("not_found", {"key": key})


def _gone(ask: Ask, key: str, locale: str, gone: former.Gone) -> Problem:
    members: dict[str, object] = {"since": clock.iso(gone.since), "since_roc": roc.show(gone.since)}
    if gone.code == "withdrawn":
        members["reason"] = gone.reason
        members["successor"] = successor(gone.successor, locale, ask.at)
    return Problem(gone.code, {"key": key}, members=members)


def successor(key: str, locale: str, at: datetime) -> dict[str, object] | None:
    """`{key, path, url}` of the page that replaces another, while it is public in the same language."""
    path = read.path_of(key, locale, at) if key else None
    return {"key": key, "path": path, "url": absolute(path)} if path else None


def _other_locales(key: str, ask: Ask) -> list[str]:
    # The languages are named so that an index that begins with key and language can be used.
    rows = Publication.objects.filter(read.holds(ask.at), key=key, locale__in=LOCALES, channel="site")
    return sorted(rows.values_list("locale", flat=True))
