"""The arrays that the kernel reads. A cell is a sex and an age band; the last cell is that of homes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from wholeplace.dynamics.compiled.gates import Gates, state_bit
from wholeplace.dynamics.compiled.names import ABUSE, Effect, Kind, Names
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
Places = npt.NDArray[np.uint32]
Records = npt.NDArray[np.void]
RATIO = np.dtype(
    [("gate", np.uint64), ("begins", np.float64), ("ends", np.float64), ("effect", np.uint32)], align=True
)
"""A ratio on an effect that starts from rest, its inverse, and the bit of the programme that must be open, or none."""
OTHER = np.dtype(
    [("gate", np.uint64), ("bit", np.uint64), ("times", np.float64), ("holder", np.uint32)], align=True
)
"""A ratio on another effect: the bits of programme and factor that there must be, or none, and who holds it."""


class Ratio(NamedTuple):
    """`times` as often `effect` (index) while `holder` holds `factor` (bit) and the gate, if any, is open."""

    effect: int
    holder: int
    factor: int
    gate: int
    times: float


EFFECT = np.dtype(
    [("lost", np.uint64), ("gained", np.uint64), ("kind", np.int64)]
    + [(name, np.uint32) for name in ("what", "minus", "plus", "others")],
    align=True,
)
"""An effect: the bits of factors or states that it takes and gives; its kind; what it concerns; columns of counts that
it takes from and adds to, the last where none; where the ratios on it begin, if it does not start from rest."""
FACTOR = np.dtype(
    [("begins", np.float64), ("ends", np.float64), ("start", np.uint32), ("end", np.uint32)], align=True
)
"""A factor: by how many times hazards that do not start from rest may rise once a person begins, or ceases, to hold
it; the effects that start and end it."""
MASKS = ("of_homes", "abused", "turns", "asked", "felt", "home_states", "asked_states")
"""Factors of homes; domestic abuse; all that a home's chances turn on; all that programmes ask; all that bear on others
than who holds them. States of homes' tracks; all that programmes ask."""
FACTS = np.dtype(
    [(name, np.uint64) for name in MASKS]
    + [("rest", np.uint32, (2,)), ("lives", np.uint32, (len(CONDITIONAL),))],
    align=True,
)
"""The masks; effects that start from rest: persons' to rest[0], homes' from there to rest[1]; by CONDITIONAL, effects
with a condition."""


class Chances(NamedTuple):
    """What hazards and events are read from. The last axis of floats is effects, in order; a cell is a row of `base`.

    Where an effect is not rated, the last one, which has no hazard, stands in its place.
    """

    base: Floats  # hazard a year, calibrated; in the kernel by period first
    facts: Records  # one FACTS
    effect: Records  # each an EFFECT, and one more
    factor: Records  # each a FACTOR
    track: Ints  # tracks x (home's, bit of its first state)
    state: Places  # states' bits x (moves out from, to; first moves of the track from, to; track, number of the state)
    ratio_from: Places  # (persons', homes') x holders x factors, in one row: where their ratios begin
    ratio: Records  # each a RATIO
    other: Records  # each an OTHER, by effect
    relevant: Masks  # cells x holders: factors that change some hazard of the cell
    rise: Floats  # (persons', homes') x (holders, then any of them) x factors x (begins, ends): see `rise_of`
    grow: Floats  # by cell: how many times any hazard of the cell is that of the age band before


class Changes(NamedTuple):
    """Ages and areas."""

    edges: Ints  # first age of each band, months
    area_edges: Floats  # cumulative shares of areas that movers go to


class Settings(NamedTuple):
    """What multiplies hazards by time, place and family; programmes."""

    clustered: npt.NDArray[np.bool_]
    area: Floats  # areas (the last outside the place) x effects
    period_start: npt.NDArray[np.int32]
    period: Floats
    rise: Floats  # by period: how many times any hazard may be that of the period before
    near: Masks  # periods x areas: programmes on there, a bit each
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
    """The arrays that hazards and events are read from."""
    facts, relevant = np.zeros(1, FACTS), _relevant(names, base, ratios)
    kinds = [effect.kind for effect in names.effects]
    facts["rest"] = _rest(names)
    facts["lives"] = [kinds.index(kind) if kind in kinds else len(kinds) - 1 for kind in CONDITIONAL]
    for name, mask in zip(MASKS, _masks(names, ratios, gates, relevant), strict=True):
        facts[name] = mask
    rest = facts[0]["rest"][1]
    under_way = [each for each in ratios if each.effect >= rest]
    ratio_from, ratio = _ratio_arrays(names, [each for each in ratios if each.effect < rest])
    rows = [(track.id in names.home_tracks, state_bit(names, n, 1)) for n, track in enumerate(names.tracks)]
    return Chances(
        base=base, facts=facts, effect=_effects(names, under_way), factor=_factors(names, under_way),
        track=np.array(rows, np.int64).reshape(-1, 2), state=_states(names), ratio_from=ratio_from, ratio=ratio,
        other=_others(under_way), relevant=relevant, rise=rise_of(names, ratios), grow=_grow(base),
    )  # fmt: skip


def _rest(names: Names) -> tuple[int, int]:
    rest = [e for e in names.effects[:-1] if e.kind != Kind.END and not (e.kind == Kind.MOVE and e.source)]
    return sum(not each.of_home for each in rest), len(rest)


def _effects(names: Names, under_way: list[Ratio]) -> Records:
    table = np.zeros(len(names.effects) + 1, EFFECT)
    table["others"] = np.searchsorted([each.effect for each in under_way], np.arange(len(table)))
    table["kind"][:-1] = [effect.kind for effect in names.effects]
    table["what"][:-1] = [max(effect.what, 0) for effect in names.effects]
    for side, column in (("lost", "minus"), ("gained", "plus")):
        bits = [_bits(names, effect)[side == "gained"] for effect in names.effects]
        table[side][:-1] = bits
        table[column][:-1] = [
            _column(names, each, bit) for each, bit in zip(names.effects, bits, strict=True)
        ]
    return table


def _factors(names: Names, under_way: list[Ratio]) -> Records:
    table = np.zeros(64, FACTOR)
    table["begins"], table["ends"] = rise_of(names, under_way)[0, 0].T
    table["start"] = table["end"] = len(names.effects) - 1
    for k, effect in enumerate(names.effects):
        if effect.kind in (Kind.START, Kind.END):
            table["start" if effect.kind == Kind.START else "end"][effect.what] = k
    return table


def _states(names: Names) -> Places:
    rows = []
    for number, track in enumerate(names.tracks):
        for state in range(1, len(track.states) + 1):
            rows.append((*_moves(names, number, state), *_moves(names, number, 0), number, state))
    return np.array(rows, np.uint32).reshape(-1, 6)


def _moves(names: Names, track: int, state: int) -> tuple[int, int]:
    """Where the moves out of a state, 0 for none, begin and end among effects."""
    of = [k for k, e in enumerate(names.effects) if (e.kind, e.what, e.source) == (Kind.MOVE, track, state)]
    return (of[0], of[-1] + 1) if of else (0, 0)


def _bits(names: Names, effect: Effect) -> tuple[int, int]:
    if effect.kind == Kind.MOVE:
        ends = (effect.source, effect.target)
        lost, gained = (1 << state_bit(names, effect.what, end) if end else 0 for end in ends)
        return lost, gained
    bit = 1 << effect.what if effect.kind <= Kind.END else 0
    return (bit, 0) if effect.kind == Kind.END else (0, bit)


def _column(names: Names, effect: Effect, bit: int) -> int:
    """A factor's column of counts is its bit; those of states follow, then one for nothing."""
    factors = len(names.factors)
    if not bit:
        return factors + sum(len(track.states) for track in names.tracks)
    return bit.bit_length() - 1 + (factors if effect.kind == Kind.MOVE else 0)


def _ratio_arrays(names: Names, ratios: list[Ratio]) -> tuple[Places, Records]:
    def place(ratio: Ratio) -> int:
        return (names.effects[ratio.effect].of_home * (EVERYONE + 1) + ratio.holder) * 64 + ratio.factor

    ordered = sorted(ratios, key=lambda ratio: (place(ratio), ratio.effect, ratio.gate))
    begins = np.searchsorted([place(ratio) for ratio in ordered], np.arange(2 * (EVERYONE + 1) * 64 + 1))
    rows = [(1 << r.gate if r.gate >= 0 else 0, r.times, 1 / r.times, r.effect) for r in ordered]
    return begins.astype(np.uint32), np.array(rows, RATIO)


def _others(ratios: list[Ratio]) -> Records:
    table = np.zeros(len(ratios), OTHER)
    for row, ratio in zip(table, ratios, strict=True):
        everyone = ratio.holder == EVERYONE
        row["gate"], row["bit"] = (
            1 << ratio.gate if ratio.gate >= 0 else 0,
            0 if everyone else 1 << ratio.factor,
        )
        row["times"], row["holder"] = ratio.times, 0 if everyone else ratio.holder
    return table


def _relevant(names: Names, base: Floats, ratios: list[Ratio]) -> Masks:
    masks = np.zeros((len(base), EVERYONE + 1), np.uint64)
    for ratio in ratios:
        if ratio.holder != EVERYONE:
            masks[base[:, ratio.effect] > 0, ratio.holder] |= np.uint64(1 << ratio.factor)
    return masks


def _masks(names: Names, ratios: list[Ratio], gates: Gates, relevant: Masks) -> tuple[int, ...]:
    of_home = sum(1 << names.factors.index(each) for each in names.home_factors)
    abuse = 1 << names.factors.index(ABUSE) if ABUSE in names.factors else 0
    asked = int(np.bitwise_or.reduce(gates.factors)) if len(gates.factors) else 0
    turns = asked | abuse
    for ratio in ratios:
        if names.effects[ratio.effect].of_home and ratio.holder != EVERYONE:
            turns |= 1 << ratio.factor
    felt = int(np.bitwise_or.reduce(relevant[:-1, 1:EVERYONE], axis=None))
    homes = [n for n, track in enumerate(names.tracks) if track.id in names.home_tracks]
    states = sum(((1 << len(names.tracks[n].states)) - 1) << state_bit(names, n, 1) for n in homes)
    full = np.iinfo(np.uint64).max
    asked_states = int(np.bitwise_or.reduce(gates.states[gates.states != full])) if gates.states.size else 0
    return of_home, abuse, turns, asked, felt, states, asked_states


def rise_of(names: Names, ratios: Iterable[Ratio]) -> Floats:
    """How many times its hazards a unit's may be once a holder begins or ceases to hold a factor.

    The greatest, over effects, of the product of all ratios that may come or go. The row after the holders' is for
    any holder, or several at once.
    """
    grown = np.ones((2, EVERYONE + 1, 64, 2, len(names.effects)))
    for each in ratios:
        if each.holder != EVERYONE:
            part = int(names.effects[each.effect].of_home)
            grown[part, each.holder, each.factor, :, each.effect] *= _ways(each.times)
    grown[:, EVERYONE] = grown[:, :EVERYONE].prod(axis=1)
    return grown.max(axis=-1)


def period_rise(
    names: Names, ratios: Iterable[Ratio], periods: tuple[npt.NDArray[np.int32], Floats], gates: Gates
) -> Floats:
    """The same once a period begins, by trends and by programmes that begin or end with it."""
    start, period = periods
    rise = np.ones(len(start))
    with np.errstate(divide="ignore", invalid="ignore"):  # a trend may come down to nought, and stay there
        rise[1:] = np.fmax(1, np.fmax.reduce(period[1:] / period[:-1], axis=1))
    for gate in range(len(gates.start)):
        times = np.ones((2, len(names.effects)))
        for each in ratios:
            if each.gate == gate:
                times[:, each.effect] *= _ways(each.times)
        rise[start == gates.start[gate]] *= times[0].max()
        rise[start == gates.until[gate]] *= times[1].max()
    return rise


def _ways(times: float) -> Floats:
    """By how much a ratio may raise a hazard: when it begins to hold, when it ceases to."""
    return np.array([max(1.0, times), max(1.0, 1.0 / times)])


def _grow(base: Floats) -> Floats:
    before, now = base[:-1], base[1:]
    with np.errstate(divide="ignore", invalid="ignore"):
        times = np.where(now > before, now / before, 1.0)
    return np.concatenate([[np.inf], times.max(axis=1)])
