"""Fill an empty installation with the default office and serve it: what `make demo` runs.

A second run migrates and loads again, and both keep what people have edited.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.utils import translation
from django.utils.translation import gettext as _

from cms.office import roster
from cms.office.models import RoleKind
from cms.settings import env

HOST = "127.0.0.1"
WORKERS = 2
READY_SECONDS = 60
STOP_SECONDS = 15


class Command(BaseCommand):
    """Prepare and serve, with a line for each step, until Ctrl-C."""

    help = "Load the default office with its content and accounts, then serve it on PORT."
    requires_system_checks = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare, serve, stop. Raises `CommandError` when the port is taken."""
        translation.activate(settings.LANGUAGE_CODE)
        port = env.number("PORT", 8000)
        _check_port(port)
        self._prepare()
        self._serve(port)

    def _prepare(self) -> None:
        steps: list[tuple[str, Callable[[], Any]]] = [
            (_("Preparing the database"), lambda: call_command("migrate", interactive=False, verbosity=0)),
            (_("Loading the office"), lambda: call_command("load_office", str(settings.OFFICE_DATA_DIR))),
            (_("Making one account for each person"), lambda: call_command("demo_accounts")),
            (_("Publishing the first content"), self._first_load),
        ]
        for number, (words, step) in enumerate(steps, 1):
            began = time.monotonic()
            self._say(f"[{number}/{len(steps)}] {words} …")
            step()
            self._say(f"      {time.monotonic() - began:.1f} s")

    def _first_load(self) -> None:
        try:
            call_command("first_load", approver=_director())
        except CommandError as error:
            # A page that may not be published yet is part of the story, not the end of the demo.
            self._say(str(error))

    def _serve(self, port: int) -> None:
        children = _start(port)
        try:
            for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, _raise_stop)
            if _wait_until_ready(port, children):
                self._announce(port)
            _wait_for_first_end(children)
            raise CommandError(_("A part of the demo ended by itself; the lines above say why."))
        except Stop:
            self._say("\n" + _("Stopping …"))
        finally:
            _end(children)
        self._say(_("Stopped."))

    def _announce(self, port: int) -> None:
        base = f"http://localhost:{port}"
        self._say("")
        self._say(_("Admin:         %(url)s") % {"url": f"{base}/admin/"})
        self._say(_("Site:          %(url)s") % {"url": f"{base}/"})
        self._say(_("API:           %(url)s") % {"url": f"{base}/api/v1/pages/"})
        self._say(_("Documentation: %(url)s") % {"url": f"{base}/api/v1/docs/"})
        self._say(_("Stop with Ctrl-C."))

    def _say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()


class Stop(Exception):
    """Somebody asked the demo to end."""


def _director() -> str:
    """The account that answers for the first content. Raises `CommandError` when no director is present."""
    for acting in roster.today().in_kind(RoleKind.DIRECTOR):
        return str(get_user_model().objects.get(pk=acting.user_id).get_username())
    raise CommandError(_("No director with an account is present to answer for the first content."))


def _raise_stop(number: int, frame: object) -> None:
    # A second Ctrl-C must not interrupt the tidying up.
    for other in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(other, signal.SIG_IGN)
    raise Stop


def _check_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            words = _("Port %(port)s is in use; choose another with PORT=…") % {"port": port}
            raise CommandError(words) from error


def _start(port: int) -> list[subprocess.Popen[bytes]]:
    manage = str(settings.ROOT / "manage.py")
    serving = [
        *(sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port)),
        *(
            "--workers",
            str(WORKERS),
            "--blocking-threads",
            "4",
            "--no-ws",
            "--log-level",
            "warning",
            "cms.wsgi:application",
        ),
    ]
    # Sessions of their own: Ctrl-C reaches this process alone, which then ends them in order.
    return [
        subprocess.Popen(command, cwd=settings.ROOT, start_new_session=True)
        for command in (serving, [sys.executable, manage, "run_jobs", "--loop"])
    ]


def _wait_until_ready(port: int, children: Sequence[subprocess.Popen[bytes]]) -> bool:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline and all(child.poll() is None for child in children):
        try:
            urllib.request.urlopen(f"http://{HOST}:{port}/api/v1/site/", timeout=5).close()  # our own
            return True
        except urllib.error.HTTPError:
            return True
        except OSError:
            time.sleep(0.2)
    return False


def _wait_for_first_end(children: Sequence[subprocess.Popen[bytes]]) -> None:
    while all(child.poll() is None for child in children):
        time.sleep(0.5)


def _end(children: Sequence[subprocess.Popen[bytes]]) -> None:
    for child in children:
        _signal(child, signal.SIGTERM)
    for child in children:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(STOP_SECONDS)
        # Whatever a child has left behind in its session goes with it, so that the port is free again.
        _signal(child, signal.SIGKILL)
        child.wait()


def _signal(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.killpg(child.pid, number)
