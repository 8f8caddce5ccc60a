"""Every way by which Wagtail and wagtail-localize change something, in one table."""

from __future__ import annotations

from dataclasses import dataclass

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


@dataclass(frozen=True)
class Count:
    """How many routes there are, how often they are tried, and how that must end."""

    routes: int
    attempts: int
    refused: int
    harmless: int
    published: int
    without_checks: int

    def __str__(self) -> str:
        return (
            f"{self.routes} routes, tried {self.attempts} times: {self.refused} attempts refused, "
            f"{self.harmless} let through without any public change, {self.published} published "
            f"(each the end of an approval). {self.without_checks} of the routes also as a superuser "
            "with Wagtail's own permission test and no closed screens: 0 public changes."
        )


def counted() -> Count:
    """The figures for the documentation; the tests of this folder hold them."""
    tried = sum(len(route.actors) for route in ROUTES)
    refused = sum(len(route.may_not) for route in ROUTES)
    published = sum(len(route.opens) for route in ROUTES)
    stock = sum(route.stock for route in ROUTES)
    return Count(len(ROUTES), tried, refused, tried - refused - published, published, stock)
