"""The whole page tree of a language in one answer, glued from stored bytes."""

from __future__ import annotations

from collections import defaultdict

from django.http import HttpResponse

from api import headers
from api.headers import answer
from api.v1.ask import Ask
from cms.publishing.timeline import read
from cms.publishing.timeline.read import Node


def tree(ask: Ask) -> HttpResponse:
    """`{"items": [{key, locale, title, path, type, …, children: […]}]}`, pages only, no list items.

    A page below one that is not public is left out with everything under it: nobody could
    walk there.
    """
    nodes, max_age = read.tree(ask.locale, ask.at)
    below: dict[str, list[Node]] = defaultdict(list)
    for node in nodes:
        below[node.parent].append(node)
    body = f'{{"items":[{_join(below, "")}]}}'.encode()
    return answer(body, etag=headers.etag_of(body), known=ask.known, max_age=max_age, locale=ask.locale)


def _join(below: dict[str, list[Node]], parent: str) -> str:
    return ",".join([f'{node.crumb[:-1]},"children":[{_join(below, node.key)}]}}' for node in below.get(parent, ())])
