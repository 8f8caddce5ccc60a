"""The addresses: parameters, answers and every documented error of each."""

from __future__ import annotations

from collections.abc import Iterable

from api.errors import KINDS, LOCALES
from api.openapi.schemas import name_of, ref
from api.v1.ask import DEFAULT_LIMIT, MAX_LIMIT, MAX_PATH
from api.v1.nouns import NOUNS

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
DETAIL_ERRORS = (*TRAVEL_ERRORS, "missing_parameter", *PAGE_ERRORS, "blanked")
FEED_ERRORS = ("unknown_list", "withdrawn", "expired")


def json_of(schema: str) -> Operation:
    """A JSON answer of a named shape."""
    return {"application/json": {"schema": ref(schema)}}


def asked(
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


def _list(noun: str, kind: str) -> Operation:
    return {
        f"/api/v1/{noun}/": asked(
            f"Pages of the type `{kind}`",
            json_of(f"{name_of(kind)}List"),
            parameters=LIST,
            errors=(*TRAVEL_ERRORS, *LIST_ERRORS),
        )
    }


def _detail(noun: str, kind: str) -> Operation:
    return {
        f"/api/v1/{noun}/{{key}}/": asked(
            f"One page of the type `{kind}`",
            json_of(name_of(kind)),
            parameters=[KEY, LOCALE, AT, PREVIEW],
            errors=(*DETAIL_ERRORS, "other_type"),
        )
    }


def _pages() -> Operation:
    kind = query("type", ref("PageType"), "Type of page.")
    path = query("path", {"type": "string", "maxLength": MAX_PATH}, "A public path such as `/news/`.", required=True)
    moved = {
        "description": "The page has moved, or the published table of redirects names another.",
        "headers": {"Location": {"schema": {"type": "string"}}},
        "content": json_of("Moved"),
    }
    by_path_errors = ("missing_parameter", "invalid_path", "no_page_at_path", *PAGE_ERRORS, "blanked")
    return {
        "/api/v1/pages/": asked(
            "Pages of any type",
            json_of("PageList"),
            parameters=[kind, *LIST],
            errors=("unknown_type", *TRAVEL_ERRORS, *LIST_ERRORS),
        ),
        "/api/v1/pages/by-path/": asked(
            "The page at a public path; the path names its language by itself",
            json_of("AnyPage"),
            parameters=[path, *TRAVEL],
            errors=(*TRAVEL_ERRORS, *by_path_errors),
            more={"301": moved},
        ),
        "/api/v1/pages/{key}/": asked(
            "One page",
            json_of("AnyPage"),
            parameters=[KEY, LOCALE, AT, PREVIEW],
            errors=DETAIL_ERRORS,
        ),
        "/api/v1/pages/{key}/qr.svg": asked(
            "QR code of the page's address",
            _media("image/svg+xml"),
            parameters=[KEY, LOCALE],
            errors=(*PAGE_ERRORS, "no_address"),
        ),
    }


def _channels() -> Operation:
    device = named("device", "Code of the device.", "gate")
    errors = ("unknown_device",)
    text = "What the device shows now, never kept by caches"
    parameters = [device, LOCALE]
    return {
        "/api/v1/channels/marquee/{device}/": asked(text, json_of("Marquee"), parameters=parameters, errors=errors),
        "/api/v1/channels/marquee/{device}.json": asked(text, json_of("Marquee"), parameters=parameters, errors=errors),
        "/api/v1/channels/marquee/{device}.txt": asked(
            f"{text}: a line of text a line, in the device's character set",
            _media("text/plain"),
            parameters=parameters,
            errors=errors,
        ),
        "/api/v1/channels/marquee/{device}.xml": asked(
            text, _media("application/xml"), parameters=parameters, errors=errors
        ),
        "/api/v1/feeds/{key}.rss": asked(
            "RSS 2.0 of a list", _media("application/rss+xml"), parameters=[KEY, LOCALE], errors=FEED_ERRORS
        ),
        "/api/v1/feeds/{key}.json": asked(
            "JSON Feed 1.1 of a list",
            {"application/feed+json": {"schema": ref("JsonFeed")}},
            parameters=[KEY, LOCALE],
            errors=FEED_ERRORS,
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
        "/api/v1/tree/": asked("The page tree of a language", json_of("Tree"), parameters=TRAVEL, errors=TRAVEL_ERRORS),
        "/api/v1/site/": asked("What every page needs", json_of("Site"), parameters=TRAVEL, errors=TRAVEL_ERRORS),
        "/api/v1/glossary/": asked(
            "Bilingual terms",
            json_of("TermList"),
            parameters=[*TRAVEL, LIMIT, CURSOR],
            errors=(*TRAVEL_ERRORS, "invalid_limit", "invalid_cursor"),
        ),
        "/api/v1/changes/": asked(
            "What appeared, changed or went",
            json_of("Changes"),
            parameters=[since, limit, LOCALE],
            errors=("invalid_cursor", "invalid_limit"),
        ),
        "/api/v1/previews/{token}/": asked(
            "A draft, for whoever has a link",
            json_of("AnyPage"),
            parameters=[token, LOCALE],
            errors=("unknown_preview", "preview_changed"),
        ),
        "/api/v1/problems/": asked("Every error code", json_of("ProblemList")),
        "/api/v1/openapi.json": asked("This document", {"application/json": {"schema": {"type": "object"}}}),
        "/api/v1/docs/": asked("This document, to browse", _media("text/html")),
    }


def paths() -> Operation:
    """Every address of version 1."""
    found = _pages()
    for noun, kind in NOUNS.items():
        found |= _list(noun, kind) | _detail(noun, kind)
    return {**found, **_detail("glossary", "glossary"), **_channels(), **_whole()}
