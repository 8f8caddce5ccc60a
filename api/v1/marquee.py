"""What each display device shows now: its own texts, as JSON, plain text and XML. Never kept by caches."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from django.http import HttpResponse

from api import headers
from api.errors import Problem
from api.v1.ask import Ask
from api.v1.stored import Made, made, stored
from cms.channels.devices import MARQUEE
from cms.core.text import fit
from cms.publishing.documents import from_bytes
from cms.publishing.timeline import driver, read

_CHARSET = "SELECT charset FROM cms_channels_device WHERE channel = %(channel)s AND code = %(device)s AND public"
FORMATS = ("json", "txt", "xml")
MESSAGES = 100
"""More than any display can show in a round."""


def messages(ask: Ask, device: str, form: str = "json") -> HttpResponse:
    """The messages of `device` that hold now, most urgent first. Raises `Problem` (404).

    `json` glues stored entries; `txt` has a line of text a line, in the device's own
    character set; `xml` is for devices that read nothing else.
    """
    charset = _charset(device)

    def make() -> Made:
        wanted = read.Filters(channel=f"{MARQUEE}:{device}", locale=ask.locale, limit=MESSAGES)
        found = read.entries(wanted, ask.at)
        body, content_type = {"json": _json, "txt": _text, "xml": _xml}[form](device, found, charset)
        return made(body, ask.locale, found.until, content_type)

    return stored(ask, ("marquee", device, form, charset, ask.locale), make, revalidate=True)


def _charset(device: str) -> str:
    """The character set of a device named to the public; any other is unknown here."""
    rows = driver.rows(_CHARSET, {"channel": MARQUEE, "device": device})
    if not rows:
        raise Problem("unknown_device", {"device": device})
    return str(rows[0][0])


def _json(device: str, found: read.Listing, charset: str) -> tuple[bytes, str]:
    cards = b",".join([entry.card for entry in found.entries])
    body = b'{"device":"%b","items":[%b],"count":%d}' % (device.encode(), cards, len(found.entries))
    return body, headers.JSON


def _lines(found: read.Listing, charset: str) -> list[list[str]]:
    """The lines of each message that the character set can write.

    Every text was checked before it was published; should the device's set have been changed
    since, a message it cannot show is left out, never garbled.
    """
    texts: list[list[str]] = [from_bytes(entry.card)["lines"] for entry in found.entries]
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
        "<message>" + "".join(f"<line>{escape(fit(line))}</line>" for line in lines) + "</message>"
        for lines in _lines(found, "utf-8")
    )
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<marquee device={quoteattr(device)}>{shown}</marquee>\n'
    return text.encode(), "application/xml; charset=utf-8"
