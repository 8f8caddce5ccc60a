"""What one publication asks of the database: the same number of statements on a large site, none a scan."""

from __future__ import annotations

import pytest
from django.db import connection
from django.db.backends.utils import CursorWrapper
from django.test.utils import CaptureQueriesContext

from cms.core import clock
from cms.publishing import drift
from cms.publishing.actions.approve import Approve
from cms.publishing.actions.publish import Publish
from cms.publishing.models import Publication
from site_pages.models import NewsItemPage, NewsListPage, StandardPage
from tests.factories.pages import Ground, make_page, publish_new

ROSTER = 10  # see tests/office/test_roster.py
# Savepoint and release, lock, page and revision read again, the draft built from them (page, owner,
# comments, languages, its type), and the same once more around the guarded row.
FRAME = 14
# Last row, writers twice (noted and kept), who chose the section, approvals, states, the same version;
# parent and address twice (rule and row), what holds, who has the address, who links here, the loaded codes.
RULES = 20
# Approval, ancestors, the run, what is shown before and after, waiting rows, the row, its page of the site,
# audit line, jobs, references, translations, a withdrawal ahead, the chain that waited for it.
WRITING = 23
MOST = ROSTER + FRAME + RULES + WRITING


@pytest.fixture
def news(ground: Ground) -> Ground:
    publish_new(ground, NewsListPage, "home", "news")
    return ground


def _publish(ground: Ground, key: str) -> list[str]:
    """Publish a new item; the statements of the door."""
    make_page(ground, NewsItemPage, "news", key, published_on=clock.today())
    page = ground.page(key)
    Approve(page, revision=page.latest_revision, actor=ground.cast.chief).execute()
    action = Publish(page, revision=page.latest_revision, actor=ground.cast.webmaster)
    with CaptureQueriesContext(connection) as counted:
        action.execute()
    return [query["sql"] for query in counted.captured_queries]


def test_the_door_costs_the_same_whatever_is_public(news: Ground) -> None:
    first = _publish(news, "first")
    for number in range(8):
        _publish(news, f"item-{number}")
        publish_new(news, StandardPage, "home", f"page-{number}")
    last = _publish(news, "last")
    assert len(first) == len(last) <= MOST


def test_no_statement_reads_the_whole_timeline(news: Ground) -> None:
    """Every look at publications goes through an index, so that twenty thousand pages cost what ten do."""
    statements = [sql for sql in _publish(news, "item") if sql.startswith("SELECT")]
    asked = [sql for sql in statements if Publication._meta.db_table in sql]
    assert len(asked) > 10
    with connection.cursor() as cursor:
        for sql in asked:
            plan = _plan(cursor, sql)
            assert f"SCAN {Publication._meta.db_table}" not in plan, f"{sql}\n{plan}"
            assert "Seq Scan on cms_publishing_publication " not in plan, f"{sql}\n{plan}"
            if "USING INDEX timeline_" in plan and connection.vendor == "sqlite":
                assert "USING INDEX timeline_list" not in plan, f"{sql}\n{plan}"


def test_the_flags_follow_one_page_by_its_key(news: Ground) -> None:
    """Who looks for a page's row by its number alone reads everything that ever went online."""
    _publish(news, "item")
    with CaptureQueriesContext(connection) as counted:
        drift.follow(news.page("item").pk)
    asked = [
        query["sql"] for query in counted.captured_queries if f'FROM "{Publication._meta.db_table}"' in query["sql"]
    ]
    assert len(asked) == 1
    assert '"key" = ' in asked[0]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            assert "USING INDEX timeline_point" in _plan(cursor, asked[0])


def _plan(cursor: CursorWrapper, sql: str) -> str:
    """How the database goes about a statement, as if its tables were large."""
    if connection.vendor == "postgresql":
        cursor.execute("SET LOCAL enable_seqscan = off")
    explain = "EXPLAIN QUERY PLAN " if connection.vendor == "sqlite" else "EXPLAIN "
    cursor.execute(explain + sql.replace("%", "%%"))
    return "\n".join(" ".join(str(value) for value in row) for row in cursor.fetchall())
