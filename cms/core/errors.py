"""Refusals: every reason why something may not be done, with a stable code.

A rule returns a `Refusal`; an action raises `Refused` with all of them. The sentences
for people stand beside the codes in `messages` of the room that owns the rule.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext

_messages: dict[str, str] = {}


@dataclass(frozen=True)
class Refusal:
    """One reason: a stable `code` and the named values its sentence needs."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The full sentence in the active language. Raises `KeyError` for an unknown code."""
        return gettext(_messages[self.code]) % dict(self.values)


class Refused(Exception):
    """An action was refused; `refusals` holds every reason, never none."""

    def __init__(self, refusals: Iterable[Refusal]) -> None:
        self.refusals = tuple(refusals)
        if not self.refusals:
            raise ValueError("A refusal needs at least one reason.")
        super().__init__(", ".join(self.codes))

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes in the order in which the rules gave them."""
        return tuple(refusal.code for refusal in self.refusals)

    @property
    def messages(self) -> list[str]:
        """The sentences in the active language."""
        return [refusal.message for refusal in self.refusals]


def register_messages(messages: Mapping[str, str]) -> None:
    """Add the sentences (untranslated msgids) for new codes. A code used twice raises."""
    for code, sentence in messages.items():
        if _messages.get(code, sentence) != sentence:
            raise ValueError(f"The refusal code {code!r} has two sentences.")
        _messages[code] = sentence


def known_codes() -> frozenset[str]:
    """Every registered refusal code."""
    return frozenset(_messages)
