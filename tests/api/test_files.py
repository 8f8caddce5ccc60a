"""Files: served while something public shows them, under their own name, and never run by a browser."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.test import Client
from wagtail.models import Revision

from cms.core import clock
from cms.publishing import previews
from site_pages import models
from tests.api.problems import assert_problem
from tests.conftest import HeldClock
from tests.factories.pages import Ground, make_document, make_page, publish_new, withdraw


def _address(client: Client, key: str) -> str:
    return urlsplit(client.get(f"/api/v1/pages/{key}/").json()["attachments"][0]["url"]).path


def test_a_published_file(get: Client) -> None:
    address = _address(get, "news-moving")
    response = get.get(address)
    assert response.content == b"%PDF-1.4 notice"
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"].startswith("inline")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert response.headers["Cache-Control"] == "public, max-age=60"
    assert get.get(address, headers={"If-None-Match": response.headers["ETag"]}).status_code == 304


def test_what_could_run_is_handed_over_as_a_download(ground: Ground, get: Client) -> None:
    files = [("document", {"title": "", "document": make_document("page.html", b"<script>x()</script>")})]
    publish_new(ground, models.FormItemPage, "forms", "risky", files=files)
    assert get.get(_address(get, "risky")).headers["Content-Disposition"].startswith("attachment")


def test_a_file_goes_with_its_page(ground: Ground, get: Client, held: HeldClock) -> None:
    address = _address(get, "news-moving")
    held.forward(hours=1)
    withdraw(ground, "news-moving", reason="內容有誤")
    assert_problem(get.get(address), "unknown_file")
    assert_problem(get.get(address, headers={"If-None-Match": "*"}), "unknown_file")


def test_a_file_that_two_pages_show_stays_with_the_other(ground: Ground, get: Client, held: HeldClock) -> None:
    files = [("document", {"title": "", "document": make_document("notice.pdf", b"%PDF-1.4 notice")})]
    publish_new(ground, models.FormItemPage, "forms", "twin", files=files)
    address = _address(get, "news-moving")
    held.forward(hours=1)
    withdraw(ground, "news-moving", reason="內容有誤")
    assert get.get(address).status_code == 200


@pytest.mark.parametrize("name", ["other.pdf", "..%2Fsecret", "notice.pdf%00", "公文.pdf"])
def test_only_under_its_own_name(get: Client, name: str) -> None:
    folder = _address(get, "news-moving").rsplit("/", 1)[0]
    response = get.get(f"{folder}/{name}")
    assert response.status_code == 404
    assert response.json()["code"] in {"unknown_file", "unknown_endpoint"}


@pytest.mark.parametrize("digest", ["0" * 64, "x", "..", "0" * 63 + "g"])
def test_an_unknown_digest(get: Client, digest: str) -> None:
    assert get.get(f"/files/{digest}/a.pdf").status_code == 404


def test_files_of_a_draft_need_its_token(ground: Ground, get: Client, held: HeldClock) -> None:
    files = [("document", {"title": "", "document": make_document("draft.pdf", b"%PDF-1.4 draft")})]
    page = make_page(ground, models.FormItemPage, "forms", "form-draft", files=files)
    link = previews.create(
        page, revision=page.latest_revision, actor=ground.cast.owner, expires_at=clock.now() + timedelta(hours=1)
    )
    body = get.get(f"/api/v1/previews/{previews.token(link)}/").json()
    shown = urlsplit(body["attachments"][0]["url"]).path
    response = get.get(shown)
    assert response.content == b"%PDF-1.4 draft"
    assert response.headers["Cache-Control"] == "private, no-store"
    digest = re.search(r"[0-9a-f]{64}", shown)
    assert digest is not None
    assert_problem(get.get(f"/files/{digest[0]}/draft.pdf"), "unknown_file")
    other = urlsplit(get.get("/api/v1/pages/news-moving/").json()["attachments"][0]["url"]).path
    assert_problem(get.get(shown.rsplit("/", 2)[0] + other.removeprefix("/files")), "unknown_file")
    Revision.objects.filter(pk=page.latest_revision_id).update(content={**page.latest_revision.content, "title": "改"})
    assert_problem(get.get(shown), "preview_changed")
    held.forward(hours=1)
    assert_problem(get.get(shown), "unknown_preview")
