"""The one table of what must hold for each action. Every refusal is returned, not the first."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cms.core.errors import Refusal, Refused
from cms.publishing.rules import what, when, who
from cms.publishing.rules.case import Case

Rule = Callable[[Case], Refusal | tuple[Refusal, ...] | None]

_DATES: tuple[Rule, ...] = (
    when.online_not_past,
    when.offline_not_past,
    when.offline_after_online,
    when.offline_given_where_needed,
)
_CONTENT: tuple[Rule, ...] = (
    who.is_answered_for,
    what.is_classified,
    what.text_is_sound,
    what.source_has_instant,
    what.parent_is_public,
    what.path_is_free,
    what.dependants_fit,
)
_PUBLISHING: tuple[Rule, ...] = (
    who.actor_is_staff,
    who.actor_publishes,
    who.publisher_did_not_write,
    who.publisher_did_not_approve,
    who.section_is_the_authors,
    what.text_is_approved,
    what.shows_what_was_approved,
    what.text_is_latest,
    what.not_there_already,
    *_CONTENT,
)

RULES: dict[str, tuple[Rule, ...]] = {
    "edit": (who.actor_is_staff, who.actor_may_draft),
    "submit": (
        who.actor_is_staff,
        who.actor_may_draft,
        who.is_answered_for,
        what.is_classified,
        who.section_is_the_authors,
        what.text_is_sound,
        *_DATES,
    ),
    "approve": (
        who.actor_is_staff,
        who.actor_is_chief,
        who.not_own_text,
        who.section_is_the_authors,
        what.text_is_latest,
        *_CONTENT,
        *_DATES,
    ),
    "return": (who.actor_is_staff, who.actor_may_return),
    "publish": (*_PUBLISHING, *_DATES, when.was_not_withdrawn),
    "schedule": (*_PUBLISHING, *_DATES, when.was_not_withdrawn),
    "correct": (*_PUBLISHING, when.is_public_now, when.reason_given),
    "ask_withdrawal": (who.actor_is_staff, who.actor_asks_withdrawal, when.is_public_or_waiting, when.reason_given),
    "withdraw": (
        who.actor_is_staff,
        who.actor_agrees_withdrawal,
        when.is_public_or_waiting,
        when.reason_given,
        when.decision_is_open,
        when.request_is_current,
    ),
    "refuse_withdrawal": (who.actor_is_staff, who.actor_agrees_withdrawal, when.decision_is_open),
    "restore": (*_PUBLISHING, *_DATES, when.was_taken_off, when.reason_given),
    "reissue": (
        who.actor_is_staff,
        who.actor_publishes,
        what.parent_is_public,
        what.path_is_free,
        when.has_history,
        when.reason_given,
    ),
    "ask_redaction": (
        who.actor_is_staff,
        who.actor_publishes,
        when.ground_given,
        when.has_history,
        when.version_has_ended,
    ),
    "redact": (
        who.actor_is_staff,
        who.actor_publishes,
        who.second_person,
        when.ground_given,
        when.has_history,
        when.version_has_ended,
        when.decision_is_open,
    ),
    "refuse_redaction": (who.actor_is_staff, when.decision_is_open),
    "countersign": (who.actor_is_staff, who.actor_is_chief, who.not_own_decision, when.decision_is_open),
    "preview_link": (who.actor_is_staff, who.actor_reads_drafts),
    "first_load": (
        who.actor_is_staff,
        what.text_is_latest,
        *_CONTENT,
        *_DATES,
        when.never_had_row,
    ),
}


def refusals(action: str, case: Case) -> tuple[Refusal, ...]:
    """Every reason why `action` may not happen in this case; empty means it may.

    Raises `KeyError` for an action that is not in `RULES`: a misspelt name is never an answer.
    """
    found: list[Refusal] = []
    for rule in RULES[action]:
        found += _as_many(rule(case))
    return tuple(found)


def require(action: str, case: Case) -> None:
    """Raise `Refused` with every reason unless `action` may happen."""
    if reasons := refusals(action, case):
        raise Refused(reasons)


def _as_many(answer: Refusal | tuple[Refusal, ...] | None) -> Iterable[Refusal]:
    if answer is None:
        return ()
    return (answer,) if isinstance(answer, Refusal) else answer
