"""Who gave an item to its section: the author's chief approves, so an author may not choose another chief."""

from __future__ import annotations

from wagtail.models import Revision

from cms.office.roster import Roster
from cms.publishing.governed import GovernedPage
from cms.publishing.models import Publication


def chosen_for_others(page: GovernedPage, revision: Revision, version: int, chosen: str, roster: Roster) -> bool:
    """Whether `revision` moves an item to the section `chosen`, and nobody wrote it so who may.

    Those who may are the staff of that section, who take the item over, and the maintenance
    group. `version` is the number of the version that was last public (0: none).
    """
    if not chosen:
        return False
    versions = page.revisions.filter(pk__gt=version, pk__lte=revision.pk).order_by("-pk")
    rows = list(versions.values_list("user_id", "content__section"))
    asked = revision.content.get("section")
    tail = _while_so(rows, asked)
    if len(tail) == len(rows) and asked in _before(page, version):
        return False
    publishers = {acting.user_id for acting in roster.publishers()}
    # A version of nobody's is refused by the rule on unknown authors.
    return not any(user is None or user in publishers or _works_in(user, chosen, roster) for user in tail)


def _while_so(rows: list[tuple[int | None, object]], asked: object) -> list[int | None]:
    """The authors of the newest versions that name this section, down to the first that names another."""
    found = []
    for user, section in rows:
        if section != asked:
            break
        found.append(user)
    return found


def _before(page: GovernedPage, version: int) -> list[object]:
    """The section before: of what was last public, or for a new translation of its source; empty for a new text."""
    if version:
        rows = Publication.objects.filter(key=page.key, locale=page.language, page_id=page.pk, revision_id=version)
        return list(rows.order_by("-pk").values_list("content__section", flat=True)[:1])
    if page.language == "zh-hant":
        return []
    source = type(page).objects.filter(translation_key=page.translation_key, locale__language_code="zh-hant")
    return list(source.exclude(pk=page.pk).values_list("section_id", flat=True))


def _works_in(user: int, section: str, roster: Roster) -> bool:
    person = roster.person_of(user)
    return person is not None and person.section is not None and person.section.code == section
