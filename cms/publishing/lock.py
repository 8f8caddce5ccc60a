"""A text that waits for a decision is not changed under anybody's eyes, those of its judges least of all.

Whoever writes a word of it may not approve it, and the editor saves by itself: one key pressed
by mistake would take the decision away from the chief. Who wants another text sends it back.
"""

from __future__ import annotations

from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext as _
from wagtail.locks import BaseLock
from wagtail.models import Page, Task


class WaitingLock(BaseLock):
    """Holds for everybody while a step of the sign-off chain runs; what is to be done stands above the editor."""

    def __init__(self, page: Page, task: Task) -> None:
        super().__init__(page)
        self.task = task

    def for_user(self, user: AbstractBaseUser) -> bool:
        """Always."""
        return True

    def get_locked_by(self, user: AbstractBaseUser) -> str:
        return _("Waiting for a decision")

    def get_description(self, user: AbstractBaseUser) -> str:
        return _("The text stays as it was sent in until it is decided or taken back.")
