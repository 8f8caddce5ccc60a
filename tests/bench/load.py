"""Send requests with `wrk` (Debian's package) and read what it reports."""

from __future__ import annotations

import re
import subprocess
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from tests.bench.server import Server

ROTATION = Path(__file__).parent / "rotation.lua"


@dataclass(frozen=True)
class Measure:
    """One burst: CPU microseconds of the whole server per request, and requests per second."""

    cpu_us: float
    rps: float


def burst(
    server: Server, path: str, *, connections: int, seconds: float, headers: dict[str, str], others: int = 0
) -> Measure:
    """Ask `path` over `connections` kept-alive connections. Raises `RuntimeError` if any answer fails.

    With `others` a number from 1 to that, another each time, and a slash are put behind `path`.
    """
    options = ["-t1", "--timeout", "60s", f"-c{connections}", f"-d{seconds:.0f}s", *_header_flags(headers)]
    if others:
        options += ["-s", str(ROTATION)]
    command = ["wrk", *options, server.url(path), "--", path, str(others)]
    before = server.cpu()
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    spent = server.cpu() - before
    if "Non-2xx or 3xx" in output or "Socket errors" in output:
        raise RuntimeError(f"{path}: {output}")
    found = re.search(r"(\d+) requests in", output)
    rate = re.search(r"Requests/sec:\s+([\d.]+)", output)
    if found is None or rate is None or not int(found[1]):
        raise RuntimeError(f"{path}: {output}")
    return Measure(spent / int(found[1]) * 1e6, float(rate[1]))


def etag(server: Server, path: str) -> str:
    """The ETag of an answer. Raises `KeyError` when it has none."""
    with urllib.request.urlopen(server.url(path), timeout=30) as answer:
        return str(answer.headers["ETag"])


def status(server: Server, path: str, headers: dict[str, str]) -> int:
    """The status of one answer (304 included)."""
    request = urllib.request.Request(server.url(path), headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as answer:
            return int(answer.status)
    except urllib.error.HTTPError as error:
        return int(error.code)


def _header_flags(headers: dict[str, str]) -> list[str]:
    return [flag for name, value in headers.items() for flag in ("-H", f"{name}: {value}")]
