"""One door for publishing, for the clock, for the environment: nothing in the source goes round them."""

from __future__ import annotations

import ast
import locale as standard_locale
import re
from pathlib import Path

import pytest

from cms.settings.env import ROOT
from tests.architecture.tree import dotted, imported, modules, name, strings, syntax

PEN = "cms.publishing.timeline.write"
CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "datetime.datetime.now",
    "datetime.datetime.utcnow",
    "datetime.date.today",
    "timezone.now",
    "timezone.localtime",
    "timezone.localdate",
    "time.time",
}
DRAFT_FLAGS = re.compile(
    r"\.live\b|\blive\s*=|\bgo_live_at\b|\bexpire_at\b|\bfirst_published_at\b|\blast_published_at\b"
)
# What answers the public: everything under api, the public site with its templates, the timeline's readers.
READERS = [
    *sorted((ROOT / "api").rglob("*.py")),
    *sorted((ROOT / "cms" / "site").rglob("*.py")),
    *sorted((ROOT / "cms" / "site").rglob("*.html")),
    *sorted((ROOT / "cms" / "publishing" / "timeline").glob("*.py")),
    ROOT / "cms" / "publishing" / "files.py",
]


def test_the_catalogues_folder_is_no_package() -> None:
    assert not (ROOT / "locale" / "__init__.py").exists()
    assert ROOT not in Path(str(standard_locale.__file__)).parents


@pytest.mark.parametrize("path", READERS, ids=name)
def test_public_readers_know_no_draft_flags(path: Path) -> None:
    lines = path.read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if DRAFT_FLAGS.search(line)]


def test_only_the_actions_hold_the_pen() -> None:
    holders = {
        name(path)
        for path in modules()
        if any(entry == PEN or entry.startswith(f"{PEN}.") for entry in imported(path)) or PEN in strings(path)
    }
    assert holders, "the door itself must be seen, or this test looks at nothing"
    assert not {path for path in holders if not path.startswith("cms/publishing/actions/")}


def test_nothing_else_writes_the_evidence() -> None:
    writes = {"create", "bulk_create", "update", "bulk_update", "delete", "get_or_create", "update_or_create"}
    evidence = re.compile(r"^(Publication|Approval|PublicationReference|AuditEntry)\.(objects|_base_manager)\b")
    requests = re.compile(r"^(Withdrawal|Redaction|Countersignature)\.(objects|_base_manager)\b")
    allowed = {"cms/publishing/timeline/write.py": evidence, "cms/core/audit.py": evidence}
    allowed |= {name(path): requests for path in modules() if name(path).startswith("cms/publishing/actions/")}
    found = [
        f"{name(path)}:{node.lineno}"
        for path in modules()
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in writes
        for kind in (evidence, requests)
        if kind.match(ast.unparse(node.func)) and allowed.get(name(path)) is not kind
    ]
    assert not found


def test_one_clock() -> None:
    found = [
        f"{name(path)}:{node.lineno} {dotted(node)}"
        for path in modules()
        if name(path) != "cms/core/clock.py"
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Attribute) and dotted(node) in CLOCKS
    ]
    assert not found


def test_no_field_asks_the_system_for_the_time() -> None:
    found = [
        f"{name(path)}:{node.value.lineno}"
        for path in modules()
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.keyword) and node.arg in {"auto_now", "auto_now_add"}
    ]
    assert not found


def test_one_reader_of_the_environment() -> None:
    # The two entry points name the settings, which is where reading begins.
    starting = 'os.environ.setdefault("DJANGO_SETTINGS_MODULE",'
    found = [
        f"{name(path)}: {line.strip()}"
        for path in [*modules(), ROOT / "manage.py"]
        if name(path) != "cms/settings/env.py"
        for line in path.read_text(encoding="utf-8").splitlines()
        if re.search(r"\bos\.(environ|getenv|putenv)\b|\benviron\.Env\b", line) and starting not in line
    ]
    assert not found
