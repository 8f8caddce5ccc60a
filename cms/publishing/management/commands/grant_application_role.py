"""Give a PostgreSQL role what the application needs, and no way round the door.

    manage.py migrate                          # as DATABASE_OWNER_URL
    manage.py grant_application_role cms_app   # the role of DATABASE_URL, after each migrate

The role reads everything and writes everything but the evidence: publications, their references
and approvals change only through the `SECURITY DEFINER` functions of
`cms/publishing/guards/postgresql.sql`; the audit trail can be added to, never altered.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction
from django.utils.translation import gettext as _

from cms.publishing.owner import as_owner

READ_ONLY = (
    "cms_publishing_publication",
    "cms_publishing_publicationreference",
    "cms_publishing_approval",
    "django_migrations",
)
FUNCTIONS = ("cms_give_approval", "cms_open_publication", "cms_end_publication", "cms_redact_publication")


class Command(BaseCommand):
    """Grant the application's role its rights; may run again at any time."""

    help = "Give the application's PostgreSQL role its rights, without direct writing of the timeline."

    def add_arguments(self, parser: CommandParser) -> None:
        """Take the name of the role."""
        parser.add_argument("role", help="the role named in DATABASE_URL")

    def handle(self, *args: Any, **options: Any) -> None:
        """Grant as the owner. Raises `CommandError` for another database or an unknown role."""
        if connection.vendor != "postgresql":
            raise CommandError(_("Only PostgreSQL has roles; on SQLite the triggers alone hold the timeline."))
        with as_owner():
            _grant(options["role"])
        if options["verbosity"]:
            self.stdout.write(_("The role %(role)s can serve and cannot forge.") % {"role": options["role"]})


def _grant(role: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = %s", [role])
        found = cursor.fetchone()
        if found is None:
            raise CommandError(_("The database knows no role %(role)s.") % {"role": role})
        cursor.execute("SELECT %s = current_user", [role])
        if found[0] or cursor.fetchone()[0]:
            raise CommandError(_("A superuser or the owner of the tables cannot be held by grants."))
        for statement in _statements(connection.ops.quote_name(role)):
            cursor.execute(statement)


def _statements(role: str) -> list[str]:
    functions = "SELECT p.oid::regprocedure FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace"
    named = ", ".join(f"'{name}'" for name in FUNCTIONS)
    return [
        "REVOKE CREATE ON SCHEMA public FROM PUBLIC",
        f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}",
        f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {role}",
        f"GRANT USAGE ON SCHEMA public TO {role}",
        f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}",
        f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {role}",
        *[f"REVOKE INSERT, UPDATE, DELETE ON {table} FROM {role}" for table in READ_ONLY],
        f"REVOKE UPDATE, DELETE ON cms_core_auditentry FROM {role}",
        # Deleting an account takes its link out of the trail; the name written beside it stays.
        f"GRANT UPDATE (actor_id) ON cms_core_auditentry TO {role}",
        f"""DO $$ DECLARE f regprocedure; BEGIN
            FOR f IN {functions} AND p.proname IN ({named}) LOOP
                EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', f);
                EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO {role}', f);
            END LOOP; END $$""",
    ]
