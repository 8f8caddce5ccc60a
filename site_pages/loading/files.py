"""Read the tree, the classification codes and the display devices of an office, checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from cms.channels.limits import Limits
from cms.channels.models import Charset
from cms.core.errors import Refusal
from cms.office.loading import Named, OfficeData, read_office
from cms.office.reading import Row, read_csv
from cms.publishing.governed import RESERVED_KEYS
from site_pages.loading.attachments import Attachment
from site_pages.loading.content import Content, read_content
from site_pages.models import PAGE_TYPES, CodeStatus, Feature, HomePage
from site_pages.models.link import LinkPage
from site_pages.schemes import Scheme

TYPES = {model.document_type: model for model in PAGE_TYPES}
FEATURE = "feature:"
YES = {"yes": True, "no": False}


@dataclass(frozen=True)
class TreeRow:
    """One page of the tree. `target_key`, `target_url` and `feature` belong to links."""

    key: str
    parent: str
    type: str
    slug: str
    title: str
    title_en: str
    duty: str
    menu: bool
    target_key: str
    target_url: str
    feature: str
    line: int


@dataclass(frozen=True)
class CodeRow(Named):
    scheme: str
    status: str
    note: str


@dataclass(frozen=True)
class DeviceRow(Named):
    channel: str
    max_chars: int
    max_lines: int
    charset: str
    public: bool


@dataclass(frozen=True)
class Bundle:
    """Everything in an office's folder, checked against one another."""

    office: OfficeData
    tree: tuple[TreeRow, ...]
    codes: tuple[CodeRow, ...]
    devices: tuple[DeviceRow, ...]
    contents: tuple[Content, ...]
    attachments: Mapping[str, Attachment]


def read(folder: Path) -> Bundle:
    """Read and check a whole folder. Raises `cms.office.reading.LoadError`; changes nothing."""
    office = read_office(folder)
    tree = read_tree(folder, office)
    codes, devices = read_codes(folder), read_devices(folder)
    contents, attachments = read_content(
        folder,
        tree={row.key: row.type for row in tree},
        office=office,
        codes={f"{code.scheme}:{code.code}" for code in codes},
        devices={row.code: Limits(row.code, row.name, row.max_chars, row.max_lines, row.charset) for row in devices},
    )
    return Bundle(office, tree, codes, devices, contents, attachments)


def read_tree(folder: Path, office: OfficeData) -> tuple[TreeRow, ...]:
    """The page tree, parents before children. Raises `LoadError`."""
    columns = ["key", "parent", "type", "slug", "title", "title_en", "duty", "link_target", "menu"]
    rows = read_csv(folder, "tree.csv", columns)
    keys = {row["key"] for row in rows}
    duties = {duty.key for duty in office.duties}
    found: dict[str, TreeRow] = {}
    places: set[tuple[str, str]] = set()
    for row in rows:
        if row["key"] in found or (row["parent"], row["slug"]) in places:
            raise row.error(_("“%(code)s” stands in the file twice.") % {"code": row["key"]})
        places.add((row["parent"], row["slug"]))
        row.one_of("duty", duties, _("duty"))
        found[row["key"]] = _tree_row(row, found, keys)
    _check_duty_targets(office, folder, keys)
    return tuple(found.values())


def _tree_row(row: Row, above: dict[str, TreeRow], keys: set[str]) -> TreeRow:
    kind = row.one_of("type", TYPES, _("page type"))
    _check_place(row, kind, above)
    target = row["link_target"]
    if bool(target) != (kind == LinkPage.document_type):
        raise row.error(_("A link needs a target, and nothing else has one."))
    if not row["title"] or not row["title_en"]:
        raise row.error(_("A page needs a Chinese and an English title."))
    key, url, feature = _target(row, target, keys)
    if row["key"] in RESERVED_KEYS:
        raise row.error(Refusal("reserved_key", {"key": row["key"]}).message)
    return TreeRow(
        key=row.slug("key"),
        parent=row["parent"],
        type=kind,
        slug=row.slug("slug"),
        title=row["title"],
        title_en=row["title_en"],
        duty=row["duty"],
        menu=YES[row.one_of("menu", YES, _("answer (yes or no)"))],
        target_key=key,
        target_url=url,
        feature=feature,
        line=row.line,
    )


def _check_place(row: Row, kind: str, above: dict[str, TreeRow]) -> None:
    model = TYPES[kind]
    if not row["parent"]:
        if model is not HomePage or above:
            raise row.error(_("Only the first page, the home page, has no page above it."))
        return
    parent = above.get(row["parent"])
    if parent is None:
        raise row.error(_("The page above, “%(key)s”, must stand in an earlier row.") % {"key": row["parent"]})
    if model not in TYPES[parent.type].allowed_subpage_models():
        raise row.error(
            _("A page of the type “%(kind)s” cannot stand below “%(parent)s”.")
            % {"kind": kind, "parent": f"{parent.key} ({parent.type})"}
        )


def _target(row: Row, target: str, keys: set[str]) -> tuple[str, str, str]:
    """(page key, address, feature): at most one is filled."""
    if target.startswith(FEATURE):
        feature = target.removeprefix(FEATURE)
        if feature not in Feature.values:
            raise row.error(_("Unknown %(what)s “%(value)s”.") % {"what": _("feature"), "value": feature})
        return "", "", feature
    if target in keys:
        return target, "", ""
    if target and not (urlsplit(target).scheme in ("https", "http") and urlsplit(target).netloc):
        raise row.error(_("Unknown %(what)s “%(value)s”.") % {"what": _("page"), "value": target})
    return "", target, ""


def _check_duty_targets(office: OfficeData, folder: Path, keys: set[str]) -> None:
    rows = read_csv(
        folder,
        "duties.csv",
        ["group_no", "title", "key", "title_en", "kind", "target", "lead_section", "lead_role"],
    )
    for row in rows:
        known = Feature.values if row["kind"] == "feature" else keys
        row.one_of("target", known, _("target"))


def read_codes(folder: Path) -> tuple[CodeRow, ...]:
    """The classification codes. Raises `LoadError`."""
    found: dict[tuple[str, str], CodeRow] = {}
    for row in read_csv(folder, "classifications.csv", ["scheme", "code", "name", "name_en", "status", "note"]):
        scheme = row.one_of("scheme", Scheme.values, _("classification scheme"))
        status = row.one_of("status", CodeStatus.values, _("status"))
        if (scheme, row["code"]) in found or not row["code"]:
            raise row.error(_("“%(code)s” stands in the file twice.") % {"code": row["code"]})
        found[scheme, row["code"]] = CodeRow(row["code"], row["name"], row["name_en"], scheme, status, row["note"])
    return tuple(found.values())


def read_devices(folder: Path) -> tuple[DeviceRow, ...]:
    """The display devices. Raises `LoadError`."""
    columns = ["code", "name", "name_en", "channel", "max_chars", "max_lines", "charset", "public"]
    found: dict[str, DeviceRow] = {}
    for row in read_csv(folder, "devices.csv", columns):
        code = row.slug("code")
        if code in found:
            raise row.error(_("“%(code)s” stands in the file twice.") % {"code": code})
        found[code] = DeviceRow(
            code,
            row["name"],
            row["name_en"],
            channel=row.slug("channel"),
            max_chars=_count(row, "max_chars"),
            max_lines=_count(row, "max_lines"),
            charset=row.one_of("charset", Charset.values, _("character set")),
            public=YES[row.one_of("public", YES, _("answer (yes or no)"))],
        )
    return tuple(found.values())


def _count(row: Row, column: str) -> int:
    if not row[column].isdecimal() or int(row[column]) < 1:
        raise row.error(_("“%(value)s” is no number from 1 on.") % {"value": row[column]})
    return int(row[column])
