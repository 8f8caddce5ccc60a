"""What the application's own role can do to the evidence, with SQL of its own: nothing."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import DatabaseError, IntegrityError, ProgrammingError, connection, transaction
from wagtail.models import Page, Revision

from cms.core import audit, clock
from cms.core.models import AuditEntry
from cms.publishing.documents import digest
from cms.publishing.fingerprint import fingerprint
from cms.publishing.models import Approval, Publication
from cms.publishing.owner import as_owner

pytestmark = pytest.mark.django_db

PUBLICATION = {
    "key": "news-1",
    "locale": "zh-hant",
    "channel": "site",
    "type": "news_item",
    "path": "/news/1/",
    "title": "公告",
    "crumb": "{}",
    "etag": digest(b"{}"),
    "text_hash": "0" * 40,
    "parent": "news",
    "ancestors": [],
    "in_tree": False,
    "sort": 1,
    "section": "",
    "categories": "",
    "superseded": False,
    "page_id": 1,
    "action": "publish",
    "decided_by_name": "somebody",
    "end_action": "",
    "end_reason": "",
    "end_successor": "",
    "redaction_ground": "",
}


def _sql(statement: str, *parameters: object) -> object:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchone()[0] if cursor.description else None


def _revision(author: User | None = None) -> Revision:
    page = Page.objects.get(depth=1)
    kind = ContentType.objects.get_for_model(Page)
    return Revision.objects.create(
        content_type=kind,
        base_content_type=kind,
        object_id=str(page.pk),
        user=author,
        created_at=clock.now(),
        object_str="公告",
        content={"pk": page.pk, "title": "公告"},
    )


def _row(revision: Revision, approval: int | None, **changes: object) -> str:
    now = clock.now()
    dates = dict.fromkeys(("online", "first_online", "updated_at", "decided_at"), now.isoformat())
    text = {"revision_id": revision.pk, "fingerprint": fingerprint(revision.content), "approval_id": approval}
    text["content"] = revision.content
    return json.dumps({**PUBLICATION, **dates, **text, **changes})


def _open(row: str, document: bytes = b"{}") -> object:
    return _sql("SELECT cms_open_publication(%s::jsonb, %s, %s, '[]'::jsonb)", row, document, b"{}")


def _approve(revision: Revision, approver: User, **changes: object) -> object:
    values: dict[str, object] = {
        "purpose": "publish",
        "page_key": "news-1",
        "locale": "zh-hant",
        "revision_id": revision.pk,
        "fingerprint": fingerprint(revision.content),
        "text_hash": PUBLICATION["text_hash"],
        "approver": approver.pk,
        "approver_name": approver.username,
        "capacity": "chief",
        "remark": "",
        "at": clock.now().isoformat(),
    }
    return _sql("SELECT cms_give_approval(%s::jsonb)", json.dumps({**values, **changes}))


@pytest.fixture
def chief() -> User:
    return User.objects.create_user("chief")


def test_the_suite_runs_as_a_role_without_powers() -> None:
    found = "SELECT rolsuper OR rolcreatedb OR rolcreaterole OR rolbypassrls FROM pg_roles WHERE rolname = current_user"
    assert _sql(found) is False
    assert _sql("SELECT current_user") != _sql(
        "SELECT tableowner FROM pg_tables WHERE tablename = 'cms_publishing_publication'"
    )


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO cms_publishing_publication (key) VALUES ('x')",
        "UPDATE cms_publishing_publication SET offline = now()",
        "DELETE FROM cms_publishing_publication",
        "TRUNCATE cms_publishing_publication CASCADE",
        "ALTER TABLE cms_publishing_publication DISABLE TRIGGER ALL",
        "INSERT INTO cms_publishing_publicationreference (kind, target) VALUES ('file', 'x')",
        "UPDATE cms_publishing_publicationreference SET target = 'x'",
        "DELETE FROM cms_publishing_publicationreference",
        "INSERT INTO cms_publishing_approval (purpose) VALUES ('publish')",
        "UPDATE cms_publishing_approval SET fingerprint = 'x'",
        "DELETE FROM cms_publishing_approval",
        "UPDATE cms_core_auditentry SET reason = 'x'",
        "DELETE FROM cms_core_auditentry",
        "TRUNCATE cms_core_auditentry",
        "DROP TRIGGER publication_guard_update ON cms_publishing_publication",
        "CREATE OR REPLACE FUNCTION cms_now() RETURNS timestamptz LANGUAGE sql AS 'SELECT now()'",
        "CREATE TABLE public.cms_fingerprint_of_mine (a int)",
        "SET session_replication_role = replica",
        "SET ROLE cms_owner",
        "DELETE FROM django_migrations",
    ],
)
def test_direct_statements_are_refused(statement: str) -> None:
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        _sql(statement)


def test_the_orm_is_refused_too() -> None:
    with pytest.raises(ProgrammingError), transaction.atomic():
        Approval.objects.create(purpose="publish", page_key="x", locale="en", revision_id=1, approver=1)
    with pytest.raises(ProgrammingError), transaction.atomic():
        Publication.objects.all().update(title="x")


def test_the_audit_trail_can_be_added_to() -> None:
    with transaction.atomic():
        entry = audit.record("test", actor=None, subject="role")
    assert AuditEntry.objects.filter(pk=entry.pk).exists()


def test_a_deleted_account_stays_named_in_the_trail(chief: User) -> None:
    with transaction.atomic():
        entry = audit.record("test", actor=chief, subject="role")
    chief.delete()
    entry.refresh_from_db()
    assert (entry.actor_id, entry.actor_name) == (None, "chief")


def test_the_functions_write_what_was_approved(chief: User) -> None:
    revision = _revision()
    number = _open(_row(revision, _approve(revision, chief)))
    assert Publication.objects.get(pk=number).title == "公告"


def test_a_row_holds_the_text_it_names(chief: User) -> None:
    revision = _revision()
    with pytest.raises(IntegrityError, match="does not hold the text"):
        _open(_row(revision, _approve(revision, chief), content={"title": "改過"}))


def test_a_row_holds_the_document_its_etag_names(chief: User) -> None:
    revision = _revision()
    with pytest.raises(IntegrityError, match="its etag names"):
        _open(_row(revision, _approve(revision, chief)), b'{"title": "forged"}')


def test_a_row_shows_what_was_approved(chief: User) -> None:
    revision = _revision()
    with pytest.raises(IntegrityError, match="does not show what was approved"):
        _open(_row(revision, _approve(revision, chief), text_hash="1" * 40))


def test_one_person_takes_nothing_off(chief: User) -> None:
    revision = _revision()
    number = _open(_row(revision, _approve(revision, chief)))
    ending = "SELECT cms_end_publication(%s, %s, false, %s, 'why', '', now())"
    with pytest.raises(IntegrityError, match="two people"):
        _sql(ending, number, clock.now(), "withdraw")
    with pytest.raises(IntegrityError, match="for the one that follows"):
        _sql(ending, number, clock.now(), "publish")


def test_nothing_opens_without_an_approval() -> None:
    with pytest.raises(IntegrityError, match="nobody approved this text"):
        _open(_row(_revision(), None))


def test_an_approval_of_another_text_opens_nothing(chief: User) -> None:
    revision = _revision()
    approval = _approve(revision, chief)
    Revision.objects.filter(pk=revision.pk).update(content={**revision.content, "title": "改過"})
    with pytest.raises(IntegrityError, match="nobody approved this text"):
        _open(_row(revision, approval))


def test_an_approval_is_not_given_for_a_text_that_is_not_stored(chief: User) -> None:
    with pytest.raises(IntegrityError, match="not of the stored text"):
        _approve(_revision(), chief, fingerprint="0" * 64)


def test_nobody_approves_the_version_they_wrote(chief: User) -> None:
    with pytest.raises(IntegrityError, match="wrote this version"):
        _approve(_revision(chief), chief)


def test_two_rows_never_overlap(chief: User) -> None:
    revision = _revision()
    approval = _approve(revision, chief)
    _open(_row(revision, approval))
    with pytest.raises(IntegrityError, match="overlap"):
        _open(_row(revision, approval, online=(clock.now() + timedelta(hours=1)).isoformat()))


def test_a_past_row_cannot_be_lengthened(chief: User) -> None:
    revision = _revision()
    number = _open(_row(revision, _approve(revision, chief)))
    ending = "SELECT cms_end_publication(%s, %s, true, 'publish', '', '', now())"
    _sql(ending, number, clock.now())
    with pytest.raises(DatabaseError, match="shortened"):
        _sql(ending, number, clock.now() + timedelta(days=1))


def test_a_redaction_needs_two_people(chief: User) -> None:
    revision = _revision()
    number = _open(_row(revision, _approve(revision, chief)))
    with pytest.raises(DatabaseError, match="two people"):
        _sql("SELECT cms_redact_publication(%s, %s, 'law', 1, 1, now())", number, b"{}")


@pytest.mark.django_db(transaction=True)
def test_the_owner_cannot_be_the_application(chief: User) -> None:
    with as_owner():
        owner = str(_sql("SELECT current_user"))
    with pytest.raises(CommandError, match=r"owner|擁有"):
        call_command("grant_application_role", owner)
    with pytest.raises(CommandError):
        call_command("grant_application_role", "nobody_of_that_name")
