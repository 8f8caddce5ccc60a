"""First loads and other exceptions that a section chief must still look at and sign."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy, ngettext

from cms.admin import access
from cms.admin.forms import RemarkForm
from cms.admin.views.base import OfficeView
from cms.core.errors import Refusal, Refused
from cms.office import roster
from cms.office.models import RoleKind
from cms.publishing.actions.countersign import refusals, sign
from cms.publishing.models import Countersignature

PER_PAGE = 50


class CountersignView(OfficeView):
    """What waits for a signature; the chief of the section signs one, some, or all that are shown."""

    template_name = "cms_admin/countersign.html"
    title = gettext_lazy("Countersign")
    header_icon = "check"

    def allowed(self) -> bool:
        """Chiefs, webmaster and overseers see the list; only chiefs sign."""
        return access.reads_reports(self.user)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        rows = (
            Countersignature.objects.filter(signed_at=None)
            .select_related("publication")
            .defer("publication__document", "publication__card")
        )
        section = self.request.GET.get("section", "")
        if section:
            rows = rows.filter(section=section)
        shown = Paginator(rows.order_by("section", "publication__key", "pk"), PER_PAGE).get_page(
            self.request.GET.get("p")
        )
        sections = roster.today().sections
        user = self.user
        entries = [(row, sections.get(row.section), not refusals(row, user)) for row in shown]
        return super().get_context_data(
            shown=shown,
            entries=entries,
            sections=sections.values(),
            section=section,
            may_sign=access.is_in(user, RoleKind.CHIEF),
            form=RemarkForm(),
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """Sign what was ticked: all of it, or nothing and every reason."""
        form = RemarkForm(request.POST)
        remark = form.cleaned_data["remark"] if form.is_valid() else ""
        ids = [int(text) for text in request.POST.getlist("signature") if text.isdecimal()]
        chosen = Countersignature.objects.filter(pk__in=ids)
        if not chosen:
            raise Refused([Refusal("nothing_chosen")])
        number = sign(chosen, actor=self.user, remark=remark)
        text = ngettext(
            "%(number)s publication is countersigned.", "%(number)s publications are countersigned.", number
        )
        messages.success(request, text % {"number": number})
        return redirect(request.get_full_path())
