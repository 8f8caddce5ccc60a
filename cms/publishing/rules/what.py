"""What may be published: the very text that was approved, complete, classified, at a free address."""

from __future__ import annotations

from cms.core.errors import Refusal
from cms.publishing.rules.case import Case


def text_is_latest(case: Case) -> Refusal | None:
    """A text changed after it was sent in must be sent in again."""
    return None if case.text.is_latest else Refusal("revision_changed")


def text_is_approved(case: Case) -> Refusal | None:
    """What is published is the very revision, with the very content, that was approved."""
    return None if case.text.approvers else Refusal("not_approved")


def shows_what_was_approved(case: Case) -> Refusal | None:
    """A picture or a file that was replaced in the library since is another text: images are approved too."""
    return Refusal("media_changed") if case.text.media_changed else None


def not_there_already(case: Case) -> Refusal | None:
    """Of two people who publish the same text, one does; publishing it twice would only blur who decided."""
    return Refusal("already_there") if case.text.already_there else None


def text_is_sound(case: Case) -> tuple[Refusal, ...]:
    """Faults of the text itself (a marquee text over its device's limit …), each with its place."""
    return tuple(Refusal(code, dict(values)) for code, values in case.text.faults)


def is_classified(case: Case) -> Refusal | None:
    """分類檢索: unclassified content may not be published."""
    return None if case.classified else Refusal("unclassified")


def path_is_free(case: Case) -> Refusal | None:
    """One address shows one page at a time."""
    if case.path_taken_by is None:
        return None
    return Refusal("path_taken", {"key": case.path_taken_by})


def parent_is_public(case: Case) -> Refusal | None:
    """A page below one that is not public would have an address nobody can walk to."""
    return None if case.parent_public else Refusal("parent_not_public")


def source_has_instant(case: Case) -> Refusal | None:
    """A translation goes online at the earliest with its source."""
    if case.is_translation and not case.source_scheduled:
        return Refusal("source_not_public")
    return None


def dependants_fit(case: Case) -> Refusal | None:
    """Pages that show this page's address change in the same transaction, or the change waits."""
    if case.dependants <= case.dependants_limit:
        return None
    return Refusal("too_many_dependants", {"count": case.dependants, "limit": case.dependants_limit})
