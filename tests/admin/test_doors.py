"""The side doors of Wagtail and localize: refused in words, and nothing in public changes."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import transaction
from django.db.models import ProtectedError
from django.urls import reverse
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.models import Locale, Page, PageViewRestriction, Revision
from wagtail_localize.models import Translation, TranslationSource

from cms.admin import wagtail_hooks
from cms.core.errors import Refused
from cms.publishing.models import Publication
from tests.admin import ground
from tests.admin.ground import House, browser

WHO = ("owner", "chief", "webmaster", "superuser")


def snapshot() -> list[tuple[object, ...]]:
    """Everything the public could be shown."""
    return list(Publication.objects.order_by("pk").values_list("key", "locale", "online", "offline", "etag"))


def closed(house: House) -> dict[str, tuple[str, dict[str, object]]]:
    """Each closed door: its address and what a person would send."""
    pk = house.page.pk
    bulk = {
        name: reverse("wagtail_bulk_action", args=["wagtailcore", "page", name]) for name in ("publish", "unpublish")
    }
    return {
        "unpublish": (reverse("wagtailadmin_pages:unpublish", args=[pk]), {}),
        "privacy": (reverse("wagtailadmin_pages:set_privacy", args=[pk]), {"restriction_type": "login"}),
        "unschedule": (
            reverse("wagtailadmin_pages:revisions_unschedule", args=[pk, house.page.latest_revision_id]),
            {},
        ),
        "convert alias": (reverse("wagtailadmin_pages:convert_alias", args=[pk]), {}),
        "localize alias": (reverse("wagtail_localize:convert_to_alias", args=[pk]), {}),
        "bulk publish": (f"{bulk['publish']}?id={pk}", {}),
        "bulk unpublish": (f"{bulk['unpublish']}?id={pk}", {}),
        "api publish": (reverse("wagtailadmin_api:pages:action", args=[pk, "publish"]), {}),
        "api alias": (reverse("wagtailadmin_api:pages:action", args=[pk, "create_alias"]), {}),
        "redirects": (reverse("wagtailredirects:add"), {"old_path": "/x", "redirect_link": "/y"}),
    }


def test_a_closed_door_says_so_to_everybody(house: House) -> None:
    before = snapshot()
    for door, (address, data) in closed(house).items():
        for who in WHO:
            client = browser(getattr(house.cast, who))
            answer = client.post(address, data, headers={"accept": "application/json"})
            assert answer.status_code == 409, (door, who)
            assert answer.json()["errors"][0]["code"] == "not_used_here", (door, who)
    assert snapshot() == before
    assert not PageViewRestriction.objects.exists()
    assert Page.objects.filter(alias_of__isnull=False).count() == 0


def test_publishing_is_not_among_the_bulk_actions(house: House) -> None:
    browser(house.cast.webmaster).get(reverse("wagtailadmin_explore", args=[house.home.pk]))
    names = {action.action_type for action in bulk_action_registry.get_bulk_actions_for_model("wagtailcore", "page")}
    assert {"publish", "unpublish"}.isdisjoint(names)
    assert "move" in names


# -- deletion ------------------------------------------------------------------


def test_a_public_page_is_not_deleted(house: House) -> None:
    for who in WHO:
        browser(getattr(house.cast, who)).post(reverse("wagtailadmin_pages:delete", args=[house.page.pk]))
        bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "delete"])
        browser(getattr(house.cast, who)).post(f"{bulk}?id={house.page.pk}")
        assert Page.objects.filter(pk=house.page.pk).exists(), who


def test_the_hooks_refuse_deletion_by_themselves(house: House) -> None:
    # The permission tester closes the screens first; a hook of another app could open them.
    for refuse in (
        lambda: wagtail_hooks.only_drafts(None, house.home),
        lambda: wagtail_hooks.only_drafts_in_bulk(None, "delete", [house.page], None),
    ):
        with pytest.raises(Refused) as caught:
            refuse()
        assert caught.value.codes == ("cannot_delete_public",)
    wagtail_hooks.only_drafts(None, house.draft)


def test_code_makes_no_alias(house: House) -> None:
    with pytest.raises(Refused) as caught:
        house.page.create_alias(update_slug="copy")
    assert caught.value.codes == ("alias_not_used",)


def test_a_draft_is_deleted_by_its_owner(house: House) -> None:
    address = reverse("wagtailadmin_pages:delete", args=[house.draft.pk])
    browser(house.cast.other_owner).post(address)
    assert Page.objects.filter(pk=house.draft.pk).exists()
    browser(house.cast.owner).post(address)
    assert not Page.objects.filter(pk=house.draft.pk).exists()


def test_code_cannot_delete_a_public_version(house: House) -> None:
    row = Publication.objects.get(key="about")
    with pytest.raises(ProtectedError), transaction.atomic():
        Revision.objects.get(pk=row.revision_id).delete()
    with pytest.raises(ProtectedError), transaction.atomic():
        Page.objects.get(pk=house.page.pk).delete()
    assert Page.objects.filter(pk=house.page.pk).exists()


@pytest.mark.django_db(transaction=True)
def test_purging_keeps_what_is_public(house: House) -> None:
    row = Publication.objects.get(key="about")
    ground.write(house.page, house.cast.owner, title="第二版")
    ground.write(house.page, house.cast.owner, title="第三版")
    call_command("purge_revisions", verbosity=0)
    kept = set(house.page.revisions.values_list("pk", flat=True))
    assert row.revision_id in kept
    assert len(kept) == 2


# -- choosers and reports ------------------------------------------------------


def test_the_chooser_offers_no_foreign_drafts(house: House) -> None:
    address = reverse("wagtailadmin_choose_page_child", args=[house.home.pk])
    found = {
        who: browser(getattr(house.cast, who)).get(address, {"page_type": "wagtailcore.page"}).json()["html"]
        for who in ("owner", "other_owner", "webmaster")
    }
    assert all("標題 about" in content for content in found.values())
    assert {who for who, content in found.items() if "標題 draft" in content} == {"owner", "webmaster"}


def test_reports_over_all_sections_are_for_oversight(house: House) -> None:
    for name in ("wagtailadmin_reports:page_types_usage", "wagtail_localize:translations_report"):
        seen = {
            who
            for who in ("owner", "chief", "webmaster", "director", "auditor")
            if browser(getattr(house.cast, who)).get(reverse(name)).status_code == 200
        }
        assert "owner" not in seen, name
        assert {"chief", "webmaster"} <= seen, name


def test_staff_see_no_settings(house: House) -> None:
    frame = ("wagtailsites:index", "wagtailredirects:index", "wagtailusers_users:index", "wagtaillocales:index")
    for who in ("owner", "chief", "webmaster", "auditor"):
        content = browser(getattr(house.cast, who)).get(reverse("wagtailadmin_home")).content.decode()
        assert [address for address in frame if reverse(address) in content] == [], who


# -- localize ------------------------------------------------------------------


def english(house: House) -> Locale:
    """The second language, with its home page."""
    locale, _ = Locale.objects.get_or_create(language_code="en")
    house.home.copy_for_translation(locale)
    return locale


def submit_address(page: Page) -> str:
    """Localize's screen for starting a translation."""
    return reverse("wagtail_localize:submit_page_translation", args=[page.pk])


def test_a_translation_is_started_by_those_who_draft_the_page(house: House) -> None:
    locale = english(house)
    before = snapshot()
    for who in ("other_owner", "director", "auditor"):
        client = browser(getattr(house.cast, who))
        answer = client.post(
            submit_address(house.page), {"locales": [locale.pk]}, headers={"accept": "application/json"}
        )
        assert answer.json()["errors"][0]["code"] == "not_drafter_of_source", who
        assert not Translation.objects.exists(), who
    browser(house.cast.owner).post(submit_address(house.page), {"locales": [locale.pk]})
    assert Translation.objects.count() == 1
    copy = house.page.get_translation(locale)
    assert (copy.key, copy.live) == ("about", False)
    assert snapshot() == before


def test_a_subtree_is_not_translated_at_once(house: House) -> None:
    locale = english(house)
    data = {"locales": [locale.pk], "include_subtree": "on"}
    browser(house.cast.webmaster).post(submit_address(house.page), data)
    assert not Translation.objects.exists()


def test_the_page_above_is_translated_first(house: House) -> None:
    locale, _ = Locale.objects.get_or_create(language_code="en")
    client = browser(house.cast.owner)
    answer = client.post(submit_address(house.page), {"locales": [locale.pk]}, headers={"accept": "application/json"})
    assert answer.json()["errors"][0]["code"] == "parent_not_translated"


def test_syncing_publishes_nothing(house: House) -> None:
    locale = english(house)
    browser(house.cast.owner).post(submit_address(house.page), {"locales": [locale.pk]})
    before = snapshot()
    address = reverse("wagtail_localize:update_translations", args=[TranslationSource.objects.get().pk])
    client = browser(house.cast.owner)
    answer = client.post(address, {"publish_translations": "on"}, headers={"accept": "application/json"})
    assert answer.json()["errors"][0]["code"] == "door_only"
    assert client.post(address, {}).status_code == 302
    assert snapshot() == before
    assert browser(house.cast.other_owner).post(address, {}, headers={"accept": "application/json"}).status_code == 409


def test_a_translation_becomes_a_version_and_is_sent_in(house: House) -> None:
    locale = english(house)
    browser(house.cast.owner).post(submit_address(house.page), {"locales": [locale.pk]})
    copy = house.page.get_translation(locale)
    address = reverse("office:translation", args=[copy.pk])
    assert browser(house.cast.other_owner).post(address, {"send_in": "on"}).status_code == 302
    assert copy.workflow_states.count() == 0
    assert browser(house.cast.owner).post(address, {"send_in": "on"}).status_code == 302
    copy.refresh_from_db()
    assert copy.latest_revision.user == house.cast.owner
    assert copy.current_workflow_task is not None
