"""What a change leaves behind, to compare: rows, references, approvals, audit lines, jobs, files."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import pytest
from django.core.files.storage import storages
from wagtail.models import Page, TaskState, WorkflowState

from cms.core.errors import Refused
from cms.core.models import AuditEntry, Job
from cms.publishing.models import (
    Approval,
    Countersignature,
    Publication,
    PublicationReference,
    PublishedFile,
    Redaction,
    TimelineVersion,
    Withdrawal,
)
from cms.publishing.timeline.read import holds

TABLES = (
    Publication,
    PublicationReference,
    Approval,
    Countersignature,
    Withdrawal,
    Redaction,
    AuditEntry,
    Job,
    TimelineVersion,
    PublishedFile,
    WorkflowState,
    TaskState,
)


def state() -> dict[str, list[dict[str, object]]]:
    """Everything an act could leave half done, and Wagtail's own flags."""
    found = {model.__name__: [_plain(row) for row in model.objects.order_by("pk").values()] for model in TABLES}
    flags = ("pk", "live", "title", "slug", "path", "live_revision_id", "latest_revision_id")
    found["Page"] = list(Page.objects.order_by("pk").values(*flags))
    return found


def _plain(row: dict[str, object]) -> dict[str, object]:
    return {name: bytes(value) if isinstance(value, memoryview) else value for name, value in row.items()}


@contextmanager
def nothing_changes() -> Iterator[None]:
    """The complete state is the same after the block as before it."""
    before = state()
    yield
    assert state() == before


@contextmanager
def refused(*codes: str) -> Iterator[None]:
    """The block is refused for exactly these reasons and leaves no trace."""
    with nothing_changes(), pytest.raises(Refused) as caught:
        yield
    assert set(caught.value.codes) == set(codes)


class Trail:
    """The audit lines written inside the block."""

    def __init__(self) -> None:
        self._last = AuditEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0

    @property
    def entries(self) -> list[AuditEntry]:
        """In the order in which they were written."""
        return list(AuditEntry.objects.filter(pk__gt=self._last).order_by("pk"))

    @property
    def lines(self) -> list[tuple[str, str, str, str]]:
        """Action, subject, language and name of each."""
        return [(entry.action, entry.subject, entry.locale, entry.actor_name) for entry in self.entries]


def row_at(key: str, at: datetime, locale: str = "zh-hant", channel: str = "site") -> Publication | None:
    """What is public of a page at that instant; two rows at once fail."""
    return (
        Publication.objects.filter(holds(at), key=key, locale=locale, channel=channel).order_by("pk").get()
        if (Publication.objects.filter(holds(at), key=key, locale=locale, channel=channel).exists())
        else None
    )


def title_at(key: str, at: datetime, locale: str = "zh-hant") -> str | None:
    """The public title of a page at that instant, or None."""
    row = row_at(key, at, locale)
    return row.title if row is not None else None


def files_on_disk() -> set[str]:
    """The names of all published copies."""
    storage = storages["published"]
    if not storage.exists("."):
        return set()
    return {name for folder in storage.listdir(".")[0] for name in storage.listdir(folder)[1]}
