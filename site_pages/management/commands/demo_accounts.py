"""Make the demonstration's accounts and print them."""

from __future__ import annotations

import sys
import unicodedata
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from site_pages.loading import accounts


class Command(BaseCommand):
    """`demo_accounts`: one account for each person; a second run changes nothing."""

    help = "Make an account for each person of the office, and print names and passwords once."

    def handle(self, *args: Any, **options: Any) -> None:
        made = accounts.make(getattr(settings, "DEMO_PASSWORD", ""))
        self.stdout.write(table([(_("name"), _("role"), _("account"), _("password")), *map(_row, made)]))
        if any(not account.password for account in made):
            self.stdout.write(_("Passwords of accounts that were there stay as they are. To set one:"))
            self.stdout.write(
                f"  {_python()} manage.py changepassword {next(a.username for a in made if not a.password)}"
            )


def _python() -> str:
    """The interpreter as a person would type it from the folder of the project."""
    path = Path(sys.executable)
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


def _row(account: accounts.Account) -> tuple[str, ...]:
    section = str(account.person.section) if account.person.section else ""
    duties = ", ".join(account.roles) or _("staff")
    return (account.person.name, f"{duties} {section}".strip(), account.username, account.password or _("unchanged"))


def table(rows: list[tuple[str, ...]]) -> str:
    """Rows as columns of equal width; full-width characters count as two."""
    widths = [max(_width(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)) for row in rows
    )
    return "\n".join(line.rstrip() for line in lines)


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
