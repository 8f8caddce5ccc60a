"""The whole page tree of a language in one answer, glued from stored bytes."""

from __future__ import annotations

from collections import defaultdict

from django.http import HttpResponse

from api.v1.ask import Ask
from api.v1.stored import Made, made, stored
from cms.publishing.timeline import read
from cms.publishing.timeline.read import Node


def tree(ask: Ask) -> HttpResponse:
    """`{"items": [{key, locale, title, path, type, …, children: […]}]}`, pages only, no list items.

    A page below one that is not public is left out with everything under it: nobody could
    walk there.
    """

    def make() -> Made:
        nodes, until = read.tree(ask.locale, ask.at)
        below: dict[str, list[Node]] = defaultdict(list)
        for node in nodes:
            below[node.parent].append(node)
        return made(f'{{"items":[{_join(below, "")}]}}'.encode(), ask.locale, until)

    return stored(ask, ("tree", ask.locale), make)


def _join(below: dict[str, list[Node]], parent: str) -> str:
    return ",".join([f'{node.crumb[:-1]},"children":[{_join(below, node.key)}]}}' for node in below.get(parent, ())])
