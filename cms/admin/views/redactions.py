"""Blanking a past version: the webmaster asks on a legal ground, a second person confirms."""

from __future__ import annotations

from dataclasses import replace

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.admin import access
from cms.admin.forms import GroundForm, RemarkForm
from cms.admin.views.base import ActionView, OfficeView, page_of_key
from cms.core.errors import Refusal, Refused
from cms.office.models import RoleKind
from cms.publishing import facts, policy
from cms.publishing.actions.redact import AskRedaction, ConfirmRedaction, RefuseRedaction, has_ended
from cms.publishing.governed import GovernedPage
from cms.publishing.models import Publication, Redaction, RedactionStatus


class AskRedactionView(ActionView):
    """Ask for one past version to be blanked."""

    title = gettext_lazy("Ask for redaction")
    header_icon = "no-view"
    form_class = GroundForm
    submit_label = gettext_lazy("Ask for redaction")
    introduction = gettext_lazy(
        "The text and the files of this past version are blanked for good once a second person confirms. "
        "Its dates and its fingerprint stay as evidence."
    )
    done = gettext_lazy("Your request waits for a second person.")
    row: Publication

    def prepare(self) -> None:
        """The version in the address and its page."""
        row = get_object_or_404(Publication, pk=self.kwargs["publication_id"], channel="site")
        page = page_of_key(row.key, row.locale)
        if page is None:
            raise Http404
        self.row, self.page = row, page

    def refusals(self) -> tuple[Refusal, ...]:
        case = replace(facts.gather(self.page, self.user), ground="-", version_ended=has_ended(self.row))
        return policy.refusals("ask_redaction", case)

    def act(self, form: forms.Form) -> None:
        AskRedaction(self.page, row=self.row, actor=self.user, ground=form.cleaned_data["ground"]).execute()

    def next_url(self) -> str:
        return reverse("office:redactions")


class RedactionView(OfficeView):
    """One request: its ground, its version, and what the person may decide."""

    template_name = "cms_admin/redaction.html"
    title = gettext_lazy("Redaction")
    header_icon = "no-view"
    redaction: Redaction
    page: GovernedPage

    def prepare(self) -> None:
        """The request in the address and its page."""
        rows = Redaction.objects.select_related("publication", "asked_by")
        self.redaction = get_object_or_404(rows, pk=self.kwargs["redaction_id"])
        row = self.redaction.publication
        page = page_of_key(row.key, row.locale)
        if page is None:
            raise Http404
        self.page = page

    def allowed(self) -> bool:
        """Those who read the page's record: one of them is the second person."""
        return access.reads_record(self.user, self.page)

    def get_page_subtitle(self) -> str:
        return str(self.redaction.publication.key)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        confirm = ConfirmRedaction(self.page, redaction=self.redaction, second=self.user)
        defaults: dict[str, object] = {
            "redaction": self.redaction,
            "page": self.page,
            "reasons": [reason.message for reason in confirm.refusals()],
            "form": RemarkForm(),
        }
        return super().get_context_data(**{**defaults, **kwargs})

    def post(self, request: HttpRequest, redaction_id: int) -> HttpResponse:
        """Confirm or decline, as the button says. An unknown button is refused with 404."""
        form = RemarkForm(request.POST)
        remark = form.cleaned_data["remark"] if form.is_valid() else ""
        try:
            self._decide(request.POST.get("decision", ""), remark)
        except Refused as refused:
            return self.show(form=form, reasons=refused.messages, status=409)
        messages.success(request, _("Your decision is recorded."))
        return redirect("office:redactions")

    def _decide(self, decision: str, remark: str) -> None:
        actor = self.user
        # Auditors check what others did, so they are nobody's second person.
        access.require(not access.is_in(actor, RoleKind.AUDITOR))
        if decision == "agree":
            ConfirmRedaction(self.page, redaction=self.redaction, second=actor, remark=remark).execute()
        elif decision == "decline":
            RefuseRedaction(self.page, redaction=self.redaction, actor=actor, remark=remark).execute()
        else:
            raise Http404


class RedactionsView(OfficeView):
    """Every request, open ones first."""

    template_name = "cms_admin/redactions.html"
    title = gettext_lazy("Redactions")
    header_icon = "no-view"

    def allowed(self) -> bool:
        """Chiefs, webmaster and overseers."""
        return access.reads_reports(self.user)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        rows = Redaction.objects.select_related("publication", "asked_by", "decided_by")
        return super().get_context_data(
            asked=rows.filter(status=RedactionStatus.ASKED),
            decided=rows.exclude(status=RedactionStatus.ASKED)[:200],
            **kwargs,
        )
