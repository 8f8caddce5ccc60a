"""What surrounds every page of a language: names, header, menu, footer, and the tree they come from."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString

from cms.publishing.timeline import memory, read
from cms.publishing.timeline.read import Filters
from cms.site import languages, places
from cms.site.version import version

Card = dict[str, Any]
_NODE_SIZE = 600


@dataclass(frozen=True, slots=True)
class Place:
    """One page of the tree; `url` is where it leads, which for a link is somewhere else."""

    key: str
    parent: str
    type: str
    title: str
    path: str
    in_menu: bool
    url: str


@dataclass(frozen=True, slots=True)
class Shell:
    """Made once for each version of the timeline and each planned instant."""

    locale: str
    name: str
    nodes: Mapping[str, Place]
    below: Mapping[str, tuple[Place, ...]]
    homes: Mapping[str, str]
    links: SafeString
    menu: SafeString
    foot: SafeString
    until: datetime | None
    passing: bool = False

    @property
    def size(self) -> int:
        """Roughly the bytes it holds."""
        return len(self.links) + len(self.menu) + len(self.foot) + _NODE_SIZE * len(self.nodes)

    def way_to(self, key: str) -> list[Place]:
        """The places from the home page down to `key`, itself included; empty for an unknown key."""
        way: list[Place] = []
        place = self.nodes.get(key)
        while place is not None:
            way.insert(0, place)
            place = self.nodes.get(place.parent)
        return way

    def address(self, key: str) -> str:
        """Where the page of that key is, or an empty text while it is not public."""
        place = self.nodes.get(key)
        return place.path if place else ""


def shell(locale: str, at: datetime) -> Shell:
    """The shell of a language at that instant."""
    return memory.recall(("site shell", locale, version()), at, partial(_make, locale, at))


def cards(kind: str, locale: str, at: datetime) -> list[Card]:
    """The site-wide documents of one type."""
    found = read.entries(Filters(type=kind, locale=locale, limit=100), at)
    return [json.loads(entry.card) for entry in found.entries]


def _make(locale: str, at: datetime) -> Shell:
    nodes, until = read.tree(locale, at)
    schemes = {str(card["key"]): str(card["scheme"]) for card in cards("classification_scheme", locale, at)}
    known = {node.key: json.loads(node.crumb) for node in nodes}
    tree = {node.key: _place(node.key, node.parent, known, schemes, locale) for node in nodes}
    below: dict[str, list[Place]] = {}
    for place in tree.values():
        below.setdefault(place.parent, []).append(place)
    home = next(iter(below.get("", [])), None)
    footer = next(iter(cards("site_footer", locale, at)), {})
    values = {
        "locale": locale,
        "home": home,
        "groups": [(top, _shown(below, top.key)) for top in _shown(below, home.key if home else "")],
        "header": next(iter(cards("site_header", locale, at)), None),
        "footer": footer,
        "foot_links": _once([*footer.get("links", []), *footer.get("policies", [])]),
        "name": home.title if home else "",
    }
    with translation.override(locale):
        links, menu, foot = (render_to_string(f"site/{part}.html", values) for part in ("links", "menu", "foot"))
    homes = dict(_homes(home.key if home else "", at))
    kept = {key: tuple(children) for key, children in below.items()}
    return Shell(locale, home.title if home else "", tree, kept, homes, links, menu, foot, until)


def _once(links: list[Card]) -> list[Card]:
    """Each page once, in the order of its first place; documents without an address cannot be led to."""
    return list({link["key"]: link for link in links if link["path"]}.values())


def _shown(below: Mapping[str, list[Place]], key: str) -> list[Place]:
    return [place for place in below.get(key, []) if place.in_menu]


def _homes(key: str, at: datetime) -> Iterator[tuple[str, str]]:
    """The home page of each language that has one."""
    for locale in languages.LOCALES:
        path = read.path_of(key, locale, at)
        if path:
            yield locale, path


def _place(key: str, parent: str, known: Mapping[str, Card], schemes: Mapping[str, str], locale: str) -> Place:
    crumb = known[key]
    rss = known[places.RSS]["path"] if places.RSS in known else ""
    return Place(
        key=key,
        parent=parent,
        type=crumb["type"],
        title=crumb["title"],
        path=crumb["path"],
        in_menu=bool(crumb.get("in_menu")),
        url=_leads_to(crumb, schemes, rss, locale) or crumb["path"],
    )


def _leads_to(crumb: Card, schemes: Mapping[str, str], rss: str, locale: str) -> str:
    """Where a link goes; empty for anything else, and for a link whose target is not public."""
    target = crumb.get("target") or {}
    if page := target.get("page"):
        return page["path"] or scheme_address(schemes.get(page["key"], ""), locale)
    if target.get("feature") == "rss":
        return rss
    return target.get("url") or ""


def scheme_address(scheme: str, locale: str, code: str = "") -> str:
    """The list of what is classified under a scheme or one of its codes; empty without a scheme."""
    if not scheme:
        return ""
    return f"{languages.home_of(locale)}categories/{scheme}/{f'{code}/' if code else ''}"
