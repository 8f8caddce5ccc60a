"""The small site that every route is tried on: what is public, what waits, what is only a draft.

Built once a module. Everybody in the cast holds every permission that Wagtail knows, on the
whole tree: only the office's matrix tells them apart, so a route that asks Wagtail's own
permissions alone is found out.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date, time, timedelta

from django.conf import settings
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from wagtail.models import Collection, GroupPagePermission, Locale, Page, Revision, Site, Workflow

from cms.channels.models import Device
from cms.core import clock
from cms.publishing.actions.approve import Approve
from cms.publishing.actions.publish import publication_action
from cms.publishing.governed import GovernedPage
from cms.publishing.models import Publication
from cms.publishing.workflow import ensure_workflow
from site_pages.models import (
    ClassificationCode,
    FolderPage,
    HomePage,
    MarqueeListPage,
    MarqueeMessagePage,
    NewsItemPage,
    NewsListPage,
    StandardPage,
)
from tests.factories.office import Cast, make_duty, make_office

CODES = {"theme": ["100"], "administration": ["200"], "service": ["300"]}
STRUCTURE = ["home", "about", "about-history", "news", "folder", "marquee"]
ITEMS_END = date(2026, 12, 31)


@dataclass(frozen=True)
class Stage:
    """The office's people and the numbers of the pages; pages are read afresh each time."""

    cast: Cast
    guest: User
    workflow_id: int
    ids: dict[tuple[str, str], int]
    sessions: dict[str, str]
    """Everybody's session at the admin, by their name in the cast."""

    def page(self, key: str, locale: str = "zh-hant") -> GovernedPage:
        """The page with this key, as it stands in the database now."""
        page: GovernedPage = Page.objects.get(pk=self.ids[key, locale]).specific
        return page

    def user(self, name: str) -> User:
        """A member of the cast, read afresh; or `guest`, who may enter the admin and has no permission in it."""
        who: User = self.guest if name == "guest" else getattr(self.cast, name)
        return User.objects.get(pk=who.pk)

    @property
    def workflow(self) -> Workflow:
        """The sign-off chain."""
        return Workflow.objects.get(pk=self.workflow_id)


def build() -> Stage:
    """The office, its tree in two languages, and what is public of it. Hold the clock first."""
    cast = make_office()
    _grant_everything(cast)
    make_duty("structure", STRUCTURE)
    for position, (scheme, codes) in enumerate(CODES.items()):
        ClassificationCode.objects.create(scheme=scheme, code=codes[0], name=scheme, name_en=scheme, position=position)
    Device.objects.create(code="gate", name="門口字幕機", name_en="Gate sign", max_chars=20, max_lines=2, public=True)
    root = Page.get_first_root_node()
    Page.objects.filter(depth=2).first().delete()
    root = Page.objects.get(pk=root.pk)
    ids = _plant(root, cast)
    Site.objects.update_or_create(
        is_default_site=True,
        defaults={"hostname": "localhost", "port": 80, "site_name": "stage", "root_page_id": ids["home", "zh-hant"]},
    )
    guest = _make_guest()
    stage = Stage(cast, guest, ensure_workflow(root.pk).pk, ids, _log_in(cast, guest))
    _publish_all(stage)
    return stage


def _grant_everything(cast: Cast) -> None:
    group = Group.objects.create(name="everything that Wagtail can allow")
    permissions = Permission.objects.all()
    group.permissions.set(permissions)
    root = Page.get_first_root_node()
    on_pages = permissions.filter(content_type__app_label="wagtailcore", content_type__model="page")
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page=root, permission=permission) for permission in on_pages
    )
    library = permissions.filter(content_type__model__in=["image", "document", "collection"])
    for permission in library:
        group.collection_permissions.create(collection=Collection.get_first_root_node(), permission=permission)
    for field in fields(cast):
        getattr(cast, field.name).groups.add(group)


def _make_guest() -> User:
    guest: User = User.objects.create_user("guest", password="pass")
    guest.user_permissions.add(Permission.objects.get(codename="access_admin"))
    return guest


def _log_in(cast: Cast, guest: User) -> dict[str, str]:
    people = {field.name: getattr(cast, field.name) for field in fields(cast)} | {"guest": guest}
    sessions = {}
    for name, person in people.items():
        client = Client()
        client.force_login(person)
        sessions[name] = client.cookies[settings.SESSION_COOKIE_NAME].value
    return sessions


def _plant(root: Page, cast: Cast) -> dict[tuple[str, str], int]:
    chinese = Locale.objects.get(language_code="zh-hant")
    english, _ = Locale.objects.get_or_create(language_code="en")
    planted: dict[str, GovernedPage] = {}

    def add(parent: Page, page: GovernedPage, key: str) -> None:
        page.key, page.slug, page.live, page.owner, page.locale = key, key, False, cast.owner, chinese
        for scheme, codes in CODES.items():
            setattr(page, scheme, codes)
        parent.add_child(instance=page)
        planted[key] = page

    add(root, HomePage(title="首頁"), "home")
    add(planted["home"], StandardPage(title="機關介紹", summary="關於本所。"), "about")
    add(planted["about"], StandardPage(title="歷史沿革"), "about-history")
    add(planted["home"], NewsListPage(title="最新消息"), "news")
    for key, title in (("moving", "遷徙登記"), ("later", "下週公告"), ("draft", "未公布草稿")):
        add(planted["news"], NewsItemPage(title=title, published_on=clock.today(), offline_date=ITEMS_END), key)
    add(planted["home"], FolderPage(title="共用"), "folder")
    add(planted["folder"], MarqueeListPage(title="字幕"), "marquee")
    message = MarqueeMessagePage(title="跑馬燈", offline_date=ITEMS_END)
    message.texts = [("text", {"device": "gate", "text": "歡迎光臨"})]
    add(planted["marquee"], message, "welcome")
    ids = {(key, "zh-hant"): page.pk for key, page in planted.items()}
    for key in ("home", "about", "news", "moving"):
        ids[key, "en"] = _translate(planted[key], english)
    return ids


def _translate(page: GovernedPage, english: Locale) -> int:
    translation = page.copy_for_translation(english)
    translation.title = translation.draft_title = f"{page.key} in English"
    if page.key == "home":
        translation.slug = "en"
    translation.save()
    pk: int = translation.pk
    return pk


def _publish_all(stage: Stage) -> None:
    for key in ("home", "about", "about-history", "news", "moving", "welcome"):
        publish(stage, stage.page(key))
    for key in ("home", "about", "news", "moving"):
        publish(stage, stage.page(key, "en"))
    later = stage.page("later")
    later.online_date, later.online_time = clock.today() + timedelta(days=7), time(9)
    publish(stage, later)


# -- what routes start from ----------------------------------------------------


def draft(stage: Stage, page: GovernedPage, author: str = "owner") -> Revision:
    """A new version of the page as it stands in `page`, written by `author`."""
    revision = page.save_revision(user=stage.user(author), clean=False)
    page.refresh_from_db()
    return revision


def approve(stage: Stage, page: GovernedPage, author: str = "owner") -> Revision:
    """A new version that the chief has approved."""
    revision = draft(stage, page, author)
    Approve(page, revision=revision, actor=stage.user("chief")).execute()
    return revision


def publish(stage: Stage, page: GovernedPage) -> Publication:
    """Through the door: written by the owner, approved by the chief, published by the webmaster."""
    revision = approve(stage, page)
    action = publication_action(page, revision)
    return action(page, revision=revision, actor=stage.user("webmaster")).execute()
