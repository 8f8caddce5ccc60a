"""The addresses: parameters, answers and every documented error of each."""

from __future__ import annotations

from collections.abc import Iterable

from api.errors import KINDS, LOCALES
from api.openapi.schemas import CARDS, name_of, ref
from api.v1.ask import DEFAULT_LIMIT, MAX_LIMIT, MAX_PATH

Operation = dict[str, object]

_SECURITY: list[dict[str, list[str]]] = [{}, {"session": []}]


def query(name: str, schema: Operation, description: str, *, required: bool = False) -> Operation:
    """A parameter of the query."""
    return {"name": name, "in": "query", "required": required, "schema": schema, "description": description}


def named(name: str, description: str, example: str) -> Operation:
    """A part of the path."""
    return {
        "name": name,
        "in": "path",
        "required": True,
        "schema": {"type": "string", "minLength": 1, "maxLength": 100},
        "description": description,
        "example": example,
    }


LOCALE = query(
    "locale", {"type": "string", "enum": list(LOCALES), "default": LOCALES[0]}, "Language of the answer and of errors."
)
AT = query(
    "at",
    {"type": "string", "format": "date-time"},
    "What held, or will hold, at this instant. The past for the office's staff and auditors (session), "
    "the future with `preview`.",
)
PREVIEW = query(
    "preview", {"type": "string", "maxLength": 1000}, "A preview token of this page, for `at` in the future."
)
LIMIT = query(
    "limit", {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": DEFAULT_LIMIT}, "Entries in one answer."
)
CURSOR = query("cursor", {"type": "string"}, "Where the list goes on; taken from `next`.")
FILTERS = [
    query("section", {"type": "string"}, "Code of the section that answers for the page."),
    query("parent", {"type": "string"}, "Key of the page it stands below."),
    query("category", {"type": "string", "pattern": "^[a-z]{1,20}:[A-Za-z0-9_-]{1,40}$"}, "`scheme:code`."),
    query("updated_since", {"type": "string", "format": "date-time"}, "Text changed at or after this instant or day."),
]
TRAVEL = [LOCALE, AT]
LIST = [LOCALE, AT, LIMIT, CURSOR, *FILTERS]
KEY = named("key", "Key of the page.", "home")

# What any read may answer beside 200: wrong query, and `at` without the right to it.
READ_ERRORS = (
    "unknown_parameter",
    "repeated_parameter",
    "unknown_locale",
)
TRAVEL_ERRORS = ("invalid_date", "evidence_not_public", "preview_required")
LIST_ERRORS = ("invalid_limit", "invalid_cursor", "unknown_section", "unknown_parent", "unknown_category")
PAGE_ERRORS = ("not_found", "no_translation", "withdrawn", "expired")


def json_of(schema: str) -> Operation:
    """A JSON answer of a named shape."""
    return {"application/json": {"schema": ref(schema)}}


def read(
    summary: str,
    content: Operation,
    *,
    parameters: Iterable[Operation] = (LOCALE,),
    errors: Iterable[str] = (),
    more: Operation | None = None,
) -> Operation:
    """The `get` of one address. `errors` are problem codes; `more` further answers by status."""
    responses: Operation = {
        "200": {"description": "The answer.", "headers": _headers(), "content": content},
        "304": {"description": "The client has this answer already (`If-None-Match`)."},
        **(more or {}),
        **problems((*READ_ERRORS, *errors)),
    }
    wanted = list(parameters)
    operation: Operation = {"summary": summary, "parameters": wanted, "responses": responses}
    if AT in wanted:
        operation["security"] = _SECURITY
    return {"get": operation}


def problems(codes: Iterable[str]) -> Operation:
    """The error answers, by status, each with its codes."""
    by_status: dict[int, list[str]] = {}
    for code in codes:
        by_status.setdefault(KINDS[code].status, []).append(code)
    return {
        str(status): {
            "description": f"Problem: {', '.join(f'`{code}`' for code in found)}.",
            "content": {"application/problem+json": {"schema": ref("Problem")}},
        }
        for status, found in sorted(by_status.items())
    }


def _headers() -> Operation:
    text = {"schema": {"type": "string"}}
    return {"ETag": text, "Cache-Control": text, "Content-Language": text}


def _media(*kinds: str) -> Operation:
    return {kind: {"schema": {"type": "string"}} for kind in kinds}


def _typed(noun: str, kind: str, summary: str) -> Operation:
    name = name_of(kind)
    return {
        f"/api/v1/{noun}/": read(
            f"List of {summary}", json_of(f"{name}List"), parameters=LIST, errors=(*TRAVEL_ERRORS, *LIST_ERRORS)
        ),
        f"/api/v1/{noun}/{{key}}/": read(
            f"One of the {summary}",
            json_of(name),
            parameters=[KEY, LOCALE, AT, PREVIEW],
            errors=(*TRAVEL_ERRORS, *PAGE_ERRORS),
        ),
    }


def _pages() -> Operation:
    kind = query("type", ref("PageType"), "Type of page.")
    path = query("path", {"type": "string", "maxLength": MAX_PATH}, "A public path such as `/news/`.", required=True)
    moved = {
        "description": "The page has moved, or the published table of redirects names another.",
        "headers": {"Location": {"schema": {"type": "string"}}},
        "content": json_of("Moved"),
    }
    by_path_errors = ("missing_parameter", "invalid_path", "no_page_at_path", *PAGE_ERRORS)
    return {
        "/api/v1/pages/": read(
            "Pages of any type",
            json_of("PageList"),
            parameters=[kind, *LIST],
            errors=("unknown_type", *TRAVEL_ERRORS, *LIST_ERRORS),
        ),
        "/api/v1/pages/by-path/": read(
            "The page at a public path; the path names its language by itself",
            json_of("Page"),
            parameters=[path, *TRAVEL],
            errors=(*TRAVEL_ERRORS, *by_path_errors),
            more={"301": moved},
        ),
        "/api/v1/pages/{key}/": read(
            "One page",
            json_of("Page"),
            parameters=[KEY, LOCALE, AT, PREVIEW],
            errors=(*TRAVEL_ERRORS, *PAGE_ERRORS),
        ),
        "/api/v1/pages/{key}/qr.svg": read(
            "QR code of the page's address", _media("image/svg+xml"), parameters=[KEY, LOCALE], errors=PAGE_ERRORS
        ),
    }


def _channels() -> Operation:
    device = named("device", "Code of the device.", "gate")
    errors = ("unknown_device",)
    text = "What the device shows now, never kept by caches"
    parameters = [device, LOCALE]
    return {
        "/api/v1/channels/marquee/{device}/": read(text, json_of("Marquee"), parameters=parameters, errors=errors),
        "/api/v1/channels/marquee/{device}.json": read(text, json_of("Marquee"), parameters=parameters, errors=errors),
        "/api/v1/channels/marquee/{device}.txt": read(
            f"{text}: a line of text a line, in the device's character set",
            _media("text/plain"),
            parameters=parameters,
            errors=errors,
        ),
        "/api/v1/channels/marquee/{device}.xml": read(
            text, _media("application/xml"), parameters=parameters, errors=errors
        ),
        "/api/v1/feeds/{key}.rss": read(
            "RSS 2.0 of a list", _media("application/rss+xml"), parameters=[KEY, LOCALE], errors=("unknown_list",)
        ),
        "/api/v1/feeds/{key}.json": read(
            "JSON Feed 1.1 of a list",
            {"application/feed+json": {"schema": ref("JsonFeed")}},
            parameters=[KEY, LOCALE],
            errors=("unknown_list",),
        ),
    }


def _whole() -> Operation:
    since = query("since", {"type": "string"}, "`cursor` of the last answer; without it, everything that is public.")
    limit = query("limit", {"type": "integer", "minimum": 1, "maximum": MAX_LIMIT, "default": MAX_LIMIT}, "Entries.")
    token = {
        **named("token", "The signed token of the link.", "MQ:1abcde:signature"),
        "schema": {"type": "string", "minLength": 1},
    }
    return {
        "/api/v1/tree/": read("The page tree of a language", json_of("Tree"), parameters=TRAVEL, errors=TRAVEL_ERRORS),
        "/api/v1/site/": read("What every page needs", json_of("Site"), parameters=TRAVEL, errors=TRAVEL_ERRORS),
        "/api/v1/glossary/": read("Bilingual terms", json_of("TermList"), parameters=TRAVEL, errors=TRAVEL_ERRORS),
        "/api/v1/changes/": read(
            "What appeared, changed or went",
            json_of("Changes"),
            parameters=[since, limit, LOCALE],
            errors=("invalid_cursor", "invalid_limit"),
        ),
        "/api/v1/previews/{token}/": read(
            "A draft, for whoever has a link", json_of("Page"), parameters=[token, LOCALE], errors=("unknown_preview",)
        ),
        "/api/v1/problems/": read("Every error code", json_of("ProblemList")),
        "/api/v1/openapi.json": read("This document", {"application/json": {"schema": {"type": "object"}}}),
        "/api/v1/docs/": {
            "get": {
                "summary": "This document, to browse",
                "responses": {"200": {"description": "A page.", "content": _media("text/html")}},
            }
        },
    }


def paths() -> Operation:
    """Every address of version 1."""
    words = {
        "news_item": ("news", "news items"),
        "service_guide": ("services", "service guides"),
        "faq_item": ("faqs", "questions"),
        "form_item": ("forms", "forms"),
        "topic_zone": ("zones", "topics"),
    }
    found = _pages()
    for kind in CARDS:
        found |= _typed(words[kind][0], kind, words[kind][1])
    return {**found, **_channels(), **_whole()}
