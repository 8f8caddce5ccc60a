"""Where the text of a page is in the sign-off chain: for whom it waits, since when, and what was said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import TaskState, WorkflowState

from cms.admin import people, words
from cms.core import clock
from cms.publishing import facts
from cms.publishing.governed import GovernedPage
from cms.publishing.tasks import DutyTask

APPROVAL, PUBLICATION, RETURNED = "approve", "publish", "returned"
LABELS: dict[str, str | Promise] = {
    APPROVAL: gettext_lazy("Waits for the section chief"),
    PUBLICATION: gettext_lazy("Waits to be published"),
    RETURNED: gettext_lazy("Sent back"),
}
SENTENCES: dict[str, str | Promise] = {
    APPROVAL: gettext_lazy("Sent in by %(by)s on %(since)s; asked to approve: %(who)s."),
    PUBLICATION: gettext_lazy("Approved by %(by)s on %(since)s; asked to publish: %(who)s."),
    RETURNED: gettext_lazy("Sent back by %(by)s on %(since)s."),
}


@dataclass(frozen=True)
class Decision:
    """One answer that a person may give: `name` is Wagtail's, `verb` is that of the policy."""

    name: str
    verb: str
    label: str


@dataclass(frozen=True)
class Waiting:
    """One text in the chain, as one person sees it. `step` is a constant of this module.

    `by` sent it in, approved it or sent it back, at `since` (aware, UTC); `deciders` are asked
    now; `decisions` is empty for everybody else. `changed`: a newer version lies beside the one that waits.
    """

    step: str
    since: datetime
    by: str
    remark: str
    deciders: tuple[str, ...]
    decisions: tuple[Decision, ...]
    requested_by: int | None
    changed: bool

    @property
    def label(self) -> str:
        """The step in a word."""
        return str(LABELS[self.step])

    @property
    def sentence(self) -> str:
        """Since when, by whom, and who is asked."""
        who = words.several(self.deciders) if self.deciders else _("nobody is present")
        return str(SENTENCES[self.step]) % {"by": self.by, "since": words.instant(self.since), "who": who}

    @property
    def lines(self) -> list[str]:
        """Everything there is to say about it, a sentence a line."""
        stands = _("%(label)s: %(sentence)s") % {"label": self.label, "sentence": self.sentence}
        said = [_("Reason: %(reason)s") % {"reason": self.remark}] if self.remark and self.step == RETURNED else []
        return [stands, *said, self.advice]

    @property
    def advice(self) -> str:
        """What the person who looks at it can do."""
        if self.step == RETURNED:
            return _("Change the text and send it in again.")
        if self.changed:
            return _("The text was changed after it was sent in: send it back, so that the new version is sent in.")
        if self.decisions:
            return _("It waits for you. The text cannot be changed here: to have it changed, send it back.")
        return _("The text cannot be changed while it waits.")


def waiting_of(page: GovernedPage, user: AbstractBaseUser) -> Waiting | None:
    """Where the page's text is in the chain; None when it is not in it."""
    chain = page.current_workflow_state
    state = chain.current_task_state if chain is not None else None
    if chain is None or state is None:
        return None
    if chain.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return _returned(chain, state)
    task = state.task.specific
    return _asked(page, chain, state, task, user) if isinstance(task, DutyTask) else None


def _returned(chain: WorkflowState, state: TaskState) -> Waiting:
    return Waiting(
        step=RETURNED,
        since=state.finished_at or state.started_at,
        by=_name(state.finished_by),
        remark=state.comment,
        deciders=(),
        decisions=(),
        requested_by=chain.requested_by_id,
        changed=False,
    )


def _asked(
    page: GovernedPage, chain: WorkflowState, state: TaskState, task: DutyTask, user: AbstractBaseUser
) -> Waiting:
    before = chain.task_states.filter(status=TaskState.STATUS_APPROVED, finished_at__lte=state.started_at)
    last = before.order_by("-finished_at").first() if task.approval_rule == PUBLICATION else None
    return Waiting(
        step=task.approval_rule,
        since=state.started_at,
        by=_name(last.finished_by if last is not None else chain.requested_by),
        remark=last.comment if last is not None else "",
        deciders=people.of_accounts(_actors(page, task)),
        decisions=tuple(Decision(name, _verb(name, task), str(label)) for name, label, _m in _offers(page, task, user)),
        requested_by=chain.requested_by_id,
        changed=page.latest_revision_id != state.revision_id,
    )


def _offers(page: GovernedPage, task: DutyTask, user: AbstractBaseUser) -> list[tuple[str, str | Promise, bool]]:
    """Agreeing comes first: it is what the person was asked for."""
    return sorted(task.get_actions(page, user), key=lambda offer: offer[0] != "approve")


def _verb(name: str, task: DutyTask) -> str:
    return {"approve": task.approval_rule, "reject": "return"}.get(name, name)


def _actors(page: GovernedPage, task: DutyTask) -> frozenset[int]:
    revision = page.latest_revision
    writers = facts.text_facts(page, revision, clock.now()).writers if revision is not None else frozenset()
    asked = facts.people(page, writers=writers)
    return task.actors(asked) & asked.staff


def _name(user: AbstractBaseUser | None) -> str:
    return people.named(user.get_username() if user is not None else people.SYSTEM)
