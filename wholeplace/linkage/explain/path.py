"""By which links one record is joined to another."""

from __future__ import annotations

from collections import deque

import polars as pl

Link = tuple[str, str, float, str]
"""Two records, the strength of the link, and what it rests on."""


def path(links: pl.DataFrame, start: set[str], end: set[str]) -> list[Link]:
    """The fewest links that lead from a record of `start` to one of `end`; none where nothing leads there.

    links: record_a, record_b, score, why. Of ways as short, the one first met, strongest links first.
    """
    near = _neighbours(links)
    before: dict[str, Link | None] = dict.fromkeys(sorted(start))
    waiting = deque(before)
    while waiting:
        here = waiting.popleft()
        if here in end:
            return _back(here, before)
        for link in near.get(here, []):
            if link[1] not in before:
                before[link[1]] = link
                waiting.append(link[1])
    return []


def _neighbours(links: pl.DataFrame) -> dict[str, list[Link]]:
    near: dict[str, list[Link]] = {}
    order = links.sort("score", "record_a", "record_b", descending=[True, False, False])
    for a, b, score, why in order.select("record_a", "record_b", "score", "why").iter_rows():
        near.setdefault(a, []).append((a, b, score, why))
        near.setdefault(b, []).append((b, a, score, why))
    return near


def _back(here: str, before: dict[str, Link | None]) -> list[Link]:
    found: list[Link] = []
    while (link := before[here]) is not None:
        found.append(link)
        here = link[0]
    return found[::-1]
