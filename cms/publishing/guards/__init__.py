"""The database's own guard of the evidence: the SQL of each vendor, installed by migrations.

`sqlite.sql` and `postgresql.sql` are the whole guard in force; the migration that changes it
installs all of it again. `*_first.sql` is what migration 0002 puts over the tables as they
were then: SQLite alters no table while a trigger names a column that is still to come.
"""

from __future__ import annotations

import re
from pathlib import Path

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_HERE = Path(__file__).parent
_TRIGGER = re.compile(r"CREATE TRIGGER (?P<name>\w+) .*? ON (?P<table>\w+)", re.DOTALL)


def statements(vendor: str) -> list[str]:
    """The statements for `vendor` (`sqlite`, `postgresql`, or one's `…_first`), in order.

    Statements are separated by a line that holds only `--;`. Raises `FileNotFoundError`
    for a database that has no guard: such a database cannot hold the timeline.
    """
    text = (_HERE / f"{vendor}.sql").read_text(encoding="utf-8")
    return [part.strip() for part in text.split("\n--;\n") if part.strip()]


def install(schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Put the guard in force in place of the one that stands."""
    vendor = schema_editor.connection.vendor
    for statement in statements(vendor):
        if found := _TRIGGER.search(statement):
            on = f" ON {found['table']}" if vendor == "postgresql" else ""
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {found['name']}{on}", params=None)
        schema_editor.execute(statement, params=None)
