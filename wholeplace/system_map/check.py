"""What a vocabulary must satisfy as a whole: IDs, broader factors, states, moves and precedence.

Each check gives problems and never raises, so that a reader hears of all of them at once. The item of an
entry that could not be read is None: its ID counts as known, and nothing more is said of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Generic, NamedTuple, TypeVar

from wholeplace.errors import SettingsError
from wholeplace.system_map.model import NONE, Factor, Track

RESERVED = ("factor", "link", NONE)
"""Words with a meaning of their own in effects and transitions."""

T = TypeVar("T")


class Problem(NamedTuple):
    """One fault: the file and key, what is wrong, and the cure."""

    where: str
    what: str
    cure: str

    def line(self) -> str:
        """The fault as every other user error reads."""
        return SettingsError(self.what, where=self.where, cure=self.cure).line()


@dataclass(frozen=True)
class Placed(Generic[T]):
    """An entry with the file and key it came from; `item` is None where it could not be read."""

    where: str
    item: T | None


Factors = Mapping[str, Placed[Factor]]
Tracks = Mapping[str, Placed[Track]]


def vocabulary(factors: Factors, tracks: Tracks) -> Iterator[Problem]:
    """Problems of factors and tracks."""
    yield from _shared_ids(factors, tracks)
    for placed in factors.values():
        if placed.item and placed.item.part_of:
            yield from _part_of(f"{placed.where}.part_of", placed.item, placed.item.part_of, factors)
    for placed in tracks.values():
        if placed.item:
            yield from _states(placed.where, placed.item)
            yield from _precedence(placed.where, placed.item)
            yield from _transitions(placed.where, placed.item)


def repeated(values: Iterable[str]) -> list[str]:
    """The values that occur more than once, each named once."""
    return [value for value, times in Counter(values).items() if times > 1]


def _shared_ids(factors: Factors, tracks: Tracks) -> Iterator[Problem]:
    for track, placed in tracks.items():
        if track in factors:
            yield Problem(placed.where, f"{track} is also the ID of a factor", "Give one of them another ID.")
        if track in RESERVED:
            yield Problem(placed.where, f"{track} is a reserved word", "Give the track another ID.")


def _part_of(where: str, factor: Factor, broad: str, factors: Factors) -> Iterator[Problem]:
    if broad not in factors or broad == factor.id:
        yield Problem(where, f"no other factor is called {broad}", "Name a factor of this map.")
        return
    broader = factors[broad].item
    if broader and broader.kind != factor.kind:
        yield Problem(
            where, f"{broad} is a {broader.kind}, not a {factor.kind}", "Name one of the same kind."
        )
    if broader and broader.part_of:
        yield Problem(where, f"{broad} is itself part of {broader.part_of}", "Name the broadest one.")


def _states(where: str, track: Track) -> Iterator[Problem]:
    where = f"{where}.states"
    ids = [state.id for state in track.states]
    groups = {state.group for state in track.states if state.group}
    for state in repeated(ids):
        yield Problem(where, f"{state} appears twice", "Give each state an ID of its own.")
    for name in sorted(groups & set(ids)):
        yield Problem(where, f"{name} is both a state and a group", "Give the group another ID.")
    for name in sorted((groups | set(ids)) & set(RESERVED)):
        yield Problem(where, f"{name} is a reserved word", "Give the state or group another ID.")


def _precedence(where: str, track: Track) -> Iterator[Problem]:
    where = f"{where}.precedence"
    ids = [state.id for state in track.states]
    for state in repeated(track.precedence):
        yield Problem(where, f"{state} appears twice", "Keep it once.")
    for state in sorted(set(track.precedence) - set(ids)):
        yield Problem(where, f"{state} is not a state of the track", "Remove it or add the state.")
    for state in sorted(set(ids) - set(track.precedence)):
        yield Problem(where, f"{state} has no place", "Put it where its intensity belongs.")


def _transitions(where: str, track: Track) -> Iterator[Problem]:
    where = f"{where}.transitions"
    for text in repeated(track.transitions):
        yield Problem(where, f"{text} appears twice", "Keep it once.")
    for text in track.transitions:
        yield from _transition(where, text, track)
    yield from _dead_ends(where, track)


def _transition(where: str, text: str, track: Track) -> Iterator[Problem]:
    left, arrow, right = text.partition(">")
    if not arrow:
        yield Problem(where, f"{text} is not a move", "Write it as FROM>TO.")
        return
    unknown = [name for name in (left, right) if not track.ends(name)]
    for name in unknown:
        cure = "Name a state or group of this track, or none."
        yield Problem(where, f"{text} names {name or 'nothing'}, which the track has not", cure)
    if not unknown and not any(a != b for a in track.ends(left) for b in track.ends(right)):
        yield Problem(where, f"{text} goes nowhere", "Remove it: staying is not a move.")


def _dead_ends(where: str, track: Track) -> Iterator[Problem]:
    entered = {b for _, b in track.moves()}
    left = {a for a, _ in track.moves()}
    for state in track.states:
        if state.id not in entered:
            yield Problem(where, f"nothing leads to {state.id}", "Add a move that ends there.")
        if state.id not in left:
            yield Problem(where, f"nothing leads from {state.id}", "Add a move that starts there.")
