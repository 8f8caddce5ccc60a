"""The frame of the office's own screens."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

from django import forms
from django.contrib import messages
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import Promise, cached_property
from django.views.generic import View
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.models import Page, get_page_models

from cms.admin import access
from cms.core.errors import Refusal, Refused
from cms.publishing.governed import GovernedPage


class OfficeView(WagtailAdminTemplateMixin, View):
    """A screen with Wagtail's furniture, breadcrumbs to the dashboard, and its own reading right."""

    header_icon = "clipboard-list"
    title: ClassVar[str | Promise] = ""

    @cached_property
    def user(self) -> AbstractBaseUser:
        """Who asks."""
        return access.person(self.request)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Check the reading right before anything else."""
        self.prepare()
        access.require(self.allowed())
        return super().dispatch(request, *args, **kwargs)

    def prepare(self) -> None:
        """Find what the address names. Raises `Http404`."""

    def allowed(self) -> bool:
        """Whether the person may see this screen. Closed unless a view says otherwise."""
        return False

    def get_page_title(self) -> str:
        return str(self.title)

    def get_breadcrumbs_items(self) -> list[Mapping[str, object]]:
        here = {"url": "", "label": self.get_page_title(), "sublabel": self.get_page_subtitle()}
        return [*self.breadcrumbs_items, here]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the screen."""
        return self.show()

    def show(self, *, status: int = 200, **more: object) -> HttpResponse:
        """Render with the view's context and `more`."""
        context = self.get_context_data(view=self, **more)
        return self.render_to_response(context, status=status)


class PageView(OfficeView):
    """A screen about one page; `self.page` is its governed type with its stored row."""

    page: GovernedPage

    def prepare(self) -> None:
        """The page in the address."""
        self.page = governed_or_404(self.kwargs["page_id"])

    def allowed(self) -> bool:
        """Those who read the page's record."""
        return access.reads_record(self.user, self.page)

    def get_page_subtitle(self) -> str:
        return str(self.page.get_admin_display_title())

    def get_context_data(self, **kwargs: object) -> dict[str, Any]:
        record = reverse("office:record", args=[self.page.pk])
        context: dict[str, Any] = super().get_context_data(page=self.page, record_url=record, **kwargs)
        return context


class FormView(OfficeView):
    """One action: a form for its words, every refusal in words, nothing typed is lost.

    Subclasses say what `refusals` the action has before a form is filled in, and `act`.
    """

    template_name = "cms_admin/form.html"
    form_class: type[forms.Form]
    submit_label: str | Promise
    introduction: str | Promise = ""
    done: str | Promise

    def form(self, data: QueryDict | None = None) -> forms.Form:
        """The form, empty or with what was typed."""
        return self.form_class(data)

    def refusals(self) -> tuple[Refusal, ...]:
        """Every reason that no form could mend."""
        raise NotImplementedError

    def act(self, form: forms.Form) -> None:
        """Do it. Raises `Refused`."""
        raise NotImplementedError

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The empty form, with the reasons if it could not succeed."""
        return self.show(form=self.form(), reasons=[reason.message for reason in self.refusals()])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Act, or show the form again with every reason."""
        form = self.form(request.POST)
        if not form.is_valid():
            return self.show(form=form, reasons=[], status=422)
        try:
            self.act(form)
        except Refused as refused:
            return self.show(form=form, reasons=refused.messages, status=409)
        messages.success(request, str(self.done))
        return redirect(self.next_url())

    def next_url(self) -> str:
        """Where to go afterwards."""
        raise NotImplementedError


class ActionView(FormView, PageView):
    """One action on one page."""

    def next_url(self) -> str:
        return reverse("office:record", args=[self.page.pk])


def governed_or_404(page_id: int) -> GovernedPage:
    """The page as its governed type. Raises `Http404` for any other."""
    page = get_object_or_404(Page, pk=page_id).specific
    if not isinstance(page, GovernedPage):
        raise Http404
    return page


def page_of_key(key: str, locale: str = "") -> GovernedPage | None:
    """The page with this key (in `locale`, or else the Chinese one), or None when it was deleted."""
    for model in _governed_models():
        found = model._default_manager.filter(key=key).select_related("locale")
        pages: list[GovernedPage] = list(found)
        if pages:
            return next((page for page in pages if page.language == (locale or "zh-hant")), pages[0])
    return None


def _governed_models() -> list[type[GovernedPage]]:
    return [model for model in get_page_models() if issubclass(model, GovernedPage)]
