"""The facts a rule may look at. Whoever asks the policy gathers them first."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class People:
    """Account numbers of those who may act for this page today (deputies included)."""

    owners: frozenset[int] = frozenset()
    drafters: frozenset[int] = frozenset()
    chiefs: frozenset[int] = frozenset()
    publishers: frozenset[int] = frozenset()
    webmasters: frozenset[int] = frozenset()
    staff: frozenset[int] = frozenset()


@dataclass(frozen=True)
class Text:
    """The text in question: who wrote it since it was last public, and who approved exactly it.

    `media_changed`: approved, but what it shows (pictures, files, names) is no longer what was seen.
    """

    writers: frozenset[int] = frozenset()
    writer_unknown: bool = False
    is_latest: bool = True
    approvers: frozenset[int] = frozenset()
    media_changed: bool = False
    section_chosen_for_others: bool = False
    already_there: bool = False
    faults: tuple[tuple[str, tuple[tuple[str, object], ...]], ...] = ()


@dataclass(frozen=True)
class Dates:
    """Instants (aware) asked for; `until_replaced_allowed` is a property of the page's type."""

    online: datetime | None = None
    offline: datetime | None = None
    until_replaced_allowed: bool = True


@dataclass(frozen=True)
class Case:
    """One person (`actor`, an account number) wants to do one thing to one page at one instant.

    `public_then` and `withdrawn` are about the instant at which the text is to go online.
    """

    actor: int
    now: datetime
    has_duty: bool = True
    people: People = field(default_factory=People)
    text: Text = field(default_factory=Text)
    dates: Dates = field(default_factory=Dates)
    classified: bool = True
    has_rows: bool = False
    public_now: bool = False
    public_or_waiting: bool = False
    public_then: bool = False
    withdrawn: bool = False
    is_translation: bool = False
    source_scheduled: bool = True
    webmaster_may_publish_own: bool = False
    approver_may_publish: bool = False
    reason: str = ""
    ground: str = ""
    asked_by: int | None = None
    second: int | None = None
    second_is_staff: bool = True
    version_ended: bool = True
    decision_open: bool = True
    request_current: bool = True
    decided_by: int | None = None
    path_taken_by: str | None = None
    parent_public: bool = True
    dependants: int = 0
    dependants_limit: int = 500
