"""Pages of every type, drafted by an owner and brought through the door by a chief and the webmaster."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from PIL import Image as Picture
from wagtail.documents import get_document_model
from wagtail.documents.models import AbstractDocument
from wagtail.images import get_image_model
from wagtail.images.models import AbstractImage
from wagtail.models import Locale, Page, Revision, Site

from cms.channels.models import Device
from cms.core import clock
from cms.office.models import Duty, PageDuty
from cms.publishing.actions.approve import Approve
from cms.publishing.actions.publish import Restore, publication_action
from cms.publishing.actions.withdraw import AskWithdrawal, Withdraw
from cms.publishing.governed import GovernedPage
from cms.publishing.models import Publication
from cms.publishing.workflow import ensure_workflow
from site_pages import models
from tests.factories.office import Cast, make_duty, make_office

CODES = {"theme": "100", "administration": "undetermined", "service": "A00"}
STRUCTURE = "structure"


@dataclass
class Ground:
    """An office with a home page and its folder; `pages` holds every page made since, by key and language."""

    cast: Cast
    pages: dict[tuple[str, str], GovernedPage] = field(default_factory=dict)

    def page(self, key: str, locale: str = "zh-hant") -> GovernedPage:
        """The page as it stands in the database now."""
        found: GovernedPage = Page.objects.get(pk=self.pages[key, locale].pk).specific
        return found


def make_ground() -> Ground:
    """The office, its classification codes and devices, the home page (public) and the shared folders."""
    ground = Ground(make_office())
    make_duty(STRUCTURE, ["home"])
    for position, (scheme, code) in enumerate(CODES.items()):
        models.ClassificationCode.objects.create(
            scheme=scheme,
            code=code,
            name=f"分類{code}",
            name_en=f"Class {code}",
            position=position,
            status="provisional" if code == "undetermined" else "confirmed",
        )
    devices = (("gate", "big5", True), ("hall", "utf-8", True), ("counter", "utf-8", False))
    for code, charset, public in devices:
        Device.objects.create(
            code=code,
            name=f"字幕機 {code}",
            name_en=f"Sign {code}",
            max_chars=40,
            max_lines=2,
            charset=charset,
            public=public,
        )
    Locale.objects.get_or_create(language_code="en")
    root = Page.get_first_root_node()
    Page.objects.filter(depth=2).first().delete()
    root.refresh_from_db()
    home = make_page(ground, models.HomePage, root, "home", title="首頁")
    Site.objects.update_or_create(is_default_site=True, defaults={"hostname": "localhost", "root_page": home})
    ensure_workflow(root.pk)
    publish(ground, "home")
    make_page(ground, models.FolderPage, ground.page("home"), "shared", title="共用")
    make_page(ground, models.MarqueeListPage, ground.page("shared"), "marquee", title="宣導訊息")
    return ground


def make_page(
    ground: Ground, model: type[GovernedPage], parent: Page | str, key: str, **values: object
) -> GovernedPage:
    """A draft of `model` by the owner; `parent` may be named by its key. An item ends in thirty days."""
    above = ground.page(parent) if isinstance(parent, str) else parent
    defaults: dict[str, object] = {scheme: [code] for scheme, code in CODES.items()}
    if not model.until_replaced_allowed:
        defaults["offline_date"] = clock.today() + timedelta(days=30)
    page = model(
        key=key,
        slug=key,
        live=False,
        owner=ground.cast.owner,
        locale=Locale.objects.get(language_code="zh-hant"),
        **{"title": f"標題 {key}", **defaults, **values},
    )
    above.add_child(instance=page)
    page.save_revision(user=ground.cast.owner, clean=False)
    if not page.is_item:
        PageDuty.objects.get_or_create(page_key=key, defaults={"duty": Duty.objects.get(key=STRUCTURE)})
    ground.pages[key, "zh-hant"] = page
    return page


def translate(ground: Ground, key: str, **values: object) -> GovernedPage:
    """An English draft of a page, with `values` in place of the copied ones."""
    page: GovernedPage = ground.page(key).copy_for_translation(Locale.objects.get(language_code="en"), alias=False)
    for name, value in {"title": f"Title {key}", **values}.items():
        setattr(page, name, value)
    page.save()
    page.save_revision(user=ground.cast.owner, clean=False)
    ground.pages[key, "en"] = page
    return page


def write(
    ground: Ground, key: str, locale: str = "zh-hant", *, author: User | None = None, **values: object
) -> Revision:
    """A new version of the page, by the owner unless another author is given."""
    draft = ground.page(key, locale).get_latest_revision_as_object()
    for name, value in values.items():
        setattr(draft, name, value)
    revision: Revision = draft.save_revision(user=author or ground.cast.owner, clean=False)
    return revision


def publish(ground: Ground, key: str, locale: str = "zh-hant", **values: object) -> Publication:
    """Through the door: the newest version (with `values` changed), approved by the chief, put online by the webmaster."""
    if values:
        write(ground, key, locale, **values)
    page = ground.page(key, locale)
    revision = page.latest_revision
    Approve(page, revision=revision, actor=ground.cast.chief).execute()
    action = publication_action(page, revision)
    reason = "查證無誤" if action is Restore else ""
    return action(page, revision=revision, actor=ground.cast.webmaster, reason=reason).execute()


def publish_new(
    ground: Ground, model: type[GovernedPage], parent: Page | str, key: str, **values: object
) -> Publication:
    """Make a page and publish it at once."""
    make_page(ground, model, parent, key, **values)
    return publish(ground, key)


def withdraw(ground: Ground, key: str, *, reason: str, successor: str = "", at: datetime | None = None) -> None:
    """Asked for by the owner, agreed to by the chief."""
    page = ground.page(key)
    asked = AskWithdrawal(page, actor=ground.cast.owner, reason=reason, successor=successor, at=at).execute()
    Withdraw(page, withdrawal=asked, actor=ground.cast.chief).execute()


def make_image(name: str = "picture.png", colour: str = "navy") -> AbstractImage:
    """A small picture in the library."""
    data = io.BytesIO()
    Picture.new("RGB", (8, 6), colour).save(data, "PNG")
    image: AbstractImage = get_image_model().objects.create(
        title=name, file=ContentFile(data.getvalue(), name), width=8, height=6
    )
    return image


def make_document(name: str = "paper.pdf", content: bytes = b"%PDF-1.4 paper") -> AbstractDocument:
    """A small file in the library."""
    document: AbstractDocument = get_document_model().objects.create(title=name, file=ContentFile(content, name))
    return document
