"""Screens of one page: its record, restoring, re-issuing, preview links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django import forms
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cms.admin import access, evidence, possible, standing
from cms.admin.desk import history, starting
from cms.admin.forms import PreviewForm, ReasonForm
from cms.admin.overview import Moment, approvals_of, overview, when
from cms.admin.views.base import ActionView, OfficeView, PageView, page_of_key
from cms.core.errors import Refusal, Refused
from cms.core.models import AuditEntry
from cms.publishing import facts, policy, previews
from cms.publishing.actions.publish import Restore
from cms.publishing.actions.reissue import Reissue
from cms.publishing.models import PreviewLink, Redaction, Withdrawal

AUDIT_LINES = 50
SIGNED = 20
"""Versions of which the record says who signed what."""


class RecordView(PageView):
    """Everything that was ever decided about one page in one language."""

    template_name = "cms_admin/record.html"
    title = gettext_lazy("Publication record")
    header_icon = "history"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        page, user = self.page, self.user
        audit = AuditEntry.objects.filter(subject=page.key) if access.reads_audit(user) else AuditEntry.objects.none()
        spans = standing.spans([page.key], page.language)
        return super().get_context_data(
            office=replace(overview(page, user), record_url=""),
            moments=[Moment(span, when(span)) for span in spans],
            signed=history.signed(page, [span for span in spans if span.action != "reissue"][:SIGNED]),
            differences=history.differences(page, self.request),
            approvals=approvals_of(page),
            withdrawals=Withdrawal.objects.filter(page_key=page.key).select_related("asked_by", "decided_by"),
            redactions=Redaction.objects.filter(publication__key=page.key).select_related("asked_by", "decided_by"),
            audit=evidence.entries(audit[:AUDIT_LINES]),
            may_edit=page.permissions_for_user(user).can_edit(),
            may_preview=not previews.refusals(page, user),
            may_redact=access.publishes(user),
            may_start=not starting.refusals(page, user),
            **kwargs,
        )


class KeyView(OfficeView):
    """From a key in a report to the page's record. GET only."""

    http_method_names = ("get",)

    def prepare(self) -> None:
        """The page with this key."""
        page = page_of_key(self.kwargs["key"], self.kwargs["locale"])
        if page is None:
            raise Http404
        self.page = page

    def allowed(self) -> bool:
        """Those who read the page's record."""
        return access.reads_record(self.user, self.page)

    def get(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        """Go there."""
        return redirect("office:record", self.page.pk)


class RestoreView(ActionView):
    """恢復: put a withdrawn or expired page online again."""

    title = gettext_lazy("Restore")
    form_class = ReasonForm
    submit_label = gettext_lazy("Put it online again")
    introduction = gettext_lazy(
        "The newest text of the page goes online again. It must have been approved: if it was not, send it in first."
    )
    done = gettext_lazy("The page is public again.")

    def refusals(self) -> tuple[Refusal, ...]:
        user = self.user
        return possible.refusals("restore", self.page, user, facts.gather(self.page, user))

    def act(self, form: forms.Form) -> None:
        revision = self.page.latest_revision
        if revision is None:
            raise Refused([Refusal("never_published")])
        Restore(self.page, revision=revision, actor=self.user, reason=form.cleaned_data["reason"]).execute()


class ReissueView(ActionView):
    """Renew the facts about other objects in what is public: addresses, titles of links, who answers."""

    title = gettext_lazy("Re-issue")
    form_class = ReasonForm
    submit_label = gettext_lazy("Re-issue")
    introduction = gettext_lazy("The text stays exactly as it was approved; only facts about other pages are renewed.")
    done = gettext_lazy("The page was issued again.")

    def refusals(self) -> tuple[Refusal, ...]:
        return policy.refusals("reissue", replace(facts.gather(self.page, self.user), reason="-"))

    def act(self, form: forms.Form) -> None:
        Reissue(self.page, actor=self.user, reason=form.cleaned_data["reason"]).execute()


class StartFromView(ActionView):
    """Start a new entry with this one's text, and go on writing it."""

    title = gettext_lazy("Start a new entry from this one")
    header_icon = "copy"
    form_class = forms.Form
    submit_label = gettext_lazy("Make the draft")
    introduction = gettext_lazy(
        "The new draft has this entry's text and classification, an address of its own, and no dates yet."
    )
    done = gettext_lazy("The draft is made. Check its text and set its dates.")

    def refusals(self) -> tuple[Refusal, ...]:
        return starting.refusals(self.page, self.user)

    def act(self, form: forms.Form) -> None:
        self.fresh = starting.start(self.page, self.user)

    def next_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.fresh.pk])


class PreviewsView(ActionView):
    """Preview links of one page: list them, make one, end one."""

    template_name = "cms_admin/previews.html"
    title = gettext_lazy("Preview links")
    header_icon = "view"
    form_class = PreviewForm
    submit_label = gettext_lazy("Make a link")
    introduction = gettext_lazy(
        "Whoever has the link sees the newest text of this page as it is now, and nothing else."
    )
    done = gettext_lazy("The preview link is ready.")

    def refusals(self) -> tuple[Refusal, ...]:
        return previews.refusals(self.page, self.user)

    def act(self, form: forms.Form) -> None:
        if not isinstance(form, PreviewForm) or self.page.latest_revision is None:
            raise Refused([Refusal("never_published")])
        actor, revision = self.user, self.page.latest_revision
        previews.create(self.page, revision=revision, actor=actor, expires_at=form.expires_at())

    def next_url(self) -> str:
        return reverse("office:previews", args=[self.page.pk])

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(links=self._links(), **kwargs)

    def _links(self) -> Sequence[tuple[PreviewLink, str]]:
        if self.refusals():
            return []
        links = PreviewLink.objects.filter(page_key=self.page.key, locale=self.page.language, revoked_at=None)
        good = [link for link in links.order_by("-created_at") if previews.find(previews.token(link))]
        return [(link, f"{settings.BASE_URL}/api/v1/previews/{previews.token(link)}/") for link in good]


class RevokePreviewView(PageView):
    """End a preview link at once. POST only."""

    http_method_names = ("post",)

    def post(self, request: HttpRequest, page_id: int, link_id: int) -> HttpResponse:
        """Revoke it."""
        links = PreviewLink.objects.filter(page_key=self.page.key, locale=self.page.language)
        previews.revoke(self.page, link=get_object_or_404(links, pk=link_id), actor=self.user)
        messages.success(request, _("The preview link no longer works."))
        return redirect("office:previews", page_id)
