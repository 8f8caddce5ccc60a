"""`make demo` as a person runs it: it serves, stops on Ctrl-C, says when the port is taken, and keeps what is there."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cms.settings.env import ROOT

pytestmark = pytest.mark.browser

PASSWORD = "demo-password-1"
PATIENCE = 300
SERVED = "/api/v1/docs/"


@pytest.fixture
def port() -> int:
    """One that nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def demo(folder: Path, port: int, **more: str) -> Iterator[subprocess.Popen[str]]:
    """The command of the Makefile's target, in a folder of its own."""
    inherited = {
        name: value for name, value in os.environ.items() if name not in {"DJANGO_SETTINGS_MODULE", "DEMO_PASSWORD"}
    }
    environment = {**inherited, "VAR_DIR": str(folder), "PORT": str(port), "PYTHONUNBUFFERED": "1", **more}
    command = [sys.executable, "manage.py", "demo"]
    running = subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    try:
        yield running
    finally:
        running.kill()
        running.wait()


def read_until(running: subprocess.Popen[str], words: str) -> str:
    """What it prints, until `words` are there. Fails when it ends without them."""
    said, deadline = "", time.monotonic() + PATIENCE
    while words not in said:
        assert running.stdout is not None
        line = running.stdout.readline()
        assert line and time.monotonic() < deadline, said
        said += line
    return said


def stop(running: subprocess.Popen[str]) -> tuple[int, str]:
    """Ctrl-C: the exit status and the last words."""
    running.send_signal(signal.SIGINT)
    said, _ = running.communicate(timeout=60)
    return running.returncode, said


def serves(port: int) -> bool:
    """Whether the documentation answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{SERVED}", timeout=10) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def test_first_run_second_run_and_a_port_that_is_taken(tmp_path: Path, port: int) -> None:
    with demo(tmp_path, port, DEMO_PASSWORD=PASSWORD) as running:
        said = read_until(running, SERVED)
        assert said.count(PASSWORD) >= 12  # one for each person of the story
        assert serves(port)
        with demo(tmp_path, port) as other:
            words, _ = other.communicate(timeout=PATIENCE)
            assert other.returncode != 0
            assert str(port) in words and "PORT=" in words
        assert serves(port)
        status, last = stop(running)
    assert (status, serves(port)) == (0, False), last
    with demo(tmp_path, port, DEMO_PASSWORD="another-password") as again:
        said = read_until(again, SERVED)
        assert "another-password" not in said
        assert "manage.py changepassword" in said
        assert serves(port)
        assert stop(again)[0] == 0
