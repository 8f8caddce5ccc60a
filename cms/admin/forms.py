"""The forms of the office's own screens. They collect words and dates; the policy decides."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.admin.widgets import AdminDateInput, AdminPageChooser, AdminTimeInput
from wagtail.models import Page

from cms.admin import people, titles, words
from cms.core import clock
from cms.core.models import AuditEntry, JobStatus
from cms.publishing import facts
from cms.publishing.previews import MAX_DAYS


class ReasonForm(forms.Form):
    """A reason in words."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class RemarkForm(forms.Form):
    """A remark that may stay empty."""

    remark = forms.CharField(label=_("Remark"), required=False, widget=forms.Textarea(attrs={"rows": 3}))


class GroundForm(forms.Form):
    """The legal ground of a redaction."""

    ground = forms.CharField(
        label=_("Legal ground"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example Article 11 of the Personal Data Protection Act."),
    )


class WithdrawalForm(ReasonForm):
    """Why, from when, and what replaces the page."""

    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Citizens who follow an old link read this."),
    )
    successor = forms.ModelChoiceField(
        label=_("Page that replaces it"),
        queryset=Page.objects.filter(depth__gt=1),
        required=False,
        widget=AdminPageChooser(),
    )
    day = forms.DateField(
        label=_("Withdraw from"),
        required=False,
        widget=AdminDateInput(),
        help_text=_("Empty means: as soon as somebody agrees."),
    )
    wall = forms.TimeField(
        label=_("at"), required=False, widget=AdminTimeInput(), help_text=_("Empty means 00:00 in Taipei.")
    )

    def instant(self) -> datetime | None:
        """The instant asked for, or None for "at once"."""
        day = self.cleaned_data["day"]
        return clock.at(day, self.cleaned_data["wall"] or time(0)) if day else None

    def successor_key(self) -> str:
        """The key of the page that replaces it, or an empty text."""
        page = self.cleaned_data["successor"]
        return facts.specific(page).key if page else ""


class PreviewForm(forms.Form):
    """For how many days a preview link is good."""

    days = forms.TypedChoiceField(
        label=_("Good for"),
        coerce=int,
        choices=lambda: [(number, _("%(number)s days") % {"number": number}) for number in range(1, MAX_DAYS + 1)],
        initial=1,
    )

    def expires_at(self) -> datetime:
        """The instant after which the link shows nothing."""
        return clock.now() + timedelta(days=self.cleaned_data["days"])


class AuditFilter(forms.Form):
    """What the audit trail may be narrowed by."""

    action = forms.ChoiceField(label=_("Action"), required=False)
    person = forms.CharField(label=_("Person"), required=False)
    page = forms.CharField(label=_("Page (title or key)"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=AdminDateInput())
    until = forms.DateField(label=_("To"), required=False, widget=AdminDateInput())

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        codes = AuditEntry.objects.order_by("action").values_list("action", flat=True).distinct()
        choice = self.fields["action"]
        assert isinstance(choice, forms.ChoiceField)  # declared just above
        choice.choices = [("", _("All")), *((code, words.verb(code)) for code in codes)]

    def narrowed(self) -> Q:
        """The filter as a condition on `AuditEntry`; empty fields narrow nothing."""
        asked = self.cleaned_data
        found: dict[str, object] = {
            "action": asked["action"],
            "subject__in": titles.keys_like(asked["page"]) if asked["page"] else None,
            "at__gte": clock.day_start(asked["since"]) if asked["since"] else None,
            "at__lt": clock.day_end(asked["until"]) if asked["until"] else None,
        }
        return Q(**{name: value for name, value in found.items() if value}) & _by_person(asked["person"])


def _by_person(text: str) -> Q:
    """The trail keeps accounts; people look for names."""
    if not text:
        return Q()
    return Q(actor_name__icontains=text) | Q(actor_name__in=people.accounts_like(text))


class JobFilter(forms.Form):
    """Which jobs to list."""

    status = forms.ChoiceField(label=_("Status"), required=False, choices=JobStatus.choices)
