"""Every way by which Wagtail and wagtail-localize change something, in one table."""

from __future__ import annotations

from tests.routes.families import chain, editing, frame, library, localize, models, pages
from tests.routes.route import Route

ROUTES: tuple[Route, ...] = (
    *editing.ROUTES,
    *chain.ROUTES,
    *pages.ROUTES,
    *localize.ROUTES,
    *library.ROUTES,
    *frame.ROUTES,
    *models.ROUTES,
)


def by_name() -> dict[str, Route]:
    """The table by the routes' names. Raises `ValueError` for a name used twice."""
    found = {route.name: route for route in ROUTES}
    if len(found) != len(ROUTES):
        raise ValueError("Two routes have one name.")
    return found
