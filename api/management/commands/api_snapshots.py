"""Compare the public contract with its files in the repository, or write them anew on purpose."""

from __future__ import annotations

import subprocess
import sys

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _


class Command(BaseCommand):
    help = "Compares tests/contract/ with what the API answers; --write writes it anew. Review the difference."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--write", action="store_true", help="write the files instead of comparing")

    def handle(self, *args: object, **options: object) -> None:
        """Build the fixed pages in a test database. Raises `CommandError` when something differs."""
        folder = settings.ROOT / "tests" / "contract"
        if not folder.is_dir():
            raise CommandError(_("The contract's files are part of the repository, not of an installed copy."))
        # The tests' own settings, whatever this command runs with: they keep their files in a folder of their own.
        command = [sys.executable, "-m", "pytest", "-q", "--ds=cms.settings.test", str(folder)]
        if options["write"]:
            command.append("--write-snapshots")
        if subprocess.run(command, cwd=settings.ROOT, check=False).returncode:
            raise CommandError(_("The public contract differs from its files."))
