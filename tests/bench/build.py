"""Fill a database with N news items: one published through the door, the rest cloned from it in SQL.

The guard would rightly refuse the clones, so it is lifted while they are written; nothing
measured afterwards goes round it.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator

from django.core.management import call_command
from django.db import connection, transaction
from wagtail.models import Page

from cms.publishing import owner
from cms.publishing.guards import statements
from cms.publishing.models import Publication

STEP = 4


def build(total: int) -> str:
    """Load the default office and clone news items until `total` are public; the key of one of them.

    A database that was built before is used as it is.
    """
    call_command("migrate", verbosity=0)
    if connection.vendor == "postgresql":
        call_command("grant_application_role", connection.settings_dict["USER"], verbosity=0)
    if not Publication.objects.exists():
        _fill(total)
    return Publication.objects.filter(type="news_item", locale="zh-hant", channel="site").earliest("pk").key


def _fill(total: int) -> None:
    call_command("load_office", "cms/office/data/fengshan", verbosity=0)
    call_command("demo_accounts", verbosity=0)
    call_command("first_load", approver="director", verbosity=0)
    template = Publication.objects.filter(type="news_item", locale="zh-hant", channel="site").earliest("pk")
    with owner.as_owner(), transaction.atomic(), _guard_lifted():
        _clone(template, total)
        _count_on()
    _analyze()


def _clone(template: Publication, total: int) -> None:
    page = Page.objects.get(pk=template.page_id).specific
    parent = page.get_parent()
    rows = list(_rows(page, parent, total))
    _insert_pages(page, rows)
    _insert_publications(template, rows)
    Page.objects.filter(pk=parent.pk).update(numchild=parent.numchild + len(rows))


def _rows(page: Page, parent: Page, total: int) -> Iterator[tuple[int, int, str, str, str]]:
    """(page id, number, treebeard path, slug, key) of each clone."""
    first = max(Page.objects.values_list("pk", flat=True)) + 1
    last = int(parent.get_last_child().path[-STEP:], 36)
    for number in range(1, total):
        path = parent.path + Page._int2str(last + number).rjust(STEP, "0")
        yield first + number, number, path, f"bench-{number}", f"news-bench-{number}"


def _insert_pages(page: Page, rows: list[tuple[int, int, str, str, str]]) -> None:
    base = page.url_path.rsplit("/", 2)[0]
    new = ("id", "path", "slug", "url_path", "translation_key", "title", "draft_title")
    _copy("wagtailcore_page", f"id = {page.pk}", new, _page_values(rows, base))
    table = page._meta.db_table
    _copy(table, f"page_ptr_id = {page.pk}", ("page_ptr_id", "key"), [(pk, key) for pk, _, _, _, key in rows])


def _page_values(rows: list[tuple[int, int, str, str, str]], base: str) -> list[tuple[object, ...]]:
    return [
        (pk, path, slug, f"{base}/{slug}/", _uuid(), f"最新消息第{number}則", f"最新消息第{number}則")
        for pk, number, path, slug, _ in rows
    ]


def _insert_publications(template: Publication, rows: list[tuple[int, int, str, str, str]]) -> None:
    new = ("id", "key", "path", "title", "document", "card", "crumb", "etag", "sort", "page_id")
    first = Publication.objects.latest("pk").pk + 1
    base = template.path.rstrip("/").rsplit("/", 1)[0]
    values = [_publication(template, row, first, base) for row in rows]
    _copy("cms_publishing_publication", f"id = {template.pk}", new, values)
    # Each has its rendering, as the door writes it; that all of them show the same text costs nothing less.
    rendered = [(value[0],) for value in values]
    _copy("cms_site_renderedpage", f"publication_id = {template.pk}", ("publication_id",), rendered)


def _publication(
    template: Publication, row: tuple[int, int, str, str, str], first: int, base: str
) -> tuple[object, ...]:
    pk, number, _, slug, key = row
    path, title = f"{base}/{slug}/", f"最新消息第{number}則"

    def renamed(text: bytes | str) -> bytes:
        raw = bytes(text) if not isinstance(text, str) else text.encode()
        return raw.replace(template.key.encode(), key.encode()).replace(template.path.encode(), path.encode())

    crumb = renamed(template.crumb).decode()
    document, card = renamed(template.document), renamed(template.card)
    return first + number, key, path, title, document, card, crumb, uuid.uuid4().hex, template.sort - number, pk


def _copy(table: str, where: str, new: tuple[str, ...], values: list[tuple[object, ...]]) -> None:
    with connection.cursor() as cursor:
        columns = [c.name for c in connection.introspection.get_table_description(cursor, table)]
        kept = [column for column in columns if column not in new]
        names = ", ".join(f'"{name}"' for name in (*new, *kept))
        source = ", ".join(["%s"] * len(new) + [f'"{name}"' for name in kept])
        cursor.executemany(f"INSERT INTO {table} ({names}) SELECT {source} FROM {table} WHERE {where}", values)


def _count_on() -> None:
    """PostgreSQL's own numbers go on behind those that were given by hand."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            for table in ("wagtailcore_page", "cms_publishing_publication"):
                cursor.execute(f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}")


def _uuid() -> str:
    return uuid.uuid4().hex if connection.vendor == "sqlite" else str(uuid.uuid4())


class _guard_lifted:  # noqa: N801  # used as a statement
    def __enter__(self) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                cursor.execute("DROP TRIGGER publication_insert")
            else:
                cursor.execute("ALTER TABLE cms_publishing_publication DISABLE TRIGGER publication_guard_insert")

    def __exit__(self, *_: object) -> None:
        with connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                trigger = next(s for s in statements("sqlite") if s.startswith("CREATE TRIGGER publication_insert"))
                cursor.execute(trigger)
            else:
                cursor.execute("ALTER TABLE cms_publishing_publication ENABLE TRIGGER publication_guard_insert")


def _analyze() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
