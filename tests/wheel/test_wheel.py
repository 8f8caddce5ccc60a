"""The wheel in a bare Wagtail project: install, migrate, publish one page through the door, read it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from cms.settings.env import ROOT

pytestmark = pytest.mark.wheel

HERE = Path(__file__).parent
UV = shutil.which("uv") or str(ROOT / ".uv" / "bin" / "uv")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from a copy of the repository that holds no compiled catalogues."""
    source = tmp_path_factory.mktemp("source")
    for name in ("cms", "site_pages", "api", "locale"):
        shutil.copytree(ROOT / name, source / name, ignore=shutil.ignore_patterns("*.mo", "__pycache__"))
    for name in ("pyproject.toml", "README.md", ".gitignore"):
        shutil.copy(ROOT / name, source / name)
    _uv("build", "--wheel", "--out-dir", str(source / "dist"), cwd=source)
    return next((source / "dist").glob("*.whl"))


def test_what_travels(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "cms/core/locale/zh_Hant/LC_MESSAGES/django.mo" in names
    assert "cms/core/locale/en/LC_MESSAGES/django.mo" in names
    assert "cms/publishing/guards/postgresql.sql" in names
    assert "cms/office/data/fengshan/responsibility_matrix.csv" in names
    assert any(name.startswith("site_pages/migrations/0") for name in names)
    rooms = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    assert rooms == {"cms", "site_pages", "api"}


def test_in_a_bare_project(wheel: Path, tmp_path: Path) -> None:
    python = _install(wheel, tmp_path)
    project = _bare_project(python, tmp_path)
    _run(python, "manage.py", "check", "--fail-level", "WARNING", cwd=project)
    _run(python, "manage.py", "makemigrations", "--check", "--dry-run", cwd=project)
    _run(python, "manage.py", "migrate", "--verbosity", "0", cwd=project)
    printed = _run(python, "story.py", cwd=project)
    assert "published and read" in printed


def _install(wheel: Path, folder: Path) -> Path:
    """A new environment with the wheel and the versions of the lock file."""
    pins = folder / "constraints.txt"
    export = [
        "export",
        "--frozen",
        "--offline",
        "--all-extras",
        "--no-dev",
        "--no-emit-project",
        "--no-hashes",
        "--quiet",
    ]
    pins.write_text(_uv(*export, cwd=ROOT))
    _uv("venv", "--quiet", "--python", sys.executable, str(folder / "env"), cwd=folder)
    python = folder / "env" / "bin" / "python"
    _uv("pip", "install", "--quiet", "--python", str(python), "--constraint", str(pins), str(wheel), cwd=folder)
    return python


def _bare_project(python: Path, folder: Path) -> Path:
    """`wagtail start`, with the lines of cms/docs/plugin.md added."""
    project = folder / "project"
    project.mkdir()
    _run(python, "-m", "wagtail.bin.wagtail", "start", "bare", str(project), cwd=folder)
    documented = _documented_lines()
    settings = project / "bare" / "settings" / "base.py"
    settings.write_text(settings.read_text() + "\n" + documented[0])
    addresses = project / "bare" / "urls.py"
    addresses.write_text(addresses.read_text() + "\n" + documented[1])
    shutil.copy(HERE / "story.py", project / "story.py")
    return project


def _documented_lines() -> tuple[str, str]:
    text = (ROOT / "cms" / "docs" / "plugin.md").read_text(encoding="utf-8")
    settings, addresses = re.findall(r"```python\n(.*?)```", text, re.DOTALL)
    return settings, addresses


def _uv(*arguments: str, cwd: Path) -> str:
    """uv, with the system's certificates when its own do not do."""
    environment = {
        name: value for name, value in os.environ.items() if name not in {"VIRTUAL_ENV", "UV_PROJECT_ENVIRONMENT"}
    }
    for extra in ([], ["--system-certs"]):
        done = subprocess.run(
            [UV, *arguments, *extra], cwd=cwd, env=environment, capture_output=True, text=True, check=False
        )
        if done.returncode == 0:
            return done.stdout
    raise AssertionError(done.stderr)


def _run(python: Path, *arguments: str, cwd: Path) -> str:
    """The new environment's Python, knowing nothing of this one."""
    apart = {"DJANGO_SETTINGS_MODULE", "PYTHONPATH", "VIRTUAL_ENV", "VAR_DIR", "DATABASE_URL", "DATABASE_OWNER_URL"}
    environment = {name: value for name, value in os.environ.items() if name not in apart}
    done = subprocess.run([python, *arguments], cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
