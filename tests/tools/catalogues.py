"""Are the catalogues complete, and do they hold exactly the sentences of the code? Needs gettext's xgettext.

python -m tests.tools.catalogues          report, exit status 1 when something is missing
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import polib

from cms.core.catalogues import ROOT, sources

LANGUAGES = ("zh_Hant", "en")
ROOMS = ("cms", "site_pages", "api")


def faults(catalogue: polib.POFile) -> Iterator[str]:
    """What is wrong in one catalogue by itself: untranslated or fuzzy entries, changed placeholders."""
    for entry in catalogue:
        if entry.obsolete:
            continue
        texts = [entry.msgstr, *entry.msgstr_plural.values()] if entry.msgid_plural else [entry.msgstr]
        texts = texts[1:] if entry.msgid_plural else texts
        if entry.fuzzy:
            yield f"fuzzy: {entry.msgid!r}"
        if not all(texts):
            yield f"untranslated: {entry.msgid!r}"
        elif any(_placeholders(text) - _placeholders(entry.msgid + entry.msgid_plural) for text in texts):
            yield f"unknown placeholder: {entry.msgid!r}"


def missing(catalogue: polib.POFile, template: polib.POFile) -> Iterator[str]:
    """Sentences of the code that the catalogue lacks, and sentences it keeps that no code speaks."""
    known = {(entry.msgctxt, entry.msgid) for entry in catalogue if not entry.obsolete}
    spoken = {(entry.msgctxt, entry.msgid) for entry in template}
    yield from (f"missing: {msgid!r}" for _context, msgid in sorted(spoken - known, key=str))
    yield from (f"no longer in the code: {msgid!r}" for _context, msgid in sorted(known - spoken, key=str))


def collect() -> polib.POFile:
    """The sentences of the code, as Django's own command collects them. Raises `CalledProcessError`."""
    with tempfile.TemporaryDirectory() as name:
        copy = Path(name)
        for room in ROOMS:
            shutil.copytree(ROOT / room, copy / room, ignore=shutil.ignore_patterns("locale", "__pycache__", "data"))
        (copy / "locale").mkdir()
        command = [sys.executable, "-m", "django", "makemessages", "-l", "zh_Hant", "--no-location"]
        subprocess.run(command, cwd=copy, check=True, capture_output=True, env=_environment())
        return polib.pofile(str(copy / "locale" / "zh_Hant" / "LC_MESSAGES" / "django.po"))


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}


def _placeholders(text: str) -> set[str]:
    return set(re.findall(r"%\(\w+\)[a-z]|\{\w+\}", text))


def main() -> int:
    """Print every fault; the exit status."""
    found = [f"{path.relative_to(ROOT)}: {fault}" for path in sources() for fault in faults(polib.pofile(str(path)))]
    template = collect()
    for language in LANGUAGES:
        path = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
        if not path.exists():
            found.append(f"{path.relative_to(ROOT)}: there is no such catalogue")
            continue
        found += [f"{path.relative_to(ROOT)}: {fault}" for fault in missing(polib.pofile(str(path)), template)]
    print("\n".join(found) or f"catalogues complete: {len(template)} sentences in {' and '.join(LANGUAGES)}")
    return int(bool(found))


if __name__ == "__main__":
    raise SystemExit(main())
