"""The shapes of the answers, as JSON Schema. Keys may be added within v1, never renamed or removed."""

from __future__ import annotations

from collections.abc import Mapping

from api.errors import KINDS, LOCALES
from api.representations.registry import PAGE_TYPES, TYPES
from site_pages.models import CodeStatus, Feature
from site_pages.schemes import Scheme

Schema = dict[str, object]


def ref(name: str) -> Schema:
    """A reference to a named shape."""
    return {"$ref": f"#/components/schemas/{name}"}


def obj(properties: Mapping[str, Schema], *, optional: tuple[str, ...] = (), description: str = "") -> Schema:
    """An object whose keys are all there unless named as `optional`."""
    required = [name for name in properties if name not in optional]
    schema: Schema = {"type": "object", "properties": dict(properties), "required": required}
    return {**schema, "description": description} if description else schema


def array(items: Schema) -> Schema:
    """A list of `items`."""
    return {"type": "array", "items": items}


def nullable(schema: Schema) -> Schema:
    """`schema` or null."""
    return {"anyOf": [schema, {"type": "null"}]}


def text(description: str = "") -> Schema:
    """Plain text."""
    return {"type": "string", "description": description} if description else {"type": "string"}


def also(base: str, properties: Mapping[str, Schema], description: str) -> Schema:
    """The named shape with further keys."""
    return {"allOf": [ref(base), obj(properties)], "description": description}


INTEGER: Schema = {"type": "integer"}
INSTANT: Schema = {"type": "string", "format": "date-time", "description": "ISO 8601 with the offset of Asia/Taipei."}
DAY: Schema = {"type": "string", "format": "date"}
URL: Schema = {"type": "string", "format": "uri"}
HTML = text("Sanitised HTML: p, ul, ol, li, b, strong, i, em, sub, sup, br, and a with href and, for pages, data-key.")
ROC = text("The day for people, in the years of the Republic: 115年11月21日.")
LOCALE: Schema = {"type": "string", "enum": list(LOCALES)}
CATEGORIES = obj({scheme.value: array(text()) for scheme in Scheme}, description="Codes; their names are in `site/`.")
PAGE_REF = obj(
    {"key": text(), "title": nullable(text()), "path": nullable(text()), "url": nullable(URL)},
    description="Another page that is public in this language.",
)
TARGET = obj(
    {
        "page": nullable(ref("PageRef")),
        "url": nullable(URL),
        "feature": {"anyOf": [{"type": "string", "enum": [feature.value for feature in Feature]}, {"type": "null"}]},
    },
    description="Where a link leads: one of the three, or none while the page meant is not public.",
)
FILE = obj({"title": text(), "url": URL, "name": text(), "content_type": text(), "size": INTEGER})
IMAGE = obj({"url": URL, "width": INTEGER, "height": INTEGER, "alt": text(), "caption": text()})
CRUMB = obj(
    {
        "key": text(),
        "locale": LOCALE,
        "title": text(),
        "path": nullable(text()),
        "type": text(),
        "in_menu": {"type": "boolean", "description": "Whether menus show the page."},
        "target": ref("Target"),
    },
    # What was published by an earlier version does not say whether a menu shows it.
    optional=("in_menu", "target"),
)
SUCCESSOR = obj({"key": text(), "path": text(), "url": URL}, description="The page that replaces one that is gone.")
OWNER = obj(
    {"section": nullable(obj({"code": text(), "name": text()})), "role": nullable(text())},
    description="Who answers for the page; roles are public, names of people are not.",
)


def _block(name: str, properties: Mapping[str, Schema]) -> Schema:
    return obj({"type": {"const": name}, **properties})


BLOCKS: dict[str, Schema] = {
    "HeadingBlock": _block("heading", {"level": {"type": "integer", "minimum": 2, "maximum": 3}, "text": text()}),
    "ParagraphBlock": _block("paragraph", {"html": HTML}),
    "ImageBlock": {"allOf": [_block("image", {}), ref("Image")]},
    "TableBlock": _block("table", {"caption": text(), "header": array(text()), "rows": array(array(text()))}),
    "CalloutBlock": _block(
        "callout", {"tone": {"type": "string", "enum": ["info", "warning"]}, "title": text(), "html": HTML}
    ),
    "StepsBlock": _block("steps", {"items": array(obj({"title": text(), "html": HTML}))}),
    "LinksBlock": _block(
        "links", {"items": array(obj({"text": text(), "page": nullable(ref("PageRef")), "url": nullable(URL)}))}
    ),
    "DocumentsBlock": _block("documents", {"items": array(ref("File"))}),
}

IDENTITY: dict[str, Schema] = {
    "key": text("Stays when the page is moved or renamed; the same in every language."),
    "type": {"type": "string", "enum": sorted(TYPES)},
    "locale": LOCALE,
    "path": nullable(text("The public path; null for a document without an address.")),
    "url": nullable(URL),
    "title": text(),
    "summary": text(),
}
DATES: dict[str, Schema] = {
    "published_at": INSTANT,
    "published_roc": ROC,
    "updated_at": INSTANT,
    "updated_roc": ROC,
}
PAGE = obj(
    {
        **IDENTITY,
        "body": array(ref("Block")),
        "owner": ref("Owner"),
        **DATES,
        "online_at": INSTANT,
        "categories": CATEGORIES,
        "attachments": array(ref("File")),
        "qr_url": nullable(URL),
        "offline_at": nullable(INSTANT),
        "breadcrumbs": array(ref("Crumb")),
        "translations": array(ref("Crumb")),
        "preview": obj({"expires_at": INSTANT}),
    },
    optional=("preview",),
    description="Any document. Types add their own keys.",
)
CARD = obj(
    {**IDENTITY, "section": nullable(text()), **DATES, "categories": CATEGORIES},
    description="A document as a list shows it. Types add their own keys.",
)

_LIST = {"items_url": URL, "feeds": obj({"rss": URL, "json": URL})}
_NEWS = {"list": text(), "published_on": DAY, "published_on_roc": ROC}
_TERMS = {"terms": array(obj({"zh": text(), "en": text(), "note": text()}))}
_LINKS = {"links": array(ref("PageRef"))}
_BANNERS = {
    "banners": array(
        obj(
            {
                "title": text(),
                "text": text(),
                "image": nullable(ref("Image")),
                "page": nullable(ref("PageRef")),
                "url": nullable(URL),
            }
        )
    )
}
_CODES = array(
    obj({"code": text(), "name": text(), "status": {"type": "string", "enum": [s.value for s in CodeStatus]}})
)
_FAQ = {"list": text(), "question": text(), "short_answer": text(), "category": text()}
_FORM = {"list": text(), "number": text(), "description": text()}
_GUIDE: dict[str, Schema] = {
    "who": HTML,
    "papers": array(obj({"name": text(), "note": text()})),
    "fee": HTML,
    "time_limit": text(),
    "processing_time": text(),
    "law": array(obj({"name": text(), "url": nullable(URL)})),
    "forms": array(ref("PageRef")),
    "proxy": HTML,
    "online_url": nullable(URL),
}
_MARQUEE: dict[str, Schema] = {
    "priority": INTEGER,
    "texts": array(obj({"device": text(), "lines": array(text())})),
}

OWN: dict[str, dict[str, Schema]] = {
    "home": {},
    "menu": {},
    "standard": {},
    "topic_zone": {},
    "statistics": {},
    "news_list": _LIST,
    "faq_list": _LIST,
    "forms_list": _LIST,
    "news_item": _NEWS,
    "service_guide": _GUIDE,
    "faq_item": {**_FAQ, "answer": HTML, "related": array(ref("PageRef"))},
    "form_item": _FORM,
    "glossary": _TERMS,
    "link": {"target": ref("Target")},
    "site_header": _LINKS,
    "site_footer": {
        **_LINKS,
        "policies": array(ref("PageRef")),
        "contact": nullable(ref("PageRef")),
        "address_lines": array(text()),
    },
    "quick_services": _LINKS,
    "banner_set": _BANNERS,
    "redirect_table": {"redirects": array(obj({"from": text(), "page": ref("PageRef")}))},
    "classification_scheme": {"scheme": {"type": "string", "enum": [s.value for s in Scheme]}, "codes": _CODES},
    "marquee_message": _MARQUEE,
}
"""What each type has beside the keys of `Page`."""

CARDS: dict[str, dict[str, Schema]] = {
    "news_item": {**_NEWS, "has_attachments": {"type": "boolean"}},
    "service_guide": {"time_limit": text(), "processing_time": text(), "online_url": nullable(URL)},
    "faq_item": _FAQ,
    "form_item": {**_FORM, "attachments": array(ref("File"))},
    "topic_zone": {},
}
"""What the cards of the typed lists have beside the keys of `Card`."""


def name_of(kind: str) -> str:
    """`news_item` is `NewsItem` in the schema."""
    return "".join(part.title() for part in kind.split("_"))


def _list_of(schema: Schema) -> Schema:
    return obj({"items": array(schema), "count": INTEGER, "next": nullable(URL)})


_LINKED = nullable(obj({"title": text(), **_LINKS}))
SITE = obj(
    {
        "office": nullable(
            obj(
                {
                    "code": text(),
                    "name": text(),
                    "url": text(),
                    "sections": array(obj({"code": text(), "name": text()})),
                }
            )
        ),
        "locale": LOCALE,
        "locales": array(obj({"code": LOCALE, "name": text()})),
        "header": _LINKED,
        "footer": nullable(obj({"title": text(), **_LINKS, "address_lines": array(text())})),
        "quick_services": _LINKED,
        "policies": array(ref("PageRef")),
        "contact": obj(
            {"name": nullable(text()), "address_lines": array(text()), "page": nullable(ref("PageRef"))},
            description="The office by name, the lines of the footer, and the page that says how to reach it.",
        ),
        "banners": nullable(obj({"title": text(), **_BANNERS})),
        "classifications": {
            "type": "object",
            "additionalProperties": obj({"title": text(), "codes": _CODES}),
            "description": "By scheme: theme, administration, service.",
        },
        "feeds": array(
            obj({"key": text(), "title": text(), "url": nullable(URL), "items_url": URL, "rss": URL, "json": URL})
        ),
        "devices": array(
            obj(
                {
                    "code": text(),
                    "name": text(),
                    "channel": text(),
                    "max_chars": INTEGER,
                    "max_lines": INTEGER,
                    "charset": text(),
                    "json": URL,
                    "txt": URL,
                    "xml": URL,
                }
            )
        ),
    }
)
MESSAGE = obj(
    {
        "key": text(),
        "locale": LOCALE,
        "priority": INTEGER,
        "lines": array(text()),
        "online_at": INSTANT,
        "updated_at": INSTANT,
    }
)
CHANGE = obj(
    {
        "change": {"type": "string", "enum": ["appeared", "changed", "gone"]},
        "at": INSTANT,
        "key": text(),
        "locale": LOCALE,
        "type": {"type": "string", "enum": sorted(TYPES)},
        "title": text(),
        "path": nullable(text()),
        "url": nullable(URL),
        "api_url": URL,
        "in_menu": {"type": "boolean"},
        "target": ref("Target"),
        "code": {"type": "string", "enum": ["withdrawn", "expired"]},
        "reason": text(),
        "successor": nullable(ref("Successor")),
    },
    optional=("title", "path", "url", "api_url", "in_menu", "target", "code", "reason", "successor"),
    description="What is there has title and addresses; what is gone has `code`, `reason`, `successor`.",
)
CODES: Schema = {"type": "string", "enum": sorted(KINDS)}
FAULT = obj({"parameter": text(), "code": CODES, "detail": text()})
PROBLEM = obj(
    {
        "type": URL,
        "title": text(),
        "status": INTEGER,
        "code": CODES,
        "detail": text(),
        "errors": array(ref("Fault")),
        "locales": array(LOCALE),
        "since": INSTANT,
        "since_roc": ROC,
        "reason": text(),
        "successor": nullable(ref("Successor")),
    },
    optional=("errors", "locales", "since", "since_roc", "reason", "successor"),
    description="RFC 9457. `code` is stable; `title` and `detail` are in the asked language.",
)
FEED = obj(
    {
        "version": text(),
        "title": text(),
        "home_page_url": URL,
        "feed_url": URL,
        "description": text(),
        "language": text(),
        "items": array(
            obj(
                {
                    "id": text("A name that stays: `urn:cms:page:KEY:LOCALE`."),
                    "url": nullable(URL),
                    "title": text(),
                    "content_text": text(),
                    "summary": text(),
                    "date_published": INSTANT,
                    "date_modified": INSTANT,
                    "_document": obj({"key": text(), "url": URL}, description="Where the whole document is."),
                }
            )
        ),
    }
)


def _typed(kind: str, own: Mapping[str, Schema]) -> Schema:
    return also("Page", {"type": {"const": kind}, **own}, f"A document of type `{kind}`.")


def _any_page() -> Schema:
    """One of the typed shapes; `type` says which."""
    shapes = {kind: ref(name_of(kind)) for kind in sorted(OWN)}
    mapping = {kind: shape["$ref"] for kind, shape in shapes.items()}
    return {"oneOf": list(shapes.values()), "discriminator": {"propertyName": "type", "mapping": mapping}}


def components() -> dict[str, Schema]:
    """Every named shape."""
    typed = {name_of(kind): _typed(kind, own) for kind, own in OWN.items()}
    cards = {f"{name_of(kind)}Card": also("Card", own, f"A card of type `{kind}`.") for kind, own in CARDS.items()}
    lists = {f"{name_of(kind)}List": _list_of(ref(f"{name_of(kind)}Card")) for kind in CARDS}
    return {
        "AnyPage": _any_page(),
        "Page": PAGE,
        "Card": CARD,
        "PageList": _list_of(ref("Card")),
        "PageType": {"type": "string", "enum": sorted(PAGE_TYPES)},
        "PageRef": PAGE_REF,
        "Target": TARGET,
        "File": FILE,
        "Image": IMAGE,
        "Crumb": CRUMB,
        "Successor": SUCCESSOR,
        "Owner": OWNER,
        "Block": {"oneOf": [ref(name) for name in BLOCKS]},
        **BLOCKS,
        **typed,
        **cards,
        **lists,
        "TermList": _list_of(obj({"zh": text(), "en": text(), "note": text()})),
        "TreeNode": {"allOf": [ref("Crumb"), obj({"children": array(ref("TreeNode"))})]},
        "Tree": obj({"items": array(ref("TreeNode"))}),
        "Site": SITE,
        "Marquee": obj({"device": text(), "items": array(MESSAGE), "count": INTEGER}),
        "Change": CHANGE,
        "Changes": obj({"items": array(ref("Change")), "next": nullable(URL), "cursor": text()}),
        "JsonFeed": FEED,
        "Problem": PROBLEM,
        "Fault": FAULT,
        "ProblemList": _list_of(obj({"code": CODES, "status": INTEGER, "title": text()})),
        "Moved": obj({"status": {"const": 301}, "path": text(), "url": URL}),
    }
