"""Every word that people read or set is written down: variables, refusals, catalogues."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import polib
import pytest
from django.core.checks import run_checks

from cms.core import errors
from cms.core.catalogues import sources
from cms.settings import env
from cms.settings.env import ROOT
from tests.architecture.tree import modules, name, syntax
from tests.tools import refusals
from tests.tools.catalogues import LANGUAGES, faults

README = (ROOT / "README.md").read_text(encoding="utf-8")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
READERS = {"text", "flag", "number", "words", "database", "optional_database", "cache"}


def _variables_read() -> set[str]:
    found = {"CACHE_URL"}
    for path in modules():
        for node in ast.walk(syntax(path)):
            if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] in READERS and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and re.fullmatch(r"[A-Z][A-Z_]+", str(first.value)):
                    found.add(str(first.value))
    return found


def test_every_variable_is_declared_and_read() -> None:
    assert _variables_read() == {variable.name for variable in env.VARIABLES}


@pytest.mark.parametrize("variable", env.VARIABLES, ids=lambda variable: variable.name)
def test_the_readme_lists_every_variable(variable: env.Variable) -> None:
    row = f"| `{variable.name}` | {variable.purpose} | {variable.default} |"
    assert row in README, f"README.md needs the row {row}"


def test_every_refusal_that_code_gives_has_a_sentence() -> None:
    given = {
        str(node.args[0].value)
        for path in modules()
        for node in ast.walk(syntax(path))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func).split(".")[-1] == "Refusal"
        and node.args
        and isinstance(node.args[0], ast.Constant)
    }
    assert given, "no refusal found, so this test looks at nothing"
    assert given <= errors.known_codes()


def test_every_refusal_is_tested() -> None:
    """Some test expects it by its code; a run of the whole suite also fails unless the code really gave each."""
    assert sorted(errors.known_codes() - refusals.asserted()) == []


def test_every_refusal_speaks_chinese() -> None:
    catalogue = {entry.msgid: entry.msgstr for entry in polib.pofile(str(_catalogue("zh_Hant")))}
    sentences = errors._messages
    assert not sorted(code for code, msgid in sentences.items() if not CHINESE.search(catalogue.get(msgid, "")))


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_a_catalogue(language: str) -> None:
    assert _catalogue(language).exists()


def test_catalogues_are_complete() -> None:
    assert not [f"{name(path)}: {fault}" for path in sources() for fault in faults(polib.pofile(str(path)))]


@pytest.mark.django_db
def test_the_system_checks_have_nothing_to_say() -> None:
    assert run_checks() == []


def _catalogue(language: str) -> Path:
    return ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
