"""The office's screens: who sees them, and that they show what they should."""

from __future__ import annotations

from django.urls import reverse

from tests.admin.ground import EVERYBODY, House, browser

OVERSEERS = {"secretary", "director", "auditor"}
CHIEFS = {"chief", "admin_chief", "other_chief"}
MAINTENANCE = {"webmaster", "deputy"}

# screen -> who may see it
SCREENS = {
    "office:vacancies": OVERSEERS | CHIEFS | MAINTENANCE,
    "office:withdrawals": OVERSEERS | CHIEFS | MAINTENANCE,
    "office:countersign": OVERSEERS | CHIEFS | MAINTENANCE,
    "office:redactions": OVERSEERS | CHIEFS | MAINTENANCE,
    "office:audit": OVERSEERS | MAINTENANCE,
    "office:jobs": OVERSEERS | MAINTENANCE,
    "office:drift": OVERSEERS | MAINTENANCE,
}
# The page's own: its owner, its chief, those who publish, those who oversee.
PAGE_SCREENS = ("office:record", "office:ask_withdrawal", "office:restore", "office:reissue", "office:previews")
READERS = {"owner", "chief"} | MAINTENANCE | OVERSEERS


def sees(house: House, who: str, address: str) -> bool:
    """Whether the screen answers; anybody else is sent away with a message."""
    answer = browser(getattr(house.cast, who)).get(address)
    assert answer.status_code in {200, 302}, address
    return answer.status_code == 200


def test_a_screen_is_seen_by_its_readers_alone(house: House) -> None:
    for screen, readers in SCREENS.items():
        assert {who for who in EVERYBODY if sees(house, who, reverse(screen))} == readers, screen


def test_a_screen_of_a_page_is_for_those_who_work_on_it(house: House) -> None:
    for screen in PAGE_SCREENS:
        address = reverse(screen, args=[house.page.pk])
        assert {who for who in EVERYBODY if sees(house, who, address)} == READERS, screen
