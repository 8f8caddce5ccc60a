"""The office's screens: each is shown to its readers and to nobody else, role by role."""

from __future__ import annotations

from django.urls import reverse

from tests.admin.ground import EVERYBODY, House, browser, rolled_back
from tests.admin.screens import SCREENS, Screen

OFFICE = "/admin/office/"


def sees(house: House, who: str, address: str, *, post: bool = False) -> bool:
    """Whether the screen answers or leads on within the office; anybody else is sent away with a message."""
    client = browser(getattr(house.cast, who))
    answer = client.post(address) if post else client.get(address)
    assert answer.status_code in {200, 302}, address
    return answer.status_code == 200 or answer.url.startswith(OFFICE)


def readers(house: House, name: str, screen: Screen) -> set[str]:
    """Those who are let through, each on the same ground."""
    with rolled_back():
        address = reverse(name, args=screen.arguments(house))
        found = set()
        for who in EVERYBODY:
            with rolled_back():
                if sees(house, who, address, post=screen.post):
                    found.add(who)
        return found


def test_a_screen_is_seen_by_its_readers_alone(house: House) -> None:
    for name, screen in SCREENS.items():
        assert readers(house, name, screen) == screen.seen_by, name


def test_without_an_account_no_screen_is_seen(house: House, client: object) -> None:
    for name, screen in SCREENS.items():
        with rolled_back():
            answer = client.get(reverse(name, args=screen.arguments(house)))  # type: ignore[attr-defined]
            assert (answer.status_code, answer.url.partition("?")[0]) == (302, "/admin/login/"), name
