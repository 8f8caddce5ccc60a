"""Everything the public can ask, as one value that two moments can be compared by."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from urllib.parse import quote

from django.test import Client

from cms.core import clock
from cms.publishing.models import Publication, PublicationReference, PublishedFile, ReferenceKind
from tests.routes.stage import Stage

LOCALES = ("zh-hant", "en")
SAID = ("ETag", "Cache-Control", "Content-Language", "Content-Type", "Location")
Answers = dict[str, tuple[object, ...]]


def rows() -> str:
    """A digest of the whole timeline with its references."""
    digest = hashlib.sha256()
    for row in Publication.objects.order_by("pk").values_list():
        digest.update(repr(row).encode())
    for reference in PublicationReference.objects.order_by("pk").values_list():
        digest.update(repr(reference).encode())
    return digest.hexdigest()


def answers(stage: Stage, *, whole: bool) -> Answers:
    """Status, headers and bytes of public routes: a sample now, or (`whole`) all of them, and the sample next week."""
    client = Client()
    now = clock.now()
    with _quiet():
        if not whole:
            return dict(_at(client, now, list(sample())))
        everything = [*addresses(stage), f"/api/v1/changes/?since={_cursor(client)}"]
        next_week = _at(client, now + timedelta(days=8), list(sample()))
        return {**dict(_at(client, now, everything)), **{f"next week {asked}": said for asked, said in next_week}}


def addresses(stage: Stage) -> Iterator[str]:
    """Every kind of public question, about every page of the stage."""
    yield from sample()
    for locale in LOCALES:
        yield from (f"/api/v1/pages/{key}/?locale={locale}" for key in sorted({key for key, _ in stage.ids}))
        yield f"/api/v1/changes/?locale={locale}"
        yield f"/api/v1/pages/?locale={locale}"
    for path in ("/", "/en/", "/about/", "/about/about-history/", "/en/news/moving/", "/renamed/", "/news/brand-new/"):
        yield f"/api/v1/pages/by-path/?path={quote(path)}"
    yield from (f"/api/v1/channels/marquee/gate{form}" for form in (".json", ".txt", ".xml"))
    yield "/api/v1/feeds/news.json"
    yield from _files()


def sample() -> Iterator[str]:
    """One question of each kind, about what the routes touch."""
    for locale in LOCALES:
        yield from (f"/api/v1/pages/{key}/?locale={locale}" for key in ("moving", "draft"))
        yield from (f"/api/v1/{noun}/?locale={locale}" for noun in ("news", "tree", "site"))
    yield "/api/v1/pages/by-path/?path=/news/moving/"
    yield "/api/v1/channels/marquee/gate/"
    yield "/api/v1/feeds/news.rss"


def _cursor(client: Client) -> str:
    """Where somebody stands who has copied everything the day before."""
    with clock.hold(clock.now() - timedelta(days=1)):
        return str(client.get("/api/v1/changes/").json()["cursor"])


@contextmanager
def _quiet() -> Iterator[None]:
    """What is not there is an answer like any other."""
    logging.disable(logging.WARNING)
    try:
        yield
    finally:
        logging.disable(logging.NOTSET)


def _files() -> Iterator[str]:
    used = PublicationReference.objects.filter(kind=ReferenceKind.FILE).values("target")
    for sha256, name in PublishedFile.objects.filter(sha256__in=used).values_list("sha256", "name"):
        yield f"/files/{sha256}/{quote(name)}"


def _at(client: Client, at: datetime, asked: list[str]) -> Iterator[tuple[str, tuple[object, ...]]]:
    with clock.hold(at):
        for address in asked:
            response = client.get(address)
            body = b"".join(response) if response.streaming else response.content
            said = tuple(response.headers.get(name) for name in SAID)
            yield address, (response.status_code, said, body)
