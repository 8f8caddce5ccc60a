"""Build or update the office from a folder of files."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cms.office.reading import LoadError
from site_pages.loading.files import read
from site_pages.loading.ledger import KINDS, Line, Report
from site_pages.loading.load import load

SHOWN = 60


class Command(BaseCommand):
    """`load_office DIR`: sections, people, matrix, page tree and first texts, as drafts."""

    help = "Build or update the office from the files in DIR; what people changed by hand is kept and reported."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.OFFICE_DATA_DIR, metavar="DIR")
        parser.add_argument("--dry-run", action="store_true", help="print what would change, and change nothing")
        parser.add_argument("--no-content", action="store_true", help="office and tree only, no texts")
        parser.add_argument("--user", help="account that is named as the author of the drafts")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            bundle = read(options["folder"])
        except LoadError as error:
            raise CommandError(str(error)) from error
        report = load(
            bundle,
            user=_user(options["user"]),
            content=not options["no_content"],
            dry_run=options["dry_run"],
        )
        self._print(report, dry_run=options["dry_run"], every=options["dry_run"] or options["verbosity"] > 1)

    def _print(self, report: Report, *, dry_run: bool, every: bool) -> None:
        for line in report.lines:
            if every or line.kind not in ("created",):
                self.stdout.write(_sentence(line))
        counts = report.counts()
        total = ", ".join(f"{kind} {counts[kind]}" for kind in KINDS if counts[kind]) or _("nothing to change")
        self.stdout.write(_("Would change: %(total)s") % {"total": total} if dry_run else total)


def _sentence(line: Line) -> str:
    if not line.field:
        return f"{line.kind:8} {line.subject}"
    return f"{line.kind:8} {line.subject} {line.field}: {_short(line.before)} → {_short(line.after)}"


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= SHOWN else f"{text[:SHOWN]}…"


def _user(username: str | None) -> AbstractBaseUser | None:
    if username is None:
        return None
    user = get_user_model().objects.filter(username=username).first()
    if user is None:
        raise CommandError(_("There is no account “%(name)s”.") % {"name": username})
    return user
