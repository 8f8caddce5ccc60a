"""Side doors of Wagtail and wagtail-localize, closed by the name of their view.

None of them could change what the public sees: that is asked of the timeline alone. They
are closed so that the admin does not offer what it cannot do, and shows nobody's drafts to
people who do not work on them. `closed` is asked before every view of the admin.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Page
from wagtail_localize.models import TranslationSource

from cms.admin import access
from cms.core.errors import Refusal
from cms.publishing import facts, policy
from cms.publishing.governed import GovernedPage

NOT_USED = Refusal("not_used_here")

CLOSED_VIEWS = frozenset(
    {
        "wagtailadmin_pages:unpublish",
        "wagtailadmin_pages:set_privacy",
        "wagtailadmin_pages:revisions_unschedule",
        "wagtailadmin_pages:convert_alias",
        "wagtail_localize:convert_to_alias",
        "wagtail_localize:submit_snippet_translation",
        "wagtail_localize:machine_translate",
        # They list every collection, whoever asks; the choosers do not.
        *(
            f"wagtailadmin_api:{kind}:{view}"
            for kind in ("images", "documents")
            for view in ("listing", "detail", "find")
        ),
    }
)
CLOSED_NAMESPACES = frozenset({"wagtailredirects", "wagtailforms"})
"""Redirects are documents on the timeline; Wagtail's form builder has no page type here."""

CLOSED_BULK_ACTIONS = frozenset({"publish", "unpublish"})
CLOSED_API_ACTIONS = frozenset({"publish", "unpublish", "create_alias", "convert_alias", "revert_to_page_revision"})

OVERSIGHT_VIEWS = frozenset(
    {
        # They name pages of every section, whoever asks.
        "wagtailadmin_reports:page_types_usage",
        "wagtailadmin_reports:page_types_usage_results",
        "wagtail_localize:translations_report",
        "wagtail_localize:translations_report_results",
    }
)


def closed(request: HttpRequest, arguments: Mapping[str, object]) -> tuple[Refusal, ...]:
    """Why this view of the admin is closed to this request; empty when it is open."""
    match = request.resolver_match
    if match is None or not request.user.is_authenticated:
        return ()
    name = match.view_name
    if name in CLOSED_VIEWS or CLOSED_NAMESPACES.intersection(match.namespaces):
        return (NOT_USED,)
    if name in OVERSIGHT_VIEWS and not access.reads_reports(access.person(request)):
        return (Refusal("not_reader"),)
    question = _QUESTIONS.get(name)
    return question(request, arguments) if question is not None else ()


def remove_bulk_actions() -> None:
    """Take publishing and unpublishing out of the listings' bulk menu."""
    # The registry reads its hooks at the first question.
    bulk_action_registry.get_bulk_actions_for_model("wagtailcore", "page")
    for models in bulk_action_registry.actions.values():
        for actions in models.values():
            for name in [name for name, action in actions.items() if name in CLOSED_BULK_ACTIONS and _on_pages(action)]:
                del actions[name]


def _on_pages(action: type) -> bool:
    return any(issubclass(model, Page) for model in getattr(action, "models", ()))


# -- questions about one request -----------------------------------------------


def _bulk(request: HttpRequest, arguments: Mapping[str, object]) -> tuple[Refusal, ...]:
    return (NOT_USED,) if arguments["action"] in CLOSED_BULK_ACTIONS else ()


def _api(request: HttpRequest, arguments: Mapping[str, object]) -> tuple[Refusal, ...]:
    return (NOT_USED,) if arguments["action_name"] in CLOSED_API_ACTIONS else ()


def _submit_translation(request: HttpRequest, arguments: Mapping[str, object]) -> tuple[Refusal, ...]:
    page = get_object_or_404(Page, pk=arguments["page_id"]).specific
    if request.POST.get("include_subtree"):
        # The pages below have other owners, each of whom starts their own translation.
        return (NOT_USED,)
    return _may_translate(page, access.person(request))


def _update_translations(request: HttpRequest, arguments: Mapping[str, object]) -> tuple[Refusal, ...]:
    source = get_object_or_404(TranslationSource, pk=arguments["translation_source_id"])
    if request.POST.get("publish_translations"):
        return (Refusal("door_only"),)
    return _may_translate(source.get_source_instance(), access.person(request))


def _may_translate(page: object, user: AbstractBaseUser) -> tuple[Refusal, ...]:
    if not isinstance(page, GovernedPage):
        return (NOT_USED,)
    if any(policy.refusals("edit", facts.gather(page, user))):
        return (Refusal("not_drafter_of_source"),)
    parent = page.get_parent()
    if page.depth > 2 and parent is not None and not parent.get_translations().exists():
        return (Refusal("parent_not_translated"),)
    return ()


Question = Callable[[HttpRequest, Mapping[str, object]], tuple[Refusal, ...]]
_QUESTIONS: dict[str, Question] = {
    "wagtail_bulk_action": _bulk,
    "wagtailadmin_api:pages:action": _api,
    "wagtail_localize:submit_page_translation": _submit_translation,
    "wagtail_localize:update_translations": _update_translations,
}
