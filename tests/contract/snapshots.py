"""The contract's files: written on purpose, compared at every run."""

from __future__ import annotations

import json
import re
from pathlib import Path

FOLDER = Path(__file__).parent

# Bytes of pictures depend on the version of the imaging library, names on what was stored before.
_DIGEST = re.compile(r"/files/[0-9a-f]{64}/")
_SUFFIX = re.compile(r"_[A-Za-z0-9]{7}(?=\.)")


def settle(name: str, found: object, *, writing: bool) -> None:
    """Write `found` as the file `name`, or hold it to be exactly what the file says."""
    text = json.dumps(found, ensure_ascii=False, indent=2) + "\n"
    text = _SUFFIX.sub("", _DIGEST.sub("/files/<sha256>/", text))
    path = FOLDER / name
    if writing:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    assert path.exists(), f"{name} is missing: `manage.py api_snapshots --write` writes it on purpose."
    assert text == path.read_text(encoding="utf-8"), (
        f"{name} differs from the contract. Keys may be added, never renamed or removed; "
        "`manage.py api_snapshots --write` writes it on purpose."
    )
