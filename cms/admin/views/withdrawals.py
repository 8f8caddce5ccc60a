"""下架: one person asks for a page to be taken off, another agrees or declines."""

from __future__ import annotations

from dataclasses import replace

from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.admin import access
from cms.admin.forms import RemarkForm, WithdrawalForm
from cms.admin.views.base import ActionView, OfficeView, page_of_key
from cms.core.errors import Refusal, Refused
from cms.publishing import facts, policy
from cms.publishing.actions.withdraw import AskWithdrawal, RefuseWithdrawal, Withdraw
from cms.publishing.governed import GovernedPage
from cms.publishing.models import Withdrawal, WithdrawalStatus

PER_PAGE = 50


class AskWithdrawalView(ActionView):
    """Ask for a page to be withdrawn, with the reason that citizens will read."""

    title = gettext_lazy("Ask for withdrawal")
    header_icon = "download"
    form_class = WithdrawalForm
    submit_label = gettext_lazy("Ask for withdrawal")
    introduction = gettext_lazy("The page stays public until the section chief or the webmaster agrees.")
    done = gettext_lazy("Your request waits for a second person.")

    def refusals(self) -> tuple[Refusal, ...]:
        case = replace(facts.gather(self.page, self.user), reason="-")
        return policy.refusals("ask_withdrawal", case)

    def act(self, form: forms.Form) -> None:
        if not isinstance(form, WithdrawalForm):
            raise TypeError("A withdrawal needs its own form.")
        AskWithdrawal(
            self.page,
            actor=self.user,
            reason=form.cleaned_data["reason"],
            successor=form.successor_key(),
            at=form.instant(),
        ).execute()


class WithdrawalView(OfficeView):
    """One request: what is asked, why, and what the person may decide."""

    template_name = "cms_admin/withdrawal.html"
    title = gettext_lazy("Withdrawal")
    header_icon = "download"
    withdrawal: Withdrawal
    page: GovernedPage

    def prepare(self) -> None:
        """The request in the address and the page it is about."""
        self.withdrawal = get_object_or_404(Withdrawal, pk=self.kwargs["withdrawal_id"])
        page = page_of_key(self.withdrawal.page_key)
        if page is None:
            raise Http404
        self.page = page

    def allowed(self) -> bool:
        """Those who read the page's record."""
        return access.reads_record(self.user, self.page)

    def get_page_subtitle(self) -> str:
        return self.withdrawal.title

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        agree, decline = (
            verb(self.page, withdrawal=self.withdrawal, actor=self.user) for verb in (Withdraw, RefuseWithdrawal)
        )
        defaults: dict[str, object] = {
            "withdrawal": self.withdrawal,
            "page": self.page,
            "reasons": [reason.message for reason in agree.refusals()],
            "may_decline": not decline.refusals(),
            "form": RemarkForm(),
        }
        return super().get_context_data(**{**defaults, **kwargs})

    def post(self, request: HttpRequest, withdrawal_id: int) -> HttpResponse:
        """Agree or decline, as the button says. An unknown button is refused with 404."""
        form = RemarkForm(request.POST)
        verbs = {"agree": Withdraw, "decline": RefuseWithdrawal}
        verb = verbs.get(request.POST.get("decision", ""))
        if verb is None:
            raise Http404
        remark = form.cleaned_data["remark"] if form.is_valid() else ""
        try:
            verb(self.page, withdrawal=self.withdrawal, actor=self.user, remark=remark).execute()
        except Refused as refused:
            return self.show(form=form, reasons=refused.messages, status=409)
        messages.success(request, _("Your decision is recorded."))
        return redirect("office:withdrawals")


class WithdrawalsView(OfficeView):
    """Every request, open ones first."""

    template_name = "cms_admin/withdrawals.html"
    title = gettext_lazy("Withdrawals")
    header_icon = "download"

    def allowed(self) -> bool:
        """Chiefs, webmaster and overseers."""
        return access.reads_reports(self.user)

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        rows = Withdrawal.objects.select_related("asked_by", "decided_by")
        asked = rows.filter(status=WithdrawalStatus.ASKED)
        decided = Paginator(rows.exclude(status=WithdrawalStatus.ASKED), PER_PAGE)
        return super().get_context_data(asked=asked, decided=decided.get_page(self.request.GET.get("p")), **kwargs)
