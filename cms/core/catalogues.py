"""Compile gettext catalogues without gettext's own tools: a fresh machine has no `msgfmt`.

    python -m cms.core.catalogues [FOLDER]

Imports no Django, so that the wheel's build can call it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parents[2]
# The catalogues of the project, and those that complete another package's words beside an app.
PATTERNS = ("locale/*/LC_MESSAGES/*.po", "cms/*/locale/*/LC_MESSAGES/*.po", "*/locale/*/LC_MESSAGES/*.po")


def sources(root: Path = ROOT) -> Iterator[Path]:
    """Every `.po` file of the project under `root`."""
    rooms = ("locale", "cms", "site_pages", "api", "search")
    found = {path for pattern in PATTERNS for path in root.glob(pattern)}
    yield from sorted(path for path in found if path.relative_to(root).parts[0] in rooms)


def compile_all(root: Path = ROOT) -> list[Path]:
    """Write the `.mo` beside each `.po` that is newer than it; the files written."""
    written = []
    for source in sources(root):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            draft = target.with_suffix(".mo.new")
            polib.pofile(str(source)).save_as_mofile(str(draft))
            draft.replace(target)
            written.append(target)
    return written


if __name__ == "__main__":
    compile_all(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT)
