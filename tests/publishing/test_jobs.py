"""What follows a commit: stored, retried, visible when given up, and never in another's way."""

from __future__ import annotations

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator, Mapping
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.db import connection, transaction
from django.test import override_settings
from wagtail.models import Page

from cms.core import clock, jobs
from cms.core.models import Job, JobStatus
from cms.publishing import drift
from site_pages.models import StandardPage
from tests.conftest import HeldClock
from tests.factories.pages import Ground, make_page, publish, publish_new, withdraw


class Listener:
    """A web server that keeps what it is sent and answers with `status`."""

    def __init__(self) -> None:
        self.status, self.received = 200, list[tuple[dict[str, str], bytes]]()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.received.append((dict(self.headers), body))
                self.send_response(outer.status)
                self.end_headers()

            def log_message(self, *args: object) -> None:
                """Stay quiet."""

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/hook"

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()


@pytest.fixture
def listener() -> Iterator[Listener]:
    found = Listener()
    yield found
    found.close()


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> list[Mapping[str, object]]:
    """Two kinds of job: `broken` always fails, `sound` is kept in the list."""
    done: list[Mapping[str, object]] = []

    def broken(payload: Mapping[str, object]) -> None:
        raise ConnectionError("nobody answers")

    monkeypatch.setitem(jobs._handlers, "broken", broken)
    monkeypatch.setitem(jobs._handlers, "sound", done.append)
    return done


@pytest.fixture
def clean(ground: Ground) -> Ground:
    Job.objects.all().delete()
    return ground


def test_an_unknown_kind_is_refused_before_anything_is_stored(clean: Ground) -> None:
    with pytest.raises(KeyError):
        jobs.enqueue("nothing", {})
    assert not Job.objects.exists()


def test_a_failing_job_is_tried_again_later_and_later_and_then_given_up(
    clean: Ground, failing: list[Mapping[str, object]], held: HeldClock
) -> None:
    job = jobs.enqueue("broken", {})
    for attempt in range(1, jobs.MAX_ATTEMPTS + 1):
        assert jobs.run_due() == 1
        job.refresh_from_db()
        assert (job.attempts, job.run_after - held.now) == (attempt, timedelta(minutes=2 ** (attempt - 1)))
        assert job.last_error == "ConnectionError: nobody answers"
        assert jobs.run_due() == 0  # not before its time
        held.to(job.run_after)
    assert job.status == JobStatus.FAILED
    assert jobs.run_due() == 0
    jobs.retry(job.pk)
    job.refresh_from_db()
    assert (job.status, job.attempts) == (JobStatus.WAITING, 1)


def test_one_failing_job_never_holds_up_another(clean: Ground, failing: list[Mapping[str, object]]) -> None:
    for number in range(3):
        jobs.enqueue("broken", {})
        jobs.enqueue("sound", {"number": number})
    jobs.run_due()
    assert [payload["number"] for payload in failing] == [0, 1, 2]
    assert Job.objects.filter(status=JobStatus.WAITING).count() == 3


def test_a_job_that_was_claimed_is_not_run_twice(clean: Ground, failing: list[Mapping[str, object]]) -> None:
    job = jobs.enqueue("sound", {})
    first, second = jobs._claim(job.pk), jobs._claim(job.pk)
    assert first is not None and second is not None and second.attempts == 2
    Job.objects.filter(pk=job.pk).update(status=JobStatus.DONE)
    assert jobs._claim(job.pk) is None


def test_a_killed_worker_leaves_the_job_for_later(
    clean: Ground, monkeypatch: pytest.MonkeyPatch, held: HeldClock, failing: list[Mapping[str, object]]
) -> None:
    def killed(payload: Mapping[str, object]) -> None:
        raise KeyboardInterrupt

    job = jobs.enqueue("sound", {"number": 1})
    with monkeypatch.context() as patch:
        patch.setitem(jobs._handlers, "sound", killed)
        with pytest.raises(KeyboardInterrupt):
            jobs.run_due()
    assert jobs.run_due() == 0
    held.forward(minutes=2)
    assert jobs.run_due() == 1
    job.refresh_from_db()
    assert (job.status, len(failing)) == (JobStatus.DONE, 1)


def test_the_handler_runs_outside_the_claims_transaction(clean: Ground, monkeypatch: pytest.MonkeyPatch) -> None:
    depth = len(connection.savepoint_ids)
    seen: list[int] = []
    monkeypatch.setitem(jobs._handlers, "sound", lambda payload: seen.append(len(connection.savepoint_ids)))
    jobs.enqueue("sound", {})
    jobs.run_due()
    assert seen == [depth]


# -- webhooks ------------------------------------------------------------------


def test_a_webhook_is_signed_and_tried_again(clean: Ground, listener: Listener, held: HeldClock) -> None:
    listener.status = 503
    with override_settings(WEBHOOK_URLS=[listener.url], WEBHOOK_SECRET="hush"):
        row = publish_new(clean, StandardPage, "home", "about")
        jobs.run_due()
        job = Job.objects.get(kind="webhook")
        assert (job.status, job.attempts) == (JobStatus.WAITING, 1)
        assert "503" in job.last_error
        listener.status = 200
        held.forward(minutes=2)
        jobs.run_due()
    job.refresh_from_db()
    assert (job.status, len(listener.received)) == (JobStatus.DONE, 2)
    headers, body = listener.received[-1]
    assert headers["X-Signature"] == "sha256=" + hmac.new(b"hush", body, hashlib.sha256).hexdigest()
    assert json.loads(body) == {
        "event": "opened",
        "key": "about",
        "locale": "zh-hant",
        "path": row.path,
        "online": clock.iso(row.online),
        "offline": None,
    }


def test_a_webhook_goes_to_web_addresses_only(clean: Ground) -> None:
    job = jobs.enqueue("webhook", {"url": "file:///etc/passwd"})
    jobs.run_due()
    job.refresh_from_db()
    assert "no web address" in job.last_error


def test_nothing_is_told_of_what_was_rolled_back(clean: Ground, listener: Listener) -> None:
    with override_settings(WEBHOOK_URLS=[listener.url]):
        with transaction.atomic():
            publish_new(clean, StandardPage, "home", "about")
            transaction.set_rollback(True)
        jobs.run_due()
    assert not listener.received
    assert not Job.objects.exists()


# -- Wagtail's own flags -------------------------------------------------------


def test_the_flags_follow_the_timeline(clean: Ground, held: HeldClock) -> None:
    page = make_page(clean, StandardPage, "home", "about", title="介紹")
    publish(clean, "about", offline_date=clock.today())
    assert [found.key for found in drift.found() if found.key == "about"] == ["about"]
    jobs.run_due()
    assert Page.objects.get(pk=page.pk).live
    assert "about" not in {found.key for found in drift.found()}
    held.to(clock.day_end(clock.today()))
    jobs.run_due()
    assert not Page.objects.get(pk=page.pk).live


def test_the_tree_keeps_one_slug_for_one_page(clean: Ground) -> None:
    publish_new(clean, StandardPage, "home", "about")
    make_page(clean, StandardPage, "home", "other")
    row = publish(clean, "about", slug="other")
    jobs.run_due()
    page = Page.objects.get(pk=row.page_id)
    assert (row.path, page.live, page.slug) == ("/other/", True, "about")
    slugs = list(clean.page("home").get_children().values_list("slug", flat=True))
    assert sorted(slugs) == sorted(set(slugs))


def test_the_tree_follows_a_slug_that_is_free(clean: Ground) -> None:
    publish_new(clean, StandardPage, "home", "about")
    row = publish(clean, "about", slug="renamed")
    jobs.run_due()
    assert Page.objects.get(pk=row.page_id).slug == "renamed"


def test_the_flags_never_show_a_draft(clean: Ground, held: HeldClock) -> None:
    publish_new(clean, StandardPage, "home", "about", title="公開")
    draft = clean.page("about")
    draft.title = "草稿"
    draft.save_revision(user=clean.cast.owner, clean=False)
    drift.follow(draft.pk)
    page = Page.objects.get(pk=draft.pk)
    assert (page.title, page.has_unpublished_changes) == ("公開", True)
    held.forward(hours=1)
    withdraw(clean, "about", reason="停")
    jobs.run_due()
    assert not Page.objects.get(pk=draft.pk).live
