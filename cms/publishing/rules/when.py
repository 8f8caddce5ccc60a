"""Dates. A bare day runs from 00:00 to 24:00 in Taipei; intervals are half-open."""

from __future__ import annotations

from cms.core.errors import Refusal
from cms.publishing.rules.case import Case


def online_not_past(case: Case) -> Refusal | None:
    """Nothing goes online yesterday; no date means now."""
    online = case.dates.online
    return Refusal("online_in_past") if online is not None and online < case.now else None


def offline_not_past(case: Case) -> Refusal | None:
    """Nothing is published that has already ended."""
    offline = case.dates.offline
    return Refusal("offline_in_past") if offline is not None and offline <= case.now else None


def offline_after_online(case: Case) -> Refusal | None:
    """Offline comes after online."""
    dates = case.dates
    online = dates.online or case.now
    if dates.offline is not None and dates.offline <= online and dates.offline > case.now:
        return Refusal("offline_before_online")
    return None


def offline_given_where_needed(case: Case) -> Refusal | None:
    """ "Until replaced" is for standing pages, never for news, marquee or screens."""
    if case.dates.offline is None and not case.dates.until_replaced_allowed:
        return Refusal("offline_required")
    return None


def never_had_row(case: Case) -> Refusal | None:
    """The first load is for a page that was never public."""
    return Refusal("already_published") if case.has_rows else None


def is_public_now(case: Case) -> Refusal | None:
    """A correction mends what is public at this moment."""
    return None if case.public_now else Refusal("not_public")


def is_public_or_waiting(case: Case) -> Refusal | None:
    """Only what is public, or waits to be, can be taken off."""
    return None if case.public_or_waiting else Refusal("not_public")


def was_taken_off(case: Case) -> Refusal | None:
    """Restoring needs a page that was public and is not at that instant."""
    if not case.has_rows:
        return Refusal("never_published")
    return Refusal("already_published") if case.public_then else None


def was_not_withdrawn(case: Case) -> Refusal | None:
    """What was taken off for a reason comes back under its own name, with a reason."""
    return Refusal("restore_required") if case.withdrawn else None


def has_history(case: Case) -> Refusal | None:
    """Nothing was ever published under this key."""
    return None if case.has_rows else Refusal("never_published")


def version_has_ended(case: Case) -> Refusal | None:
    """Only past versions are evidence that can be blanked; what is public is withdrawn first."""
    return None if case.version_ended else Refusal("version_not_past")


def decision_is_open(case: Case) -> Refusal | None:
    """A request is decided once."""
    return None if case.decision_open else Refusal("already_decided")


def request_is_current(case: Case) -> Refusal | None:
    """What was asked about an earlier text says nothing about the one that is public now."""
    return None if case.request_current else Refusal("withdrawal_outdated")


def reason_given(case: Case) -> Refusal | None:
    """An exception is explained in words."""
    return None if case.reason.strip() else Refusal("reason_required")


def ground_given(case: Case) -> Refusal | None:
    """Blanking a past document needs its legal ground (個人資料保護法第11條 …)."""
    return None if case.ground.strip() else Refusal("ground_required")
