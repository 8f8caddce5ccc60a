"""What a limited editor must not see or copy: most of the platform's advisories are of this kind."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.base import ContentFile
from django.http import HttpResponse
from django.urls import reverse
from wagtail.documents import get_document_model
from wagtail.images.models import Image
from wagtail.models import Collection, GroupCollectionPermission

from site_pages.loading import groups
from tests.admin import ground
from tests.admin.conftest import house
from tests.admin.ground import House, browser
from tests.routes.families.library import png

__all__ = ["house"]

SECRET = "機密草稿標題"


@pytest.mark.parametrize("fields", ["*", "title,html_url,status"])
def test_the_admins_api_tells_others_drafts(house: House, fields: str) -> None:
    """Neither the list nor the entry of a page that a person does not work on; its owner gets both."""
    ground.write(house.draft, house.cast.owner, title=SECRET)
    house.draft.title = house.draft.draft_title = SECRET
    house.draft.save()
    detail = reverse("wagtailadmin_api:pages:detail", args=[house.draft.pk])
    listing = reverse("wagtailadmin_api:pages:listing")
    for address in (detail, f"{listing}?limit=20", f"{listing}?child_of={house.home.pk}", f"{listing}?search={SECRET}"):
        question = f"{address}{'&' if '?' in address else '?'}fields={fields}"
        assert SECRET not in browser(house.cast.other_owner).get(question).content.decode(), question
    assert SECRET in browser(house.cast.owner).get(detail).content.decode()
    assert SECRET in browser(house.cast.owner).get(f"{listing}?limit=20").content.decode()


@pytest.fixture
def inner(house: House) -> Collection:
    """A collection that only the owner may use; the office's staff have another."""
    root = Collection.get_first_root_node()
    inside, outside = root.add_child(name="內部"), root.add_child(name="共用")
    GroupCollectionPermission.objects.all().delete()
    own = Group.objects.create(name="內部使用者")
    house.cast.owner.groups.add(own)
    staff = Group.objects.get(name=groups.LIBRARIANS)
    for app, codename in groups.LIBRARY[groups.LIBRARIANS]:
        permission = Permission.objects.get(content_type__app_label=app, codename=codename)
        for group, collection in ((own, inside), (staff, outside)):
            GroupCollectionPermission.objects.create(group=group, collection=collection, permission=permission)
    return inside


def test_a_restricted_collection_is_shown_to_everybody(house: House, inner: Collection) -> None:
    """Its images and documents stand in nobody else's choosers, lists, screens or answers of the admin's API."""
    picture = Image.objects.create(title=SECRET, file=ContentFile(png("red"), "inner.png"), collection=inner)
    paper = get_document_model().objects.create(
        title=SECRET, file=ContentFile(f"%PDF-1.4 {SECRET}".encode(), "inner.pdf"), collection=inner
    )
    addresses = [
        reverse("wagtailimages:index"),
        reverse("wagtailimages_chooser:choose_results"),
        reverse("wagtailimages_chooser:chosen", args=[picture.pk]),
        reverse("wagtailimages:edit", args=[picture.pk]),
        reverse("wagtailadmin_api:images:listing"),
        reverse("wagtailadmin_api:images:detail", args=[picture.pk]),
        reverse("wagtaildocs:index"),
        reverse("wagtaildocs_chooser:choose_results"),
        reverse("wagtaildocs_chooser:chosen", args=[paper.pk]),
        reverse("wagtaildocs:edit", args=[paper.pk]),
        reverse("wagtailadmin_api:documents:listing"),
        reverse("wagtailadmin_api:documents:detail", args=[paper.pk]),
        reverse("wagtaildocs_serve", args=[paper.pk, "inner.pdf"]),
    ]
    told = [url for url in addresses if SECRET in _text(browser(house.cast.other_owner).get(url))]
    assert told == []
    for name in ("wagtailimages_chooser:choose_results", "wagtaildocs_chooser:choose_results"):
        assert SECRET in _text(browser(house.cast.owner).get(reverse(name))), name
    assert SECRET in _text(browser(house.cast.owner).get(paper.url))


def _text(answer: HttpResponse) -> str:
    """What an answer says, a file too."""
    return answer.getvalue().decode()
