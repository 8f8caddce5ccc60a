"""The library of images and documents, its collections, and the accounts of people."""

from __future__ import annotations

from io import BytesIO

from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image as Picture
from wagtail.documents.models import Document
from wagtail.images.models import Image
from wagtail.models import Collection

from tests.routes.route import Desk, Route, code, route
from tests.routes.stage import publish

BULK = "view:wagtail_bulk_action"
LIBRARIAN = {"may": ("owner",), "may_not": ("guest",), "stock": False}
"""The library is everybody's with Wagtail's permission: what is public owns its copies."""
KEEPER = {"may": ("superuser",), "may_not": ("guest",), "stock": False}


def png(colour: str) -> bytes:
    data = BytesIO()
    Picture.new("RGB", (40, 30), colour).save(data, "PNG")
    return data.getvalue()


def _shown(desk: Desk) -> None:
    """A public item that shows an image and offers a document."""
    image = Image.objects.create(title="照片", file=ContentFile(png("red"), "photo.png"))
    document = Document.objects.create(title="表格", file=ContentFile(b"first version", "form.odt"))
    page = desk.page()
    page.body = [("image", {"image": image, "alt": "一張照片", "caption": ""})]
    page.attachments = [("document", {"title": "表格", "document": document})]
    publish(desk.stage, page)
    desk.kept |= {"image": image.pk, "document": document.pk}


def _replace_image(desk: Desk) -> None:
    file = SimpleUploadedFile("photo.png", png("blue"), "image/png")
    data = {"title": "另一張", "file": file, "collection": Collection.get_first_root_node().pk}
    desk.post("wagtailimages:edit", desk.kept["image"], data=data)


def _delete_image(desk: Desk) -> None:
    desk.post("wagtailimages:delete", desk.kept["image"])


def _replace_document(desk: Desk) -> None:
    file = SimpleUploadedFile("form.odt", b"second version")
    data = {"title": "新表格", "file": file, "collection": Collection.get_first_root_node().pk}
    desk.post("wagtaildocs:edit", desk.kept["document"], data=data)


def _delete_document(desk: Desk) -> None:
    desk.post("wagtaildocs:delete", desk.kept["document"])


def _retitle_image(desk: Desk) -> None:
    pk = desk.kept["image"]
    data = {f"image-{pk}-title": "改名", f"image-{pk}-tags": "", f"image-{pk}-description": ""}
    desk.post("wagtailimages:edit_multiple", pk, data=data, HTTP_X_REQUESTED_WITH="XMLHttpRequest")


def _retitle_document(desk: Desk) -> None:
    pk = desk.kept["document"]
    data = {f"doc-{pk}-title": "改名", f"doc-{pk}-tags": ""}
    desk.post("wagtaildocs:edit_multiple", pk, data=data, HTTP_X_REQUESTED_WITH="XMLHttpRequest")


def _drop_image(desk: Desk) -> None:
    desk.post("wagtailimages:delete_multiple", desk.kept["image"], HTTP_X_REQUESTED_WITH="XMLHttpRequest")


def _drop_document(desk: Desk) -> None:
    desk.post("wagtaildocs:delete_multiple", desk.kept["document"], HTTP_X_REQUESTED_WITH="XMLHttpRequest")


def _bulk(desk: Desk, model: str, action: str, number: int, **data: object) -> None:
    app = {"image": "wagtailimages", "document": "wagtaildocs", "user": "auth"}[model]
    desk.post("wagtail_bulk_action", app, model, action, query=f"?id={number}", data=data)


def _bulk_delete_images(desk: Desk) -> None:
    _bulk(desk, "image", "delete", desk.kept["image"])


def _bulk_delete_documents(desk: Desk) -> None:
    _bulk(desk, "document", "delete", desk.kept["document"])


def _bulk_move_images(desk: Desk) -> None:
    _bulk(desk, "image", "add_to_collection", desk.kept["image"], collection=_collection().pk)


def _bulk_move_documents(desk: Desk) -> None:
    _bulk(desk, "document", "add_to_collection", desk.kept["document"], collection=_collection().pk)


def _bulk_tag_images(desk: Desk) -> None:
    _bulk(desk, "image", "add_tags", desk.kept["image"], tags="新")


def _bulk_tag_documents(desk: Desk) -> None:
    _bulk(desk, "document", "add_tags", desk.kept["document"], tags="新")


def _collection() -> Collection:
    collection: Collection = Collection.get_first_root_node().add_child(name="限閱")
    return collection


def _in_a_collection(desk: Desk) -> None:
    _shown(desk)
    collection = _collection()
    desk.kept["collection"] = collection.pk
    Image.objects.update(collection=collection)
    Document.objects.update(collection=collection)


def _collection_privacy(desk: Desk) -> None:
    data = {"restriction_type": "login", "password": "", "groups": []}
    desk.post("wagtailadmin_collections:set_privacy", desk.kept["collection"], data=data)


def _edit_collection(desk: Desk) -> None:
    desk.post(
        "wagtailadmin_collections:edit",
        desk.kept["collection"],
        data={"name": "改名", "parent": Collection.get_first_root_node().pk},
    )


def _delete_collection(desk: Desk) -> None:
    Collection.objects.get(pk=desk.kept["collection"])
    Image.objects.update(collection=Collection.get_first_root_node())
    Document.objects.update(collection=Collection.get_first_root_node())
    desk.post("wagtailadmin_collections:delete", desk.kept["collection"])


# -- people --------------------------------------------------------------------


def _delete_author(desk: Desk) -> None:
    """The account that wrote and the one that published most of what is public."""
    desk.post("wagtailusers_users:delete", desk.stage.user("owner").pk)


def _edit_author(desk: Desk) -> None:
    owner = desk.stage.user("owner")
    data = {
        "username": owner.username,
        "email": "a@example.org",
        "first_name": "甲",
        "last_name": "乙",
        "is_active": "",
    }
    desk.post("wagtailusers_users:edit", owner.pk, data=data)


def _bulk_delete_people(desk: Desk) -> None:
    _bulk(desk, "user", "delete", desk.stage.user("colleague").pk)


def _bulk_lock_people(desk: Desk) -> None:
    _bulk(desk, "user", "set_active_state", desk.stage.user("webmaster").pk, mark_as_active="False")


def _bulk_roles(desk: Desk) -> None:
    _bulk(desk, "user", "assign_role", desk.stage.user("stranger").pk, role=Group.objects.first().pk)


def _delete_group(desk: Desk) -> None:
    desk.post("wagtailusers_groups:delete", Group.objects.get(name__startswith="everything").pk)


def _account_deleted(desk: Desk) -> None:
    desk.run(lambda: User.objects.get(username="owner").delete())


def _image_deleted(desk: Desk) -> None:
    desk.run(lambda: Image.objects.all().delete())


def _document_deleted(desk: Desk) -> None:
    desk.run(lambda: Document.objects.all().delete())


def _images(name: str) -> str:
    return f"view:wagtailimages:{name}"


def _docs(name: str) -> str:
    return f"view:wagtaildocs:{name}"


def _users(name: str) -> str:
    return f"view:wagtailusers_{name}"


ROUTES: tuple[Route, ...] = (
    route("library: replace a public image", _replace_image, _images("edit"), prepare=_shown, **LIBRARIAN),
    route("library: delete a public image", _delete_image, _images("delete"), prepare=_shown, **LIBRARIAN),
    route("library: rename an image", _retitle_image, _images("edit_multiple"), prepare=_shown, **LIBRARIAN),
    route("library: drop an uploaded image", _drop_image, _images("delete_multiple"), prepare=_shown, **LIBRARIAN),
    route("library: replace a public document", _replace_document, _docs("edit"), prepare=_shown, **LIBRARIAN),
    route("library: delete a public document", _delete_document, _docs("delete"), prepare=_shown, **LIBRARIAN),
    route("library: rename a document", _retitle_document, _docs("edit_multiple"), prepare=_shown, **LIBRARIAN),
    route("library: drop an uploaded document", _drop_document, _docs("delete_multiple"), prepare=_shown, **LIBRARIAN),
    route(
        "bulk delete images",
        _bulk_delete_images,
        BULK,
        "bulk:wagtailimages.image.delete",
        prepare=_shown,
        may=("owner",),
        may_not=(),
        stock=False,
    ),
    route(
        "bulk delete documents",
        _bulk_delete_documents,
        BULK,
        "bulk:wagtaildocs.document.delete",
        prepare=_shown,
        may=("owner",),
        may_not=(),
        stock=False,
    ),
    route(
        "bulk move images",
        _bulk_move_images,
        BULK,
        "bulk:wagtailimages.image.add_to_collection",
        prepare=_shown,
        may=("owner",),
        may_not=(),
        stock=False,
    ),
    route(
        "bulk move documents",
        _bulk_move_documents,
        BULK,
        "bulk:wagtaildocs.document.add_to_collection",
        prepare=_shown,
        may=("owner",),
        may_not=(),
        stock=False,
    ),
    route(
        "bulk tag images",
        _bulk_tag_images,
        BULK,
        "bulk:wagtailimages.image.add_tags",
        prepare=_shown,
        may=("owner",),
        may_not=(),
        stock=False,
    ),
    route(
        "bulk tag documents",
        _bulk_tag_documents,
        BULK,
        "bulk:wagtaildocs.document.add_tags",
        prepare=_shown,
        may=("owner",),
        may_not=(),
        stock=False,
    ),
    route(
        "collection: privacy",
        _collection_privacy,
        "view:wagtailadmin_collections:set_privacy",
        prepare=_in_a_collection,
        **KEEPER,
    ),
    route(
        "collection: rename", _edit_collection, "view:wagtailadmin_collections:edit", prepare=_in_a_collection, **KEEPER
    ),
    route(
        "collection: delete",
        _delete_collection,
        "view:wagtailadmin_collections:delete",
        prepare=_in_a_collection,
        **KEEPER,
    ),
    route("people: delete an author's account", _delete_author, _users("users:delete"), **KEEPER),
    route("people: edit an account", _edit_author, _users("users:edit"), **KEEPER),
    route("bulk delete accounts", _bulk_delete_people, BULK, "bulk:auth.user.delete", **KEEPER),
    route("bulk switch accounts off", _bulk_lock_people, BULK, "bulk:auth.user.set_active_state", **KEEPER),
    route("bulk give a group", _bulk_roles, BULK, "bulk:auth.user.assign_role", **KEEPER),
    route("people: delete a group", _delete_group, _users("groups:delete"), **KEEPER),
    code("code: user.delete", _account_deleted),
    code("code: Image.objects.delete", _image_deleted, prepare=_shown),
    code("code: Document.objects.delete", _document_deleted, prepare=_shown),
)
