"""The editors' library: shown to those who work with it, to nobody else, and never to the public."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.images.models import AbstractImage

from tests.admin.ground import EVERYBODY, House, browser
from tests.factories.pages import make_document, make_image

OVERSEERS = {"secretary", "director", "auditor"}
# The superuser has every permission of Wagtail; somebody outside the roster has none.
LOOKERS = set(EVERYBODY) - {"stranger"}


def seeing(address: str, house: House) -> set[str]:
    """Those who are shown the file."""
    found = {who: browser(getattr(house.cast, who)).get(address) for who in EVERYBODY}
    assert {answer.status_code for answer in found.values()} <= {200, 302, 404}
    return {who for who, answer in found.items() if answer.status_code == 200}


def brought_by(user: User) -> AbstractImage:
    """A picture in the library."""
    image = make_image("counter.png")
    image.uploaded_by_user = user
    image.save()
    return image


def test_staff_see_pictures_in_every_size(house: House) -> None:
    image = brought_by(house.cast.owner)
    for file in (image.file, image.get_rendition("max-4x4").file):
        answer = browser(house.cast.chief).get(file.url)
        assert (answer.status_code, answer["Content-Type"]) == (200, "image/png")
        assert answer["Cache-Control"] == "private, no-cache"
        with file.open("rb") as stored:
            assert b"".join(answer.streaming_content) == stored.read()
        assert seeing(file.url, house) == LOOKERS


def test_a_document_is_for_staff(house: House) -> None:
    document = make_document()
    answer = browser(house.cast.owner).get(document.url)
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 paper"
    assert answer["Cache-Control"] == "private, no-cache"
    assert seeing(document.url, house) == LOOKERS
    other = reverse("wagtaildocs_serve", args=[document.pk, "other.pdf"])
    assert browser(house.cast.owner).get(other).status_code == 404


def test_nothing_is_public(house: House) -> None:
    for address in (brought_by(house.cast.owner).file.url, make_document().url):
        answer = Client().get(address)
        assert answer.status_code == 302
        assert answer.url.startswith(reverse("wagtailadmin_login"))


def test_only_the_library_is_served(house: House) -> None:
    client = browser(house.cast.owner)
    for name in ("secret_key", "../cms.sqlite3", "original_images/none.png", "documents/paper.pdf"):
        assert client.get(f"/private-media/{name}").status_code == 404, name
    assert client.post(brought_by(house.cast.owner).file.url).status_code == 405


def test_overseers_bring_nothing(house: House) -> None:
    adding = {
        who
        for who in EVERYBODY
        if browser(getattr(house.cast, who)).get(reverse("wagtailimages:add_multiple")).status_code == 200
    }
    assert adding == LOOKERS - OVERSEERS


def test_the_webmaster_sees_what_others_brought(house: House) -> None:
    brought_by(house.cast.owner)
    for who, seen in {"webmaster": True, "deputy": True, "other_owner": False}.items():
        content = browser(getattr(house.cast, who)).get(reverse("wagtailimages:index")).content.decode()
        assert ("counter.png" in content) == seen, who
