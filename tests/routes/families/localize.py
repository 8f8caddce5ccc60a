"""Translation: wagtail-localize's screens, its trees of copies, its calls in code."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import SimpleUploadedFile
from wagtail.models import Locale
from wagtail_localize.models import (
    LocaleSynchronization,
    OverridableSegment,
    StringSegment,
    StringTranslation,
    Translation,
    TranslationSource,
)
from wagtail_localize.operations import translate_object

from site_pages.models import NewsItemPage
from tests.routes.forms import edit, filled
from tests.routes.route import Desk, Route, code, route

NOBODY = ("owner", "webmaster", "superuser")
OWNER = {"may": ("owner",), "may_not": ("other_owner", "stranger", "superuser")}


def _view(name: str) -> str:
    return f"view:wagtail_localize:{name}"


def english() -> Locale:
    """The second language."""
    return Locale.objects.get(language_code="en")


def _linked(desk: Desk) -> None:
    """The English news item follows its source through localize, with one string translated."""
    source, _ = TranslationSource.update_or_create_from_instance(desk.page())
    desk.kept["source"] = source.pk
    desk.kept["translation"] = Translation.objects.create(source=source, target_locale=english()).pk
    segment = StringSegment.objects.filter(source=source, context__path="title").get()
    desk.kept["segment"] = segment.pk
    StringTranslation.objects.create(
        translation_of=segment.string, locale=english(), context=segment.context, data="A translated title"
    )


def _translation(desk: Desk) -> Translation:
    found: Translation = Translation.objects.get(pk=desk.kept["translation"])
    return found


def _stopped(desk: Desk) -> None:
    _linked(desk)
    Translation.objects.update(enabled=False)


def _submit(desk: Desk, key: str, **data: object) -> None:
    page = desk.page(key)
    desk.post("wagtail_localize:submit_page_translation", page.pk, data={"locales": [english().pk], **data})


def _submit_item(desk: Desk) -> None:
    _submit(desk, "draft")


def _submit_public(desk: Desk) -> None:
    _submit(desk, "about-history")


def _submit_tree(desk: Desk) -> None:
    _submit(desk, "folder", include_subtree="on")


def _update(desk: Desk, **data: str) -> None:
    desk.post("wagtail_localize:update_translations", desk.kept["source"], data=data)


def _sync(desk: Desk) -> None:
    _update(desk)


def _sync_and_publish(desk: Desk) -> None:
    _update(desk, publish_translations="on")


def _editor_publish(desk: Desk) -> None:
    desk.post("wagtailadmin_pages:edit", desk.page("moving", "en").pk, data={"action": "publish"})


def _string(desk: Desk) -> None:
    numbers = desk.kept["translation"], desk.kept["segment"]
    desk.put("wagtail_localize:edit_string_translation", *numbers, body=urlencode({"value": "Another title"}))


def _override(desk: Desk) -> None:
    segment = OverridableSegment.objects.filter(source=desk.kept["source"], context__path="slug").get()
    desk.put("wagtail_localize:edit_override", desk.kept["translation"], segment.pk, body=urlencode({"value": "other"}))


def _upload(desk: Desk) -> None:
    text = str(_translation(desk).export_po()).encode()
    file = SimpleUploadedFile("translation.po", text)
    desk.post("wagtail_localize:upload_pofile", desk.kept["translation"], data={"file": file})


def _machine(desk: Desk) -> None:
    desk.post("wagtail_localize:machine_translate", desk.kept["translation"])


def _stop(desk: Desk) -> None:
    desk.post("wagtail_localize:stop_translation", desk.kept["translation"])


def _restart(desk: Desk) -> None:
    page = desk.page("moving", "en")
    data = filled(page, **{"localize-restart-translation": "1"})
    desk.post("wagtailadmin_pages:edit", page.pk, data=data)


def _convert(desk: Desk) -> None:
    desk.post("wagtail_localize:convert_to_alias", desk.page("moving", "en").pk)


def _convert_button(desk: Desk) -> None:
    """The editor's button leads to the closed screen; nothing is converted by pressing it."""
    edit(desk, "moving", "en", **{"localize-convert-to-alias": "1"})


def _snippet(desk: Desk) -> None:
    desk.post("wagtail_localize:submit_snippet_translation", "site_pages", "newsitempage", desk.page().pk)


def _follow_tree(desk: Desk) -> None:
    """The locale's own form: English shall follow Chinese from now on."""
    prefix = f"component-{LocaleSynchronization._meta.db_table}"
    data = {
        "language_code": "en",
        f"{prefix}-enabled": "on",
        f"{prefix}-sync_from": Locale.objects.get(language_code="zh-hant").pk,
    }
    desk.post("wagtaillocales:edit", english().pk, data=data)


def _tree_follows(desk: Desk) -> None:
    """As if somebody had set it up behind the admin: every page has its English copy already."""
    LocaleSynchronization.objects.bulk_create(
        [LocaleSynchronization(locale=english(), sync_from=Locale.objects.get(language_code="zh-hant"))]
    )


def _create(desk: Desk) -> None:
    model = ContentType.objects.get_for_model(NewsItemPage)
    address = ("wagtailadmin_pages:add", model.app_label, model.model, desk.page("news").pk)
    desk.post(*address, data=filled(None))


def _add_locale(desk: Desk) -> None:
    Locale.objects.filter(language_code="en").update(language_code="ja")
    desk.post("wagtaillocales:add", data={"language_code": "en"})


def _delete_locale(desk: Desk) -> None:
    desk.post("wagtaillocales:delete", english().pk)


# -- in code -------------------------------------------------------------------


def _save_target(desk: Desk, *, publish: bool) -> None:
    desk.run(lambda: _translation(desk).save_target(user=desk.user, publish=publish))


def _save_and_publish(desk: Desk) -> None:
    _save_target(desk, publish=True)


def _save_draft(desk: Desk) -> None:
    _save_target(desk, publish=False)


def _translate(desk: Desk) -> None:
    desk.run(lambda: translate_object(desk.page("draft"), [english()], user=desk.user))


def _translate_as_alias(desk: Desk) -> None:
    desk.run(lambda: desk.page("draft").copy_for_translation(english(), copy_parents=True, alias=True))


def _synchronize(desk: Desk) -> None:
    def act() -> None:
        LocaleSynchronization.objects.create(locale=english(), sync_from=Locale.objects.get(language_code="zh-hant"))

    desk.run(act)


def _locale_deleted(desk: Desk) -> None:
    desk.run(lambda: english().delete())


def _source_updated(desk: Desk) -> None:
    desk.run(lambda: TranslationSource.objects.get(pk=desk.kept["source"]).update_from_db())


def _po_imported(desk: Desk) -> None:
    desk.run(lambda: _translation(desk).import_po(_translation(desk).export_po(), user=desk.user))


ROUTES: tuple[Route, ...] = (
    route("localize: submit a draft", _submit_item, _view("submit_page_translation"), **OWNER),
    route("localize: submit a public page", _submit_public, _view("submit_page_translation"), **OWNER),
    route("localize: submit a whole tree", _submit_tree, _view("submit_page_translation"), may_not=NOBODY),
    route("localize: sync", _sync, _view("update_translations"), prepare=_linked, **OWNER),
    route(
        "localize: sync and publish", _sync_and_publish, _view("update_translations"), prepare=_linked, may_not=NOBODY
    ),
    route(
        "localize: the editor's Publish",
        _editor_publish,
        "view:wagtailadmin_pages:edit",
        prepare=_linked,
        may_not=NOBODY,
    ),
    route("localize: translate a string", _string, _view("edit_string_translation"), prepare=_linked, **OWNER),
    route("localize: replace a value", _override, _view("edit_override"), prepare=_linked, **OWNER),
    route("localize: import a PO file", _upload, _view("upload_pofile"), prepare=_linked, **OWNER),
    route("localize: machine translation", _machine, _view("machine_translate"), prepare=_linked, may_not=NOBODY),
    route("localize: stop", _stop, _view("stop_translation"), prepare=_linked, **OWNER),
    route("localize: start again", _restart, "view:wagtailadmin_pages:edit", prepare=_stopped, **OWNER),
    route(
        "localize: turn a translation into an alias",
        _convert,
        _view("convert_to_alias"),
        prepare=_linked,
        may_not=NOBODY,
    ),
    route("localize: the alias button", _convert_button, "view:wagtailadmin_pages:edit", prepare=_linked, **OWNER),
    route("localize: submit a snippet", _snippet, _view("submit_snippet_translation"), may_not=NOBODY),
    route(
        "localize: let a language follow another",
        _follow_tree,
        "view:wagtaillocales:edit",
        may_not=("superuser", "guest"),
    ),
    route(
        "localize: a new page where a language follows",
        _create,
        "view:wagtailadmin_pages:add",
        prepare=_tree_follows,
        may_not=("owner", "stranger", "superuser"),
    ),
    route("localize: add a language", _add_locale, "view:wagtaillocales:add", may=("superuser",), may_not=("guest",)),
    route("localize: delete a language", _delete_locale, "view:wagtaillocales:delete", may_not=("superuser", "guest")),
    code("code: save_target and publish", _save_and_publish, prepare=_linked, refused=True),
    code("code: save_target as a draft", _save_draft, prepare=_linked),
    code("code: translate_object", _translate),
    code(
        "code: copy_for_translation as an alias",
        _translate_as_alias,
        "action:CopyPageForTranslationAction",
        refused=True,
    ),
    code("code: LocaleSynchronization", _synchronize, refused=True),
    code("code: locale.delete", _locale_deleted, refused=True),
    code("code: TranslationSource.update_from_db", _source_updated, prepare=_linked),
    code("code: translation.import_po", _po_imported, prepare=_linked),
)
