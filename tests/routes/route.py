"""What an entry of the table says, and what happens when somebody goes that way."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from unittest import mock

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.models import User
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.http import HttpResponse
from django.test import Client, TestCase
from django.urls import reverse
from wagtail.admin.views.pages.create import CreateView
from wagtail.admin.views.pages.edit import EditView
from wagtail.models import Page, PagePermissionTester

from cms.admin import doors
from cms.core.errors import Refused
from cms.publishing.errors import GuardError
from cms.publishing.governed import GovernedPage
from tests.routes.stage import Stage

DONE, REFUSED = "done", "refused"
CODE = "code"
"""The actor of a route without a person: a command, or a line of Python."""

Step = Callable[["Desk"], object]


def nothing(desk: Desk) -> None:
    """A route that starts from the stage as it is."""


@dataclass(frozen=True)
class Route:
    """One way by which Wagtail or wagtail-localize change something.

    `may` are the members of the cast whom the screen lets do it, `may_not` those it refuses;
    `opens` those of `may` whose act changes what the public sees. `audit` are the lines of the
    office's own trail that an allowed act leaves. `covers` names what is driven: `view:…` an
    address of the admin, `action:…` a class of Wagtail's actions, `bulk:…`, `api:…`, `command:…`.
    """

    name: str
    drive: Step
    covers: frozenset[str]
    prepare: Step = nothing
    may: tuple[str, ...] = ()
    may_not: tuple[str, ...] = ("stranger", "superuser")
    opens: tuple[str, ...] = ()
    audit: tuple[str, ...] = ()
    stock: bool = True
    """Whether it asks the office's permission test or closed screens, so that it is worth trying without them."""

    @property
    def actors(self) -> tuple[str, ...]:
        """Everybody who tries it."""
        return (*self.may, *self.may_not)

    @property
    def by_hand(self) -> bool:
        """Whether a person goes this way, through the admin's screens."""
        return CODE not in self.actors


def route(name: str, drive: Step, *covers: str, **facts: Any) -> Route:
    """A route by hand: a screen of the admin."""
    return Route(name, drive, frozenset(covers), **facts)


def code(name: str, drive: Step, *covers: str, refused: bool = False, **facts: Any) -> Route:
    """A route without a person; `refused` when the code is expected to be stopped with an error."""
    who: dict[str, Any] = {"may": (), "may_not": (CODE,)} if refused else {"may": (CODE,), "may_not": ()}
    return Route(name, drive, frozenset(covers), **who, stock=False, **facts)


REFUSALS = (Refused, GuardError, PermissionDenied, ProtectedError, ValidationError)
"""What stops a line of code: the office's refusals, the database's guard, Wagtail's own checks."""


@dataclass
class Desk:
    """Somebody at the admin, on the stage; keeps how the last request ended."""

    stage: Stage
    actor: str
    client: Client = field(default_factory=Client)
    outcome: str = ""
    kept: dict[str, Any] = field(default_factory=dict)
    """What `prepare` puts aside for `drive`."""

    def __post_init__(self) -> None:
        if self.actor != CODE:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = self.stage.sessions[self.actor]

    @property
    def user(self) -> User:
        """Who acts. For code, where a person must be named, the superuser."""
        return self.stage.user("superuser" if self.actor == CODE else self.actor)

    def page(self, key: str = "moving", locale: str = "zh-hant") -> GovernedPage:
        """A page of the stage, read afresh."""
        return self.stage.page(key, locale)

    def post(
        self, view: str, *args: object, data: Mapping[str, Any] | None = None, query: str = "", **extra: Any
    ) -> HttpResponse:
        """POST to a view of the admin by its name, with everything that follows the commit."""
        address = reverse(view, args=args) + query
        with committed(), _unpainted():
            response: HttpResponse = self.client.post(address, {} if data is None else data, **extra)
        self.outcome = judged(response)
        return response

    def put(self, view: str, *args: object, body: str) -> HttpResponse:
        """PUT a form to a view of the admin."""
        with committed():
            response: HttpResponse = self.client.put(
                reverse(view, args=args), body, content_type="application/x-www-form-urlencoded"
            )
        self.outcome = judged(response)
        return response

    def run(self, act: Callable[[], object]) -> None:
        """Run a line of code; an expected refusal is an outcome, any other error is raised."""
        try:
            with committed(), transaction.atomic():
                act()
        except REFUSALS:
            self.outcome = REFUSED
        else:
            self.outcome = DONE


@contextmanager
def committed() -> Iterator[None]:
    """Run what waits for the commit, as outside a test."""
    with TestCase.captureOnCommitCallbacks(execute=True):
        yield


@contextmanager
def _unpainted() -> Iterator[None]:
    """Do not paint the editor again when it refuses a form: that is slow, and not what is asked here."""
    with ExitStack() as stack:
        for editor in (EditView, CreateView):
            gather = editor.get_context_data

            def context(view: Any, gather: Any = gather, **given: object) -> object:
                # Autosave's answer is JSON and holds parts of the page.
                return gather(view, **given) if view.expects_json_response else given

            stack.enter_context(mock.patch.object(editor, "get_context_data", context))
            stack.enter_context(mock.patch.object(editor, "render_to_response", _shown_again))
        yield


def _shown_again(view: object, context: object) -> HttpResponse:
    return HttpResponse("the form, with its errors")


def judged(response: HttpResponse) -> str:
    """Whether a screen did what it was asked, or told the person why not."""
    if response.status_code >= HTTPStatus.BAD_REQUEST or _errors(response):
        return REFUSED
    if response.status_code == HTTPStatus.OK and response.request["REQUEST_METHOD"] == "POST":  # type: ignore[attr-defined]
        return _of_shown(response)
    return DONE


def _errors(response: HttpResponse) -> list[str]:
    request = getattr(response, "wsgi_request", None)
    told = messages.get_messages(request) if request is not None else []
    return [str(message) for message in told if message.level >= messages.ERROR]


def _of_shown(response: HttpResponse) -> str:
    """A form that is shown again was refused; JSON says by itself how it ended."""
    if "json" not in response["Content-Type"]:
        return DONE if not response.content else REFUSED
    answer: Any = response.json()  # type: ignore[attr-defined]  # a test client's response
    failed = answer.get("errors") or answer.get("success") is False
    return REFUSED if failed else DONE


@contextmanager
def stock_wagtail() -> Iterator[None]:
    """Wagtail's own permission test and no closed views: what remains is the door alone."""

    def stock(page: Page, user: User) -> PagePermissionTester:
        return PagePermissionTester(user, page)

    with (
        mock.patch.object(GovernedPage, "permissions_for_user", stock),
        mock.patch.object(doors, "closed", return_value=()),
    ):
        yield
