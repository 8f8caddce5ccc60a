"""All pages of the office to read through: where each stands, who answers, and the way to its record."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.core.paginator import Paginator
from django.utils.translation import gettext_lazy
from wagtail.models import Locale, Page

from cms.admin import access, listing, standing
from cms.admin.standing import Standing
from cms.admin.views.base import OfficeView
from cms.office import roster
from cms.office.models import Section
from cms.publishing import facts
from cms.publishing.governed import GovernedPage

PER_PAGE = 50


@dataclass(frozen=True)
class Entry:
    """One page in one language."""

    page: GovernedPage
    section: Section | None
    standing: Standing


class RegisterFilter(forms.Form):
    """What the list may be narrowed by."""

    q = forms.CharField(label=gettext_lazy("Title"), required=False)
    locale = forms.ModelChoiceField(
        label=gettext_lazy("Language"),
        queryset=Locale.objects.all(),
        to_field_name="language_code",
        required=False,
        empty_label=gettext_lazy("All"),
    )


class RegisterView(OfficeView):
    """Every page, in the order of the tree; for those who read the office's reports. It changes nothing."""

    template_name = "cms_admin/register.html"
    title = gettext_lazy("All pages")
    header_icon = "doc-empty"
    http_method_names = ("get", "head", "options")

    def allowed(self) -> bool:
        """Chiefs, webmaster and overseers."""
        return access.reads_reports(self.user)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        form = RegisterFilter(self.request.GET)
        rows = Page.objects.filter(depth__gt=1).order_by("path")
        if form.is_valid():
            rows = rows.filter(title__icontains=form.cleaned_data["q"])
            if form.cleaned_data["locale"] is not None:
                rows = rows.filter(locale=form.cleaned_data["locale"])
        shown = Paginator(rows.specific(), PER_PAGE).get_page(self.request.GET.get("p"))
        query = self.request.GET.copy()
        query.pop("p", None)
        return super().get_context_data(
            form=form, shown=shown, entries=_entries(list(shown)), query=query.urlencode(), **kwargs
        )


def _entries(pages: list[Page]) -> list[Entry]:
    governed = [page for page in pages if isinstance(page, GovernedPage)]
    listing.prepare(governed)
    stands, today = standing.of_pages(governed), roster.today()
    return [Entry(page, today.sections.get(facts.section_of(page, today)), stands[page.pk]) for page in governed]
