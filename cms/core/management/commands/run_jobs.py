"""Run the stored jobs whose time has come."""

from __future__ import annotations

import signal
import threading
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections
from django.utils.translation import gettext as _

from cms.core import jobs

PAUSE = 5.0


class Command(BaseCommand):
    """`run_jobs [--loop]`: once, or until it is told to stop (SIGTERM, Ctrl-C)."""

    help = "Run waiting jobs: flags of the admin, webhooks, and whatever else was stored with a change."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--loop", action="store_true", help="go on until stopped")
        parser.add_argument("--pause", type=float, default=PAUSE, help="seconds between two looks (with --loop)")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["loop"]:
            self.stdout.write(_("Jobs tried: %(count)s") % {"count": jobs.run_due()})
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, _setter(stop))
        while not stop.is_set():
            jobs.run_due()
            close_old_connections()
            stop.wait(options["pause"])


def _setter(stop: threading.Event) -> Any:
    def ask_to_stop(number: int, frame: FrameType | None) -> None:
        stop.set()

    return ask_to_stop
