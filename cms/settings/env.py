"""The only reader of the process environment.

Every variable is named here once, typed, with its default; `README.md` lists them
and a test compares the two. Missing secrets stop the start of production.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import environ

ROOT = Path(__file__).resolve().parents[2]

_env = environ.Env()


@dataclass(frozen=True)
class Variable:
    """One environment variable: its name, what it is for, and its default in words."""

    name: str
    purpose: str
    default: str = ""


VARIABLES = (
    Variable(
        "SECRET_KEY", "Signing key of sessions, tokens and previews; required in production", "random per checkout"
    ),
    Variable("ALLOWED_HOSTS", "Host names the server answers to, comma-separated", "localhost,127.0.0.1"),
    Variable("BASE_URL", "Public address of this service, no slash at the end", "http://localhost:8000"),
    Variable("DATABASE_URL", "Database of the application's role", "SQLite in `var/`"),
    Variable(
        "DATABASE_OWNER_URL", "PostgreSQL only: the role that owns the tables and migrates", "same as `DATABASE_URL`"
    ),
    Variable("CACHE_URL", "Shared cache, e.g. redis://host/0", "in-process"),
    Variable(
        "VAR_DIR", "Folder for database, media and static files of a small installation", "`var/` in the checkout"
    ),
    Variable("LOG_LEVEL", "Level of the application's log", "INFO"),
    Variable("SECURE_TLS", "`no` only behind a proxy that is itself plain HTTP (tests)", "yes in production"),
    Variable("WEBHOOK_URLS", "Addresses told after each publication, comma-separated", "none"),
    Variable("WEBHOOK_SECRET", "Key of the HMAC signature on webhooks", "none"),
    Variable("CORS_ALLOW_ORIGIN", "Origin allowed to read the public API from a browser", "*"),
    Variable("TRUSTED_PROXIES", "Number of reverse proxies in front, for the client's address", "0"),
    Variable("DEMO_PASSWORD", "One password for every demo account", "random per account"),
    Variable("PORT", "Port of `make demo`", "8000"),
)


def text(name: str, default: str | None = None) -> str:
    """The variable `name` as text; without a default it must be set.

    Raises `environ.ImproperlyConfigured` when it is missing.
    """
    return str(_env.str(name) if default is None else _env.str(name, default=default))


def flag(name: str, *, default: bool) -> bool:
    """The variable `name` as yes or no."""
    return bool(_env.bool(name, default=default))


def number(name: str, default: int) -> int:
    """The variable `name` as a whole number."""
    return int(_env.int(name, default=default))


def words(name: str, default: list[str]) -> list[str]:
    """The variable `name` as a comma-separated list."""
    return list(_env.list(name, default=default))


def database(name: str, default: str) -> dict[str, Any]:
    """The database address in variable `name` as Django's settings for one connection."""
    return dict(_env.db_url(name, default=default))


def optional_database(name: str) -> dict[str, Any] | None:
    """The same, or None when the variable is not set."""
    return database(name, "") if text(name, "") else None


def cache(default: str) -> dict[str, object]:
    """The cache address as Django's settings."""
    return dict(_env.cache_url("CACHE_URL", default=default))


def keep_apart(name: str, value: str) -> None:
    """Set the variable `name` for this process and its children, whatever was there: for the test settings."""
    _env.ENVIRON[name] = value


def var_dir() -> Path:
    """The folder that holds a small installation's database, media and static files."""
    folder = Path(text("VAR_DIR", str(ROOT / "var")))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def local_secret() -> str:
    """A signing key kept in `var/`, made on first use: for development and the demo only."""
    path = var_dir() / "secret_key"
    if not path.exists():
        from django.core.management.utils import get_random_secret_key

        path.write_text(get_random_secret_key())
        path.chmod(0o600)
    return path.read_text()
