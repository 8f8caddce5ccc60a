"""Who may act. The order of roles: owner edits, section chief approves, webmaster publishes."""

from __future__ import annotations

from cms.core.errors import Refusal
from cms.publishing.rules.case import Case


def is_answered_for(case: Case) -> Refusal | None:
    """A page without a duty, or whose duty has nobody present, is published by nobody."""
    if not case.has_duty:
        return Refusal("no_duty")
    if not case.people.owners:
        return Refusal("duty_vacant")
    return None


def actor_is_staff(case: Case) -> Refusal | None:
    """An account without a person in the office, or of somebody away, acts for nothing."""
    return None if case.actor in case.people.staff else Refusal("not_staff")


def actor_may_draft(case: Case) -> Refusal | None:
    """參二(一): the responsible staff supply the texts; maintenance staff may mend them."""
    return None if case.actor in case.people.drafters else Refusal("not_owner")


def actor_is_chief(case: Case) -> Refusal | None:
    """The chief of the section that answers for the text approves it."""
    return None if case.actor in case.people.chiefs else Refusal("not_chief")


def actor_may_return(case: Case) -> Refusal | None:
    """Whoever must agree may send the text back instead; the step asks for its own people first."""
    return None if case.actor in case.people.chiefs | case.people.publishers else Refusal("not_chief")


def actor_publishes(case: Case) -> Refusal | None:
    """參五: only the webmaster and the webmaster's deputies put texts on line and take them off."""
    return None if case.actor in case.people.publishers else Refusal("not_publisher")


def actor_reads_drafts(case: Case) -> Refusal | None:
    """Those who write, approve or publish a text may show its draft to somebody."""
    people = case.people
    return None if case.actor in people.drafters | people.chiefs | people.publishers else Refusal("not_reader")


def actor_asks_withdrawal(case: Case) -> Refusal | None:
    """An owner, the chief or the webmaster may ask to take a page off."""
    people = case.people
    return None if case.actor in people.drafters | people.chiefs | people.publishers else Refusal("not_owner")


def actor_agrees_withdrawal(case: Case) -> Refusal | None:
    """The chief or the webmaster agrees, never the one who asked."""
    if case.actor == case.asked_by:
        return Refusal("self_withdrawal")
    if case.actor in case.people.chiefs | case.people.publishers:
        return None
    return Refusal("not_chief")


def not_own_text(case: Case) -> Refusal | None:
    """Nobody approves a text of which they wrote a revision since it was last public."""
    if case.actor in case.text.writers:
        return Refusal("self_approval")
    # A revision whose author's account is gone could be anybody's, the approver's too.
    return Refusal("author_unknown") if case.text.writer_unknown else None


def publisher_did_not_write(case: Case) -> Refusal | None:
    """A webmaster's own text is published by a deputy, unless the office's data allows otherwise."""
    if case.webmaster_may_publish_own or case.actor not in case.text.writers:
        return None
    return Refusal("publisher_wrote_it")


def publisher_did_not_approve(case: Case) -> Refusal | None:
    """Publishing is not approving: two people answer for a text, unless the office's data allows otherwise."""
    if case.approver_may_publish or case.actor not in case.text.approvers:
        return None
    return Refusal("publisher_approved_it")


def section_is_the_authors(case: Case) -> Refusal | None:
    """The author's chief approves, so only the maintenance group gives an item to another section."""
    return Refusal("section_not_yours") if case.text.section_chosen_for_others else None


def not_own_decision(case: Case) -> Refusal | None:
    """Whoever decided by exception does not countersign it."""
    return Refusal("self_countersign") if case.actor == case.decided_by else None


def second_person(case: Case) -> Refusal | None:
    """An act that blanks evidence is confirmed by somebody else of the office."""
    if case.second is None or case.second == case.actor:
        return Refusal("second_person_required")
    return None if case.second_is_staff else Refusal("second_person_not_staff")
