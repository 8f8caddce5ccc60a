"""Lines of Python that set what Wagtail takes for public: rows, revisions, actions, and the timeline itself."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from django.db import DatabaseError, connection
from wagtail.actions.convert_alias import ConvertAliasPageAction
from wagtail.actions.copy_for_translation import CopyPageForTranslationAction
from wagtail.actions.copy_page import CopyPageAction
from wagtail.actions.create_alias import CreatePageAliasAction
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.actions.publish_page_revision import PublishPageRevisionAction
from wagtail.actions.publish_revision import PublishRevisionAction
from wagtail.actions.revert_to_page_revision import RevertToPageRevisionAction
from wagtail.actions.unpublish import UnpublishAction
from wagtail.actions.unpublish_page import UnpublishPageAction
from wagtail.models import Locale, Page, PageViewRestriction, Revision

from cms.core import clock
from cms.core.errors import Refusal, Refused
from cms.publishing.models import Approval, Publication, PublicationReference
from site_pages.models import NewsItemPage
from tests.routes.forms import approved
from tests.routes.route import Desk, Route, code

Line = Callable[[Desk], object]


def _line(line: Line) -> Callable[[Desk], None]:
    """Run the line as a route."""

    def drive(desk: Desk) -> None:
        desk.run(lambda: line(desk))

    return drive


def _save_live(desk: Desk) -> None:
    page = desk.page("draft")
    page.live, page.title = True, "直接存檔"
    page.save()


def _save_public(desk: Desk) -> None:
    page = desk.page()
    page.title, page.slug = "直接存檔", "direct"
    page.save()


def _add_child(desk: Desk) -> None:
    desk.page("news").add_child(
        instance=NewsItemPage(title="新的", slug="brand-new", locale=desk.page("news").locale, owner=desk.user)
    )


def _bulk_update(desk: Desk) -> None:
    pages = list(NewsItemPage.objects.all())
    for page in pages:
        page.live, page.title = not page.live, "整批"
    NewsItemPage.objects.bulk_update(pages, ["live", "title"])


def _schedule(desk: Desk) -> None:
    page = desk.page("draft")
    page.go_live_at = clock.now() + timedelta(days=2)
    revision = page.save_revision(user=desk.user, clean=False)
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=page.go_live_at)


def _rewrite_revisions(desk: Desk) -> None:
    """What a data migration of a stream field does."""
    for revision in Revision.page_revisions.all():
        revision.content["title"] = "整批改寫"
        revision.save(update_fields=["content"])


def _rewrite_then_publish(desk: Desk) -> None:
    """The same between approval and publication; then the webmaster publishes in good faith."""
    _rewrite_revisions(desk)
    state = desk.page().current_workflow_task_state
    state.task.specific.on_action(state, desk.stage.user("webmaster"), "approve")


def _revert(desk: Desk) -> None:
    page = desk.page()
    RevertToPageRevisionAction(page, page.revisions.earliest("pk"), user=desk.user).execute(skip_permission_checks=True)


def _alias(desk: Desk) -> None:
    parent = desk.page("news")
    CreatePageAliasAction(desk.page(), parent=parent, update_slug="alias").execute(skip_permission_checks=True)


def _made_alias(desk: Desk) -> None:
    NewsItemPage.objects.filter(pk=desk.page("draft").pk).update(alias_of=desk.page().page_ptr)


def _convert(desk: Desk) -> None:
    ConvertAliasPageAction(desk.page("draft"), user=desk.user).execute(skip_permission_checks=True)


def _copy(desk: Desk) -> None:
    CopyPageAction(
        desk.page("about"), recursive=True, keep_live=True, update_attrs={"slug": "copied"}, user=desk.user
    ).execute(skip_permission_checks=True)


def _translate(desk: Desk) -> None:
    english = Locale.objects.get(language_code="en")
    CopyPageForTranslationAction(desk.page("about-history"), english, copy_parents=True).execute(
        skip_permission_checks=True
    )


def _forge_row(desk: Desk) -> None:
    row = Publication.objects.filter(key="moving", locale="zh-hant").get()
    row.pk, row.key, row.path = None, "forged", "/forged/"
    row.save(force_insert=True)


def _guarded(line: Line) -> Line:
    """The database's own refusal, told as a refusal of ours."""

    def act(desk: Desk) -> None:
        try:
            line(desk)
        except DatabaseError as error:
            if "guard" not in str(error) and "permission denied" not in str(error):
                raise
            raise Refused([Refusal("door_only")]) from error

    return act


def _sql(statement: str) -> Line:
    def act(desk: Desk) -> None:
        with connection.cursor() as cursor:
            cursor.execute(statement)

    return _guarded(act)


def _stops(name: str, line: Line, *covers: str, prepare: Callable[[Desk], object] | None = None) -> Route:
    return code(f"code: {name}", _line(line), *covers, refused=True, **({"prepare": prepare} if prepare else {}))


def _passes(name: str, line: Line, *covers: str, prepare: Callable[[Desk], object] | None = None) -> Route:
    return code(f"code: {name}", _line(line), *covers, **({"prepare": prepare} if prepare else {}))


ROUTES: tuple[Route, ...] = (
    _passes("page.save with live", _save_live),
    _passes("page.save on a public page", _save_public),
    _passes("add_child, live by default", _add_child),
    _passes("queryset.update", lambda desk: Page.objects.all().update(live=True, title="全部", slug="all")),
    _passes("bulk_update", _bulk_update),
    _passes("PageQuerySet.unpublish", lambda desk: Page.objects.filter(depth__gt=1).unpublish()),
    _passes("page.unpublish", lambda desk: desk.page().unpublish()),
    _passes(
        "UnpublishPageAction",
        lambda desk: UnpublishPageAction(desk.page("about"), include_descendants=True).execute(
            skip_permission_checks=True
        ),
        "action:UnpublishPageAction",
    ),
    _passes(
        "UnpublishAction",
        lambda desk: UnpublishAction(desk.page()).execute(skip_permission_checks=True),
        "action:UnpublishAction",
    ),
    _stops("page.publish", lambda desk: desk.page("draft").publish(desk.page("draft").get_latest_revision())),
    _stops("revision.publish", lambda desk: desk.page().latest_revision.publish(user=desk.user)),
    _passes(
        "PublishPageRevisionAction",
        lambda desk: PublishPageRevisionAction(desk.page().latest_revision).execute(skip_permission_checks=True),
        "action:PublishPageRevisionAction",
    ),
    _passes(
        "PublishRevisionAction",
        lambda desk: PublishRevisionAction(desk.page().latest_revision).execute(skip_permission_checks=True),
        "action:PublishRevisionAction",
    ),
    _passes("Wagtail's own schedule", _schedule),
    _stops("page.delete of a public page", lambda desk: desk.page().delete()),
    _stops(
        "DeletePageAction",
        lambda desk: DeletePageAction(desk.page(), user=None).execute(skip_permission_checks=True),
        "action:DeletePageAction",
    ),
    _passes("page.delete of a draft", lambda desk: desk.page("draft").delete()),
    _passes(
        "MovePageAction",
        lambda desk: MovePageAction(desk.page("about"), desk.page("news"), "right").execute(
            skip_permission_checks=True
        ),
        "action:MovePageAction",
    ),
    _passes("CopyPageAction, live", _copy, "action:CopyPageAction"),
    _passes("CreatePageAliasAction", _alias, "action:CreatePageAliasAction"),
    _stops("page.create_alias", lambda desk: desk.page().create_alias(update_slug="alias")),
    _passes("page.update_aliases", lambda desk: desk.page().update_aliases(), prepare=_made_alias),
    _passes("ConvertAliasPageAction", _convert, "action:ConvertAliasPageAction", prepare=_made_alias),
    _passes("CopyPageForTranslationAction", _translate, "action:CopyPageForTranslationAction"),
    _passes("RevertToPageRevisionAction", _revert, "action:RevertToPageRevisionAction"),
    _passes("rewrite the content of revisions", _rewrite_revisions),
    _stops("rewrite what was approved, then publish", _rewrite_then_publish, prepare=approved),
    _stops("delete the revision that is public", lambda desk: desk.page().latest_revision.delete()),
    _passes(
        "PageViewRestriction",
        lambda desk: PageViewRestriction.objects.create(
            page=desk.page().page_ptr, restriction_type=PageViewRestriction.LOGIN
        ),
    ),
    _stops("timeline: save a forged row", _guarded(_forge_row)),
    _stops("timeline: update", _guarded(lambda desk: Publication.objects.update(title="偽造"))),
    _stops(
        "timeline: update through the base manager",
        _guarded(lambda desk: Publication._base_manager.update(offline=None, path="/forged/")),
    ),
    _stops("timeline: delete", _guarded(lambda desk: Publication.objects.all().delete())),
    _stops(
        "timeline: delete what a row refers to",
        _guarded(
            lambda desk: (
                PublicationReference.objects.create(publication=Publication.objects.first(), kind="page", target="x")
                and PublicationReference.objects.all().delete()
            )
        ),
    ),
    _stops("timeline: raw SQL", _sql("UPDATE cms_publishing_publication SET title = 'x'")),
    _stops("approvals: update", _guarded(lambda desk: Approval.objects.update(fingerprint="0" * 64))),
    _stops("approvals: delete", _guarded(lambda desk: Approval.objects.all().delete())),
    _stops("audit trail: raw SQL", _sql("DELETE FROM cms_core_auditentry")),
)
