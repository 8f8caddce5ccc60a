"""A translation made in wagtail-localize becomes a version of the page, and goes the way of every text.

Localize keeps strings apart from the page and knows one way to bring them in: publishing,
which is closed here. This screen brings them in as a draft, and sends it in if asked to.
"""

from __future__ import annotations

from django import forms
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext_lazy
from wagtail_localize.models import Translation

from cms.admin.localization import translation_of
from cms.admin.views.base import ActionView
from cms.core.errors import Refusal
from cms.publishing import facts, policy
from cms.publishing.actions.submit import Submit


class TranslationForm(forms.Form):
    """Whether the draft goes to the chief at once."""

    send_in = forms.BooleanField(label=gettext_lazy("Send it in for approval at once"), required=False)


class TranslationDraftView(ActionView):
    """Take the translated strings over into a version of the page."""

    title = gettext_lazy("Take over the translation")
    header_icon = "wagtail-localize-language"
    form_class = TranslationForm
    submit_label = gettext_lazy("Save as a draft")
    introduction = gettext_lazy(
        "The translated strings become a new version of this page. What is not translated yet stays in Chinese."
    )
    done = gettext_lazy("The translation is saved as a version of this page.")
    translation: Translation

    def prepare(self) -> None:
        """The page in the address and its running translation."""
        super().prepare()
        found = translation_of(self.page)
        if found is None:
            raise Http404
        self.translation = found

    def refusals(self) -> tuple[Refusal, ...]:
        return policy.refusals("edit", facts.gather(self.page, self.user))

    def act(self, form: forms.Form) -> None:
        policy.require("edit", facts.gather(self.page, self.user))
        self.translation.save_target(user=self.user, publish=False)
        self.page.refresh_from_db()
        if form.cleaned_data["send_in"]:
            Submit(self.page, actor=self.user).execute()

    def next_url(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.page.pk])
