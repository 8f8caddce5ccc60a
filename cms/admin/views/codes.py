"""Classification codes that are still to be settled (未定), and the pages that use them."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy

from cms.admin import access
from cms.admin.desk import codes
from cms.admin.views.base import OfficeView
from site_pages.models import ClassificationCode

PER_PAGE = 50


class _CodesView(OfficeView):
    header_icon = "tag"

    def allowed(self) -> bool:
        """The webmaster settles them; chiefs and overseers may look."""
        return access.reads_reports(self.user)


class ProvisionalView(_CodesView):
    """Every provisional code with the number of its pages."""

    template_name = "cms_admin/desk/provisional.html"
    title = gettext_lazy("Provisional codes")

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        found = codes.provisional()
        numbers = codes.counts(found)
        rows = [(code, numbers[code.pk]) for code in found]
        return super().get_context_data(rows=rows, **kwargs)


class UsesView(_CodesView):
    """The pages that use one provisional code."""

    template_name = "cms_admin/desk/uses.html"
    code: ClassificationCode

    def prepare(self) -> None:
        """The code in the address."""
        self.code = get_object_or_404(codes.provisional(), pk=self.kwargs["code_id"])

    def get_page_title(self) -> str:
        return str(self.code)

    def get_page_subtitle(self) -> str:
        return str(self.code.get_scheme_display())

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        shown = Paginator(codes.users(self.code), PER_PAGE).get_page(self.request.GET.get("p"))
        return super().get_context_data(shown=shown, **kwargs)
