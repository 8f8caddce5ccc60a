"""Who wrote a text since it was last public: its versions, and the words of its translation.

Wagtail keeps one author a version and wagtail-localize one a word, the last. Both forget when
a version is overwritten or purged, a word translated again, or an account deleted. So each
author is noted when the text is saved, whatever way it is saved.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models.signals import post_save
from wagtail.models import Page, Revision
from wagtail_localize.models import SegmentOverride, StringTranslation

from cms.publishing.governed import GovernedPage
from cms.publishing.models import TextAuthor

NOBODY = 0
_WORDS = (StringTranslation, SegmentOverride)


@dataclass(frozen=True)
class Written:
    """The accounts that wrote, and whether some part could be anybody's."""

    known: frozenset[int]
    unknown: bool


def watch() -> None:
    """Note every author from now on."""
    post_save.connect(_note_version, sender=Revision, dispatch_uid="cms_publishing_note_version")
    for model in _WORDS:
        post_save.connect(_note_words, sender=model, dispatch_uid=f"cms_publishing_note_{model.__name__}")


def since(page: GovernedPage, version: int, upto: Revision) -> Written:
    """Who wrote what is in `upto` and was not yet in `version` (0: everything)."""
    noted = list(
        TextAuthor.objects.filter(page_id=page.pk, version__gt=version, version__lte=upto.pk).values_list(
            "version", "author", "of_words"
        )
    )
    kept = page.revisions.filter(pk__gt=version, pk__lte=upto.pk).values_list("pk", "user_id")
    people = {author for _, author, _ in noted if author != NOBODY}
    by_people = {number for number, author, of_words in noted if author != NOBODY and not of_words}
    by_nobody = {number for number, author, of_words in noted if author == NOBODY and not of_words} - by_people
    known, gone = set(people), False
    for number, author in kept:
        if author is not None:
            known.add(author)
        elif number not in by_nobody:
            gone = True
    of_words = {author for _, author, of_words in noted if of_words}
    return Written(frozenset(known), gone or _words_are_anybodys(page, of_words))


def _words_are_anybodys(page: GovernedPage, translators: set[int]) -> bool:
    """Whether words written since by an account that is gone still stand in the translation."""
    if not translators:
        return False
    accounts = get_user_model()._default_manager.filter(pk__in=translators)
    if accounts.count() == len(translators):
        return False
    nobodys = {"context__object_id": page.translation_key, "locale_id": page.locale_id, "last_translated_by": None}
    return any(model.objects.filter(**nobodys).exists() for model in _WORDS)


def _note_version(sender: type[Revision], instance: Revision, raw: bool = False, **kwargs: object) -> None:
    if raw or instance.base_content_type_id != ContentType.objects.get_for_model(Page).pk:
        return
    _note(int(instance.object_id), instance.pk, instance.user_id)


def _note_words(
    sender: type[StringTranslation | SegmentOverride],
    instance: StringTranslation | SegmentOverride,
    raw: bool = False,
    **kwargs: object,
) -> None:
    """The words go into the versions of the translated page that are saved after now."""
    if raw or instance.context is None or _is_mark(kwargs.get("update_fields")):
        return
    pages = Page.objects.filter(translation_key=instance.context.object_id, locale_id=instance.locale_id)
    for pk, latest in pages.values_list("pk", "latest_revision_id"):
        _note(pk, (latest or 0) + 1, instance.last_translated_by_id, of_words=True)


def _is_mark(fields: object) -> bool:
    """Localize saves a fault it has found in a word; nobody wrote then."""
    return isinstance(fields, frozenset) and not fields & {"data", "data_json"}


def _note(page_id: int, version: int, author: int | None, *, of_words: bool = False) -> None:
    row = TextAuthor(page_id=page_id, version=version, author=author or NOBODY, of_words=of_words)
    TextAuthor.objects.bulk_create([row], ignore_conflicts=True)
