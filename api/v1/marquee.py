"""What each display device shows now: its own texts, as JSON, plain text and XML. Never kept by caches."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from django.db import connection
from django.http import HttpResponse

from api import headers
from api.errors import Problem
from api.headers import answer
from api.v1.ask import Ask
from cms.channels.devices import MARQUEE
from cms.publishing.timeline import read

FORMATS = ("json", "txt", "xml")
MESSAGES = 100
"""More than any display can show in a round."""


def messages(ask: Ask, device: str, form: str = "json") -> HttpResponse:
    """The messages of `device` that hold now, most urgent first. Raises `Problem` (404).

    `json` glues stored entries; `txt` has a line of text a line, in the device's own
    character set; `xml` is for devices that read nothing else.
    """
    charset = _charset(device)
    found = read.entries(read.Filters(channel=f"{MARQUEE}:{device}", locale=ask.locale, limit=MESSAGES), ask.at)
    content = {"json": _json, "txt": _text, "xml": _xml}[form](device, found, charset)
    return answer(
        content[0],
        etag=headers.etag_of(content[0]),
        known=ask.known,
        max_age=0,
        locale=ask.locale,
        content_type=content[1],
    )


def _charset(device: str) -> str:
    """The character set of a device named to the public; any other is unknown here."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT charset FROM cms_channels_device WHERE channel = %s AND code = %s AND public", [MARQUEE, device]
        )
        row = cursor.fetchone()
    if row is None:
        raise Problem("unknown_device", {"device": device})
    return str(row[0])


def _json(device: str, found: read.Listing, charset: str) -> tuple[bytes, str]:
    cards = b",".join([entry.card for entry in found.entries])
    body = b'{"device":"%b","items":[%b],"count":%d}' % (device.encode(), cards, len(found.entries))
    return body, headers.JSON


def _lines(found: read.Listing, charset: str) -> list[list[str]]:
    """The lines of each message that the character set can write.

    Every text was checked before it was published; should the device's set have been changed
    since, a message it cannot show is left out, never garbled.
    """
    texts: list[list[str]] = [headers.from_bytes(entry.card)["lines"] for entry in found.entries]
    return [lines for lines in texts if _fits(lines, charset)]


def _fits(lines: list[str], charset: str) -> bool:
    try:
        "\n".join(lines).encode(charset)
    except UnicodeEncodeError:
        return False
    return True


def _text(device: str, found: read.Listing, charset: str) -> tuple[bytes, str]:
    text = "".join(f"{line}\n" for lines in _lines(found, charset) for line in lines)
    return text.encode(charset), f"text/plain; charset={charset}"


def _xml(device: str, found: read.Listing, charset: str) -> tuple[bytes, str]:
    shown = "".join(
        "<message>" + "".join(f"<line>{escape(line)}</line>" for line in lines) + "</message>"
        for lines in _lines(found, "utf-8")
    )
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<marquee device={quoteattr(device)}>{shown}</marquee>\n'
    return text.encode(), "application/xml; charset=utf-8"
