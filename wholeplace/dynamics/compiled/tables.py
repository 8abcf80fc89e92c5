"""The arrays that the kernel reads. A cell is a sex and an age band; the last cell is that of homes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from wholeplace.dynamics.compiled.gates import Gates, state_bit
from wholeplace.dynamics.compiled.names import ABUSE, CHANGES_HOME, Kind, Names
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


class Tables(NamedTuple):
    """Effects are the last axis everywhere. Masks have a bit for each factor."""

    edges: Ints  # first age of each band, months
    base: Floats  # cells x effects: a year, calibrated
    rest_from: Ints  # by cell: where its part of `rest` begins
    rest: Ints  # effects that start from rest and have a rate in the cell
    end: Ints  # by factor: the effect that ends it, or -1
    move_from: Ints  # tracks x (states + 2): where moves out of a state begin among the effects
    kind: Ints
    what: Ints
    source: Ints
    target: Ints
    blocks: Masks  # the factor that must be absent
    of_home: npt.NDArray[np.bool_]
    ratio_from: Ints
    ratio_holder: Ints
    ratio_factor: Ints
    ratio_gate: Ints
    ratio_times: Floats
    clustered: npt.NDArray[np.bool_]
    by_area: bool
    area: Floats
    area_edges: Floats  # cumulative shares of areas that movers go to
    period_start: npt.NDArray[np.int32]
    period: Floats
    gates: Gates
    causes: Masks  # by holder: factors that any effect asks for
    home_causes: np.uint64  # factors that a home's effects ask for of anybody
    asks_states: bool  # whether a programme is for people in some state
    first_state: int  # columns of factors in what is counted come first
    state_bit: Ints  # by track: bit before its first state's
    home_track: npt.NDArray[np.bool_]
    home_factors: np.uint64
    abuse: np.uint64
    told: int  # the effect that tells of a change of home


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
    return sorted(found, key=lambda ratio: ratio.effect), unused


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


def rest_lists(names: Names, base: Floats) -> tuple[Ints, Ints]:
    """By cell, the effects with a rate that start from rest: where each cell's part begins, and the effects."""
    rest = [
        k
        for k, e in enumerate(names.effects)
        if e.kind != Kind.END and not (e.kind == Kind.MOVE and e.source)
    ]
    lists = [[k for k in rest if row[k] > 0] for row in base]
    starts = np.cumsum([0, *(len(each) for each in lists)])
    return starts.astype(np.int64), np.array([k for each in lists for k in each], np.int64)


def make_tables(
    names: Names, base: Floats, edges: Ints, ratios: list[Ratio], gates: Gates, extra: dict[str, object]
) -> Tables:
    """All arrays from their parts; `extra` holds those that need no work here."""
    effects = names.effects
    rest_from, rest = rest_lists(names, base)
    ends = {effect.what: k for k, effect in enumerate(effects) if effect.kind == Kind.END}
    told = next(k for k, effect in enumerate(effects) if effect.name == CHANGES_HOME)
    ratio_from = np.searchsorted([ratio.effect for ratio in ratios], np.arange(len(effects) + 1)).astype(
        np.int64
    )
    return Tables(
        edges=edges, base=base, rest_from=rest_from, rest=rest, gates=gates, told=told, ratio_from=ratio_from,
        end=np.array([ends.get(bit, -1) for bit in range(64)], np.int64),
        move_from=_moves(names),
        kind=np.array([effect.kind for effect in effects], np.int64),
        what=np.array([effect.what for effect in effects], np.int64),
        source=np.array([effect.source for effect in effects], np.int64),
        target=np.array([effect.target for effect in effects], np.int64),
        blocks=np.array([1 << e.what if e.kind == Kind.START else 0 for e in effects], np.uint64),
        of_home=np.array([effect.of_home for effect in effects], np.bool_),
        ratio_holder=np.array([ratio.holder for ratio in ratios], np.int64),
        ratio_factor=np.array([ratio.factor for ratio in ratios], np.int64),
        ratio_gate=np.array([ratio.gate for ratio in ratios], np.int64),
        ratio_times=np.array([ratio.times for ratio in ratios], np.float64),
        causes=_causes(ratios),
        home_causes=_home_causes(names, ratios, gates),
        asks_states=gates.states.shape[1] > 0,
        first_state=len(names.factors),
        state_bit=np.array([state_bit(names, track, 1) for track in range(len(names.tracks))], np.int64),
        home_track=np.array([track.id in names.home_tracks for track in names.tracks], np.bool_),
        home_factors=np.uint64(sum(1 << names.factors.index(each) for each in names.home_factors)),
        abuse=np.uint64(1 << names.factors.index(ABUSE) if ABUSE in names.factors else 0),
        **extra,  # pyright: ignore[reportArgumentType]
    )  # fmt: skip


def _moves(names: Names) -> Ints:
    """Moves out of state s of track t are effects from [t, s] to [t, s + 1]."""
    keys = [(e.what, e.source) if e.kind == Kind.MOVE and e.source else (-1, 0) for e in names.effects]
    width = max((len(track.states) for track in names.tracks), default=0) + 2
    table = np.zeros((len(names.tracks), width), np.int64)
    moves = [k for k, key in enumerate(keys) if key[0] >= 0]
    position = moves[0] if moves else 0
    for track in range(len(names.tracks)):
        for state in range(width):
            table[track, state] = position
            position += keys.count((track, state))
    return table


def _causes(ratios: list[Ratio]) -> Masks:
    masks = [0] * (EVERYONE + 1)
    for ratio in ratios:
        masks[ratio.holder] |= 1 << ratio.factor if ratio.holder != EVERYONE else 0
    return np.array(masks, np.uint64)


def _home_causes(names: Names, ratios: list[Ratio], gates: Gates) -> np.uint64:
    mask = int(np.bitwise_or.reduce(gates.factors)) if len(gates.factors) else 0
    for ratio in ratios:
        if names.effects[ratio.effect].of_home and ratio.holder != EVERYONE:
            mask |= 1 << ratio.factor
    return np.uint64(mask | (1 << names.factors.index(ABUSE) if ABUSE in names.factors else 0))
