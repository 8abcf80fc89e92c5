"""The part of the vocabulary that a model uses: effects with a rate, and the factors and tracks they need.

Effects stand in an order in which a person or home meets them in turn: those of persons that start from rest
(factors that begin, first moves of tracks, what happens in lives), the same of homes, then factors' ends in bit
order, then other moves by track and state. An event is picked in proportion to hazards in this order.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum
from typing import NamedTuple

from wholeplace.dynamics.rates import Rates
from wholeplace.errors import SettingsError
from wholeplace.system_map import Programme, SystemMap, Track

NONE = "none"
ABUSE = "domestic_abuse"
MOST_FACTORS = 64
MOST_STATES = 64
"""Of all tracks together: what a unit holds and is in are 64 bits each."""


class Kind(IntEnum):
    """What an effect does. Kinds from DEATH on are demographic."""

    START = 0
    END = 1
    MOVE = 2
    DEATH = 3
    BIRTH = 4
    PARTNER = 5
    LEAVE_HOME = 6
    LEAVE_PLACE = 7
    HOME_MOVE = 8
    HOME_LEAVE = 9
    SEPARATE = 10
    FLEE = 11
    CHANGES_HOME = 12


LIVES = {
    "life:death": Kind.DEATH,
    "life:birth": Kind.BIRTH,
    "life:partner": Kind.PARTNER,
    "life:leave_home": Kind.LEAVE_HOME,
    "life:leave_place": Kind.LEAVE_PLACE,
    "home:move": Kind.HOME_MOVE,
    "home:leave": Kind.HOME_LEAVE,
    "home:separate": Kind.SEPARATE,
    "home:flee": Kind.FLEE,
}
CHANGES_HOME = "life:changes_home"
"""Told of each person who goes to a new home because of somebody's event; never happens by itself."""


class Effect(NamedTuple):
    """One effect: its kind, what it concerns (factor bit or track index, else -1), states from and to (0 none)."""

    name: str
    kind: Kind
    what: int
    source: int
    target: int
    of_home: bool


class Names(NamedTuple):
    """Factors in bit order, tracks, effects in order, and which of them belong to homes."""

    factors: tuple[str, ...]
    tracks: tuple[Track, ...]
    effects: tuple[Effect, ...]
    home_factors: frozenset[str]
    home_tracks: frozenset[str]

    def expand(self, name: str) -> list[int]:
        """Indices of the effects that `name` stands for, groups of states spelled out; none if none is rated."""
        meant = spelled(name, self.tracks)
        return [k for k, each in enumerate(self.effects) if each.name in meant]


def spelled(name: str, tracks: Sequence[Track]) -> set[str]:
    """The effects with single states that an effect with groups stands for; itself where it has none."""
    head, _, tail = name.partition(":")
    track = next((each for each in tracks if each.id == head), None)
    if track is None or ">" not in tail:
        return {name}
    left, _, right = tail.partition(">")
    return {f"{head}:{a}>{b}" for a in track.ends(left) for b in track.ends(right) if a != b}


def names_in_use(system_map: SystemMap, rates: Rates, programmes: Sequence[Programme]) -> Names:
    """What rates, links with a rated effect, adjustments and programmes' conditions need.

    Raises SettingsError where a rate's effect is unknown or more than 64 factors, or states of tracks, are needed.
    """
    rated = {rate.effect for rate in rates.rates}
    needed = {part for effect in rated for part in _concerns(effect)}
    needed |= {a.factor for a in rates.adjusts if spelled(a.effect, system_map.tracks) & rated}
    needed |= {link.cause for link in system_map.links if spelled(link.effect, system_map.tracks) & rated}
    needed |= {part for programme in programmes for who in programme.who for part in _concerns(who)}
    needed |= {ABUSE} if "home:flee" in rated else set()
    factors = tuple(each for each in system_map.factor_ids() if each in needed)
    tracks = tuple(each for each in system_map.tracks if each.id in needed)
    if len(factors) > MOST_FACTORS:
        what = f"the rates, links and programmes need {len(factors)} factors"
        raise SettingsError(what, cure=f"Use at most {MOST_FACTORS} of them.")
    states = sum(len(each.states) for each in tracks)
    if states > MOST_STATES:
        what = f"the tracks in use have {states} states together"
        raise SettingsError(what, cure=f"Use tracks of at most {MOST_STATES} states.")
    homes = rates.homes
    effects = sorted((_effect(name, factors, tracks, homes) for name in rated), key=_order)
    told = Effect(CHANGES_HOME, Kind.CHANGES_HOME, -1, 0, 0, False)
    home_tracks = frozenset(each.id for each in tracks) & homes
    return Names(factors, tracks, (*effects, told), homes & set(factors), home_tracks)


def _concerns(name: str) -> list[str]:
    head, _, tail = name.partition(":")
    return [tail.partition(":")[0]] if head == "factor" else [head]


def _effect(name: str, factors: Sequence[str], tracks: Sequence[Track], homes: Iterable[str]) -> Effect:
    if name in LIVES:
        return Effect(name, LIVES[name], -1, 0, 0, name.startswith("home:"))
    head, _, tail = name.partition(":")
    if head == "factor":
        factor, _, what = tail.partition(":")
        if factor in factors and what in ("start", "end"):
            kind = Kind.START if what == "start" else Kind.END
            return Effect(name, kind, factors.index(factor), 0, 0, factor in homes)
    for index, track in enumerate(tracks):
        states = (NONE, *(state.id for state in track.states))
        left, _, right = tail.partition(">")
        if track.id == head and left in states and right in states and left != right:
            return Effect(name, Kind.MOVE, index, states.index(left), states.index(right), head in homes)
    raise SettingsError(
        f"a rate is given for {name}, which the engine does not know", cure="Correct the effect."
    )


def _order(effect: Effect) -> tuple[int, ...]:
    if effect.kind == Kind.MOVE and effect.source:
        return (3, effect.what, effect.source, effect.target)
    if effect.kind == Kind.END:
        return (2, effect.what)
    return (int(effect.of_home), effect.kind, effect.what, effect.target)
