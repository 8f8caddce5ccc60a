"""`make bench`: 1,000 and 20,000 news items, SQLite and PostgreSQL; prints ratios, writes `bench.json`.

A benchmark, not a timed test: machines are noisy, so only ratios measured side by side
in one run are compared with what the project promises.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

import psycopg

from tests.tools import postgres

SIZES = (1_000, 20_000)

# name -> (limit on SQLite, limit on PostgreSQL, whether more is better)
PROMISES: dict[str, tuple[float, float, bool]] = {
    "v2 detail / detail": (40, 25, True),
    "v2 list / list of 20": (100, 100, True),
    "detail / constant": (1.6, 2.6, False),
    "detail 304 / constant": (1.3, 2.3, False),
    "site page / detail": (3, 3, False),
}


def main() -> None:
    """Run every database and size, print the table, write `bench.json`."""
    options = _options()
    if shutil.which("wrk") is None:
        sys.exit("The benchmark needs wrk (Debian package `wrk`).")
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for vendor in options.vendors:
            for size in options.sizes:
                results.append(_run(vendor, size, options, Path(folder)))
                _print(results[-1])
                # Each is kept as soon as it is known: somebody may have no patience for the next.
                text = json.dumps(results, ensure_ascii=False, indent=1) + "\n"
                Path("bench.json").write_text(text, encoding="utf-8")
    _print_growth(results)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--vendors", nargs="+", default=["sqlite", "postgresql"], choices=["sqlite", "postgresql"])
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2)
    return parser.parse_args()


def _run(vendor: str, size: int, options: argparse.Namespace, folder: Path) -> dict[str, object]:
    var = folder / f"{vendor}-{size}"
    environment = {"VAR_DIR": str(var), "DJANGO_SETTINGS_MODULE": "tests.bench.settings", "DEMO_PASSWORD": "bench-only"}
    if vendor == "sqlite":
        return _measure(environment, size, options, database_pid=0)
    server = postgres.start()
    try:
        addresses = _database(server)
        return _measure({**environment, **addresses}, size, options, database_pid=_pid(server))
    finally:
        postgres.stop(server)


def _database(server: postgres.Server) -> dict[str, str]:
    """Make a database owned by the owner's role; the addresses of both roles to it."""
    addresses = server.environment()
    with psycopg.connect(addresses["DATABASE_OWNER_URL"], autocommit=True) as connection:
        connection.execute("CREATE DATABASE bench")
    return {name: address.rsplit("/", 1)[0] + "/bench" for name, address in addresses.items()}


def _pid(server: postgres.Server) -> int:
    return int(Path(server.folder, "data", "postmaster.pid").read_text().splitlines()[0])


def _measure(
    environment: Mapping[str, str], size: int, options: argparse.Namespace, database_pid: int
) -> dict[str, object]:
    command = [sys.executable, "-m", "tests.bench.one", str(size), str(options.rounds), str(options.seconds)]
    output = subprocess.run(
        [*command, str(database_pid)], env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True, check=True
    ).stdout
    line = next(line for line in output.splitlines() if line.startswith("RESULT "))
    result: dict[str, object] = json.loads(line.removeprefix("RESULT "))
    return result


def _print(result: dict) -> None:  # type: ignore[type-arg]  # parsed JSON
    sqlite = result["vendor"] == "sqlite"
    print(f"\n{result['vendor']}, {result['news_items']} news items")
    for name, value in result["ratios"].items():
        print(f"  {name:28}{value:>9}   {_verdict(name, value, sqlite)}")
    print(f"  {'publishing one page':28}{result['publish_ms']:>9} ms   promised < 100 ms")
    print(f"  {'memory per worker':28}{result['memory_mb_per_worker']:>9} MB   promised < 150 MB")
    for name, count in result["queries"].items():
        print(f"  {name:28}{count:>9} queries")


def _verdict(name: str, value: float, sqlite: bool) -> str:
    if name not in PROMISES:
        return ""
    on_sqlite, on_postgresql, more_is_better = PROMISES[name]
    limit = on_sqlite if sqlite else on_postgresql
    kept = value >= limit if more_is_better else value <= limit
    return f"promised {'≥' if more_is_better else '≤'} {limit}: {'kept' if kept else 'MISSED'}"


def _print_growth(results: list[dict]) -> None:  # type: ignore[type-arg]  # parsed JSON
    for vendor in {result["vendor"] for result in results}:
        sizes = sorted((r for r in results if r["vendor"] == vendor), key=lambda r: r["news_items"])
        if len(sizes) < 2:
            continue
        small, large = sizes[0], sizes[-1]
        for name in ("detail", "list of 20", "tree", "marquee"):
            # Against the constant view of the same run: the two runs were not interleaved.
            growth = _against_constant(large, name) / _against_constant(small, name)
            print(f"{vendor}: {name} grows × {growth:.2f} from {small['news_items']} to {large['news_items']}")


def _against_constant(result: dict, name: str) -> float:  # type: ignore[type-arg]  # parsed JSON
    return float(result["cpu_us"][f"{name} @16"] / result["cpu_us"]["constant @16"])


if __name__ == "__main__":
    main()
