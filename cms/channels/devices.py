"""The devices of a channel, as data for forms and limits."""

from __future__ import annotations

from django.apps import apps

from cms.channels.limits import Limits

MARQUEE = "marquee"


def limits_of(channel: str) -> dict[str, Limits]:
    """What each device of `channel` can show, by the device's code."""
    rows = apps.get_model("cms_channels", "Device").objects.filter(channel=channel)
    return {row.code: Limits(row.code, str(row), row.max_chars, row.max_lines, row.charset) for row in rows}


def marquee_choices() -> list[tuple[str, str]]:
    """(code, name) of every marquee device, for a form."""
    return [(device.code, device.name) for device in limits_of(MARQUEE).values()]
