"""What one person may do with a page now; for what is not possible, every reason in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.contrib.auth.base_user import AbstractBaseUser
from django.urls import reverse

from cms.admin import words
from cms.admin.localization import translation_of
from cms.admin.standing import EXPIRED, PUBLIC, SCHEDULED, WITHDRAWN, Standing
from cms.admin.waiting import RETURNED, Decision, Waiting
from cms.core.errors import Refusal
from cms.publishing import facts, policy
from cms.publishing.actions.publish import Correct, Publish
from cms.publishing.governed import GovernedPage
from cms.publishing.rules.case import Case


@dataclass(frozen=True)
class Possibility:
    """One action: allowed when `reasons` is empty; `url` leads to its screen when it has one of its own."""

    code: str
    reasons: tuple[str, ...]
    url: str = ""

    @property
    def label(self) -> str:
        """The action's name."""
        return words.verb(self.code)


def possibilities(
    page: GovernedPage, user: AbstractBaseUser, standing: Standing, waiting: Waiting | None
) -> list[Possibility]:
    """Every action that the page's state admits, with this person's reasons; what the person is asked for first."""
    case = _before_the_form(facts.gather(page, user))
    asked = {one.verb: one for one in waiting.decisions} if waiting is not None else {}
    answers = [
        Possibility(one.verb, _reasons(one.verb, page, user, case), _answer_url(page, one)) for one in asked.values()
    ]
    others = [code for code in _actions(page, standing) if code not in asked]
    return [*answers, *(_possibility(code, page, user, case, waiting) for code in others)]


def _actions(page: GovernedPage, standing: Standing) -> Iterator[str]:
    yield "edit"
    if not page.publishable:
        return
    if page.language != facts.SOURCE_LOCALE and translation_of(page) is not None:
        yield "translation"
    if page.latest_revision_id is not None:
        yield from ("submit", "approve", "publish", "preview_link")
    if standing.state == PUBLIC:
        yield "correct"
    if standing.state in {PUBLIC, SCHEDULED}:
        yield "ask_withdrawal"
    if standing.state in {WITHDRAWN, EXPIRED}:
        yield "restore"


def _possibility(
    code: str, page: GovernedPage, user: AbstractBaseUser, case: Case, waiting: Waiting | None
) -> Possibility:
    stopped = _stopped(code, page, user, waiting)
    reasons = (*((stopped.message,) if stopped else ()), *_reasons(code, page, user, case))
    return Possibility(code, reasons, "" if reasons else _url(code, page))


def _stopped(code: str, page: GovernedPage, user: AbstractBaseUser, waiting: Waiting | None) -> Refusal | None:
    """What the sign-off chain or a lock puts in the way, whoever asks."""
    waits = waiting is not None and waiting.step != RETURNED
    if code in {"edit", "submit", "translation"}:
        if waits:
            return Refusal("waits_for_decision")
        lock = page.get_lock()
        return Refusal("locked_by_somebody") if lock is not None and lock.for_user(user) else None
    # Whoever may decide here has the action among the answers already.
    return Refusal("not_at_this_step") if code in {"approve", "publish", "correct"} else None


def _reasons(code: str, page: GovernedPage, user: AbstractBaseUser, case: Case) -> tuple[str, ...]:
    return tuple(reason.message for reason in refusals(code, page, user, case))


def refusals(code: str, page: GovernedPage, user: AbstractBaseUser, case: Case) -> tuple[Refusal, ...]:
    """The policy's answer; a publication's dates are those the act itself would use."""
    if code == "translation":
        return policy.refusals("edit", case)
    if code == "correct" and page.latest_revision is not None:
        case = _before_the_form(Correct(page, revision=page.latest_revision, actor=user).case())
    if code in {"publish", "restore"} and page.latest_revision is not None:
        case = _before_the_form(Publish(page, revision=page.latest_revision, actor=user).case())
    return policy.refusals(code, case)


def _before_the_form(case: Case) -> Case:
    """The words that a form asks for are not missing before the form is open."""
    return replace(case, reason="-", ground="-")


_SCREENS = {
    "ask_withdrawal": "office:ask_withdrawal",
    "restore": "office:restore",
    "preview_link": "office:previews",
    "translation": "office:translation",
}


def _answer_url(page: GovernedPage, decision: Decision) -> str:
    return reverse("office:decide", args=[page.pk, decision.name])


def _url(code: str, page: GovernedPage) -> str:
    return reverse(_SCREENS[code], args=[page.pk]) if code in _SCREENS else ""
