"""Everything a front end needs on every page, in one answer."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse

from api import headers
from api.headers import answer
from api.representations import lists
from api.v1.ask import Ask
from api.v1.marquee import FORMATS
from cms.channels.models import Device
from cms.office.models import Office, Section
from cms.publishing.documents import from_bytes, to_bytes
from cms.publishing.timeline import read
from cms.publishing.timeline.read import Filters


class Shared:
    """The published documents of the whole site in one language; remembers how long the answer holds."""

    def __init__(self, ask: Ask) -> None:
        self.ask = ask
        self.max_age = read.MAX_AGE

    def all(self, kind: str) -> list[dict[str, object]]:
        """The cards of one type."""
        found = read.entries(Filters(type=kind, locale=self.ask.locale, limit=100, past=self.ask.travels), self.ask.at)
        self.max_age = min(self.max_age, read.max_age(self.ask.at, found.until))
        return [from_bytes(entry.card) for entry in found.entries]

    def first(self, kind: str, *names: str) -> dict[str, object] | None:
        """The named keys of the one document of a type, or None while it is not public."""
        cards = self.all(kind)
        return {name: cards[0][name] for name in names} if cards else None


def site(ask: Ask) -> HttpResponse:
    """Office, languages, header, footer, quick services, policies, contact, banners, classification names, feeds, devices."""
    shared = Shared(ask)
    office = _office(ask.locale)
    foot = next(iter(shared.all("site_footer")), {})
    body = to_bytes(
        {
            "office": office,
            "locale": ask.locale,
            "locales": [{"code": code, "name": name} for code, name in settings.WAGTAILADMIN_PERMITTED_LANGUAGES],
            "header": shared.first("site_header", "title", "links"),
            "footer": {name: foot[name] for name in ("title", "links", "address_lines")} if foot else None,
            "quick_services": shared.first("quick_services", "title", "links"),
            "policies": foot.get("policies", []),
            "contact": {
                "name": office["name"] if office else None,
                "address_lines": foot.get("address_lines", []),
                "page": foot.get("contact"),
            },
            "banners": shared.first("banner_set", "title", "banners"),
            "classifications": {
                str(card["scheme"]): {"title": card["title"], "codes": card["codes"]}
                for card in shared.all("classification_scheme")
            },
            "feeds": [_feed(card) for kind in sorted(lists.ITEMS) for card in shared.all(kind)],
            "devices": [_device(device, ask.locale) for device in Device.objects.filter(public=True)],
        }
    )
    return answer(body, etag=headers.etag_of(body), known=ask.known, max_age=shared.max_age, locale=ask.locale)


def _office(locale: str) -> dict[str, object] | None:
    office = Office.objects.first()
    if office is None:
        return None
    sections = [{"code": row.code, "name": row.name_in(locale)} for row in Section.objects.all()]
    return {"code": office.code, "name": office.name_in(locale), "url": office.base_url, "sections": sections}


def _feed(card: dict[str, object]) -> dict[str, object]:
    """The feed of one list."""
    return {
        "key": card["key"],
        "title": card["title"],
        "url": card["url"],
        "items_url": card["items_url"],
        **card["feeds"],  # type: ignore[dict-item]  # a JSON object
    }


def _device(device: Device, locale: str) -> dict[str, object]:
    base = f"{settings.BASE_URL}/api/v1/channels/{device.channel}/{device.code}"
    return {
        "code": device.code,
        "name": device.name_in(locale),
        "channel": device.channel,
        "max_chars": device.max_chars,
        "max_lines": device.max_lines,
        "charset": device.charset,
        **{form: f"{base}.{form}?locale={locale}" for form in FORMATS},
    }
