"""Faults of one part of a table: a choice made twice or not at all, a word that the system map has not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from wholeplace.sources.mapping.form import Event, Exposure, Part, Relation, Spell
from wholeplace.system_map import SystemMap, load_system_map

Found = tuple[str, str, str]
"""The key, what is wrong, the cure."""


@cache
def _map() -> SystemMap:
    return load_system_map()


def part_faults(key: str, part: Part) -> Iterator[Found]:
    """Every fault of a part that stands under this key."""
    if isinstance(part, Event):
        yield from _one_way(key, "kind", part.kind, "kind_column", part.kind_column, part.values)
    if isinstance(part, Spell):
        yield from _one_way(key, "state", part.state, "state_column", part.state_column, part.values)
        yield from _states(key, part)
    if isinstance(part, Exposure):
        yield from _one_way(key, "factor", part.factor, "column", part.column, part.values)
        words = [part.factor] if part.factor else part.values.values()
        yield from _unknown(f"{key}.factor", words, _map().factor_ids(), "factor")
        if part.split and not part.column:
            yield f"{key}.split", "there is no column to split", "Take it out"
    if isinstance(part, Relation):
        yield from _one_way(key, "kind", part.kind, "kind_column", part.kind_column, part.values)
        if bool(part.other) == bool(part.group):
            yield f"{key}.other", "give either other or group", "other names a person, group what all share"


def _one_way(
    key: str, fixed: str, word: str | None, chosen: str, column: str | None, values: Mapping[str, str]
) -> Iterator[Found]:
    """Either a fixed word, or a column with the meaning of its codes."""
    if bool(word) == bool(column):
        yield f"{key}.{fixed}", f"give either {fixed} or {chosen}", f"{chosen} needs values beside it"
    elif bool(column) != bool(values):
        yield f"{key}.values", f"{chosen} and values go together", "Give both, or neither"
    folded = [code.strip().lower() for code in values]
    if len(set(folded)) < len(folded):
        what = "a code is listed twice: case and outer spaces make no difference"
        yield f"{key}.values", what, "Leave one out"


def _states(key: str, part: Spell) -> Iterator[Found]:
    tracks = _map().track_ids()
    if part.track not in tracks:
        yield from _unknown(f"{key}.track", [part.track], tracks, "track")
        return
    words = [part.state] if part.state else part.values.values()
    yield from _unknown(f"{key}.state", words, _map().state_ids(part.track), f"state of {part.track}")


def _unknown(key: str, words: Iterable[str], known: Iterable[str], kind: str) -> Iterator[Found]:
    for word in sorted(set(words) - set(known)):
        cure = "docs/system-map.md lists them" if kind == "factor" else f"One of: {', '.join(known)}"
        yield key, f"{word} is no {kind} of the system map", cure
