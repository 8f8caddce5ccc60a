"""What this room does when something happens elsewhere."""

from __future__ import annotations

from site_pages.loading import groups


def refresh_groups(**kwargs: object) -> None:
    """At each login, and when a chief changes it, the groups follow the roster: deputies change with the date."""
    groups.refresh_members()
