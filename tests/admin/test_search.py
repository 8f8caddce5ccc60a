"""Chinese has no spaces: the admin's search finds what stands inside a title."""

from __future__ import annotations

from django.urls import reverse

from tests.admin import ground
from tests.admin.ground import House, browser


def found(house: House, words: str) -> str:
    """What the webmaster's search answers."""
    return browser(house.cast.webmaster).get(reverse("wagtailadmin_pages:search"), {"q": words}).content.decode()


def test_words_inside_a_title(house: House) -> None:
    ground.add_item(house, "birth", title="寶寶出生六十日內要報戶口")
    ground.add_item(house, "card", title="身分證遺失請先掛失")
    for words in ("報戶口", "六十日", "寶寶 戶口"):
        assert "寶寶出生六十日內要報戶口" in found(house, words), words
        assert "身分證遺失" not in found(house, words), words
    assert "寶寶出生" not in found(house, "寶寶 掛失")


def test_the_chooser_finds_them_too(house: House) -> None:
    ground.add_item(house, "birth", title="寶寶出生六十日內要報戶口")
    address = reverse("wagtailadmin_choose_page_search")
    answer = browser(house.cast.owner).get(address, {"q": "報戶口", "page_type": "wagtailcore.page"})
    assert "寶寶出生六十日內要報戶口" in answer.content.decode()
