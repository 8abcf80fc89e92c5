"""What links and programmes must satisfy against the vocabulary: known ends, honest intervals."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from wholeplace.system_map.check import Factors, Placed, Problem, Tracks
from wholeplace.system_map.model import Link, Programme, Track

_MOVE = re.compile(r"(?P<track>[a-z0-9_]+):(?P<start>[a-z0-9_]+)>(?P<end>[a-z0-9_]+)")
_FACTOR = re.compile(r"factor:(?P<factor>[a-z0-9_]+):(?:start|end)")
_EFFECT_CURE = "Write TRACK:FROM>TO, factor:ID:start or factor:ID:end."
_FACTOR_CURE = "Name a factor of this map."

ASSUMED_SPREAD = 2.0
"""An assumed ratio's interval reaches at least this factor below and above it: we do not know better."""


def links(found: Mapping[str, Placed[Link]], factors: Factors, tracks: Tracks) -> Iterator[Problem]:
    """Problems of links."""
    for placed in found.values():
        if placed.item:
            yield from _cause(placed.where, placed.item, factors)
            yield from _confounders(placed.where, placed.item, factors)
            yield from _effect(f"{placed.where}.effect", placed.item.effect, factors, tracks)
            yield from _interval(placed.where, placed.item)
            yield from _evidence(placed.where, placed.item)


def programmes(
    found: Mapping[str, Placed[Programme]], known_links: set[str], factors: Factors, tracks: Tracks
) -> Iterator[Problem]:
    """Problems of programmes; `known_links` are the IDs of the map's links."""
    for placed in found.values():
        if placed.item:
            yield from _acts_on(placed.where, placed.item, known_links, factors, tracks)
            yield from _who(placed.where, placed.item, factors, tracks)
            yield from _dates(placed.where, placed.item)


def _cause(where: str, link: Link, factors: Factors) -> Iterator[Problem]:
    where = f"{where}.cause"
    if link.cause not in factors:
        yield Problem(where, f"no factor is called {link.cause}", _FACTOR_CURE)
    elif _is_characteristic(link.cause, factors):
        what = f"{link.cause} is a characteristic, which is never a cause"
        yield Problem(where, what, "Name it under confounders: it adjusts.")


def _confounders(where: str, link: Link, factors: Factors) -> Iterator[Problem]:
    for factor in link.confounders:
        if factor not in factors:
            yield Problem(
                f"{where}.confounders", f"no factor is called {factor}", "Name a factor of this map."
            )


def _effect(where: str, effect: str, factors: Factors, tracks: Tracks) -> Iterator[Problem]:
    if match := _FACTOR.fullmatch(effect):
        yield from _factor_effect(where, match["factor"], factors)
    elif match := _MOVE.fullmatch(effect):
        yield from _move(where, match["track"], match["start"], match["end"], tracks)
    else:
        yield Problem(where, f"{effect} is not an effect", _EFFECT_CURE)


def _factor_effect(where: str, factor: str, factors: Factors) -> Iterator[Problem]:
    if factor not in factors:
        yield Problem(where, f"no factor is called {factor}", _FACTOR_CURE)
    elif _is_characteristic(factor, factors):
        what = f"{factor} is a characteristic, which nothing brings about or takes away"
        yield Problem(where, what, "Name a circumstance or a strength.")


def _move(where: str, track_id: str, start: str, end: str, tracks: Tracks) -> Iterator[Problem]:
    if track_id not in tracks:
        yield Problem(where, f"no track is called {track_id}", "Name a track of this map.")
        return
    track = tracks[track_id].item
    if track is None:
        return
    unknown = [name for name in (start, end) if not track.ends(name)]
    for name in unknown:
        yield Problem(where, f"{track_id} has no state {name}", "Name a state or group of it, or none.")
    if not unknown and not _allowed(track, start, end):
        yield Problem(where, f"{start}>{end} is not a move of {track_id}", "Name one its transitions allow.")


def _allowed(track: Track, start: str, end: str) -> bool:
    wanted = {(a, b) for a in track.ends(start) for b in track.ends(end) if a != b}
    return bool(wanted) and wanted <= track.moves()


def _interval(where: str, link: Link) -> Iterator[Problem]:
    if not link.low <= link.rate_ratio <= link.high:
        what = "low, rate_ratio and high are not in rising order"
        yield Problem(f"{where}.rate_ratio", what, "Give the interval around the ratio.")
    wide = link.low * ASSUMED_SPREAD <= link.rate_ratio and link.high >= link.rate_ratio * ASSUMED_SPREAD
    if link.grade == "assumed" and not wide:
        what = "an assumed ratio has too narrow an interval"
        yield Problem(f"{where}.low", what, "Reach down to half the ratio and up to twice it.")


def _evidence(where: str, link: Link) -> Iterator[Problem]:
    needed = ("reason",) if link.grade == "assumed" else ("source", "design")
    for key in needed:
        if getattr(link, key) is None:
            yield Problem(f"{where}.{key}", f"a link of grade {link.grade} has no {key}", "Add it.")


def _acts_on(
    where: str, programme: Programme, known_links: set[str], factors: Factors, tracks: Tracks
) -> Iterator[Problem]:
    where = f"{where}.acts_on"
    if len(programme.acts_on) != len(programme.multiplies):
        yield Problem(where, "acts_on and multiplies differ in length", "Give one multiplier for each.")
    if programme.published and len(programme.published) != len(programme.acts_on):
        what = "published and acts_on differ in length"
        yield Problem(where, what, "Name one row of evidence for each, or leave published out.")
    for target in programme.acts_on:
        if not target.startswith("link:"):
            yield from _effect(where, target, factors, tracks)
        elif target.removeprefix("link:") not in known_links:
            yield Problem(where, f"no link is written {target}", "Name a link as link:CAUSE@HOLDER->EFFECT.")


def _who(where: str, programme: Programme, factors: Factors, tracks: Tracks) -> Iterator[Problem]:
    where = f"{where}.who"
    if "everyone" in programme.who and len(programme.who) > 1:
        yield Problem(where, "everyone stands beside other conditions", "Keep one or the other.")
    for condition in programme.who:
        head, _, tail = condition.partition(":")
        if condition != "everyone" and not _holds(head, tail, factors, tracks):
            cure = "Write everyone, factor:ID or TRACK:STATE."
            yield Problem(where, f"{condition} is no condition of this map", cure)


def _holds(head: str, tail: str, factors: Factors, tracks: Tracks) -> bool:
    if head == "factor":
        return tail in factors
    placed = tracks.get(head)
    return placed is not None and (placed.item is None or bool(placed.item.ends(tail)))


def _dates(where: str, programme: Programme) -> Iterator[Problem]:
    if programme.until is not None and programme.until <= programme.from_date:
        yield Problem(f"{where}.until", "it ends before it begins", "Give a later day, or leave until out.")


def _is_characteristic(factor: str, factors: Factors) -> bool:
    item = factors[factor].item
    return item is not None and item.kind == "characteristic"
