"""The ground the tests stand on: what one test commits, the next does not see, and one clock for all."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.db import DatabaseError, connection, transaction
from wagtail.models import Page

from cms.core import audit, clock
from cms.core.models import AuditEntry
from tests.conftest import HeldClock


def _sql_now() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT cms_now()")
        return str(cursor.fetchone()[0])[:16]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("turn", [1, 2])
def test_a_test_that_commits_leaves_nothing(turn: int) -> None:
    assert not Group.objects.filter(name="left behind").exists()
    assert AuditEntry.objects.count() == 0
    assert Page.objects.filter(depth=1).exists(), "the rows of Wagtail's migrations are there again"
    Group.objects.create(name="left behind")
    with transaction.atomic():
        audit.record("test", actor=None, subject=f"turn {turn}")


@pytest.mark.django_db
def test_the_database_follows_the_held_clock(held: HeldClock) -> None:
    for _step in range(2):
        assert _sql_now() == held.now.strftime("%Y-%m-%d %H:%M")
        held.forward(days=3)
    held.release()
    assert _sql_now() == clock.now().strftime("%Y-%m-%d %H:%M")
    held.to(clock.now() + timedelta(days=1))


@pytest.mark.django_db
def test_a_rolled_back_savepoint_does_not_move_the_clock(held: HeldClock) -> None:
    held.forward(days=1)
    with transaction.atomic():
        assert _sql_now() == held.now.strftime("%Y-%m-%d %H:%M")
        transaction.set_rollback(True)
    assert _sql_now() == held.now.strftime("%Y-%m-%d %H:%M")


@pytest.mark.django_db
def test_the_guard_stands_in_test_databases() -> None:
    with transaction.atomic():
        entry = audit.record("test", actor=None, subject="guard")
    with pytest.raises(DatabaseError), transaction.atomic():
        AuditEntry.objects.filter(pk=entry.pk).update(reason="changed")


def test_files_stay_out_of_the_checkout() -> None:
    for place in (settings.VAR, settings.MEDIA_ROOT, settings.PUBLISHED_FILES_ROOT, settings.STATIC_ROOT):
        assert settings.ROOT not in Path(place).resolve().parents
