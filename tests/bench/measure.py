"""The table of what is measured, and the interleaved rounds."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
from dataclasses import dataclass, field

from tests.bench.load import Measure, burst, etag, status
from tests.bench.server import Server


@dataclass(frozen=True)
class Subject:
    """One address to ask; `conditional` asks it with its own ETag and expects 304.

    With `others` every request asks the next of so many pages, so that little is remembered.
    """

    name: str
    path: str
    conditional: bool = False
    others: int = 0


def subjects(key: str, path: str, v2_id: int, total: int) -> list[Subject]:
    """Ours, Wagtail's API v2 and Wagtail's own way to a page on the same item, and the constant view."""
    return [
        Subject("constant", "/api/bench-constant/"),
        Subject("detail", f"/api/v1/pages/{key}/"),
        Subject("detail 304", f"/api/v1/pages/{key}/", conditional=True),
        Subject("detail, ever another", "/api/v1/pages/news-bench-", others=total - 1),
        Subject("list of 20", "/api/v1/news/"),
        Subject("list 304", "/api/v1/news/", conditional=True),
        Subject("tree", "/api/v1/tree/"),
        Subject("tree 304", "/api/v1/tree/", conditional=True),
        Subject("marquee", "/api/v1/channels/marquee/gate.json"),
        Subject("site page", path),
        Subject("site page 304", path, conditional=True),
        Subject("site page, ever another", f"{path.rstrip('/').rpartition('/')[0]}/bench-", others=total - 1),
        Subject("wagtail page", f"/bench/page/{v2_id}/"),
        Subject("v2 detail", f"/bench/v2/pages/{v2_id}/"),
        Subject("v2 list of 20", "/bench/v2/pages/?type=site_pages.NewsItemPage&fields=*&limit=20"),
    ]


@dataclass
class Result:
    """The bursts of one subject at one number of connections."""

    bursts: list[Measure] = field(default_factory=list)

    @property
    def cpu_us(self) -> float:
        """Median CPU microseconds per request."""
        return statistics.median(one.cpu_us for one in self.bursts)

    @property
    def rps(self) -> float:
        """Median requests per second."""
        return statistics.median(one.rps for one in self.bursts)


def run(server: Server, asked: list[Subject], *, rounds: int, seconds: float) -> dict[tuple[str, int], Result]:
    """Every subject in turn, `rounds` times over, at 1 and at 16 connections.

    Interleaving lets a noisy neighbour disturb all of them alike.
    """
    headers = {subject.name: _headers(server, subject) for subject in asked}
    found: dict[tuple[str, int], Result] = {}
    for _ in range(rounds):
        for connections in (1, 16):
            for subject in asked:
                one = burst(
                    server,
                    subject.path,
                    connections=connections,
                    seconds=seconds,
                    headers=headers[subject.name],
                    others=subject.others,
                )
                found.setdefault((subject.name, connections), Result()).bursts.append(one)
    return found


def ratios(found: Mapping[tuple[str, int], Result]) -> dict[str, float]:
    """The figures the project promises, from CPU per request at 16 connections."""
    cpu = {name: result.cpu_us for (name, connections), result in found.items() if connections == 16}
    return {
        "v2 detail / detail": cpu["v2 detail"] / cpu["detail"],
        "v2 list / list of 20": cpu["v2 list of 20"] / cpu["list of 20"],
        "detail / constant": cpu["detail"] / cpu["constant"],
        "detail, ever another / constant": cpu["detail, ever another"] / cpu["constant"],
        "detail 304 / constant": cpu["detail 304"] / cpu["constant"],
        "list of 20 / constant": cpu["list of 20"] / cpu["constant"],
        "tree / constant": cpu["tree"] / cpu["constant"],
        "marquee / constant": cpu["marquee"] / cpu["constant"],
        "site page / detail": cpu["site page"] / cpu["detail"],
        "site page 304 / detail 304": cpu["site page 304"] / cpu["detail 304"],
        "site page, ever another / detail": cpu["site page, ever another"] / cpu["detail"],
        "wagtail page / site page": cpu["wagtail page"] / cpu["site page"],
    }


def _headers(server: Server, subject: Subject) -> dict[str, str]:
    if not subject.conditional:
        return {}
    headers = {"If-None-Match": etag(server, subject.path)}
    if status(server, subject.path, headers) != 304:
        raise RuntimeError(f"{subject.path} does not answer a conditional request with 304.")
    return headers
