"""Publish the first content on a named person's word."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from site_pages.loading import first

STEP = 50


class Command(BaseCommand):
    """`first_load --approver NAME`: exit status 1 when a page is refused for more than a vacancy."""

    help = "Publish every page that was never public; the chiefs countersign afterwards."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--approver", required=True, help="account of the person who answers for the texts")
        parser.add_argument("--dry-run", action="store_true", help="ask the rules, publish nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        approver = get_user_model().objects.filter(username=options["approver"]).first()
        if approver is None:
            raise CommandError(_("There is no account “%(name)s”.") % {"name": options["approver"]})
        pages = first.waiting()
        outcomes = list(self._progress(pages, approver, dry_run=options["dry_run"]))
        refused = [outcome for outcome in outcomes if outcome.refusals]
        for outcome in refused:
            self._print(outcome)
        self.stdout.write(
            _("Published: %(published)s. Refused: %(refused)s.")
            % {"published": len(outcomes) - len(refused), "refused": len(refused)}
        )
        if not all(outcome.vacant for outcome in refused):
            raise CommandError(_("Some pages were refused; the reasons stand above."), returncode=1)

    def _progress(self, pages: list[first.BasePage], approver: Any, *, dry_run: bool) -> Any:
        for n, outcome in enumerate(first.publish(pages, approver, dry_run=dry_run), 1):
            if n % STEP == 0 or n == len(pages):
                self.stdout.write(_("%(done)s of %(total)s pages") % {"done": n, "total": len(pages)})
                self.stdout.flush()
            yield outcome

    def _print(self, outcome: first.Outcome) -> None:
        self.stdout.write(f"{outcome.key} [{outcome.locale}] {outcome.title}")
        for refusal in outcome.refusals:
            self.stdout.write(f"  - {refusal.code}: {refusal.message}")
