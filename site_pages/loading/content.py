"""Read the first texts of an office (`content/<key>.yaml`, `content/items/<key>.yaml`), checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.utils.translation import gettext as _

from cms.channels import limits
from cms.channels.limits import Limits
from cms.core.errors import Refusal
from cms.office.loading import OfficeData
from cms.office.reading import SLUG, LoadError, read_text, read_yaml
from cms.publishing.governed import RESERVED_KEYS
from site_pages.loading import attachments, convert
from site_pages.loading.attachments import Attachment, BadFile, Kind
from site_pages.models import PAGE_TYPES
from site_pages.schemes import Scheme

LOCALES = ("zh-hant", "en")
ITEM_PARENTS = {
    "news_item": {"news_list"},
    "service_guide": {"menu", "topic_zone"},
    "faq_item": {"faq_list"},
    "form_item": {"forms_list"},
    "marquee_message": {"marquee_list"},
}
_MODELS = {model.document_type: model for model in PAGE_TYPES}
_PAGE_KEYS = frozenset({"key", "type", "source", "categories", *LOCALES})
_ITEM_KEYS = frozenset({*_PAGE_KEYS, "parent", "slug", "section", "person", "dates"})


@dataclass(frozen=True)
class Plan:
    """Dates in whole days relative to the day of the first loading; None: none asked for."""

    published: int = 0
    online: int | None = None
    offline: int | None = None


@dataclass(frozen=True)
class Content:
    """One file: the texts of one page in each of its languages, as written in the file."""

    file: str
    key: str
    type: str
    source: str
    categories: Mapping[str, list[str]]
    texts: Mapping[str, Mapping[str, Any]]
    is_item: bool = False
    parent: str = ""
    slug: str = ""
    section: str = ""
    person: str = ""
    plan: Plan = Plan()


def read_content(
    folder: Path, *, tree: Mapping[str, str], office: OfficeData, codes: Set[str], devices: Mapping[str, Limits]
) -> tuple[tuple[Content, ...], dict[str, Attachment]]:
    """Every text in `folder` and the files they name; `tree` gives the type of each structural page.

    Raises `LoadError` for an unknown key, type, field, code, device, section or person, for a
    file that is missing or that no page may show, for dates with which nothing could be
    published, and for a text that does not fit its device.
    """
    reader = _Reader(folder, tree, office, codes, devices)
    pages = [reader.page(name) for name in _names(folder, "content")]
    items = [reader.item(name) for name in _names(folder, "content/items")]
    reader.check_texts([*pages, *items])
    return (*pages, *items), reader.named.attachments


def _names(folder: Path, below: str) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in (folder / below).glob("*.yaml"))


class _Reader:
    def __init__(
        self, folder: Path, tree: Mapping[str, str], office: OfficeData, codes: Set[str], devices: Mapping[str, Limits]
    ) -> None:
        self.folder, self.tree, self.codes, self.devices = folder, tree, codes, devices
        self.sections = {section.code for section in office.sections}
        self.people = {person.code for person in office.people}
        self.named = _Named(folder)

    def page(self, name: str) -> Content:
        """The text of a page of the tree."""
        raw = self._raw(name, _PAGE_KEYS)
        self._known(name, raw, "key", self.tree, _("page"))
        if raw["type"] != self.tree[raw["key"]]:
            raise self.error(name, _("The page tree gives this page another type."), "type")
        return self._content(name, raw)

    def item(self, name: str) -> Content:
        """An entry of a list with its text."""
        raw = self._raw(name, _ITEM_KEYS)
        if raw["key"] in self.tree:
            raise self.error(name, _("“%(code)s” stands in the file twice.") % {"code": raw["key"]}, "key")
        self._known(name, raw, "type", ITEM_PARENTS, _("page type"))
        self._known(name, raw, "parent", self.tree, _("page"))
        if self.tree[raw["parent"]] not in ITEM_PARENTS[raw["type"]]:
            raise self.error(name, _("This list does not take items of this type."), "parent")
        self._known(name, raw, "section", self.sections, _("section"))
        if raw.get("person"):
            self._known(name, raw, "person", self.people, _("person"))
        for field in ("key", "slug"):
            if not SLUG.fullmatch(str(raw.get(field, ""))):
                raise self.error(name, _("The item needs a key and a slug of lower-case letters and digits."), field)
        if raw["key"] in RESERVED_KEYS:
            raise self.error(name, Refusal("reserved_key", {"key": raw["key"]}).message, "key")
        found = self._content(name, raw, is_item=True)
        self._check_dates(found)
        return found

    def _check_dates(self, item: Content) -> None:
        """A first load on the day of the loading must be possible."""
        plan, needs_end = item.plan, not _MODELS[item.type].until_replaced_allowed
        if plan.offline is None and needs_end:
            raise self.error(item.file, Refusal("offline_required").message, "dates")
        if plan.online is not None and plan.online < 0:
            raise self.error(item.file, Refusal("online_in_past").message, "dates", "online")
        if plan.offline is not None and plan.offline < 0:
            raise self.error(item.file, Refusal("offline_in_past").message, "dates", "offline")
        if plan.offline is not None and plan.offline < (plan.online or 0):
            raise self.error(item.file, Refusal("offline_before_online").message, "dates", "offline")

    def check_texts(self, contents: list[Content]) -> None:
        """Convert every text once without a database, so that no fault is found half way."""
        types = {**self.tree, **{content.key: content.type for content in contents}}
        if len(types) != len(self.tree) + sum(content.is_item for content in contents):
            raise LoadError("content/items", 0, _("Two items have the same key."))
        self.named.pages = types
        for content in contents:
            for locale, text in content.texts.items():
                self._check_text(content, locale, text)

    def _check_text(self, content: Content, locale: str, text: Mapping[str, Any]) -> None:
        try:
            found = convert.fields(content.type, text, self.named)
        except convert.BadText as bad:
            raise self.error(content.file, str(bad), locale, *bad.path) from bad
        for block in found.get("texts", ()):
            self._check_device_text(content, locale, block["value"]["device"], block["value"]["text"])

    def _check_device_text(self, content: Content, locale: str, code: str, text: str) -> None:
        device = self.devices.get(code)
        faults = limits.faults(text, device) if device is not None else (limits.unknown_device(code),)
        if faults:
            raise self.error(content.file, " ".join(fault.message for fault in faults), locale, "texts", code)

    # -- inside ---------------------------------------------------------------

    def error(self, name: str, reason: str, *path: str) -> LoadError:
        """A refusal at the line where the value at `path` stands."""
        return LoadError(name, _line(read_text(self.folder, name), path), reason)

    def _raw(self, name: str, known: Set[str]) -> dict[str, Any]:
        raw = read_yaml(self.folder, name)
        for key in raw:
            if key not in known:
                raise self.error(name, _("Unknown field “%(field)s”.") % {"field": key}, str(key))
        for key in ("key", "type", "source", "categories", LOCALES[0]):
            if not raw.get(key):
                raise self.error(name, _("“%(key)s” is missing.") % {"key": key})
        return raw

    def _known(self, name: str, raw: Mapping[str, Any], field: str, known: object, what: str) -> None:
        value = raw.get(field)
        if not isinstance(value, str) or value not in known:  # type: ignore[operator]  # any container of texts
            raise self.error(name, _("Unknown %(what)s “%(value)s”.") % {"what": what, "value": value}, field)

    def _content(self, name: str, raw: Mapping[str, Any], *, is_item: bool = False) -> Content:
        return Content(
            file=name,
            key=raw["key"],
            type=raw["type"],
            source=str(raw["source"]),
            categories=self._categories(name, raw["categories"]),
            texts={locale: self._text(name, raw[locale], locale) for locale in LOCALES if raw.get(locale)},
            is_item=is_item,
            parent=raw.get("parent", ""),
            slug=raw.get("slug", ""),
            section=raw.get("section", ""),
            person=raw.get("person", ""),
            plan=self._plan(name, raw.get("dates") or {}),
        )

    def _text(self, name: str, text: Any, locale: str) -> Mapping[str, Any]:
        if not isinstance(text, dict) or not text.get("title"):
            raise self.error(name, _("“%(key)s” is missing.") % {"key": "title"}, locale)
        return text

    def _categories(self, name: str, raw: Any) -> dict[str, list[str]]:
        if not isinstance(raw, dict) or set(raw) != set(Scheme.values):
            raise self.error(name, _("The text needs an entry in each classification scheme."), "categories")
        found = {scheme: [str(code) for code in raw[scheme]] for scheme in Scheme.values}
        for scheme, code in ((scheme, code) for scheme, codes in found.items() for code in codes):
            if f"{scheme}:{code}" not in self.codes:
                reason = _("The classification code “%(code)s” is not known.") % {"code": f"{scheme}:{code}"}
                raise self.error(name, reason, "categories", scheme)
        return found

    def _plan(self, name: str, raw: Mapping[str, Any]) -> Plan:
        if set(raw) - {"published", "online", "offline"} or any(
            value is not None and type(value) is not int for value in raw.values()
        ):
            raise self.error(name, _("Dates are whole days: published, online, offline."), "dates")
        return Plan(raw.get("published") or 0, raw.get("online"), raw.get("offline"))


class _Named:
    """A `convert.Link` without a database: what a text names must exist; the files are gathered."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pages: Mapping[str, str] = {}
        self.attachments: dict[str, Attachment] = {}

    def __call__(self, key: str) -> int:
        if key not in self.pages:
            raise convert.BadText(_("Unknown %(what)s “%(value)s”.") % {"what": _("page"), "value": key})
        return 0

    def document(self, name: str) -> int:
        return self._file(name, Kind.DOCUMENT)

    def image(self, name: str) -> int:
        return self._file(name, Kind.IMAGE)

    def _file(self, name: str, kind: Kind) -> int:
        if name not in self.attachments or self.attachments[name].kind != kind:
            try:
                self.attachments[name] = attachments.read(self.folder, name, kind)
            except BadFile as bad:
                raise convert.BadText(str(bad)) from bad
        return 0


def _line(text: str, path: tuple[str, ...]) -> int:
    """The line (from 1) of the value at `path`, or of the last step that exists."""
    node, line = yaml.compose(text, Loader=yaml.SafeLoader), 1
    for step in path:
        following = next(_children(node, step), None)
        if following is None:
            break
        line, node = following[0].start_mark.line + 1, following[1]
    return line


def _children(node: yaml.Node | None, step: str) -> Iterator[tuple[yaml.Node, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        yield from ((key, value) for key, value in node.value if key.value == step)
    elif isinstance(node, yaml.SequenceNode) and step.isdecimal() and int(step) < len(node.value):
        yield node.value[int(step)], node.value[int(step)]
