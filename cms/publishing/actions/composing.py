"""What a row will say: the document of a text, and the facts about other pages at its instant."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser
from wagtail.models import Revision

from cms.core import clock
from cms.core.errors import Refusal, Refused
from cms.office import roster
from cms.office.models import Role
from cms.office.roster import DutyFacts, Roster
from cms.publishing import documents, facts
from cms.publishing.fingerprint import fingerprint
from cms.publishing.governed import GovernedPage
from cms.publishing.models import Approval, Publication
from cms.publishing.timeline.read import holds

SITE = "site"


@dataclass(frozen=True)
class Opening:
    """What is to be opened: one revision, from an instant, on somebody's decision.

    `draft` is the page as it stands in that revision and `text` what it shows by itself;
    `offline` None means until replaced; instants are aware UTC.
    """

    page: GovernedPage
    revision: Revision
    draft: GovernedPage
    text: documents.Text
    online: datetime
    offline: datetime | None
    action: str
    actor: AbstractBaseUser | None
    approval: Approval | None
    reason: str = ""


@dataclass(frozen=True)
class Place:
    """Where a page stands in public: its address, the key of the page above, and all above in order."""

    path: str
    parent: str
    ancestors: Sequence[str]


@dataclass(frozen=True)
class Composed:
    """A row that is not stored yet, with what was built for it; not `rebuilt` means: its bytes were kept."""

    row: Publication
    document: documents.Document
    rebuilt: bool = True


def compose(opening: Opening, place: Place, before: Publication | None, *, began: datetime | None = None) -> Composed:
    """The row of `opening` at `place`; `before` is the row whose run it goes on.

    `began` is when this version went online, where that was before the row itself begins.
    Raises `Refused` with `media_changed` when a file was replaced since `opening` was made.
    """
    draft, online = opening.draft, opening.online
    link, title = linkers(draft.language, online)
    context = documents.Context(
        path=place.path,
        parent=place.parent,
        online=began or online,
        first_online=before.first_online if before else online,
        updated_at=online,
        owner=owner_facts(draft, roster.today()),
        link=link,
        title=title,
    )
    if before is not None and before.text_hash == opening.text.digest:
        context = replace(context, updated_at=before.updated_at)
    document = documents.build(draft, context)
    if document.files != opening.text.files:
        raise Refused([Refusal("media_changed")])
    return Composed(_row(opening, place, context, document), document)


def place_in_tree(draft: GovernedPage, at: datetime) -> Place:
    """Where the editors' tree puts the page, below what is public above it at that instant."""
    parent = draft.parent()
    key = parent.key if isinstance(parent, GovernedPage) else ""
    above = [page for page in draft.get_ancestors().specific() if isinstance(page, GovernedPage)]
    return Place(facts.address(draft, at), key, [page.key for page in above if page.routable])


def place_of(row: Publication, slug: str, at: datetime) -> Place:
    """Where `row` stands at that instant below the page it was published under.

    A move in the editors' tree is no fact about other pages: it shows when the page itself
    is published or issued again on purpose. A page whose parent went offline keeps its address.
    """
    above = Publication.objects.filter(holds(at), key=row.parent, locale=row.locale, channel=SITE).first()
    if not row.path or above is None or not above.path:
        return Place(row.path, row.parent, row.ancestors)
    return Place(f"{above.path}{slug}/", row.parent, [*above.ancestors, above.key])


def owner_facts(draft: GovernedPage, roster: Roster) -> Mapping[str, object]:
    """`{"section": {code, name}, "role": …}` of who answers; roles are public, names of people are not."""
    duty, code = facts.duty_of(draft, roster), facts.section_of(draft, roster)
    section = roster.sections.get(code)
    role = _role(draft, roster, duty)
    named = {"code": code, "name": section.name_in(draft.language)} if section else None
    return {"section": named, "role": role.name_in(draft.language) if role else None}


def _role(draft: GovernedPage, roster: Roster, duty: DutyFacts | None) -> Role | None:
    """The role of the person named for an item; for a page the first role of its row of the matrix."""
    if facts.stands_as_item(draft, roster):
        return roster.role_of(draft.person_id) if draft.person_id else None
    return next((roster.roles[holder.role] for holder in (duty.holders if duty else ()) if holder.role), None)


def linkers(locale: str, at: datetime) -> tuple[Callable[[str], str | None], Callable[[str], str | None]]:
    """Address and title of other pages at that instant; each page is looked up once."""
    known: dict[str, tuple[str | None, str | None]] = {}

    def found(key: str) -> tuple[str | None, str | None]:
        if key not in known:
            rows = Publication.objects.filter(holds(at), key=key, locale=locale, channel=SITE)
            known[key] = rows.values_list("path", "title").first() or (None, None)
        return known[key]

    return (lambda key: found(key)[0]), (lambda key: found(key)[1])


def _row(opening: Opening, place: Place, context: documents.Context, document: documents.Document) -> Publication:
    body, card = documents.to_bytes(document.body), documents.to_bytes(document.card)
    actor, draft = opening.actor, opening.draft
    return Publication(
        key=opening.page.key,
        locale=draft.language,
        channel=SITE,
        type=draft.document_type,
        path=context.path,
        title=draft.title,
        document=body,
        card=card,
        crumb=_crumb(draft, context, document),
        content=opening.revision.content,
        etag=documents.digest(body),
        text_hash=opening.text.digest,
        parent=place.parent,
        ancestors=list(place.ancestors),
        in_tree=draft.in_tree,
        sort=document.sort,
        section=document.section,
        categories="," + ",".join(document.categories) + "," if document.categories else "",
        online=opening.online,
        offline=opening.offline,
        first_online=context.first_online,
        updated_at=context.updated_at,
        page_id=opening.page.pk,
        revision_id=opening.revision.pk,
        fingerprint=fingerprint(opening.revision.content),
        approval_id=opening.approval.pk if opening.approval else None,
        action=opening.action,
        decided_at=clock.now(),
        decided_by=actor.pk if actor else None,
        decided_by_name=actor.get_username() if actor else "system",
    )


def _crumb(draft: GovernedPage, context: documents.Context, document: documents.Document) -> str:
    fields = {"key": draft.key, "locale": draft.language, "title": draft.title, "path": context.path or None}
    place = {"type": draft.document_type, "in_menu": draft.show_in_menus}
    return documents.to_bytes({**fields, **place, **document.crumb}).decode()
