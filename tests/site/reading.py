"""Pages as a strict HTML parser sees them. What the parser has to mend is a failure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from xml.etree.ElementTree import Element

import html5lib
from django.test import Client

from tests.site.everything import addresses

OWN = ("/categories/theme/", "/categories/theme/100/", "/en/categories/theme/100/", "/nothing/here/", "/en/nothing/")
LISTS = ("/news/?year=2026", "/news/?after=63000000000~a")


@dataclass(frozen=True)
class Read:
    """One answer: where, what it is, in which language, and its tree."""

    path: str
    kind: str
    locale: str
    status: int
    root: Element

    def all(self, *names: str) -> Iterator[Element]:
        """The elements of these names, in order."""
        return (element for element in self.root.iter() if element.tag in names)

    def one(self, name: str) -> Element:
        """The only element of that name."""
        found = list(self.all(name))
        assert len(found) == 1, (self.path, name, len(found))
        return found[0]

    def ids(self) -> list[str]:
        """Every id, in order."""
        return [element.attrib["id"] for element in self.root.iter() if "id" in element.attrib]

    def metas(self) -> dict[str, str]:
        """Meta elements by name or property."""
        return {
            meta.get("name") or meta.get("property", ""): meta.get("content", "")
            for meta in self.all("meta")
            if "content" in meta.attrib
        }


def parse(content: bytes) -> Element:
    """The document. Raises `html5lib.html5parser.ParseError` for what a validator would call an error."""
    parser = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False)
    root: Element = parser.parse(content.decode())
    return root


def text_of(element: Element) -> str:
    """All text inside, with white space as one blank."""
    return " ".join("".join(element.itertext()).split())


def read(client: Client, path: str, kind: str = "", locale: str = "zh-hant") -> Read:
    """Ask for one page."""
    response = client.get(path)
    return Read(path, kind, locale, response.status_code, parse(response.content))


def read_all(client: Client) -> list[Read]:
    """Every page of the timeline, lists with their parts, and the pages that the site has of its own."""
    found = [read(client, path, kind, locale) for path, (kind, locale) in addresses().items()]
    own = [(path, "en" if path.startswith("/en/") else "zh-hant") for path in (*OWN, *LISTS)]
    return found + [read(client, path, "own", locale) for path, locale in own]
