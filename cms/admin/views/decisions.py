"""Deciding what waits in the sign-off chain: agree, send back with a reason, publish as a correction."""

from __future__ import annotations

from dataclasses import replace

from django import forms
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import TaskState

from cms.admin import words
from cms.admin.forms import ReasonForm, RemarkForm
from cms.admin.views.base import ActionView
from cms.admin.waiting import Decision, waiting_of
from cms.core import clock
from cms.core.errors import Refusal, Refused
from cms.publishing import policy
from cms.publishing.actions.approve import Approve
from cms.publishing.actions.publish import publication_action
from cms.publishing.models import Publication

INTRODUCTIONS: dict[str, str | Promise] = {
    "approve": gettext_lazy("You answer for exactly the text that was sent in."),
    "publish": gettext_lazy("Exactly the text that was approved goes online, on its dates."),
    "correct": gettext_lazy("The approved text takes the place of what is public now; the end date stays."),
    "return": gettext_lazy("The author finds your reason above the text."),
}


class DecideView(ActionView):
    """One answer to what waits. The page is the one in the address; the step is the one that runs now."""

    header_icon = "check"
    state: TaskState
    decision: Decision

    def prepare(self) -> None:
        """The page and its running step. Raises `Refused` when the step does not offer this person that answer."""
        super().prepare()
        found = waiting_of(self.page, self.user)
        offered = {decision.name: decision for decision in (found.decisions if found is not None else ())}
        if self.kwargs["answer"] not in offered:
            raise Refused([Refusal("not_at_this_step")])
        self.decision = offered[self.kwargs["answer"]]
        self.state = self.page.current_workflow_task_state
        self.submit_label, self.introduction = self.decision.label, INTRODUCTIONS[self.decision.verb]
        # Agreeing may be said without words; everything else is reasoned.
        self.form_class = RemarkForm if self.decision.name == "approve" else ReasonForm

    def get_page_title(self) -> str:
        return self.decision.label

    def refusals(self) -> tuple[Refusal, ...]:
        revision, verb = self.state.revision, self.decision.verb
        if verb == "return":
            return ()
        if verb == "approve":
            return Approve(self.page, revision=revision, actor=self.user).refusals()
        action = publication_action(self.page, revision, correcting=verb == "correct")
        case = action(self.page, revision=revision, actor=self.user).case()
        return policy.refusals(action.name, replace(case, reason="-"))

    def act(self, form: forms.Form) -> None:
        said = form.cleaned_data.get("reason") or form.cleaned_data.get("remark") or ""
        with transaction.atomic():
            self.state.task.specific.on_action(self.state, self.user, self.decision.name, comment=said)
        self.done = done(self.state, self.decision.verb)


def done(state: TaskState, verb: str) -> str:
    """What has happened by this answer, in words."""
    if verb == "approve":
        return _("Approved. It now waits for the webmaster.")
    if verb == "return":
        return _("Sent back, with your reason.")
    online = Publication.objects.filter(revision_id=state.revision_id, channel="site").latest("pk").online
    if online > clock.now():
        return _("Scheduled: public from %(at)s.") % {"at": words.instant(online)}
    return _("Published: it is public now.")
