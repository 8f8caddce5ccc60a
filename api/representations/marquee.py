"""A message for the display devices: each device's own text, on that device's channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from api.representations import common
from api.representations.writer import Writer
from cms.channels.devices import MARQUEE
from cms.channels.models import Device
from cms.core import clock
from cms.publishing.documents import Context, Document
from site_pages.models import MarqueeMessagePage

# Room for every second of this century below one step of priority.
_PRIORITY_STEP = 10**10


def build(page: MarqueeMessagePage, context: Context) -> Document:
    """`priority` and, for the devices named to the public, `texts: [{device, lines}]`.

    Every device's text, public or not, goes to its own channel `marquee:<device>`.
    """
    texts = {str(block.value["device"]): lines(str(block.value["text"])) for block in page.texts}
    named = set(Device.objects.filter(channel=MARQUEE, public=True).values_list("code", flat=True))
    shown = [{"device": device, "lines": text} for device, text in texts.items() if device in named]
    fields = {"priority": page.priority, "texts": shown}
    sort = -page.priority * _PRIORITY_STEP + int(context.first_online.timestamp())
    found = common.document(page, context, Writer(context), fields=fields, card=fields, sort=sort)
    channels = {f"{MARQUEE}:{device}": _entry(page, context, text) for device, text in texts.items()}
    return replace(found, channels=channels)


def lines(text: str) -> list[str]:
    """The lines of a text as the device shows them."""
    return text.replace("\r\n", "\n").split("\n")


def _entry(
    page: MarqueeMessagePage, context: Context, text: list[str]
) -> tuple[Mapping[str, object], Mapping[str, object]]:
    entry = {
        "key": page.key,
        "locale": page.language,
        "priority": page.priority,
        "lines": text,
        "online_at": clock.iso(context.online),
        "updated_at": clock.iso(context.updated_at),
    }
    return entry, entry
