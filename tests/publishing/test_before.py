"""Evidence that was written before the database kept more of it stays good, and stays as it is."""

from __future__ import annotations

import pytest
from django.core.files.base import ContentFile
from django.db import connection

from cms.core import clock
from cms.publishing import documents
from cms.publishing.actions.approve import Approve
from cms.publishing.actions.publish import Publish
from cms.publishing.actions.withdraw import AskWithdrawal, Withdraw
from cms.publishing.models import Publication
from cms.publishing.owner import as_owner
from cms.publishing.timeline.read import ahead
from site_pages.models import StandardPage
from tests.factories.pages import Ground, make_document, make_ground, make_page, publish, publish_new

LIFTED = {
    "sqlite": "DROP TRIGGER {table}_update",
    "postgresql": "ALTER TABLE cms_publishing_{table} DISABLE TRIGGER {table}_guard",
}


def forget(table: str, column: str) -> None:
    """As if the column had been added today: nothing is known of the rows of before."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(LIFTED[connection.vendor].format(table=table))
        cursor.execute(f"UPDATE cms_publishing_{table} SET {column} = NULL")


@pytest.fixture
def site(transactional_db: None) -> Ground:
    return make_ground()


def test_an_approval_of_before_answers_for_the_content_alone(site: Ground) -> None:
    document = make_document("paper.pdf", b"%PDF approved")
    make_page(site, StandardPage, "home", "album", body=[("documents", [{"title": "", "document": document}])])
    page = site.page("album")
    approval = Approve(page, revision=page.latest_revision, actor=site.cast.chief).execute()
    forget("approval", "text_hash")
    document.file.save("paper.pdf", ContentFile(b"%PDF other"), save=True)
    row = Publish(page, revision=page.latest_revision, actor=site.cast.webmaster).execute()
    assert row.approval_id == approval.pk
    assert row.text_hash == documents.text(page.latest_revision.as_object()).digest


def test_a_request_of_before_is_about_whatever_is_public(site: Ground) -> None:
    publish_new(site, StandardPage, "home", "about")
    asked = AskWithdrawal(site.page("about"), actor=site.cast.owner, reason="停").execute()
    forget("withdrawal", "publication_id")
    publish(site, "about", title="新")
    Withdraw(site.page("about"), withdrawal=asked, actor=site.cast.chief).execute()
    assert not Publication.objects.filter(ahead(clock.now()), key="about").exists()
