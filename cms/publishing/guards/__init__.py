"""The database's own guard of the timeline: the SQL of each vendor, installed by a migration."""

from __future__ import annotations

from pathlib import Path

_HERE = Path(__file__).parent


def statements(vendor: str) -> list[str]:
    """The statements of `vendor` (`sqlite` or `postgresql`), in order.

    Statements are separated by a line that holds only `--;`. Raises `FileNotFoundError`
    for a database that has no guard: such a database cannot hold the timeline.
    """
    text = (_HERE / f"{vendor}.sql").read_text(encoding="utf-8")
    return [part.strip() for part in text.split("\n--;\n") if part.strip()]
