"""A PostgreSQL server for tests, from the system's packages, as an ordinary user, on a free port.

    python -m tests.tools.postgres run COMMAND …   start, run with both addresses set, stop
    python -m tests.tools.postgres start | url | stop

Two roles, as in production: `cms_owner` owns the tables and migrates, `cms_app` serves.
Nothing here keeps data: durability is switched off.
"""

from __future__ import annotations

import argparse
import json
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

OWNER = "cms_owner"
APPLICATION = "cms_app"
STATE = Path(tempfile.gettempdir()) / f"registration-cms-tests-{os.getuid()}" / "postgres.json"
SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "60",
    "log_min_messages": "fatal",
}


class ServerError(Exception):
    """The server's programs are missing, or it does not start."""


@dataclass(frozen=True)
class Server:
    """A running server: its folder and its port on the loopback address."""

    folder: str
    port: int

    def address(self, role: str) -> str:
        """The address of `role` as a `DATABASE_URL`."""
        return f"postgres://{role}@127.0.0.1:{self.port}/postgres"

    def environment(self) -> dict[str, str]:
        """The two variables that the settings read."""
        return {"DATABASE_URL": self.address(APPLICATION), "DATABASE_OWNER_URL": self.address(OWNER)}


def start() -> Server:
    """Make and start a server. Raises `ServerError` where it cannot be had."""
    folder = Path(tempfile.mkdtemp(prefix="registration-cms-postgres-"))
    if os.getuid() == 0:
        account = pwd.getpwnam("postgres")
        os.chown(folder, account.pw_uid, account.pw_gid)
    server = Server(str(folder), _free_port())
    try:
        _run("initdb", "-D", f"{folder}/data", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync", cwd=folder)
        options = " ".join(f"-c {name}={value}" for name, value in SETTINGS.items())
        options += f" -p {server.port} -k {folder}"
        _run("pg_ctl", "-D", f"{folder}/data", "-l", f"{folder}/log", "-w", "-o", options, "start", cwd=folder)
        _make_roles(server)
    except BaseException:
        stop(server)
        raise
    return server


def stop(server: Server) -> None:
    """Stop the server and delete its folder; one that is not running is only deleted."""
    if Path(server.folder, "data", "postmaster.pid").exists():
        _run("pg_ctl", "-D", f"{server.folder}/data", "-m", "immediate", "stop", cwd=Path(server.folder))
    shutil.rmtree(server.folder, ignore_errors=True)


def run(command: list[str]) -> int:
    """Run `command` beside a server of its own; its exit status."""
    began = time.monotonic()
    server = start()
    print(f"PostgreSQL on port {server.port} after {time.monotonic() - began:.1f} s", flush=True)
    try:
        return subprocess.run(command, env={**os.environ, **server.environment()}, check=False).returncode
    finally:
        stop(server)


def _make_roles(server: Server) -> None:
    for role, rights in ((OWNER, "LOGIN CREATEDB"), (APPLICATION, "LOGIN")):
        statement = f"CREATE ROLE {role} {rights}"
        _run(
            "psql",
            "-h",
            server.folder,
            "-p",
            str(server.port),
            "-d",
            "postgres",
            "-qc",
            statement,
            cwd=Path(server.folder),
        )


def _run(program: str, *arguments: str, cwd: Path) -> None:
    """Run a program of the server; as root, in the name of the account the packages made."""
    account = {"user": "postgres", "group": "postgres", "extra_groups": []} if os.getuid() == 0 else {}
    # pg_ctl's child keeps the output open, so a pipe would never end: a file does.
    with tempfile.TemporaryFile("w+") as output:
        done = subprocess.run(
            [_program(program), *arguments], cwd=cwd, stdout=output, stderr=output, check=False, **account
        )
        if done.returncode:
            output.seek(0)
            raise ServerError(f"{program} failed:\n{output.read()}{_log(cwd)}")


def _program(name: str) -> str:
    """The newest installed program of that name; Debian keeps the server's outside PATH."""
    folders = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"), key=lambda folder: float(folder.parent.name), reverse=True
    )
    for folder in folders:
        if (folder / name).exists():
            return str(folder / name)
    found = shutil.which(name)
    if found is None:
        raise ServerError(f"There is no {name} here: install the system's package `postgresql`.")
    return found


def _log(folder: Path) -> str:
    path = folder / "log"
    return path.read_text(errors="replace") if path.exists() else ""


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _kept() -> Server:
    if not STATE.exists():
        raise ServerError("No server was started.")
    return Server(**json.loads(STATE.read_text()))


def main(arguments: list[str]) -> int:
    """The command line; its exit status."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.postgres", description=__doc__)
    parser.add_argument("verb", choices=["run", "start", "url", "stop"])
    parser.add_argument("command", nargs=argparse.REMAINDER, help="what `run` runs")
    asked = parser.parse_args(arguments)
    try:
        return _do(asked.verb, asked.command)
    except ServerError as error:
        print(error, file=sys.stderr)
        return 1


def _do(verb: str, command: list[str]) -> int:
    if verb == "run":
        return run(command)
    if verb == "start":
        STATE.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        STATE.write_text(json.dumps(asdict(start())))
    if verb == "stop":
        stop(_kept())
        STATE.unlink()
        return 0
    for name, value in _kept().environment().items():
        print(f"export {name}={value}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
