"""One database of one size: build it if it is empty, measure it, print one line of JSON.

Run by `tests.bench` in a process of its own, with the environment of that database.
"""

from __future__ import annotations

import json
import os
import sys

import django


def main(total: int, rounds: int, seconds: float, database_pid: int | None) -> dict[str, object]:
    """Measure with `total` news items; all figures as plain numbers."""
    django.setup()
    from tests.bench import build, measure, publishing, queries
    from tests.bench.server import serving

    key = build.build(total)
    page_id, path = build.Publication.objects.filter(key=key, locale="zh-hant").values_list("page_id", "path")[0]
    asked = measure.subjects(key, path, page_id, total)
    with serving(os.environ, database_pid) as server:
        found = measure.run(server, asked, rounds=rounds, seconds=seconds)
        memory = server.memory_per_worker()
    return {
        "news_items": total,
        "vendor": build.connection.vendor,
        "cpu_us": {f"{name} @{c}": round(result.cpu_us, 1) for (name, c), result in found.items()},
        "rps": {f"{name} @{c}": round(result.rps) for (name, c), result in found.items()},
        "ratios": {name: round(value, 2) for name, value in measure.ratios(found).items()},
        "queries": queries.counts(asked),
        "memory_mb_per_worker": round(memory, 1),
        "publish_ms": round(publishing.milliseconds(), 1),
    }


if __name__ == "__main__":
    size, times, length, pid = sys.argv[1:5]
    print("RESULT " + json.dumps(main(int(size), int(times), float(length), int(pid) or None)))  # noqa: T201
