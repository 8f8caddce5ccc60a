"""Which refusal codes the code under test really gave in this run, and which of them a test has asserted.

A code that no test provokes is a promise nobody checks: after a run of the whole suite each
registered code must have been given by the code itself, never only by a test.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from cms.core import errors
from cms.core.errors import Refusal

TESTS = Path(__file__).resolve().parents[1]
WORKERS_KEY = "refusals given"
ASSERTING = {"refused", "raises", "parametrize"}
"""What a test calls with the codes that it expects."""

_given: set[str] = set()


def watch() -> None:
    """Note each code from now on, unless a test makes the refusal itself."""
    make = Refusal.__init__

    def noting(self: Refusal, code: str, *args: object, **kwargs: object) -> None:
        make(self, code, *args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        if TESTS not in Path(sys._getframe(1).f_code.co_filename).parents:
            _given.add(code)

    Refusal.__init__ = noting  # type: ignore[method-assign]


class Collected:
    """The plugin: a worker hands its codes to the run that started it, and that one judges."""

    def pytest_testnodedown(self, node: object, error: object) -> None:
        """A worker is done."""
        _given.update(getattr(node, "workeroutput", {}).get(WORKERS_KEY, ()))

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Hand over, or fail the run when a code was never given."""
        config = session.config
        if hasattr(config, "workeroutput"):
            config.workeroutput[WORKERS_KEY] = sorted(_given)
        elif session.exitstatus == pytest.ExitCode.OK and missing(config):
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
        """Name the codes."""
        if codes := missing(config):
            terminalreporter.section("refusals that were never given")
            terminalreporter.write_line(", ".join(codes))


def missing(config: pytest.Config) -> list[str]:
    """The codes that nothing has given, after a run of the whole suite; empty after any other."""
    whole = config.args == config.getini("testpaths") and not config.option.keyword and not config.option.collectonly
    return sorted(errors.known_codes() - _given) if whole else []


def asserted() -> set[str]:
    """Every text in an `assert`, in a call that expects a refusal, or in a table that one of them reads."""
    return {text for path in TESTS.rglob("*.py") for text in _asserted(ast.parse(path.read_text(encoding="utf-8")))}


def _asserted(module: ast.Module) -> Iterator[str]:
    tables = dict(_tables(module))
    for node in ast.walk(module):
        called = ast.unparse(node.func).split(".")[-1] if isinstance(node, ast.Call) else ""
        if isinstance(node, ast.Assert) or called in ASSERTING:
            yield from _texts(node)
            for name in ast.walk(node):
                if isinstance(name, ast.Name) and name.id in tables:
                    yield from _texts(tables[name.id])


def _tables(module: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for node in module.body:
        if isinstance(node, ast.Assign):
            yield from ((target.id, node.value) for target in node.targets if isinstance(target, ast.Name))


def _texts(node: ast.AST) -> Iterator[str]:
    return (part.value for part in ast.walk(node) if isinstance(part, ast.Constant) and isinstance(part.value, str))
