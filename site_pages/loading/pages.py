"""Write the page tree and the first texts, as drafts: nothing here is public until it goes through the door."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Locale, Page, ReferenceIndex, Site
from wagtail.signal_handlers import disable_reference_index_auto_update

from cms.core import clock
from cms.office.models import Person, Section
from cms.publishing.workflow import ensure_workflow
from site_pages.base import BasePage
from site_pages.loading import convert
from site_pages.loading.comparing import assignable, comparable
from site_pages.loading.content import LOCALES, Content
from site_pages.loading.files import TYPES, Bundle, TreeRow
from site_pages.loading.ledger import Ledger
from site_pages.loading.library import Library
from site_pages.models import PAGE_TYPES, ClassificationSchemePage, Scheme

SOURCE = LOCALES[0]


@dataclass(frozen=True)
class Spot:
    """Where one page stands in every language, and what it is."""

    key: str
    parent: str
    type: str
    slug: str
    titles: Mapping[str, str]
    menu: bool
    row: TreeRow | None = None
    content: Content | None = None
    section: str = ""
    """The code of the section whose collection takes the files of its texts."""


def apply(
    bundle: Bundle, ledger: Ledger, library: Library, user: AbstractBaseUser | None, *, content: bool = True
) -> None:
    """Build or update every page of the bundle. Runs inside the caller's transaction."""
    _Pages(bundle, ledger, library, user, content=content).apply()


class _Pages:
    def __init__(
        self, bundle: Bundle, ledger: Ledger, library: Library, user: AbstractBaseUser | None, *, content: bool
    ) -> None:
        self.bundle, self.ledger, self.user, self.with_content = bundle, ledger, user, content
        self.library = library
        self.contents = {text.key: text for text in bundle.contents} if content else {}
        self.spots = {spot.key: spot for spot in _spots(bundle, self.contents)}
        self.locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in LOCALES}
        self.root = Page.get_first_root_node()
        self.sections = {section.code: section for section in Section.objects.all()}
        self.people = {person.code: person for person in Person.objects.all()}
        self.day = self._anchor()
        self.pages: dict[tuple[str, str], BasePage] = {}
        self.created: set[tuple[str, str]] = set()
        self.touched: list[BasePage] = []

    def apply(self) -> None:
        self._drop_welcome_page()
        self._find()
        with disable_reference_index_auto_update():
            for locale in LOCALES:
                for spot in self.spots.values():
                    if locale in spot.titles:
                        self._place(spot, locale)
            for (locale, key), page in list(self.pages.items()):
                self._fill(self.spots[key], locale, page)
        for page in self.touched:
            ReferenceIndex.create_or_update_for_object(page)
        self._report_gone()
        self._site()

    # -- places ---------------------------------------------------------------

    def _anchor(self) -> date:
        """The day of the first loading: dates in the files count from it, however often they are loaded."""
        known = self.ledger.value("loading", "first-day")
        day = date.fromisoformat(known) if known else clock.today()
        self.ledger.remember("loading", "first-day", day.isoformat())
        return day

    def _drop_welcome_page(self) -> None:
        """The page that Wagtail's own migration makes; it belongs to no type of ours."""
        stock = ContentType.objects.get_for_model(Page)
        for page in self.root.get_children().filter(content_type=stock):
            page.delete()
        self.root.refresh_from_db()

    def _find(self) -> None:
        for model in PAGE_TYPES:
            for page in model.objects.filter(key__in=self.spots).select_related("locale"):
                self.pages[page.locale.language_code, page.key] = page

    def _place(self, spot: Spot, locale: str) -> None:
        page = self.pages.get((locale, spot.key))
        subject = _subject(spot.key, locale)
        if page is not None:
            if type(page) is not TYPES[spot.type]:
                self.ledger.report.add("kept", subject, "type", page.document_type, spot.type)
                del self.pages[locale, spot.key]
            return
        if self.ledger.was_loaded(subject):
            self.ledger.remember(subject, "", True)
            self.ledger.report.add("gone", subject)
            return
        parent = self.root if not spot.parent else self.pages.get((locale, spot.parent))
        if parent is None:
            return
        self.pages[locale, spot.key] = self._create(spot, locale, parent)
        self.created.add((locale, spot.key))
        self.ledger.remember(subject, "", True)
        self.ledger.report.add("created", subject)

    def _create(self, spot: Spot, locale: str, parent: Page) -> BasePage:
        source = self.pages.get((SOURCE, spot.key))
        # The home pages of all languages stand side by side below Wagtail's root.
        slug = spot.slug if spot.parent or locale == SOURCE else f"{spot.slug}-{locale}"
        page = TYPES[spot.type](
            title=spot.titles[locale],
            slug=slug,
            key=spot.key,
            locale=self.locales[locale],
            translation_key=source.translation_key if source else uuid.uuid4(),
            show_in_menus=spot.menu,
            live=False,
            has_unpublished_changes=True,
            owner_id=None if self.user is None else self.user.pk,
        )
        parent.add_child(instance=page)
        return page

    # -- texts ----------------------------------------------------------------

    def _fill(self, spot: Spot, locale: str, page: BasePage) -> None:
        new = (locale, spot.key) in self.created
        draft = page if new or page.latest_revision_id is None else page.get_latest_revision_as_object()
        wanted = self._wanted(spot, locale, page)
        changed = self._changes(draft, _subject(spot.key, locale), wanted, new=new)
        if not changed and not new:
            return
        for name in changed:
            setattr(draft, name, assignable(draft, name, wanted[name]))
        if not page.live:
            draft.save()
        draft.save_revision(user=self.user, clean=False, log_action=False)
        self.touched.append(draft)

    def _changes(self, draft: BasePage, subject: str, wanted: Mapping[str, Any], *, new: bool) -> list[str]:
        if new:
            for name, value in wanted.items():
                self.ledger.remember(subject, name, comparable(draft, name, value))
            return list(wanted)
        busy = draft.current_workflow_state is not None
        found = []
        for name, value in wanted.items():
            current = comparable(draft, name, getattr(draft, name))
            asked = comparable(draft, name, value)
            if busy and current != asked:
                # Somebody is deciding on this very text; it is not exchanged under their eyes.
                self.ledger.remember(subject, name, self.ledger.value(subject, name))
                self.ledger.report.add("kept", subject, name, current, asked)
            elif self.ledger.may_write(subject, name, current, asked):
                found.append(name)
        return found

    def _wanted(self, spot: Spot, locale: str, page: BasePage) -> dict[str, Any]:
        found: dict[str, Any] = {"title": spot.titles[locale], "show_in_menus": spot.menu}
        found |= self._categories(spot)
        found |= self._link_target(spot, locale)
        if isinstance(page, ClassificationSchemePage):
            found["scheme"] = Scheme(spot.key.removeprefix("classification-")).value
        text = spot.content
        if text is None or locale not in text.texts:
            return found
        fields = convert.fields(spot.type, text.texts[locale], _Numbers(self, spot, locale))
        if not page.has_body:
            fields.pop("body", None)
        found |= fields | {"source_note": text.source}
        return found | self._item_facts(text, page)

    def _item_facts(self, text: Content, page: BasePage) -> dict[str, Any]:
        if not text.is_item:
            return {}
        plan = text.plan
        found: dict[str, Any] = {
            "online_date": self._day(plan.online),
            "offline_date": self._day(plan.offline),
            "section": self.sections.get(text.section),
            "person": self.people.get(text.person),
        }
        if hasattr(page, "published_on"):
            found["published_on"] = self._day(plan.published)
        return found

    def _categories(self, spot: Spot) -> dict[str, list[str]]:
        """A link is classified like the page it leads to, or like the page it stands below."""
        if spot.content is not None:
            return dict(spot.content.categories)
        if spot.row is not None and spot.key != (near := spot.row.target_key or spot.parent):
            return self._categories(self.spots[near]) if near else {}
        return {}

    def _link_target(self, spot: Spot, locale: str) -> dict[str, Any]:
        row = spot.row
        if row is None or not (row.target_key or row.target_url or row.feature):
            return {}
        target = self._page(row.target_key, locale) if row.target_key else None
        base = Page.objects.filter(pk=target.pk).first() if target else None
        return {"target_page": base, "target_url": row.target_url, "feature": row.feature}

    def _page(self, key: str, locale: str) -> BasePage | None:
        """The page in this language, else in Chinese; None when somebody deleted it."""
        return self.pages.get((locale, key)) or self.pages.get((SOURCE, key))

    def number(self, key: str, locale: str) -> int:
        """The number of `page(key)`, 0 without one."""
        page = self._page(key, locale)
        return page.pk if page is not None else 0

    def _day(self, days: int | None) -> date | None:
        return None if days is None else self.day + timedelta(days=days)

    # -- around ---------------------------------------------------------------

    def _report_gone(self) -> None:
        """Pages that the files name no longer stay: taking a page off is a decision of its own."""
        if not self.with_content:
            return
        for subject in self.ledger.unseen("page"):
            self.ledger.report.add("orphaned", subject)
        self.library.report_orphans()

    def _site(self) -> None:
        home = next((self.pages[SOURCE, key] for key, spot in self.spots.items() if not spot.parent), None)
        if home is None:
            return
        name = self.bundle.office.office.name
        site = Site.objects.filter(is_default_site=True).first()
        if site is None:
            Site.objects.create(hostname="localhost", root_page=home, is_default_site=True, site_name=name)
        elif site.root_page_id != home.pk:
            site.root_page, site.site_name = home, name
            site.save()
        ensure_workflow(self.root.pk)


class _Numbers:
    """A `convert.Link` for the texts of one page in one language."""

    def __init__(self, pages: _Pages, spot: Spot, locale: str) -> None:
        self.pages, self.spot, self.locale = pages, spot, locale

    def __call__(self, key: str) -> int:
        return self.pages.number(key, self.locale)

    def document(self, name: str) -> int:
        return self.pages.library.number(name, self.spot.section)

    image = document


def _spots(bundle: Bundle, contents: Mapping[str, Content]) -> Iterator[Spot]:
    """Pages of the tree, then the items below them."""
    leads = {duty.key: holder.section for duty in bundle.office.duties for holder in duty.holders if holder.lead}
    for row in bundle.tree:
        text = contents.get(row.key)
        titles = {"zh-hant": row.title, "en": row.title_en}
        if text is not None:
            titles |= {locale: str(words["title"]).strip() for locale, words in text.texts.items()}
        yield Spot(row.key, row.parent, row.type, row.slug, titles, row.menu, row, text, leads.get(row.duty, ""))
    for text in contents.values():
        if text.is_item:
            titles = {locale: str(words["title"]).strip() for locale, words in text.texts.items()}
            yield Spot(
                text.key, text.parent, text.type, text.slug, titles, menu=False, content=text, section=text.section
            )


def _subject(key: str, locale: str) -> str:
    return f"page:{key}:{locale}"
