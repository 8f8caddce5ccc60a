"""Which panels lie on a desk, and in which order."""

from __future__ import annotations

from cms.admin.desk.panels import chain, requests, timeline
from cms.admin.desk.reading import Desk
from cms.admin.desk.rows import Panel


def panels(desk: Desk) -> list[Panel]:
    """The panels of a desk, the most pressing first; those of other capacities are left out."""
    me = desk.me
    found = [chain.overseen(desk) if me.only_oversees else chain.waiting_for(desk), chain.returned(desk)]
    if me.chief_of or me.only_oversees:
        found.append(requests.signing(desk))
    if me.chief_of or me.sees_all:
        found += [requests.withdrawing(desk), requests.vacant(desk)]
    if me.sees_all:
        found.append(requests.machine(desk))
    if not me.oversees:
        found.append(chain.sent(desk))
    found += [timeline.coming(desk), timeline.ending(desk), timeline.recent(desk)]
    if me.duties:
        found.append(timeline.duties(desk))
    return found
