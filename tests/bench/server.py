"""Start the application under granian and weigh it: CPU seconds and memory of the whole process tree."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import psutil

WORKERS = 2


@dataclass
class Server:
    """A running server; `database` is the postmaster's process number, when its CPU counts too."""

    port: int
    process: psutil.Process
    database: psutil.Process | None

    def url(self, path: str) -> str:
        """The address of `path`."""
        return f"http://127.0.0.1:{self.port}{path}"

    def cpu(self) -> float:
        """CPU seconds used so far by the server's whole tree, and by the database's if it is a server."""
        trees = [self.process] if self.database is None else [self.process, self.database]
        return sum(_seconds(member) for tree in trees for member in (tree, *tree.children(recursive=True)))

    def memory_per_worker(self) -> float:
        """The largest worker's memory in MB that no other process shares (USS)."""
        workers = self.process.children(recursive=True)
        return max(worker.memory_full_info().uss for worker in workers) / 1e6


@contextmanager
def serving(environment: Mapping[str, str], database_pid: int | None = None) -> Iterator[Server]:
    """Serve on a free loopback port until the block ends."""
    port = _free_port()
    command = [
        sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port),
        "--workers", str(WORKERS), "--blocking-threads", "1", "--no-ws", "--log-level", "error", "cms.wsgi:application",
    ]  # fmt: skip
    process = subprocess.Popen(command, env={**os.environ, **environment})
    try:
        server = Server(port, psutil.Process(process.pid), psutil.Process(database_pid) if database_pid else None)
        _wait(server)
        yield server
    finally:
        process.terminate()
        process.wait(20)


def _seconds(process: psutil.Process) -> float:
    try:
        times = process.cpu_times()
    except psutil.NoSuchProcess:
        return 0.0
    return float(times.user + times.system)


def _wait(server: Server) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(server.url("/api/bench-constant/"), timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise TimeoutError("The server did not answer within a minute.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
