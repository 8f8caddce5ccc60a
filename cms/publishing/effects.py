"""What follows a publication: stored jobs that run after the commit and at its instants.

`flags` lets Wagtail's own `live` follow the timeline for the editors' screens; `webhook`
tells the addresses in the settings. Rooms above add theirs with `subscribe`.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import urllib.request
from collections.abc import Callable, Mapping
from types import ModuleType

from django.conf import settings

from cms.core import clock, jobs
from cms.publishing.models import Publication

WEBHOOK_TIMEOUT = 10

_in_transaction: list[Callable[[Publication], None]] = []
_when_blanked: list[Callable[[Publication], None]] = []


def subscribe(handler: Callable[[Publication], None]) -> None:
    """Call `handler` inside the transaction of every opening (the embedded search index …)."""
    if handler in _in_transaction:
        raise ValueError(f"{handler} is subscribed already.")
    _in_transaction.append(handler)


def subscribe_blanked(handler: Callable[[Publication], None]) -> None:
    """Call `handler` inside the transaction that blanks a row: what was made of its text must go with it."""
    if handler in _when_blanked:
        raise ValueError(f"{handler} is subscribed already.")
    _when_blanked.append(handler)


def register(registry: ModuleType) -> None:
    """Name this room's handlers to `cms.core.jobs`."""
    registry.register("flags", _follow_flags)
    registry.register("webhook", _call_webhook)


def announce(row: Publication) -> None:
    """Queue what must happen when `row` begins and when it ends; runs the in-transaction subscribers."""
    for handler in _in_transaction:
        handler(row)
    for instant in filter(None, (row.online, row.offline)):
        jobs.enqueue("flags", {"page": row.page_id}, run_after=max(instant, clock.now()))
    _queue_webhooks(row, "opened")


def announce_blanked(row: Publication) -> None:
    """Run the subscribers of a row that has just been blanked."""
    for handler in _when_blanked:
        handler(row)


def announce_end(row: Publication) -> None:
    """Queue what must happen when `row` has been ended before its time."""
    jobs.enqueue("flags", {"page": row.page_id}, run_after=max(row.offline or clock.now(), clock.now()))
    _queue_webhooks(row, "ended")


def _queue_webhooks(row: Publication, event: str) -> None:
    for url in settings.WEBHOOK_URLS:
        payload = {
            "url": url,
            "event": event,
            "key": row.key,
            "locale": row.locale,
            "path": row.path,
            "online": clock.iso(row.online),
            "offline": clock.iso(row.offline),
        }
        jobs.enqueue("webhook", payload)


def _follow_flags(payload: Mapping[str, object]) -> None:
    from cms.publishing import drift

    drift.follow(int(str(payload["page"])))


def _call_webhook(payload: Mapping[str, object]) -> None:
    """POST the event as JSON with `X-Signature: sha256=…` (HMAC of the body). Raises on any failure."""
    body = json.dumps({key: value for key, value in payload.items() if key != "url"}, ensure_ascii=False).encode()
    signature = hmac.new(settings.WEBHOOK_SECRET.encode(), body, hashlib.sha256).hexdigest()
    headers = {"Content-Type": "application/json", "X-Signature": f"sha256={signature}"}
    url = str(payload["url"])
    if not url.startswith(("https://", "http://")):
        raise ValueError(f"{url} is no web address.")
    request = urllib.request.Request(url, data=body, headers=headers, method="POST")  # noqa: S310  # scheme checked
    with urllib.request.urlopen(request, timeout=WEBHOOK_TIMEOUT):  # noqa: S310
        pass
