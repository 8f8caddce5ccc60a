"""The shape of an action on a page."""

from __future__ import annotations

from typing import ClassVar, Generic, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction

from cms.core.errors import Refusal
from cms.office import roster
from cms.publishing import policy
from cms.publishing.governed import GovernedPage
from cms.publishing.rules.case import Case

Result = TypeVar("Result")


class Action(Generic[Result]):
    """One mutation with its rule, its audit line and its effects, all in one transaction.

    Subclasses name `name` (a key of `policy.RULES`), gather their `case` and `_carry_out`.
    """

    name: ClassVar[str]

    def __init__(self, page: GovernedPage, *, actor: AbstractBaseUser) -> None:
        self.page = page
        self.actor = actor

    def case(self) -> Case:
        """The facts the rules look at, read afresh."""
        raise NotImplementedError

    def refusals(self) -> tuple[Refusal, ...]:
        """Every reason why this may not happen now; empty means it may."""
        return policy.refusals(self.name, self.case())

    def execute(self) -> Result:
        """Check and do it. Raises `cms.core.errors.Refused` with every reason, and then changes nothing."""
        # One reading of the roster for all questions of this act, after its lock: not an older one of the request.
        with transaction.atomic(), roster.remembered():
            self._prepare()
            policy.require(self.name, self.case())
            return self._carry_out()

    def _prepare(self) -> None:
        """Take the locks this action needs, before it looks at anything."""

    def _carry_out(self) -> Result:
        raise NotImplementedError
