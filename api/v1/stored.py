"""Answers made of stored bytes, remembered while they must stay the same."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from datetime import datetime

from django.http import HttpResponse

from api.headers import JSON, answer, etag_of
from api.v1.ask import Ask
from cms.publishing.timeline import memory
from cms.publishing.timeline.memory import Made
from cms.publishing.timeline.read import max_age


def made(body: bytes, locale: str, until: datetime | None, content_type: str = JSON) -> Made:
    """An answer whose ETag is the hash of its bytes."""
    return Made(body, etag_of(body), locale, until, content_type)


def stored(
    ask: Ask, question: tuple[Hashable, ...], make: Callable[[], Made], *, revalidate: bool = False
) -> HttpResponse:
    """The answer to `question`, or 304; with `revalidate` no cache keeps it without asking.

    `question` names all that `make` uses besides the timeline and the instant. What somebody
    sees of another instant than now is made for them alone. Raises what `make` raises.
    """
    found = make() if ask.travels else memory.recall(question, ask.at, make)
    return answer(
        found.body,
        etag=found.etag,
        known=ask.known,
        max_age=0 if revalidate else max_age(ask.at, found.until),
        locale=found.locale,
        content_type=found.content_type,
    )
