"""What is still missing before a text can be sent in, said before anybody presses the button."""

from __future__ import annotations

from cms.admin.overview import Overview


def missing(office: Overview) -> tuple[str, ...] | None:
    """The policy's reasons against sending the page in; None for a reader who does not draft it."""
    reasons = {possible.code: possible.reasons for possible in office.possibilities}
    if reasons.get("edit", ("unknown",)) or "submit" not in reasons:
        return None
    return reasons["submit"]
