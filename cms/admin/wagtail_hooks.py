"""What the office adds to Wagtail's admin, and what it takes away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from django.contrib.auth.base_user import AbstractBaseUser
from django.db.models import QuerySet
from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.action_menu import ActionMenuItem
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.components import Component
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.permissions import page_permission_policy

from cms.admin import access, action_menu, banner, doors
from cms.admin import urls as office_urls
from cms.admin.desk import home, starting
from cms.admin.views import documents
from cms.core import clock
from cms.core.errors import Refusal, Refused
from cms.office import roster
from cms.publishing.governed import GovernedPage
from cms.publishing.models import Publication
from cms.publishing.timeline.read import ahead, holds


@hooks.register("register_admin_urls")
def office_addresses() -> list[URLPattern | URLResolver]:
    """The office's screens; Wagtail's publishing bulk actions go at the same moment, when hooks can be read."""
    doors.remove_bulk_actions()
    return [
        path("office/", include(office_urls, namespace="office")),
        # Wagtail's lists and choosers link to each file by this name, and cannot be shown without it.
        path("library/<int:document_id>/<path:name>", documents.original, name="wagtaildocs_serve"),
    ]


@hooks.register("insert_global_admin_css")
def office_style() -> SafeString:
    """One small style sheet."""
    return format_html('<link rel="stylesheet" href="{}">', static("cms_admin/office.css"))


@hooks.register("insert_editor_js")
def office_script() -> SafeString:
    """One small script for words that Wagtail's own scripts do not translate."""
    return format_html('<script src="{}"></script>', static("cms_admin/office.js"))


# -- the desk ------------------------------------------------------------------


@hooks.register("construct_homepage_panels", order=1000)
def desk(request: HttpRequest, panels: list[Component]) -> None:
    """People of the office find their desk; an account that belongs to nobody keeps Wagtail's panels."""
    if (own := home.desk_of(request)) is not None:
        panels[:] = [own]


@hooks.register("construct_homepage_summary_items", order=1000)
def without_numbers(request: HttpRequest, items: list[Component]) -> None:
    """How many pages and pictures there are is nobody's work."""
    items.clear()


# -- menus ---------------------------------------------------------------------


class StaffItem(MenuItem):
    """A menu entry for everybody who is present in the office."""

    def is_shown(self, request: HttpRequest) -> bool:
        return access.person(request).pk in roster.today().staff()


@hooks.register("register_admin_menu_item")
def calendar_item() -> MenuItem:
    """What goes online or offline when."""
    return _report(StaffItem, "calendar", _("Calendar"), "calendar", 150)


class ReadersItem(MenuItem):
    """A menu entry for those who read the office's reports."""

    def is_shown(self, request: HttpRequest) -> bool:
        return access.reads_reports(access.person(request))


class AuditItem(MenuItem):
    """A menu entry for those who read the audit trail."""

    def is_shown(self, request: HttpRequest) -> bool:
        return access.reads_audit(access.person(request))


def _report(cls: type[MenuItem], name: str, label: object, icon: str, order: int) -> MenuItem:
    return cls(label, reverse(f"office:{name}"), name=f"office-{name}", icon_name=icon, order=order)


@hooks.register("register_reports_menu_item")
def pages_item() -> MenuItem:
    """All pages, for those who oversee the office and edit none."""
    return _report(ReadersItem, "pages", _("All pages"), "doc-empty", 5)


@hooks.register("register_reports_menu_item")
def vacancies_item() -> MenuItem:
    """Duties nobody holds."""
    return _report(ReadersItem, "vacancies", _("Duties without anybody"), "user", 10)


@hooks.register("register_reports_menu_item")
def people_item() -> MenuItem:
    """Who is where, and who stands in."""
    return _report(ReadersItem, "people", _("People and deputies"), "group", 12)


@hooks.register("register_reports_menu_item")
def choices_item() -> MenuItem:
    """The rows for which each chief names a person."""
    return _report(ReadersItem, "choices", _("Rows marked ※"), "tasks", 14)


@hooks.register("register_reports_menu_item")
def withdrawals_item() -> MenuItem:
    """Requests to take pages off."""
    return _report(ReadersItem, "withdrawals", _("Withdrawals"), "download", 20)


@hooks.register("register_reports_menu_item")
def countersign_item() -> MenuItem:
    """Exceptions that wait for a signature."""
    return _report(ReadersItem, "countersign", _("Countersign"), "check", 30)


@hooks.register("register_reports_menu_item")
def redactions_item() -> MenuItem:
    """Requests to blank past versions."""
    return _report(ReadersItem, "redactions", _("Redactions"), "no-view", 40)


@hooks.register("register_reports_menu_item")
def provisional_item() -> MenuItem:
    """Classification codes that are still to be settled."""
    return _report(ReadersItem, "provisional", _("Provisional codes"), "tag", 45)


@hooks.register("register_reports_menu_item")
def audit_item() -> MenuItem:
    """The audit trail."""
    return _report(AuditItem, "audit", _("Audit trail"), "clipboard-list", 50)


@hooks.register("register_reports_menu_item")
def jobs_item() -> MenuItem:
    """Failed jobs."""
    return _report(AuditItem, "jobs", _("Jobs"), "cogs", 60)


@hooks.register("register_reports_menu_item")
def drift_item() -> MenuItem:
    """Flags that differ from the timeline."""
    return _report(AuditItem, "drift", _("Differences from the timeline"), "warning", 70)


# Who belongs to which group is said by the matrix; the site's frame is the administrator's.
_OVERSIGHT_REPORTS = frozenset({"page-types-usage", "translations"})
_NEVER = frozenset({"redirects", "forms"})


@hooks.register("construct_main_menu")
def without_forms(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's form builder is not used."""
    items[:] = [item for item in items if item.name not in _NEVER]


@hooks.register("construct_settings_menu")
def without_site_frame(request: HttpRequest, items: list[MenuItem]) -> None:
    """Office staff find nothing here; an administrator finds accounts, sites and workflows, never redirects."""
    kept = [item for item in items if item.name not in _NEVER] if request.user.is_superuser else []
    items[:] = kept


@hooks.register("construct_reports_menu")
def without_others_pages(request: HttpRequest, items: list[MenuItem]) -> None:
    """Reports that name pages of every section are for those who read the office's reports."""
    if not access.reads_reports(access.person(request)):
        items[:] = [item for item in items if item.name not in _OVERSIGHT_REPORTS]


@hooks.register("construct_help_menu")
def without_news(request: HttpRequest, items: list[MenuItem]) -> None:
    """News about Wagtail's releases and its English guide are nothing for an office."""
    items[:] = [item for item in items if not item.name.startswith(("whats-new", "editor-guide"))]


# -- buttons -------------------------------------------------------------------


@hooks.register("construct_page_action_menu", order=1000)
def useful_actions(items: list[ActionMenuItem], request: HttpRequest, context: Mapping[str, object]) -> None:
    """Only what can do something, and first what the person is asked for."""
    action_menu.arrange(items, request, context)


@hooks.register("before_edit_page")
def where_it_waits(request: HttpRequest, page: Page) -> None:
    """Above the editor: for whom the text waits, or why it was sent back."""
    if request.method == "GET" and isinstance(page, GovernedPage):
        banner.show(request, page)


@hooks.register("register_page_header_buttons")
def record_button(page: Page, user: AbstractBaseUser, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    """The page's record, from which its other screens are reached."""
    if not isinstance(page, GovernedPage) or not access.reads_record(user, page):
        return
    yield Button(_("Publication record"), reverse("office:record", args=[page.pk]), icon_name="history", priority=66)
    if not starting.refusals(page, user):
        words = _("Start a new entry from this one")
        yield Button(words, reverse("office:start_from", args=[page.pk]), icon_name="copy", priority=67)


# -- doors ---------------------------------------------------------------------


@hooks.register("construct_page_chooser_queryset")
def only_readable(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """Drafts of other people's pages are not offered; whatever is public can be linked to by everybody."""
    if access.reads_reports(access.person(request)):
        return pages
    own = page_permission_policy.explorable_instances(request.user).values_list("pk", flat=True)
    public = Publication.objects.filter(holds(clock.now()), channel="site").values_list("page_id", flat=True)
    allowed: QuerySet[Page] = pages.filter(pk__in=own) | pages.filter(pk__in=public)
    return allowed


@hooks.register("before_delete_page")
def only_drafts(request: HttpRequest | None, page: Page) -> None:
    """Raise `Refused` for a page that is public or waits to be, or that stands above one."""
    _refuse_public(page.get_descendants(inclusive=True).specific())


@hooks.register("before_bulk_action")
def only_drafts_in_bulk(request: HttpRequest | None, action_type: str, objects: Iterable[Page], action: object) -> None:
    """The same for many at once."""
    if action_type != "delete":
        return
    for page in objects:
        if isinstance(page, Page):
            _refuse_public(page.get_descendants(inclusive=True).specific())


def _refuse_public(pages: Iterable[Page]) -> None:
    ids = [page.pk for page in pages]
    if Publication.objects.filter(ahead(clock.now()), page_id__in=ids).exists():
        raise Refused([Refusal("cannot_delete_public")])
