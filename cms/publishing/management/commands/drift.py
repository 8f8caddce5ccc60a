"""Compare Wagtail's own flags with the timeline."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from cms.publishing import drift


class Command(BaseCommand):
    """`drift [--mend]`: exit status 1 when something differs and is not mended."""

    help = "List pages whose flag in the admin differs from what is public; the public never reads that flag."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--mend", action="store_true", help="let the flags follow the timeline again")

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(drift.found())
        for entry in found:
            state = _("public, but not shown as live") if entry.public else _("not public, but shown as live")
            self.stdout.write(f"{entry.key} [{entry.locale}] {state}")
            if options["mend"]:
                drift.follow(entry.page_id)
        self.stdout.write(_("Differences: %(count)s") % {"count": len(found)})
        if found and not options["mend"]:
            raise CommandError(_("The admin shows another state than the public sees."))
