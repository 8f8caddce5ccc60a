"""The triggers hold the evidence against the owner of the tables too: an installation with one role has no other guard."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection, transaction

from cms.publishing.actions.withdraw import AskWithdrawal
from cms.publishing.owner import as_owner
from site_pages.models import StandardPage
from tests.factories.pages import make_document, make_ground, publish_new

PUBLICATION, REFERENCE = "cms_publishing_publication", "cms_publishing_publicationreference"
APPROVAL, AUDIT = "cms_publishing_approval", "cms_core_auditentry"
WITHDRAWAL = "cms_publishing_withdrawal"
STATEMENTS = {
    f"UPDATE {PUBLICATION} SET title = 'x'": "only the end of a row",
    f"UPDATE {PUBLICATION} SET path = '/x/'": "only the end of a row",
    f"UPDATE {PUBLICATION} SET offline = now() - interval '1 day'": "shortened",
    f"UPDATE {PUBLICATION} SET offline = now(), end_action = 'withdraw'": "two people take",
    f"UPDATE {PUBLICATION} SET offline = now(), end_action = 'publish'": "for the one that follows",
    f"UPDATE {PUBLICATION} SET redacted_at = now(), redaction_ground = 'x', redacted_by = 1": "two people",
    f"UPDATE {PUBLICATION} SET redacted_at = now(), redaction_ground = 'x', redacted_by = 1, "
    "redaction_confirmed_by = 2, document = '', card = '', content = '{}', crumb = '', title = ''": "past row",
    f"DELETE FROM {PUBLICATION}": "never changed or deleted",
    f"TRUNCATE {PUBLICATION} CASCADE": "never changed or deleted",
    f"INSERT INTO {PUBLICATION} SELECT (p).* FROM (SELECT p FROM {PUBLICATION} p LIMIT 1) q": "nobody approved|overlap|duplicate",
    f"UPDATE {REFERENCE} SET target = 'x'": "never changed or deleted",
    f"DELETE FROM {REFERENCE}": "only with a redaction",
    f"TRUNCATE {REFERENCE}": "never changed or deleted",
    f"INSERT INTO {REFERENCE} (publication_id, kind, target) VALUES (0, 'file', 'x')": "with their publication",
    f"UPDATE {APPROVAL} SET approver = 1": "never changed",
    f"DELETE FROM {APPROVAL}": "never changed",
    f"TRUNCATE {APPROVAL}": "never changed or deleted",
    f"UPDATE {AUDIT} SET reason = 'x'": "never changed or deleted",
    f"UPDATE {AUDIT} SET actor_id = NULL, reason = 'x'": "never changed or deleted",
    f"UPDATE {WITHDRAWAL} SET reason = 'x'": "decided once",
    f"UPDATE {WITHDRAWAL} SET status = 'done', decided_by_id = 1, decided_at = now()": "whoever agreed",
    f"DELETE FROM {WITHDRAWAL}": "never changed or deleted",
    f"TRUNCATE {WITHDRAWAL}": "never changed or deleted",
    "TRUNCATE cms_publishing_redaction": "never changed or deleted",
    "TRUNCATE cms_publishing_countersignature": "never changed or deleted",
    f"DELETE FROM {AUDIT}": "never changed or deleted",
    f"TRUNCATE {AUDIT}": "never changed or deleted",
}


@pytest.mark.django_db(transaction=True)
def test_the_owner_is_refused_by_the_triggers() -> None:
    ground = make_ground()
    document = make_document()
    publish_new(ground, StandardPage, "home", "about", body=[("documents", [{"title": "", "document": document}])])
    AskWithdrawal(ground.page("about"), actor=ground.cast.owner, reason="停").execute()
    with as_owner():
        for statement, words in STATEMENTS.items():
            with pytest.raises(IntegrityError, match=words), transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)
