"""What a copy elsewhere (the mobile app) must add, renew or forget since it last asked."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

from django.http import HttpResponse

from api import headers
from api.headers import answer
from api.v1 import ask as asking
from api.v1.ask import MAX_LIMIT, Ask, Invalid
from api.v1.missing import successor
from cms.core import clock
from cms.publishing.addresses import absolute
from cms.publishing.documents import to_bytes
from cms.publishing.timeline.changes import OVERLAP, Change, Position, changes

_MICROSECOND = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=clock.UTC)
_LAST = (datetime(2200, 1, 1, tzinfo=clock.UTC) - _EPOCH) // _MICROSECOND


class Mark:
    """Where a client stands: what it has seen up to `since`, and within a reading begun at `begun`, `after`."""

    def __init__(self, since: int = 0, begun: int = 0, at: int = 0, key: str = "") -> None:
        self.since, self.begun, self.at, self.key = since, begun, at, key

    def text(self) -> str:
        """The opaque cursor."""
        return asking.pack(self.since, self.begun, self.at, self.key)

    @property
    def position(self) -> Position | None:
        """The place within a reading, or None at its beginning."""
        return Position(_instant(self.at), self.key) if self.begun else None


def mark(text: str) -> Mark:
    """The cursor of an earlier answer. Raises `Invalid`."""
    since, begun, at, key = asking.unpack(text, int, int, int, str)
    numbers = [int(str(number)) for number in (since, begun, at)]
    if not all(0 <= number <= _LAST for number in numbers):
        raise Invalid("invalid_cursor")
    return Mark(numbers[0], numbers[1], numbers[2], asking.key_of_cursor(str(key)) if key else "")


PARSERS = {**asking.LOCALE, "since": mark, "limit": asking.limit}


def listing(ask: Ask) -> HttpResponse:
    """`{"items", "next", "cursor"}`: follow `next` while there is one, then keep `cursor` for the next time.

    Each page is named once, as it is now; `gone` is a tombstone. What happened in the last
    minutes may be told twice: applying it twice changes nothing.
    """
    asked = ask.values.get("since")
    known = asked if isinstance(asked, Mark) else Mark()
    limit = int(str(ask.values.get("limit", MAX_LIMIT)))
    since = _instant(known.since) if known.since else None
    found, more, max_age = changes(ask.locale, since, known.position, ask.at, limit)
    begun = known.begun or _number(ask.at)
    if more:
        last = found[-1]
        cursor = Mark(known.since, begun, _number(last.at), last.key).text()
    else:
        cursor = Mark(max(_finished(begun), known.since)).text()
    query = f"since={cursor}&limit={limit}&locale={ask.locale}"
    following = absolute(f"/api/v1/changes/?{query}") if more else None
    body = to_bytes({"items": [_item(change, ask) for change in found], "next": following, "cursor": cursor})
    return answer(body, etag=headers.etag_of(body), known=ask.known, max_age=max_age, locale=ask.locale)


def _finished(begun: int) -> int:
    """Where the next reading starts: a little before this one, for transactions that were still open.

    Whole minutes, so that the answer stays the same while nothing happens.
    """
    minute = _instant(begun).replace(second=0, microsecond=0)
    return _number(minute - OVERLAP)


def _item(change: Change, ask: Ask) -> dict[str, object]:
    common: dict[str, object] = {"change": change.kind, "at": clock.iso(change.at)}
    if change.kind != "gone":
        api_url = absolute(f"/api/v1/pages/{change.key}/?locale={ask.locale}")
        crumb = json.loads(change.crumb)
        return {**common, **crumb, "url": absolute(crumb["path"]), "api_url": api_url}
    withdrawn = change.end_action == "withdraw"
    return {
        **common,
        "key": change.key,
        "locale": ask.locale,
        "type": change.type,
        "code": "withdrawn" if withdrawn else "expired",
        "reason": change.end_reason if withdrawn else "",
        "successor": successor(change.end_successor, ask.locale, ask.at),
    }


def _instant(number: int) -> datetime:
    return _EPOCH + number * _MICROSECOND


def _number(instant: datetime) -> int:
    return max(0, (instant - _EPOCH) // _MICROSECOND)
