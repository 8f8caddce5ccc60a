"""Pages in every state that the public must not see, each full of a word that gives it away."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from wagtail.documents.models import AbstractDocument

from cms.core import clock
from cms.publishing.actions.approve import Approve
from cms.publishing.actions.redact import Redact
from cms.publishing.actions.submit import Submit
from cms.publishing.governed import GovernedPage
from cms.publishing.models import Publication
from site_pages.models import (
    FaqItemPage,
    FaqListPage,
    FormItemPage,
    FormsListPage,
    MarqueeMessagePage,
    NewsItemPage,
    NewsListPage,
    ServiceGuidePage,
    StandardPage,
)
from tests.conftest import HeldClock
from tests.factories.pages import (
    Ground,
    make_document,
    make_image,
    make_page,
    publish,
    publish_new,
    translate,
    withdraw,
    write,
)

KINDS: dict[str, tuple[type[GovernedPage], str]] = {
    "standard": (StandardPage, "home"),
    "news": (NewsItemPage, "news"),
    "faq": (FaqItemPage, "faq"),
    "service": (ServiceGuidePage, "home"),
    "form": (FormItemPage, "forms"),
    "marquee": (MarqueeMessagePage, "marquee"),
}
# Text that is not the page's own: keys, addresses and the tree are made by the project.
NOT_TEXT = {"key", "slug", "url_path", "path", "draft_title", "category"}
WAITS_DAYS = 5


@dataclass
class Hidden:
    """The words that must not be seen, by state, and what somebody could ask for."""

    words: dict[str, set[str]] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)
    documents: list[AbstractDocument] = field(default_factory=list)
    begins: datetime | None = None
    past: datetime | None = None

    def word(self, state: str, kind: str) -> str:
        """An unmistakable word for one page."""
        found = f"zq{state}{kind}qz"
        self.words.setdefault(state, set()).add(found)
        return found

    def all_words(self) -> set[str]:
        """Every word of every state."""
        return {word for words in self.words.values() for word in words}


def full_of(hidden: Hidden, model: type[GovernedPage], word: str) -> dict[str, Any]:
    """Values for every text field, block and file of `model`."""
    values: dict[str, Any] = {"title": word}
    own_text = ("CharField", "TextField")
    columns = [column for column in model._meta.concrete_fields if column.get_internal_type() in own_text]
    for column in columns:
        if column.model._meta.app_label == "site_pages" and column.editable and not column.choices:
            values[column.name] = word
    for name in (*NOT_TEXT, *(column.name for column in columns if isinstance(column, models.URLField))):
        values.pop(name, None)
    document = make_document(f"{word}.pdf", b"%PDF " + word.encode())
    hidden.documents.append(document)
    entry = {"title": word, "document": document}
    names = {column.name for column in model._meta.concrete_fields}
    streams = {
        "attachments": [("document", entry)],
        "files": [("document", entry)],
        "papers": [("paper", {"name": word, "note": word})],
        "law": [("law", {"name": word, "url": f"https://law.example/{word}"})],
        "texts": [("text", {"device": code, "text": word}) for code in ("gate", "hall", "counter")],
        "body": body_of(word, entry),
    }
    values |= {name: value for name, value in streams.items() if name in names}
    if not getattr(model, "has_body", True):
        values.pop("body", None)
    values.pop("forms", None), values.pop("related", None)
    return values


def body_of(word: str, entry: dict[str, object]) -> list[tuple[str, object]]:
    """Every block, full of the word."""
    table = {"columns": [{"type": "text", "heading": word}], "rows": [{"values": [word]}], "caption": word}
    return [
        ("heading", {"level": "2", "text": word}),
        ("paragraph", f"<p>{word}</p>"),
        ("image", {"image": make_image(f"{word}.png", _colour(word)), "alt": word, "caption": word}),
        ("table", table),
        ("callout", {"tone": "info", "title": word, "html": f"<p>{word}</p>"}),
        ("steps", [{"title": word, "html": f"<p>{word}</p>"}]),
        ("links", [{"text": word, "page": None, "url": f"https://{word}.example/"}]),
        ("documents", [entry]),
    ]


def _colour(word: str) -> str:
    """A colour of its own, so that no two pictures have the same bytes."""
    return f"#{hashlib.sha256(word.encode()).hexdigest()[:6]}"


# -- states --------------------------------------------------------------------


def _draft(ground: Ground, hidden: Hidden, key: str, values: dict[str, Any]) -> None:
    """Nobody has sent it in."""


def _submitted(ground: Ground, hidden: Hidden, key: str, values: dict[str, Any]) -> None:
    Submit(ground.page(key), actor=ground.cast.owner).execute()


def _approved(ground: Ground, hidden: Hidden, key: str, values: dict[str, Any]) -> None:
    page = ground.page(key)
    Approve(page, revision=page.latest_revision, actor=ground.cast.chief).execute()


def _scheduled(ground: Ground, hidden: Hidden, key: str, values: dict[str, Any]) -> None:
    hidden.begins = publish(ground, key, online_date=clock.today() + timedelta(days=WAITS_DAYS)).online


def _expired(ground: Ground, hidden: Hidden, key: str, values: dict[str, Any]) -> None:
    end = clock.local(clock.now() + timedelta(hours=1))
    publish(ground, key, offline_date=end.date(), offline_time=end.time())


def _published(ground: Ground, hidden: Hidden, key: str, values: dict[str, Any]) -> None:
    publish(ground, key)


STATES: dict[str, Callable[[Ground, Hidden, str, dict[str, Any]], None]] = {
    "draft": _draft,
    "submitted": _submitted,
    "approved": _approved,
    "scheduled": _scheduled,
    "expired": _expired,
    "withdrawn": _published,
    "superseded": _published,
    "redacted": _published,
}
CLEAN = {"summary": "無", "source_note": ""}


def build(ground: Ground, held: HeldClock) -> Hidden:
    """Every kind in every state; afterwards it is three hours later."""
    hidden = Hidden()
    for model, key in ((NewsListPage, "news"), (FaqListPage, "faq"), (FormsListPage, "forms")):
        publish_new(ground, model, "home", key)
    translate(ground, "home", slug="en")
    publish(ground, "home", "en")
    for kind, (model, parent) in KINDS.items():
        for state, reach in STATES.items():
            key = f"{state}-{kind}"
            values = full_of(hidden, model, hidden.word(state, kind))
            make_page(ground, model, parent, key, **_needed(kind), **values)
            hidden.keys.add(key)
            reach(ground, hidden, key, values)
        _edited_and_translated(ground, hidden, kind)
    hidden.past = held.now
    held.forward(hours=2)
    for kind in KINDS:
        _take_off(ground, hidden, kind, held)
    _related(ground, hidden)
    hidden.documents.append(make_document("zqprivateqz.pdf", b"%PDF zqprivateqz"))
    hidden.words["private"] = {"zqprivateqz"}
    held.forward(hours=1)
    return hidden


def _needed(kind: str) -> dict[str, Any]:
    return {"published_on": clock.today()} if kind == "news" else {}


def _clean_values(ground: Ground, kind: str) -> dict[str, Any]:
    model, _ = KINDS[kind]
    clean = full_of(Hidden(), model, "公開")
    return {**clean, "title": f"公開 {kind}"}


def _edited_and_translated(ground: Ground, hidden: Hidden, kind: str) -> None:
    """A public page with a newer draft, and with a translation nobody published."""
    model, parent = KINDS[kind]
    key = f"public-{kind}"
    publish_new(ground, model, parent, key, **_needed(kind), **_clean_values(ground, kind))
    write(ground, key, **full_of(hidden, model, hidden.word("edited", kind)))
    hidden.keys.add(key)
    if kind == "marquee":
        return  # display messages have no public page above them that could be translated
    if parent != "home" and (parent, "en") not in ground.pages:
        translate(ground, parent)
        publish(ground, parent, "en")
    translate(ground, key, **full_of(hidden, model, hidden.word("translated", kind)))


def _take_off(ground: Ground, hidden: Hidden, kind: str, held: HeldClock) -> None:
    withdraw(ground, f"withdrawn-{kind}", reason="停辦")
    for state in ("superseded", "redacted"):
        publish(ground, f"{state}-{kind}", **_clean_values(ground, kind))
    row = Publication.objects.filter(key=f"redacted-{kind}", channel="site").earliest("online")
    held.forward(seconds=1)
    cast = ground.cast
    Redact(ground.page(row.key), row=row, actor=cast.webmaster, second=cast.chief, ground="個人資料保護法").execute()


def _related(ground: Ground, hidden: Hidden) -> None:
    """Public pages that link to each hidden one, in every way a page can be linked to."""
    hidden_keys = sorted(key for key in hidden.keys if not key.startswith("public-"))
    pages = [ground.page(key) for key in hidden_keys]
    text = "".join(f'<p><a linktype="page" id="{page.pk}">見</a></p>' for page in pages)
    body = [("paragraph", text), ("links", [{"text": "見", "page": page, "url": ""} for page in pages])]
    publish_new(ground, StandardPage, "home", "linking", body=body)
    questions = [("question", page) for page in pages if isinstance(page, FaqItemPage)]
    publish_new(ground, FaqItemPage, "faq", "relating", short_answer="是", related=questions)
    hidden.keys |= {"linking", "relating", "home", "news", "faq", "forms"}
