"""Provisional classification codes: the list for the webmaster, and what an editor ticks."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation

from cms.office import roster
from site_pages.models import ClassificationCode
from site_pages.schemes import choices
from tests.admin import ground
from tests.admin.ground import House, browser


@pytest.fixture
def code(house: House) -> ClassificationCode:
    """未定 of the second scheme, used by one draft."""
    found = ClassificationCode.objects.create(
        scheme="administration", code="undetermined", name="未定", name_en="Undetermined", status="provisional"
    )
    type(house.draft).objects.filter(pk=house.draft.pk).update(administration=["undetermined", "100"])
    return found


def test_it_counts_and_names_the_pages_of_every_type(house: House, code: ClassificationCode) -> None:
    ground.add_item(house, "item", administration=["undetermined"])
    client = browser(house.cast.webmaster)
    [row] = client.get(reverse("office:provisional")).context["rows"]
    assert row == (code, 2)
    shown = client.get(reverse("office:code_uses", args=[code.pk])).context["shown"]
    assert [title for _, title in shown] == ["標題 draft", "標題 item"]


def test_a_code_of_another_scheme_or_a_longer_one_is_another_code(house: House, code: ClassificationCode) -> None:
    ground.add_item(house, "other", theme=["undetermined"], administration=["undetermined-2"])
    [row] = browser(house.cast.webmaster).get(reverse("office:provisional")).context["rows"]
    assert row[1] == 1


def test_a_settled_code_is_not_there(house: House, code: ClassificationCode) -> None:
    settled = ClassificationCode.objects.get(scheme="administration", code="100")
    client = browser(house.cast.webmaster)
    assert client.get(reverse("office:code_uses", args=[settled.pk])).status_code == 404


def test_many_pages_cost_what_one_costs(house: House, code: ClassificationCode) -> None:
    """The list: the codes, and one query for each; the uses: how many, and one page of them."""

    def queries(address: str) -> int:
        client = browser(house.cast.webmaster)
        client.get(address)
        roster.forget()
        with CaptureQueriesContext(connection) as found:
            client.get(address)
        return len(found)

    addresses = (reverse("office:provisional"), reverse("office:code_uses", args=[code.pk]))
    one = [queries(address) for address in addresses]
    for number in range(19):
        ground.add_item(house, f"item-{number}", administration=["undetermined"])
    assert [queries(address) for address in addresses] == one


@pytest.mark.parametrize(("language", "label"), [("zh-hant", "未定（暫定）"), ("en", "Undetermined (provisional)")])
def test_the_editor_s_label_says_that_it_is_provisional(code: ClassificationCode, language: str, label: str) -> None:
    with translation.override(language):
        assert ("undetermined", label) in choices("administration")
        assert any(text.startswith("100 ") for _, text in choices("administration"))
