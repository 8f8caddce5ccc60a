"""Ask the public advisory sources about every package of the lock file.

A source counts as answering when it knows the weaknesses of a release that is known to have
many; a mirror that answers politely and knows nothing is not an audit. Exit status 0: audited and
clean, or no source answers (then the line says `not audited`); 1: a weakness was found, or a
source that answers could not look something up.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("pypi", "osv", "esms")
KNOWN_WEAK = "django==2.2.0"

Ask = Callable[[str, str], list[dict[str, object]] | None]


@dataclass(frozen=True)
class Verdict:
    """What to print, and whether the audit stops the line."""

    lines: tuple[str, ...]
    failed: bool


def verdict(requirements: str, ask: Ask, sources: Sequence[str] = SOURCES) -> Verdict:
    """Audit `requirements` (one `name==version` a line) at the first source that answers.

    `ask(source, requirements)` gives a list of `{"name", "version", "vulns"}` or, for what could
    not be looked up, `{"name", "skip_reason"}`; None when the source does not answer at all.
    """
    for source in sources:
        probe = ask(source, KNOWN_WEAK)
        if not probe or not probe[0].get("vulns"):
            continue
        answer = ask(source, requirements)
        if answer is None:
            return Verdict((f"{source} answered at first and then failed: nothing is known.",), failed=True)
        return _judge(source, answer, len(requirements.splitlines()))
    return Verdict(("not audited: no advisory source answers from here",), failed=False)


def _judge(source: str, answer: Sequence[dict[str, object]], asked: int) -> Verdict:
    weak = [f"{entry['name']} {entry['version']}: {_ids(entry)}" for entry in answer if entry.get("vulns")]
    unknown = [f"{entry['name']}: {entry['skip_reason']}" for entry in answer if "skip_reason" in entry]
    if len(answer) < asked:
        unknown.append(f"{asked - len(answer)} packages are missing from the answer")
    if weak or unknown:
        return Verdict((*weak, *unknown), failed=True)
    return Verdict((f"audited: {len(answer)} packages, no known weakness ({source})",), failed=False)


def _ids(entry: dict[str, object]) -> str:
    found = entry["vulns"]
    return ", ".join(str(weakness["id"]) for weakness in found) if isinstance(found, list) else str(found)


def _pip_audit(source: str, requirements: str) -> list[dict[str, object]] | None:
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as listing:
        listing.write(requirements)
        listing.flush()
        command = ["pip-audit", "-r", listing.name, "--disable-pip", "--no-deps", "-f", "json", "-s", source]
        program = str(Path(sys.executable).parent / command[0])
        options = ["--progress-spinner", "off", "--timeout", "30"]
        done = subprocess.run([program, *command[1:], *options], capture_output=True, text=True, check=False)
    try:
        found: list[dict[str, object]] = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        return None
    return found


def locked() -> str:
    """Every package of the lock file that can be installed, as `name==version` lines."""
    uv = shutil.which("uv") or str(ROOT / ".uv" / "bin" / "uv")
    options = ["--frozen", "--offline", "--all-extras", "--all-groups", "--no-emit-project"]
    command = [uv, "export", "--quiet", *options, "--no-hashes", "--no-header", "--no-annotate"]
    text = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    pins = [line.split(";")[0].strip() for line in text.splitlines()]
    return "\n".join(sorted({pin for pin in pins if "==" in pin})) + "\n"


def main() -> int:
    """Print the verdict; the exit status."""
    found = verdict(locked(), _pip_audit)
    print("\n".join(found.lines))
    return int(found.failed)


if __name__ == "__main__":
    raise SystemExit(main())
