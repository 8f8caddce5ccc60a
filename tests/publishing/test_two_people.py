"""Two people at once, each with a connection of their own: one wins, the other is told."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection

from cms.core import clock
from cms.core.errors import Refused
from cms.core.models import AuditEntry
from cms.publishing.actions.approve import Approve
from cms.publishing.actions.first_load import FirstLoad
from cms.publishing.actions.publish import Publish
from cms.publishing.actions.withdraw import AskWithdrawal, Withdraw
from cms.publishing.models import Publication
from cms.publishing.timeline.read import ahead, holds
from site_pages.models import StandardPage
from tests.factories.pages import Ground, make_ground, make_page, publish, write

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shared(transactional_db: None) -> Iterator[Ground]:
    """A site that is really committed, with a page and an approved newer version of it; the clock runs."""
    ground = make_ground()
    make_page(ground, StandardPage, "home", "about", title="一")
    publish(ground, "about")
    yield ground


def race(*acts: Callable[[], object]) -> list[object]:
    """Run them at the same moment; what each gave, or the refusal it met."""
    barrier, found = threading.Barrier(len(acts)), list[object]([None] * len(acts))

    def run(number: int, act: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            barrier.wait(timeout=30)
            found[number] = act()
        except Refused as refused:
            found[number] = refused.codes
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(n, act)) for n, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    return found


def winners(found: list[object]) -> list[Publication]:
    return [result for result in found if isinstance(result, Publication)]


def assert_whole(key: str) -> None:
    """No two rows of a page hold at once, and each has its audit line."""
    rows = list(Publication.objects.filter(key=key).exclude(action="reissue").order_by("online"))
    for row, following in pairwise(rows):
        assert row.offline is not None and row.offline <= following.online
    told = [entry.facts.get("publication") for entry in AuditEntry.objects.filter(subject=key)]
    assert all(row.pk in told for row in rows)


def test_two_publish_the_same_version(shared: Ground) -> None:
    revision = write(shared, "about", title="二")
    page = shared.page("about")
    Approve(page, revision=revision, actor=shared.cast.chief).execute()
    found = race(
        *[
            Publish(shared.page("about"), revision=page.latest_revision, actor=actor).execute
            for actor in (shared.cast.webmaster, shared.cast.deputy)
        ]
    )
    assert len(winners(found)) == 1
    assert ("already_there",) in found
    assert_whole("about")


def test_publishing_and_withdrawing(shared: Ground) -> None:
    revision = write(shared, "about", title="二")
    page, cast = shared.page("about"), shared.cast
    Approve(page, revision=revision, actor=cast.chief).execute()
    asked = AskWithdrawal(page, actor=cast.owner, reason="停").execute()
    found = race(
        Publish(shared.page("about"), revision=page.latest_revision, actor=cast.webmaster).execute,
        Withdraw(shared.page("about"), withdrawal=asked, actor=cast.chief).execute,
    )
    # Either the text went out and the request was about another, or the page was taken off and the old
    # approval no longer counts.
    public = [row.title for row in Publication.objects.filter(ahead(clock.now()), key="about")]
    if winners(found):
        assert (found[1], public) == (("withdrawal_outdated",), ["二"])
    else:
        assert isinstance(found[1], list)
        assert (found[0], public) == (("not_approved", "restore_required"), [])
    assert_whole("about")


def test_two_first_loads(shared: Ground) -> None:
    page = make_page(shared, StandardPage, "home", "fresh")
    found = race(
        *[
            FirstLoad(shared.page("fresh"), revision=page.latest_revision, actor=actor).execute
            for actor in (shared.cast.director, shared.cast.secretary)
        ]
    )
    assert len(winners(found)) == 1
    assert ("already_published",) in found
    assert Publication.objects.filter(key="fresh").count() == 1


def test_two_agree_to_one_withdrawal(shared: Ground) -> None:
    page, cast = shared.page("about"), shared.cast
    asked = AskWithdrawal(page, actor=cast.owner, reason="停").execute()
    found = race(
        *[
            Withdraw(shared.page("about"), withdrawal=asked, actor=actor).execute
            for actor in (cast.chief, cast.webmaster)
        ]
    )
    assert sum(isinstance(result, list) for result in found) == 1
    assert {"already_decided", "not_public"} in [set(result) for result in found if isinstance(result, tuple)]
    assert AuditEntry.objects.filter(action="withdraw").count() == 1


def test_two_pages_for_one_address(shared: Ground) -> None:
    for key in ("first", "second"):
        make_page(shared, StandardPage, "home", key)
        revision = write(shared, key, slug="same")
        Approve(shared.page(key), revision=revision, actor=shared.cast.chief).execute()
    found = race(
        *[
            Publish(shared.page(key), revision=shared.page(key).latest_revision, actor=shared.cast.webmaster).execute
            for key in ("first", "second")
        ]
    )
    assert len(winners(found)) == 1
    assert ("path_taken",) in found
    assert Publication.objects.filter(holds(clock.now() + timedelta(seconds=1)), path="/same/").count() == 1


def test_two_who_change_what_the_other_shows(shared: Ground) -> None:
    pk = shared.page("about").pk
    make_page(
        shared, StandardPage, "home", "guide", body=[("paragraph", f'<p><a linktype="page" id="{pk}">見</a></p>')]
    )
    approved = {}
    for key, values in (("about", {"slug": "us"}), ("guide", {})):
        revision = write(shared, key, **values)
        Approve(shared.page(key), revision=revision, actor=shared.cast.chief).execute()
        approved[key] = shared.page(key).latest_revision
    found = race(
        *[
            Publish(shared.page(key), revision=revision, actor=shared.cast.webmaster).execute
            for key, revision in approved.items()
        ]
    )
    assert len(winners(found)) == 2
    guide = Publication.objects.filter(ahead(clock.now()), key="guide").get()
    assert b'href=\\"/us/\\"' in bytes(guide.document)
