"""What a page shows besides its own text: what stands below it, and what belongs to the whole site.

Read when the page is asked for, because it changes without the page.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from cms.publishing.timeline import read
from cms.publishing.timeline.addresses import place_of_day, years
from cms.publishing.timeline.read import Entry, Filters
from cms.site import jsonld, places
from cms.site.rendering import NOTHING
from cms.site.shell import Card, Shell, cards, scheme_address

NEWS, FAQS, FORMS, ANNOUNCEMENTS, TAGGED, CHILDREN = 20, 300, 100, 6, 50, 100
ITEMS = {"news_list": ("news_item", NEWS), "faq_list": ("faq_item", FAQS), "forms_list": ("form_item", FORMS)}


@dataclass(frozen=True, slots=True)
class Wanted:
    """The part of a list that is asked for: a year, and the place after which it goes on."""

    year: int | None = None
    after: tuple[int, str] | None = None


@dataclass(frozen=True, slots=True)
class Below:
    """HTML below a page's own text, and what it adds to the head."""

    html: SafeString = NOTHING
    head: SafeString = NOTHING


def below(document: Mapping[str, Any], shell: Shell, wanted: Wanted, at: datetime) -> Below:
    """What is shown below the text of `document`. The language must be active."""
    kind = document["type"]
    if kind in _BY_TYPE:
        return _BY_TYPE[kind](document, shell, wanted, at)
    return Below(mark_safe("".join(part(document, shell, at) for part in _PARTS)))  # noqa: S308  # our own templates' output


# -- lists ---------------------------------------------------------------------


def _items(document: Mapping[str, Any], shell: Shell, wanted: Wanted, at: datetime) -> Below:
    kind, limit = ITEMS[document["type"]]
    filters = Filters(type=kind, parent=document["key"], locale=shell.locale, limit=limit, after=wanted.after)
    archive = years(document["key"], kind, shell.locale, at) if kind == "news_item" else []
    year = wanted.year if wanted.year in archive else None
    found = read.entries(_until_the_end_of(year, filters), at)
    kept = [entry for entry in found.entries if year is None or entry.sort >= place_of_day(date(year, 1, 1))]
    shown = [json.loads(entry.card) for entry in kept]
    values = {
        "page": document,
        "items": shown,
        "groups": _grouped(shown),
        "years": archive,
        "year": year,
        "further": _cursor(kept[-1]) if kept and found.more and len(kept) == len(found.entries) else "",
        "begun": wanted.after is not None,
    }
    asked = [(card["question"], card["short_answer"]) for card in shown if kind == "faq_item"]
    return Below(render_to_string(f"site/list_{kind}.html", values), jsonld.questions(asked))


def _until_the_end_of(year: int | None, filters: Filters) -> Filters:
    """A year's items follow the place where the next year begins; a cursor within the year stands later."""
    if year is None or filters.after is not None:
        return filters
    return replace(filters, after=(place_of_day(date(year + 1, 1, 1)), ""))


def _grouped(items: list[Card]) -> list[tuple[str, list[Card]]]:
    """By category, in the order in which the categories first appear; those without one come last."""
    groups: dict[str, list[Card]] = {}
    for item in items:
        groups.setdefault(str(item.get("category") or ""), []).append(item)
    return sorted(groups.items(), key=lambda group: not group[0])


def _cursor(entry: Entry) -> str:
    return f"{entry.sort}~{entry.key}"


# -- home ----------------------------------------------------------------------


def _home(document: Mapping[str, Any], shell: Shell, wanted: Wanted, at: datetime) -> Below:
    newest = read.entries(Filters(type="news_item", locale=shell.locale, limit=ANNOUNCEMENTS), at)
    lists = [place for place in shell.nodes.values() if place.type == "news_list"]
    values = {
        "announcements": [_with_list(json.loads(entry.card), shell) for entry in newest.entries],
        "news": lists[0] if lists else None,
        "quick": [_led(link, shell) for card in cards("quick_services", shell.locale, at) for link in card["links"]],
        "life": _life_events(shell, at),
        "life_place": shell.nodes.get(places.LIFE_EVENTS),
        "banners": [banner for card in cards("banner_set", shell.locale, at) for banner in card["banners"]],
        "contact": shell.nodes.get(places.CONTACT),
    }
    feeds = render_to_string("site/feeds.html", {"lists": cards("news_list", shell.locale, at)})
    office = jsonld.office(shell.name, shell.locale)
    return Below(render_to_string("site/below_home.html", values), feeds + office)


def _with_list(card: Card, shell: Shell) -> Card:
    """The entry with the name of its list, because lists are mixed here."""
    place = shell.nodes.get(str(card["list"]))
    return {**card, "list_title": place.title if place else ""}


def _led(link: Card, shell: Shell) -> Card:
    """A short cut leads straight to where its page leads."""
    place = shell.nodes.get(str(link["key"]))
    return {**link, "url": place.url if place else link["path"]}


def _life_events(shell: Shell, at: datetime) -> list[Card]:
    """The links in the body of the page of life events."""
    answer = read.page(places.LIFE_EVENTS, shell.locale, at)
    body = json.loads(answer.body)["body"] if answer else []
    return [item for block in body if block["type"] == "links" for item in block["items"] if item["url"]]


# -- parts of any page ---------------------------------------------------------


def _children(document: Mapping[str, Any], shell: Shell, at: datetime) -> SafeString:
    """The pages right below in the tree, with their summaries."""
    below_it = shell.below.get(document["key"], ())
    # The page of the classification lists the schemes themselves.
    if not below_it or document["key"] == places.CLASSIFICATION:
        return NOTHING
    found = read.entries(Filters(parent=document["key"], locale=shell.locale, addressed=True, limit=CHILDREN), at)
    told = {entry.key: json.loads(entry.card)["summary"] for entry in found.entries}
    values = {"children": [(place, told.get(place.key, "")) for place in below_it]}
    return render_to_string("site/below_children.html", values)


def _leads_on(document: Mapping[str, Any], shell: Shell, at: datetime) -> SafeString:
    if document["type"] != "link":
        return NOTHING
    place = shell.nodes.get(document["key"])
    url = place.url if place and place.url != place.path else ""
    values = {"url": url, "page": document, "homes": shell.homes, "map": shell.address(places.SITE_MAP)}
    return render_to_string("site/below_link.html", values)


def _site_map(document: Mapping[str, Any], shell: Shell, at: datetime) -> SafeString:
    if document["key"] != places.SITE_MAP:
        return NOTHING
    return render_to_string("site/below_site_map.html", {"branches": _branches(shell, "")})


def _branches(shell: Shell, key: str) -> list[tuple[object, object]]:
    """(place, its branches) all the way down."""
    return [(place, _branches(shell, place.key)) for place in shell.below.get(key, ())]


def _schemes(document: Mapping[str, Any], shell: Shell, at: datetime) -> SafeString:
    if document["key"] != places.CLASSIFICATION:
        return NOTHING
    return render_to_string("site/below_schemes.html", {"schemes": schemes(shell, at), "level": 2})


def _feeds(document: Mapping[str, Any], shell: Shell, at: datetime) -> SafeString:
    if document["key"] != places.RSS:
        return NOTHING
    lists = [card for kind in ITEMS for card in cards(kind, shell.locale, at)]
    return render_to_string("site/below_feeds.html", {"lists": lists})


def schemes(shell: Shell, at: datetime) -> list[Card]:
    """The published schemes with the address of each and of its codes."""
    found = cards("classification_scheme", shell.locale, at)
    return [
        {
            **card,
            "url": scheme_address(card["scheme"], shell.locale),
            "codes": [
                {**code, "url": scheme_address(card["scheme"], shell.locale, code["code"])} for code in card["codes"]
            ],
        }
        for card in found
    ]


def tagged(scheme: str, code: str, shell: Shell, wanted: Wanted, at: datetime) -> dict[str, Any]:
    """The pages classified under a code, each with the way to it, and the cursor of what follows."""
    category = f"{scheme}:{code}"
    filters = Filters(locale=shell.locale, category=category, addressed=True, limit=TAGGED, after=wanted.after)
    found = read.entries(filters, at)
    shown = [json.loads(entry.card) for entry in found.entries]
    items = [(card, shell.way_to(str(card.get("list") or card["key"]))) for card in shown]
    return {"items": items, "further": _cursor(found.entries[-1]) if found.more else "", "begun": bool(wanted.after)}


_BY_TYPE: Mapping[str, Callable[[Mapping[str, Any], Shell, Wanted, datetime], Below]] = {
    "home": _home,
    **dict.fromkeys(ITEMS, _items),
}
_PARTS = (_leads_on, _schemes, _feeds, _site_map, _children)
