"""The arrays that the kernel reads. A cell is a sex and an age band; the last cell is that of homes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from wholeplace.dynamics.compiled.gates import Gates, state_bit
from wholeplace.dynamics.compiled.names import ABUSE, Kind, Names
from wholeplace.dynamics.rates import Adjust, Rate, Rates
from wholeplace.errors import SettingsError
from wholeplace.system_map import Programme, SystemMap

HOLDERS = ("self", "parent", "spouse_or_partner", "child", "household")
EVERYONE = 5
"""In place of a holder: a programme's ratio that asks for no factor."""
MONTHS = 12
WORKING, ADULT = 16, 18
"""Ages in years: from 16 a member is one through whom a home's effects are judged; under 18 one is a child."""
SEXES = ("F", "M")
CONDITIONAL = (Kind.PARTNER, Kind.LEAVE_HOME, Kind.LEAVE_PLACE, Kind.SEPARATE, Kind.FLEE)
FIND, LEAVE_HOME, LEAVE_PLACE, SEPARATE, FLEE = range(len(CONDITIONAL))
"""What can happen only to some, and where each stands in `Chances.lives`."""

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Masks = npt.NDArray[np.uint64]


class Ratio(NamedTuple):
    """`times` as often `effect` (index) while `holder` holds `factor` (bit) and the gate, if any, is open."""

    effect: int
    holder: int
    factor: int
    gate: int
    times: float


class Chances(NamedTuple):
    """What hazards are read from. The last axis of floats is effects, in order; a cell is a row of `base`."""

    base: Floats  # hazard a year, calibrated; in the kernel by period first
    rest: Ints  # effects that start from rest: persons' to rest[0], homes' from there to rest[1]
    lives: Ints  # effects with a condition, in the order of CONDITIONAL; the last effect where not rated
    start: Ints  # by factor: the effect that starts it, or -1
    end: Ints  # by factor: the effect that ends it, or -1
    track: Ints  # tracks x (home's, bit before its first state's, first moves from, to)
    move_from: Ints  # tracks x (states + 2): where moves out of a state begin among the effects
    ratio_from: Ints  # (persons', homes') x holders x factors, in one row: where their ratios begin
    ratio_on: Ints  # ratios x (effect, gate)
    ratio_times: Floats  # ratios x (ratio, its inverse)
    relevant: Masks  # cells x holders: factors that change some hazard of the cell
    kind: Ints  # by cell: a number from 1 that cells with the same relevant factors share
    masks: (
        Masks  # factors of homes, domestic abuse, all that a home's chances turn on, all that programmes ask
    )


class Changes(NamedTuple):
    """What events are read from."""

    start: Ints
    effect: Ints  # effects x (kind, what, state from, state to)
    track: Ints
    relevant: Masks
    masks: Masks
    edges: Ints  # first age of each band, months
    area_edges: Floats  # cumulative shares of areas that movers go to
    columns: (
        Ints  # factors counted; whether programmes ask for states; the effect that tells of changes of home
    )


class Settings(NamedTuple):
    """What multiplies hazards by time, place and family; programmes."""

    clustered: npt.NDArray[np.bool_]
    area: Floats  # areas (the last outside the place) x effects
    period_start: npt.NDArray[np.int32]
    period: Floats
    alike: npt.NDArray[np.bool_]  # whether all areas are
    gates: Gates


class Tables(NamedTuple):
    """All arrays of a model."""

    chances: Chances
    changes: Changes
    settings: Settings


def age_edges(rates: Rates) -> Ints:
    """All ages in months at which a rate, or who counts as a child or adult, changes."""
    years = {0, WORKING, ADULT} | {age for rate in rates.rates for age in (rate.age_from, rate.age_to)}
    return np.array(sorted(years), np.int64) * MONTHS


def base_table(names: Names, rates: Rates, edges: Ints, scale: Floats) -> Floats:
    """Hazard a year by cell and effect. Raises SettingsError for overlaps and for a home's rate by sex or age."""
    base = np.zeros((2 * len(edges) + 1, len(names.effects)))
    index = {effect.name: k for k, effect in enumerate(names.effects)}
    for rate in rates.rates:
        k = index[rate.effect]
        cells = _cells(rate, names.effects[k].of_home, edges)
        if base[cells, k].any():
            raise SettingsError(f"two rates of {rate.effect} are for the same age and sex", cure="Keep one.")
        base[cells, k] = rate.per_year * scale[k]
        if names.effects[k].kind == Kind.BIRTH:
            base[len(edges) :, k] = 0  # women alone bear children
    if not (np.isfinite(base) & (base >= 0)).all():
        raise SettingsError("a rate, times its scale, is below nought or not a number", cure="Correct it.")
    return base


def _cells(rate: Rate, of_home: bool, edges: Ints) -> Ints:
    if of_home:
        if rate.sex:
            raise SettingsError(
                f"{rate.effect} belongs to the home and is given by sex", cure="Give one rate."
            )
        return np.array([2 * len(edges)])
    bands = np.flatnonzero((edges >= rate.age_from * MONTHS) & (edges < rate.age_to * MONTHS))
    sexes = [SEXES.index(rate.sex)] if rate.sex else [0, 1]
    return np.concatenate([bands + sex * len(edges) for sex in sexes])


def ratios_of(
    system_map: SystemMap, adjusts: Iterable[Adjust], programmes: Iterable[Programme], names: Names
) -> tuple[list[Ratio], list[str]]:
    """Every ratio on every effect, and the links, adjustments and programmes' parts that no rate gives an effect."""
    found: list[Ratio] = []
    unused: list[str] = []
    given = [(link.id, link.cause, link.holder, link.effect, link.rate_ratio) for link in system_map.links]
    given += [(f"{a.factor}@{a.holder}->{a.effect}", a.factor, a.holder, a.effect, a.ratio) for a in adjusts]
    for name, factor, holder, effect, times in given:
        at = names.expand(effect)
        found += [Ratio(k, HOLDERS.index(holder), names.factors.index(factor), -1, times) for k in at]
        unused += [] if at else [name]
    for gate, programme in enumerate(programmes):
        for acts_on, times in zip(programme.acts_on, programme.multiplies, strict=True):
            more = _programme_ratios(acts_on, times, gate, system_map, names)
            found += more
            unused += [] if more else [f"{programme.id}: {acts_on}"]
    return sorted(found, key=lambda ratio: (ratio.effect, ratio.holder, ratio.factor, ratio.gate)), unused


def _programme_ratios(
    acts_on: str, times: float, gate: int, system_map: SystemMap, names: Names
) -> list[Ratio]:
    if not acts_on.startswith("link:"):
        return [Ratio(k, EVERYONE, 0, gate, times) for k in names.expand(acts_on)]
    link = next((each for each in system_map.links if f"link:{each.id}" == acts_on), None)
    if link is None:
        raise SettingsError(
            f"a programme acts on {acts_on}, which the map does not have", cure="Correct `acts_on`."
        )
    at = names.expand(link.effect)
    return [Ratio(k, HOLDERS.index(link.holder), names.factors.index(link.cause), gate, times) for k in at]


def chances_of(names: Names, base: Floats, ratios: list[Ratio], gates: Gates) -> Chances:
    """The arrays that hazards are read from."""
    ratio_from, ratio_on, ratio_times = _ratio_arrays(names, ratios)
    relevant = _relevant(names, base, ratios)
    lives = [next((k for k, e in enumerate(names.effects) if e.kind == kind), -1) for kind in CONDITIONAL]
    tracks = range(len(names.tracks))
    return Chances(
        base=base, ratio_from=ratio_from, ratio_on=ratio_on, ratio_times=ratio_times,
        rest=_rest(names), start=_by_factor(names, Kind.START), end=_by_factor(names, Kind.END),
        lives=np.array(lives, np.int64) % len(names.effects),
        track=np.array([_track(names, each) for each in tracks], np.int64).reshape(-1, 4),
        move_from=_moves(names), relevant=relevant, kind=_kinds(relevant), masks=_masks(names, ratios, gates),
    )  # fmt: skip


def changes_of(names: Names, chances: Chances, edges: Ints, area_edges: Floats, gates: Gates) -> Changes:
    """The arrays that events are read from."""
    columns = (len(names.factors), gates.states.shape[1] > 0, len(names.effects) - 1)
    return Changes(
        start=chances.start,
        effect=np.array([(e.kind, e.what, e.source, e.target) for e in names.effects], np.int64),
        track=chances.track, relevant=chances.relevant, masks=chances.masks, edges=edges,
        area_edges=area_edges, columns=np.array(columns, np.int64),
    )  # fmt: skip


def _rest(names: Names) -> Ints:
    rest = [e for e in names.effects[:-1] if e.kind != Kind.END and not (e.kind == Kind.MOVE and e.source)]
    return np.array([sum(not each.of_home for each in rest), len(rest)], np.int64)


def _by_factor(names: Names, kind: Kind) -> Ints:
    found = {effect.what: k for k, effect in enumerate(names.effects) if effect.kind == kind}
    return np.array([found.get(bit, -1) for bit in range(64)], np.int64)


def _track(names: Names, track: int) -> tuple[int, int, int, int]:
    first = [
        k for k, e in enumerate(names.effects) if e.kind == Kind.MOVE and e.what == track and not e.source
    ]
    start, end = (first[0], first[-1] + 1) if first else (0, 0)
    return names.tracks[track].id in names.home_tracks, state_bit(names, track, 1), start, end


def _moves(names: Names) -> Ints:
    """Moves out of state s of track t are effects from [t, s] to [t, s + 1]."""
    keys = [(e.what, e.source) if e.kind == Kind.MOVE and e.source else (-1, 0) for e in names.effects]
    width = max((len(track.states) for track in names.tracks), default=0) + 2
    table = np.zeros((len(names.tracks), width), np.int64)
    position = next((k for k, key in enumerate(keys) if key[0] >= 0), 0)
    for track in range(len(names.tracks)):
        for state in range(width):
            table[track, state] = position
            position += keys.count((track, state))
    return table


def _ratio_arrays(names: Names, ratios: list[Ratio]) -> tuple[Ints, Ints, Floats]:
    def place(ratio: Ratio) -> int:
        return (names.effects[ratio.effect].of_home * (EVERYONE + 1) + ratio.holder) * 64 + ratio.factor

    ordered = sorted(ratios, key=lambda ratio: (place(ratio), ratio.effect, ratio.gate))
    begins = np.searchsorted([place(ratio) for ratio in ordered], np.arange(2 * (EVERYONE + 1) * 64 + 1))
    on = np.array([(ratio.effect, ratio.gate) for ratio in ordered], np.int64).reshape(-1, 2)
    return (
        begins.astype(np.int64),
        on,
        np.array([(ratio.times, 1 / ratio.times) for ratio in ordered], np.float64).reshape(-1, 2),
    )


def _relevant(names: Names, base: Floats, ratios: list[Ratio]) -> Masks:
    masks = np.zeros((len(base), EVERYONE + 1), np.uint64)
    for ratio in ratios:
        if ratio.holder != EVERYONE:
            masks[base[:, ratio.effect] > 0, ratio.holder] |= np.uint64(1 << ratio.factor)
    return masks


def _kinds(relevant: Masks) -> Ints:
    return np.unique(relevant, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64) + 1


def _masks(names: Names, ratios: list[Ratio], gates: Gates) -> Masks:
    of_home = sum(1 << names.factors.index(each) for each in names.home_factors)
    abuse = 1 << names.factors.index(ABUSE) if ABUSE in names.factors else 0
    asked = int(np.bitwise_or.reduce(gates.factors)) if len(gates.factors) else 0
    turns = asked | abuse
    for ratio in ratios:
        if names.effects[ratio.effect].of_home and ratio.holder != EVERYONE:
            turns |= 1 << ratio.factor
    return np.array([of_home, abuse, turns, asked], np.uint64)
