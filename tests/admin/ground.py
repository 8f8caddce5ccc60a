"""A small site for the admin's tests: a home page, one standing page, a news list with items."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from wagtail.fields import StreamField
from wagtail.models import Locale, Page, Revision, Site

from cms.core import clock
from cms.publishing.actions.approve import Approve
from cms.publishing.actions.first_load import FirstLoad
from cms.publishing.actions.publish import publication_action
from cms.publishing.governed import GovernedPage
from cms.publishing.models import Publication
from cms.publishing.workflow import ensure_workflow
from site_pages.loading import groups
from site_pages.models import ClassificationCode, HomePage, NewsItemPage, NewsListPage, StandardPage
from tests.factories.office import Cast, make_duty, make_office

EVERYBODY = (
    "owner",
    "colleague",
    "other_owner",
    "chief",
    "admin_chief",
    "other_chief",
    "webmaster",
    "deputy",
    "secretary",
    "director",
    "auditor",
    "stranger",
    "superuser",
)
CLASSES = {"theme": ["100"], "administration": ["100"], "service": ["100"]}


@dataclass(frozen=True)
class House:
    """The office, its people and its pages. `page` and `news` are public, `draft` never was."""

    cast: Cast
    home: HomePage
    page: StandardPage
    draft: StandardPage
    news: NewsListPage


def build() -> House:
    """Everything above, published by the first load on the director's word."""
    cast = make_office()
    for scheme in CLASSES:
        ClassificationCode.objects.get_or_create(
            scheme=scheme, code="100", defaults={"name": "其他", "name_en": "Other"}
        )
    make_duty("home", ["home"], section="administration", person="admin-chief")
    make_duty("about", ["about", "draft"])
    make_duty("news", ["news"])
    home = _home()
    ensure_workflow(home.pk)
    page = add(home, StandardPage, "about", cast.owner)
    draft = add(home, StandardPage, "draft", cast.owner)
    news = add(home, NewsListPage, "news", cast.owner)
    groups.project()
    for each in (home, page, news):
        FirstLoad(each, revision=each.latest_revision, actor=cast.director).execute()
    return House(cast, home, page, draft, news)


def _home() -> HomePage:
    root = Page.get_first_root_node()
    locale, _ = Locale.objects.get_or_create(language_code="zh-hant")
    home = HomePage(title="首頁", slug="office-home", key="home", locale=locale, live=False, **CLASSES)
    root.add_child(instance=home)
    home.save_revision(clean=False)
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": home})
    home.refresh_from_db()
    return home


def add(parent: Page, model: type[GovernedPage], key: str, author: User, **fields: object) -> GovernedPage:
    """A draft under `parent`, written by `author`."""
    values = {"title": f"標題 {key}", "slug": key, "key": key, "live": False, "owner": author, **CLASSES, **fields}
    page = model(locale=parent.locale, **values)
    parent.add_child(instance=page)
    page.save_revision(user=author, clean=False)
    page.refresh_from_db()
    return page


def add_item(house: House, key: str, **fields: object) -> NewsItemPage:
    """A draft news item by the owner, with an end in thirty days."""
    end = clock.today() + timedelta(days=30)
    item = add(house.news, NewsItemPage, key, house.cast.owner, offline_date=end, **fields)
    assert isinstance(item, NewsItemPage)
    return item


def write(page: GovernedPage, author: User, **fields: object) -> Revision:
    """A new version of `page` by `author`."""
    draft = page.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    revision: Revision = draft.save_revision(user=author, clean=False)
    page.refresh_from_db()
    return revision


def publish(house: House, page: GovernedPage, *, chief: User | None = None) -> Publication:
    """The newest version of `page`, approved by its chief and published by the webmaster."""
    page.refresh_from_db()
    Approve(page, revision=page.latest_revision, actor=chief or house.cast.chief).execute()
    action = publication_action(page, page.latest_revision)
    return action(page, revision=page.latest_revision, actor=house.cast.webmaster).execute()


def who_can(house: House, act: Callable[[User], object], happened: Callable[[], bool]) -> set[str]:
    """Those of `EVERYBODY` for whom `act` makes `happened` true; each tries on the same ground."""
    able = set()
    for who in EVERYBODY:
        with rolled_back():
            act(getattr(house.cast, who))
            if happened():
                able.add(who)
    return able


@contextmanager
def rolled_back() -> Iterator[None]:
    """Let the block change what it likes, then take it back."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


def browser(user: User, language: str = "en") -> Client:
    """A logged-in client whose answers are in `language`."""
    client = Client(HTTP_ACCEPT_LANGUAGE=language)
    client.force_login(user)
    return client


def edit(client: Client, page: Page, **changes: object) -> HttpResponse:
    """Send the editor's form of `page` as it stands, with `changes`; name the button among them."""
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    return client.post(address, {**typed(page), **changes})


def typed(page: Page) -> dict[str, object]:
    """What a browser sends for an unchanged page without blocks."""
    draft = page.get_latest_revision_as_object()
    streams = [field.name for field in draft._meta.get_fields() if isinstance(field, StreamField)]
    comments = {f"comments-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL", "MIN_NUM")}
    dates = {
        name: getattr(draft, name) or ""
        for name in ("online_date", "offline_date", "published_on")
        if hasattr(draft, name)
    }
    return {
        "title": draft.title,
        "slug": draft.slug,
        **dates,
        **{f"{name}-count": "0" for name in streams},
        **{scheme: getattr(draft, scheme) for scheme in CLASSES},
        **comments,
    }
