"""What somebody asks: the query of a read, checked to the last parameter.

Everything that is wrong is told at once, in one `Problem` with `errors[]`.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar

from django.http import HttpRequest

from api.errors import DEFAULT_LOCALE, LOCALES, Fault, Problem
from api.headers import asked_etags
from cms.core import clock

MAX_LIMIT = 100
DEFAULT_LIMIT = 20
MAX_PATH = 500

_SLUG = re.compile(r"[a-z0-9][a-z0-9_-]{0,99}\Z")
_CATEGORY = re.compile(r"[a-z]{1,20}:[A-Za-z0-9_-]{1,40}\Z")
_PATH = re.compile(r"/([A-Za-z0-9_%.~-]+/)*\Z")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}\Z")
_SORT_LIMIT = 2**63

Day = TypeVar("Day", date, datetime)


_NOTHING: Mapping[str, Any] = MappingProxyType({})


class Ask(NamedTuple):
    """One question: its checked parameters, the instant it is about, and the ETags the client has.

    `address` is that of the question itself, without its query. `at` is aware; `travels` says
    that an instant was named (or a preview token given), so that the asker must be somebody.
    `values` holds the other parameters, parsed.
    """

    address: str
    locale: str
    at: datetime
    known: tuple[str, ...] = ()
    travels: bool = False
    preview: str = ""
    given: Mapping[str, str] = _NOTHING
    values: Mapping[str, object] = _NOTHING

    def text(self, name: str) -> str:
        """The parameter `name`, or an empty text."""
        return str(self.values.get(name, ""))


class Invalid(ValueError):
    """A parameter's text is wrong; the arguments are the code and the values of its sentence."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code, self.values = code, values


Parser = Callable[[str], object]


def checked(request: HttpRequest, parsers: Mapping[str, Parser]) -> Ask:
    """What `request` asks; its query may have the parameters named in `parsers`.

    Raises `Problem` (400) with every fault.
    """
    known = asked_etags(request)
    if not request.META.get("QUERY_STRING"):
        return Ask(request.path, DEFAULT_LOCALE, clock.now(), known)
    values, faults = _parse(request, parsers)
    if faults:
        raise Problem.of(faults)
    given = {name: str(text) for name, text in request.GET.items() if name not in ("preview", "cursor")}
    locale, at = values.pop("locale", DEFAULT_LOCALE), values.pop("at", None)
    preview = str(values.pop("preview", ""))
    return Ask(
        address=request.path,
        locale=str(locale),
        at=at if isinstance(at, datetime) else clock.now(),
        known=known,
        travels=at is not None or bool(preview),
        preview=preview,
        given=given,
        values=values,
    )


def _parse(request: HttpRequest, parsers: Mapping[str, Parser]) -> tuple[dict[str, object], list[Fault]]:
    values: dict[str, object] = {}
    faults: list[Fault] = []
    for name, texts in request.GET.lists():
        parser = parsers.get(name)
        if parser is None:
            faults.append(Fault(name[:100], "unknown_parameter"))
        elif len(texts) > 1:
            faults.append(Fault(name, "repeated_parameter"))
        else:
            try:
                values[name] = parser(texts[0])
            except Invalid as error:
                faults.append(Fault(name, error.code, error.values))
    if "preview" in values and "at" not in request.GET:
        faults.append(Fault("at", "missing_parameter"))
    return values, faults


# -- parsers: text in, value out, or `Invalid` ---------------------------------


def locale(text: str) -> str:
    """A language of the site."""
    if text not in LOCALES:
        raise Invalid("unknown_locale", value=text[:40], locales="、".join(LOCALES))
    return text


def limit(text: str) -> int:
    """1 to 100."""
    if not (text.isascii() and text.isdigit() and len(text) < 4 and 1 <= int(text) <= MAX_LIMIT):
        raise Invalid("invalid_limit", maximum=MAX_LIMIT)
    return int(text)


def instant(text: str) -> datetime:
    """An aware instant: ISO 8601 with offset (a `+` that became a space is understood), or a day's 00:00 in Taipei."""
    try:
        if _DAY.match(text):
            return clock.day_start(_in_reach(date.fromisoformat(text)))
        found = _in_reach(datetime.fromisoformat(text.replace(" ", "+")))
        if found.tzinfo is None:
            raise ValueError(text)
    except ValueError as error:
        raise Invalid("invalid_date", value=text[:40]) from error
    return found.astimezone(clock.UTC)


def _in_reach(found: Day) -> Day:
    """The day or instant itself. Raises `ValueError` where it cannot be reckoned with in every time zone."""
    if not 1900 <= found.year <= 2200:
        raise ValueError(str(found))
    return found


def section(text: str) -> str:
    """The code of a section; whether it exists is asked when nothing was found."""
    return _slug(text, "unknown_section")


def parent(text: str) -> str:
    """The key of a page; whether it is public is asked when nothing was found."""
    return _slug(text, "unknown_parent")


def category(text: str) -> str:
    """`scheme:code`; whether it exists is asked when nothing was found."""
    if not _CATEGORY.match(text):
        raise Invalid("unknown_category", value=text[:60])
    return text


def path(text: str) -> str:
    """A public path, with or without the slash at its end."""
    if not text:
        raise Invalid("missing_parameter")
    text = text if text.endswith("/") else f"{text}/"
    if len(text) > MAX_PATH or not _PATH.match(text):
        raise Invalid("invalid_path")
    return text


def token(text: str) -> str:
    """A signed token; read by whoever knows the key."""
    return text[:1000]


def _slug(text: str, code: str) -> str:
    if not _SLUG.match(text):
        raise Invalid(code, value=text[:60])
    return text


def cursor(text: str) -> tuple[int, str]:
    """Where a list goes on: after this (sort, key)."""
    sort, key = unpack(text, int, str)
    return int(str(sort)), key_of_cursor(str(key))


def key_of_cursor(text: str) -> str:
    """The key inside a cursor. Raises `Invalid`."""
    return _slug(text, "invalid_cursor")


def pack(*parts: object) -> str:
    """An opaque cursor."""
    return base64.urlsafe_b64encode(json.dumps(parts, separators=(",", ":")).encode()).decode().rstrip("=")


def unpack(text: str, *kinds: type) -> tuple[object, ...]:
    """The parts of an opaque cursor, of these kinds. Raises `Invalid`."""
    try:
        parts = json.loads(base64.urlsafe_b64decode((text + "=" * (-len(text) % 4)).encode("ascii")))
    except (ValueError, binascii.Error, UnicodeError, RecursionError) as error:
        raise Invalid("invalid_cursor") from error
    fits = isinstance(parts, list) and len(parts) == len(kinds)
    if not fits or not all(type(part) is kind for part, kind in zip(parts, kinds, strict=True)):
        raise Invalid("invalid_cursor")
    if any(isinstance(part, int) and abs(part) >= _SORT_LIMIT for part in parts):
        raise Invalid("invalid_cursor")
    return tuple(parts)


LOCALE: Mapping[str, Parser] = {"locale": locale}
TRAVEL: Mapping[str, Parser] = {**LOCALE, "at": instant}
DETAIL: Mapping[str, Parser] = {**TRAVEL, "preview": token}
LIST: Mapping[str, Parser] = {**TRAVEL, "limit": limit, "cursor": cursor}
