"""Where pages stand on the timeline: one query for a whole listing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.core import clock
from cms.publishing.governed import GovernedPage
from cms.publishing.models import Publication

PUBLIC, SCHEDULED, WITHDRAWN, EXPIRED, NEVER, FOLDER = (
    "public",
    "scheduled",
    "withdrawn",
    "expired",
    "never",
    "folder",
)
LABELS: dict[str, str | Promise] = {
    PUBLIC: _("Public"),
    SCHEDULED: _("Scheduled"),
    WITHDRAWN: _("Withdrawn"),
    EXPIRED: _("Expired"),
    NEVER: _("Never public"),
    FOLDER: _("Not a public page"),
}


@dataclass(frozen=True)
class Span:
    """One row of the timeline without its document; instants are aware UTC, `offline` None is until replaced."""

    id: int
    key: str
    locale: str
    title: str
    online: datetime
    offline: datetime | None
    superseded: bool
    action: str
    decided_by_name: str
    decided_at: datetime
    revision_id: int
    end_action: str
    end_reason: str
    end_successor: str
    redacted_at: datetime | None

    @property
    def cancelled(self) -> bool:
        """Ended where it begins: it was never public."""
        return self.offline is not None and self.offline <= self.online

    def holds(self, at: datetime) -> bool:
        """Public at that instant."""
        return self.online <= at and (self.offline is None or self.offline > at)

    def waits(self, at: datetime) -> bool:
        """Begins after that instant."""
        return self.online > at and not self.cancelled

    @property
    def ends(self) -> datetime | None:
        """When it goes off without a successor; None while it stays or is followed."""
        return None if self.superseded else self.offline


@dataclass(frozen=True)
class Standing:
    """A page's state in one language: `state` is one of the module's constants."""

    state: str
    since: datetime | None = None
    until: datetime | None = None
    following: datetime | None = None
    reason: str = ""
    successor: str = ""

    @property
    def label(self) -> str:
        """The state in one word."""
        return str(LABELS[self.state])


def spans(keys: Iterable[str], locale: str | None = None) -> list[Span]:
    """The rows of these pages on the public site (one language when given), newest beginning first."""
    rows = Publication.objects.filter(channel="site", key__in=set(keys))
    if locale is not None:
        rows = rows.filter(locale=locale)
    fields = list(Span.__dataclass_fields__)
    return [Span(*values) for values in rows.order_by("-online", "-id").values_list(*fields)]


def of_pages(pages: Iterable[Page]) -> Mapping[int, Standing]:
    """The standing of each page by number, from one query."""
    governed = {page.pk: page for page in map(_specific, pages) if page is not None}
    found: dict[tuple[str, str], list[Span]] = defaultdict(list)
    for span in spans(page.key for page in governed.values() if page.publishable):
        found[span.key, span.locale].append(span)
    now = clock.now()
    return {
        pk: judge(found[page.key, page.language], now) if page.publishable else Standing(FOLDER)
        for pk, page in governed.items()
    }


def judge(rows: list[Span], now: datetime) -> Standing:
    """What the rows of one page in one language, newest first, say about this instant."""
    current = next((row for row in rows if row.holds(now)), None)
    waiting = min((row.online for row in rows if row.waits(now)), default=None)
    if current is not None:
        return Standing(PUBLIC, _beginning(current, rows), current.ends, waiting)
    past = next((row for row in rows if row.online <= now and not row.cancelled), None)
    taken_back = next((row for row in rows if row.cancelled and row.end_action == "withdraw"), None)
    if waiting is not None:
        first = next(row for row in rows if row.online == waiting and row.waits(now))
        return Standing(SCHEDULED, until=first.ends, following=waiting)
    last = past or taken_back
    if last is None:
        return Standing(NEVER)
    state = WITHDRAWN if last.end_action == "withdraw" else EXPIRED
    return Standing(state, since=last.offline, reason=last.end_reason, successor=last.end_successor)


def _beginning(current: Span, rows: list[Span]) -> datetime:
    """Where the unbroken run that `current` belongs to began."""
    begun = current.online
    for row in rows:
        if not row.cancelled and row.offline == begun:
            begun = row.online
    return begun


def _specific(page: Page) -> GovernedPage | None:
    found = page if isinstance(page, GovernedPage) else page.specific
    return found if isinstance(found, GovernedPage) else None
