"""The repository stands alone, keeps its parts small, and hides no unfinished work."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from cms.settings.env import ROOT
from tests.architecture.tree import files, modules, name, syntax

MOST_LINES_OF_A_FUNCTION = 60
MOST_LINES_OF_A_MODULE = 500
LOCK_HOSTS = {"pypi.org", "files.pythonhosted.org"}
# Put together here, so that this file does not find itself.
OUTSIDE = re.compile("|".join(["/" + "work/", "/" + "tmp/", r"\.\./" + "shared", "/" + "root/", r"(?<!\w)/" + "home/"]))
UNFINISHED = re.compile("|".join(["TO" + "DO", "FIX" + "ME", "XX" + "X"]))
NOT_RUN = re.compile(r"pytest\.(mark\.)?(ski" + "p|xfa" + r"il)|importor" + "skip|unittest\\.ski" + "p")


def _lines(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    return [
        f"{name(path)}:{number}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_file_needs_anything_outside() -> None:
    assert len(files()) > 100
    assert not _lines(OUTSIDE, list(files()))


def test_nothing_is_left_unfinished() -> None:
    assert not _lines(UNFINISHED, [path for path in files() if path.suffix in {".py", ".md", ".html", ".sql"}])


def test_no_test_is_passed_over() -> None:
    assert not _lines(NOT_RUN, [path for path in files() if name(path).startswith("tests/")])


def test_modules_are_named_for_what_they_own() -> None:
    vague = {"utils", "util", "helpers", "helper", "misc", "common_utils", "tools"}
    rooms = [path for path in modules() if path.stem in vague or vague & set(path.relative_to(ROOT).parts)]
    assert not [name(path) for path in rooms]


@pytest.mark.parametrize("path", modules(), ids=name)
def test_modules_and_functions_stay_short(path: Path) -> None:
    lines = len(path.read_text(encoding="utf-8").splitlines())
    long = [
        f"{node.name}: {node.end_lineno - node.lineno + 1} lines"
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > MOST_LINES_OF_A_FUNCTION
    ]
    assert not long
    assert lines <= MOST_LINES_OF_A_MODULE


def test_the_lock_file_names_the_public_index_only() -> None:
    addresses = re.findall(r'(?:url|registry) = "([^"]+)"', (ROOT / "uv.lock").read_text(encoding="utf-8"))
    assert addresses
    assert {urlsplit(address).hostname for address in addresses} == LOCK_HOSTS


def test_the_scripts_name_no_registry() -> None:
    scripts = [ROOT / "Makefile", ROOT / ".ci" / "run", ROOT / "pyproject.toml"]
    assert not _lines(re.compile("pyp" + "i\\.org|pythonhosted|npmjs|https?://(?!office\\.example)"), scripts)


def test_both_locks_of_the_browser_tests_name_no_host() -> None:
    locks = [path for path in files() if path.name == "package-lock.json"]
    assert not _lines(re.compile(r'"resolved"'), locks)
