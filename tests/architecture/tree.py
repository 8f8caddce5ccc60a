"""The project's own source, as text and as syntax, for tests that look at all of it."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from cms.settings.env import ROOT

ROOMS = ("cms", "site_pages", "api")
TEXT = {
    ".py",
    ".md",
    ".toml",
    ".html",
    ".txt",
    ".json",
    ".yaml",
    ".csv",
    ".sql",
    ".js",
    ".css",
    ".po",
    ".sh",
    ".svg",
    "",
}


@cache
def modules() -> tuple[Path, ...]:
    """Every Python file of the rooms but migrations, whose form is Django's."""
    found = [path for room in ROOMS for path in (ROOT / room).rglob("*.py")]
    return tuple(sorted(path for path in found if "migrations" not in path.parts))


@cache
def syntax(path: Path) -> ast.Module:
    """The parsed module."""
    return ast.parse(path.read_text(encoding="utf-8"), str(path))


def name(path: Path) -> str:
    """The path within the project, for messages."""
    return path.relative_to(ROOT).as_posix()


def imported(path: Path) -> Iterator[str]:
    """Dotted names that the module imports: `a.b` for `import a.b`, `a.b.c` for `from a.b import c`."""
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def strings(path: Path) -> Iterator[str]:
    """Every string constant in the module."""
    for node in ast.walk(syntax(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def dotted(node: ast.AST) -> str:
    """`a.b.c` for an attribute of an attribute of a name, else the empty text."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (above := dotted(node.value)):
        return f"{above}.{node.attr}"
    return ""


@cache
def files() -> tuple[Path, ...]:
    """Every text file that belongs to the repository, whether already committed or not."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    found = subprocess.run(listing, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    paths = [ROOT / entry for entry in found if entry]
    return tuple(path for path in paths if path.suffix in TEXT and path.is_file())
