"""What stands between the public text and the draft, and who signed which version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.http import HttpRequest
from django.utils.safestring import SafeString

from cms.admin.standing import Span
from cms.core import clock
from cms.publishing import facts
from cms.publishing.fingerprint import fingerprint
from cms.publishing.governed import GovernedPage
from cms.publishing.models import Approval, Countersignature, Publication


@dataclass(frozen=True)
class Difference:
    """One field that is not the same: its label, and the two texts with what went and what came marked."""

    label: str
    html: SafeString


@dataclass(frozen=True)
class Signed:
    """Who wrote, approved, published and countersigned one version. `signature` is None where none is asked for."""

    span: Span
    wrote: tuple[str, ...]
    approval: Approval | None
    signature: Countersignature | None


def strip(spans: Sequence[Span]) -> list[Span]:
    """The timeline at a glance, oldest first: what was cancelled is left out, and a text whose facts were
    renewed on the way is one part from its beginning to its end.
    """
    parts: list[Span] = []
    for span in reversed([span for span in spans if not span.cancelled]):
        last = parts[-1] if parts else None
        if last is not None and last.revision_id == span.revision_id and last.offline == span.online:
            parts[-1] = replace(span, online=last.online)
        else:
            parts.append(span)
    return parts


def differences(page: GovernedPage, request: HttpRequest) -> list[Difference] | None:
    """Field by field from the public text to the newest draft; None when either is not there."""
    row, latest = facts.public_row(page, clock.now()), page.latest_revision
    if row is None or latest is None:
        return None
    if fingerprint(latest.content) == row.fingerprint:
        return []
    public, draft = page.with_content_json(row.content), latest.as_object()
    handler = page.get_edit_handler()  # type: ignore[attr-defined]  # Wagtail's admin gives it to every page
    panel = handler.get_bound_panel(instance=draft, request=request, form=None)
    compared = (compare(public, draft) for compare in panel.get_comparison())
    return [
        Difference(str(one.field_label()), one.htmldiff()) for one in compared if one.is_field and one.has_changed()
    ]


def signed(page: GovernedPage, spans: Sequence[Span]) -> list[Signed]:
    """For each version, newest first: four queries for all of them."""
    numbers = [span.id for span in spans]
    approved = dict(Publication.objects.filter(pk__in=numbers).values_list("pk", "approval_id"))
    approvals = Approval.objects.in_bulk([pk for pk in approved.values() if pk is not None])
    asked = Countersignature.objects.filter(publication__in=numbers).select_related("signed_by")
    signatures = {row.publication_id: row for row in asked}
    written = list(page.revisions.filter(user__isnull=False).order_by("pk").values_list("pk", "user__username"))
    versions = {span.revision_id for span in spans}
    return [
        Signed(
            span=span,
            wrote=_between(written, versions, span.revision_id),
            approval=approvals.get(approved.get(span.id) or 0),
            signature=signatures.get(span.id),
        )
        for span in spans
    ]


def _between(written: Sequence[tuple[int, str]], versions: set[int], revision: int) -> tuple[str, ...]:
    """Those who wrote since the version before this one, each once."""
    before = max((other for other in versions if other < revision), default=0)
    return tuple(dict.fromkeys(name for pk, name in written if before < pk <= revision))
