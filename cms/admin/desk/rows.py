"""The shape of the desk: panels of rows, each row a link to the place where one acts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise

SHOWN = 8
"""Rows of a panel on the desk; the panel's own screen has all of them."""


@dataclass(frozen=True)
class Row:
    """One thing. `notes` are short sentences beside it, `at` the instant it is about."""

    label: str
    url: str
    notes: tuple[str, ...] = ()
    at: datetime | None = None


@dataclass(frozen=True)
class Panel:
    """One question with its answers; `empty` says in words that there is none. `more` leads
    to the screen on which one sees more.
    """

    code: str
    heading: str | Promise
    empty: str | Promise
    rows: tuple[Row, ...]
    more: str = ""
    more_label: str | Promise = ""
    limited: int = 0

    @property
    def count(self) -> str:
        """How many rows there are; a panel that was read up to a limit says so."""
        number = len(self.rows)
        return f"{number}+" if self.limited and number >= self.limited else str(number)

    @property
    def shown(self) -> tuple[Row, ...]:
        """The rows for the desk itself."""
        return self.rows[:SHOWN]
