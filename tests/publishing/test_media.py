"""Pictures and files are approved with the text that shows them: other bytes need another approval."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.core.files.base import ContentFile
from PIL import Image as Picture

from cms.core.errors import Refused
from cms.publishing.actions.approve import Approve
from cms.publishing.actions.composing import compose, place_in_tree
from cms.publishing.actions.first_load import FirstLoad
from cms.publishing.actions.publish import Correct, Publish
from cms.publishing.actions.submit import Submit
from cms.publishing.models import Approval, Publication, PublishedFile
from site_pages.models import ClassificationCode, ClassificationSchemePage, StandardPage
from tests.factories.pages import Ground, make_document, make_image, make_page, write
from tests.publishing.evidence import files_on_disk, refused


def draft_album(ground: Ground) -> None:
    body = [
        ("image", {"image": make_image("album.png", "teal"), "alt": "圖", "caption": ""}),
        ("documents", [{"title": "", "document": make_document("album.pdf", b"%PDF album")}]),
    ]
    make_page(ground, StandardPage, "home", "album", body=body)


@pytest.fixture
def album(ground: Ground) -> Ground:
    """A drafted page with a picture and a paper, approved by the chief."""
    draft_album(ground)
    approve(ground, "album")
    return ground


def approve(ground: Ground, key: str) -> Approval:
    page = ground.page(key)
    return Approve(page, revision=page.latest_revision, actor=ground.cast.chief).execute()


def publish(ground: Ground, key: str = "album", action: type[Publish] = Publish) -> Publication:
    page = ground.page(key)
    return action(page, revision=page.latest_revision, actor=ground.cast.webmaster, reason="改").execute()


def image_of(ground: Ground):
    return ground.page("album").body[0].value["image"]


def document_of(ground: Ground):
    return ground.page("album").body[1].value[0]["document"]


def replace_image(ground: Ground) -> None:
    image, data = image_of(ground), io.BytesIO()
    Picture.new("RGB", (8, 6), "red").save(data, "PNG")
    image.file = ContentFile(data.getvalue(), "other.png")
    image._set_image_file_metadata()
    image.save()
    image.renditions.all().delete()


def replace_document(ground: Ground) -> None:
    document_of(ground).file.save("album.pdf", ContentFile(b"%PDF other"), save=True)


def rename_document(ground: Ground) -> None:
    document = document_of(ground)
    document.title = "另一個名稱"
    document.save()


def lose_document(ground: Ground) -> None:
    file = document_of(ground).file
    file.storage.delete(file.name)


LATER: dict[str, Callable[[Ground], object]] = {
    "another picture": replace_image,
    "no picture": lambda ground: image_of(ground).delete(),
    "another paper": replace_document,
    "the paper's name": rename_document,
    "a paper that is lost": lose_document,
}


@pytest.mark.parametrize("name", LATER)
def test_what_changes_after_the_approval_is_not_published(album: Ground, name: str) -> None:
    LATER[name](album)
    with refused("media_changed"):
        publish(album)


@pytest.mark.parametrize("name", ["another picture", "no picture", "another paper", "the paper's name"])
def test_it_goes_out_on_a_new_approval(album: Ground, name: str) -> None:
    LATER[name](album)
    again = approve(album, "album")
    row = publish(album)
    assert (row.approval_id, row.text_hash) == (again.pk, again.text_hash)


def test_a_correction_is_held_to_its_approval_too(album: Ground) -> None:
    publish(album)
    write(album, "album", title="改")
    approve(album, "album")
    replace_document(album)
    with refused("media_changed"):
        publish(album, action=Correct)


def test_codes_that_were_loaded_since_are_not_published_unseen(ground: Ground) -> None:
    make_page(ground, ClassificationSchemePage, "shared", "theme", scheme="theme")
    approve(ground, "theme")
    ClassificationCode.objects.filter(scheme="theme").update(name="另一個名稱")
    with refused("media_changed"):
        publish(ground, "theme")


def test_the_text_waits_in_the_workflow(ground: Ground) -> None:
    draft_album(ground)
    state = Submit(ground.page("album"), actor=ground.cast.owner).execute()
    state.current_task_state.task.specific.on_action(state.current_task_state, ground.cast.chief, "approve")
    state.refresh_from_db()
    replace_image(ground)
    step = state.current_task_state
    with refused("media_changed"):
        step.task.specific.on_action(step, ground.cast.webmaster, "approve")
    state.refresh_from_db()
    assert state.status == "in_progress"


def test_approving_copies_nothing(ground: Ground) -> None:
    draft_album(ground)
    replace_document(ground)
    before = files_on_disk()
    approve(ground, "album")
    assert files_on_disk() == before
    assert not PublishedFile.objects.exists()
    publish(ground)
    assert PublishedFile.objects.count() == 2


def test_the_digest_is_the_texts_not_the_places(album: Ground) -> None:
    """Links, titles of other pages, dates and owner may change between approval and publication."""
    body = [("paragraph", f'<p>見<a linktype="page" id="{album.page("album").pk}">相簿</a></p>')]
    make_page(album, StandardPage, "home", "guide", body=body)
    approval = approve(album, "guide")
    publish(album, "album")
    row = publish(album, "guide")
    assert row.text_hash == approval.text_hash
    assert b"/album/" in bytes(row.document)


def test_a_file_replaced_while_the_row_is_written(album: Ground) -> None:
    page = album.page("album")
    action = Publish(page, revision=page.latest_revision, actor=album.cast.webmaster)
    opening = action._opening(action.approval)
    replace_document(album)
    fresh = action.revision.as_object()
    with pytest.raises(Refused, match="media_changed"):
        compose(replace(opening, draft=fresh), place_in_tree(fresh, opening.online), None)


def test_a_first_load_names_what_it_shows(ground: Ground) -> None:
    draft_album(ground)
    page = ground.page("album")
    row = FirstLoad(page, revision=page.latest_revision, actor=ground.cast.director).execute()
    assert Approval.objects.get(pk=row.approval_id).text_hash == row.text_hash
