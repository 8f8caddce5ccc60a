"""What every page type of this site has, beside what the office's rule needs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import chain
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.template import TemplateDoesNotExist
from django.template.loader import get_template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, Panel
from wagtail.blocks import StreamValue
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.models.sites import SiteRootPath
from wagtail_localize.fields import (
    BaseTranslatableField,
    SynchronizedField,
    TranslatableField,
)

from cms.core import clock, text
from cms.core.errors import Refusal
from cms.publishing import facts
from cms.publishing.governed import GovernedPage
from site_pages.blocks.body import BodyBlock
from site_pages.fields import CodesField
from site_pages.forms import PageForm
from site_pages.models.classification import ClassificationCode
from site_pages.schemes import Scheme

SUMMARY_PANEL = FieldPanel("summary")
BODY_PANEL = FieldPanel("body")
CATEGORIES_PANEL = MultiFieldPanel(
    [FieldPanel(scheme.value) for scheme in Scheme],
    heading=_("Classification"),
    help_text=_("Every page needs at least one entry in each scheme before it can be published."),
)
NOTE_PANEL = FieldPanel("source_note")
DATES_PANEL = MultiFieldPanel(
    [
        FieldRowPanel([FieldPanel("online_date"), FieldPanel("online_time")]),
        FieldRowPanel([FieldPanel("offline_date"), FieldPanel("offline_time")]),
    ],
    heading=_("Dates (Taipei time)"),
    help_text=_("Dates take effect when the webmaster publishes the approved text, not when the draft is saved."),
)
PERSON_PANEL = MultiFieldPanel(
    [FieldPanel("section"), FieldPanel("person")],
    heading=_("Who answers for it"),
    help_text=_("Empty: the section of the person who wrote it."),
)


class BasePage(GovernedPage):
    """The common fields of all page types, with their panels as named parts."""

    # A name of our own for the way back: another project's `HomePage` would claim the default one too.
    page_ptr = models.OneToOneField(
        Page, on_delete=models.CASCADE, parent_link=True, primary_key=True, related_name="%(app_label)s_%(class)s"
    )
    summary = models.TextField(
        _("summary"),
        max_length=300,
        blank=True,
        help_text=_("One or two plain sentences for lists and search."),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))
    source_note = models.TextField(
        _("editors' note"),
        blank=True,
        help_text=_("Where the text comes from. It is never shown to the public."),
    )
    theme = CodesField(_("by theme"), scheme="theme")
    administration = CodesField(_("by administration"), scheme="administration")
    service = CodesField(_("by service"), scheme="service")

    base_form_class = PageForm
    content_panels: ClassVar[list[Panel]] = [
        FieldPanel("title"),
        SUMMARY_PANEL,
        BODY_PANEL,
        CATEGORIES_PANEL,
        NOTE_PANEL,
    ]
    promote_panels: ClassVar[list[Panel]] = [
        FieldPanel("slug"),
        FieldPanel("show_in_menus"),
    ]
    settings_panels: ClassVar[list[Panel]] = [DATES_PANEL]
    # Dates stay out: a translation goes online by its own approval, never before its source, and
    # offline with it; a copied past date would only be refused.
    translatable_fields: ClassVar[list[BaseTranslatableField]] = [
        TranslatableField("title"),
        SynchronizedField("slug"),
        SynchronizedField("show_in_menus"),
        TranslatableField("summary"),
        TranslatableField("body"),
        SynchronizedField("theme", overridable=False),
        SynchronizedField("administration", overridable=False),
        SynchronizedField("service", overridable=False),
        SynchronizedField("section", overridable=False),
        SynchronizedField("person", overridable=False),
    ]

    has_body: ClassVar[bool] = True
    """Whether the type shows body blocks."""

    class Meta:
        abstract = True

    def full_clean(self, *args: object, **kwargs: object) -> None:
        """An item without an address gets its key as one: a Chinese title gives no ASCII slug."""
        self.ensure_key()
        if self.is_item and not self.slug:
            self.slug = self.key
        super().full_clean(*args, **kwargs)

    @property
    def preview_modes(self) -> Sequence[tuple[str, str | Promise]]:
        """None while the type has no template: there is nothing to show, so no button is offered."""
        template: str = type(self).template
        return super().preview_modes if _has_template(template) else []

    public_path: str | None = None
    """The path at which it is public now, once it was asked for; listings ask for all their rows at once."""

    def get_url_parts(self, request: HttpRequest | None = None) -> tuple[int, str, str] | None:
        """Site, public address of the service and path: where the public reads the page, or would read its draft.

        None for a document without an address. Wagtail's own answer would be that nothing has one,
        because Wagtail does not serve the site.
        """
        roots = self._get_relevant_site_root_paths(request) if self.routable else ()
        if not roots:
            return None
        if self.public_path is None:
            row = facts.public_row(self, clock.now())
            self.public_path = row.path if row is not None else ""
        return roots[0].site_id, str(settings.BASE_URL), self.public_path or self._draft_path(roots[0])

    def _draft_path(self, root: SiteRootPath) -> str:
        start = "" if root.language_code == facts.SOURCE_LOCALE else f"/{root.language_code}"
        return start + self.url_path[len(root.root_path) - 1 :]

    def category_codes(self) -> tuple[str, ...]:
        """Every code as `scheme:code`, in the order of the schemes."""
        return tuple(f"{scheme.value}:{code}" for scheme in Scheme for code in self.codes_of(scheme))

    def codes_of(self, scheme: str) -> list[str]:
        """The codes this page has in `scheme`. Raises `ValueError` for an unknown scheme."""
        return list(getattr(self, Scheme(scheme).value) or [])

    def is_classified(self) -> bool:
        """Whether each of the three schemes has an entry (分類檢索; 未定 counts as one)."""
        return all(self.codes_of(scheme) for scheme in Scheme)

    def faults(self) -> Sequence[Refusal]:
        """A classification code that is not loaded, a character that is no text; types add their own."""
        return (*self._unknown_codes(), *self._unfit_texts())

    def _unknown_codes(self) -> Iterator[Refusal]:
        used = set(self.category_codes())
        known = {f"{scheme}:{code}" for scheme, code in ClassificationCode.objects.values_list("scheme", "code")}
        for code in sorted(used - known):
            yield Refusal("unknown_category", {"code": code})

    def _unfit_texts(self) -> Iterator[Refusal]:
        """The first such character of each field, with the few before it as its place."""
        for field in self._meta.get_fields():
            if isinstance(field, models.CharField | models.TextField | StreamField) and field.editable:
                found = next(filter(None, map(text.unfit, _texts(field.value_from_object(self)))), None)
                if found is not None:
                    values = {"field": str(field.verbose_name), "character": found[0], "before": found[1]}
                    yield Refusal("control_character", values)


def _texts(value: object) -> Iterator[str]:
    """Every text inside a field's value."""
    if isinstance(value, StreamValue):
        value = value.get_prep_value()
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from chain.from_iterable(map(_texts, value.values()))
    elif isinstance(value, list | tuple):
        yield from chain.from_iterable(map(_texts, value))


@cache
def _has_template(name: str) -> bool:
    try:
        get_template(name)
    except TemplateDoesNotExist:
        return False
    return True


def content(*parts: Panel | str, body: bool = True) -> list[Panel]:
    """Panels in the order people expect: title and summary, the type's own `parts`, body, classes, note."""
    own = [FieldPanel(part) if isinstance(part, str) else part for part in parts]
    shown = [BODY_PANEL] if body else []
    return [
        FieldPanel("title"),
        SUMMARY_PANEL,
        *own,
        *shown,
        CATEGORIES_PANEL,
        NOTE_PANEL,
    ]
