"""The system map and its rates compiled to one model: what the kernel, the plain twin and the cohort read."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from wholeplace.dynamics.compiled import gates as gating
from wholeplace.dynamics.compiled import tables as tabling
from wholeplace.dynamics.compiled.names import Kind, Names, names_in_use
from wholeplace.dynamics.compiled.tables import Ratio, Tables
from wholeplace.dynamics.rates import Rates
from wholeplace.errors import SettingsError
from wholeplace.system_map import Programme, SystemMap


@dataclass(frozen=True)
class Model:
    """A compiled model. `unused`: links, adjustments and parts of programmes whose effect no rate gives.

    names: factors in bit order, tracks, effects. ratios: every ratio by effect. tables: the arrays.
    """

    start: date
    areas: tuple[str, ...]
    names: Names
    ratios: tuple[Ratio, ...]
    tables: Tables
    unused: tuple[str, ...]

    @property
    def effects(self) -> tuple[str, ...]:
        """Names of effects, in the order of `Lives.events.effect`. The last is only told, never drawn."""
        return tuple(effect.name for effect in self.names.effects)

    @property
    def factors(self) -> tuple[str, ...]:
        """Factors in the order of their bits in `Population.factors` and `home_factors`."""
        return self.names.factors

    @property
    def tracks(self) -> tuple[str, ...]:
        """Tracks in the order of the columns of `Population.states` and `home_states`."""
        return tuple(track.id for track in self.names.tracks)

    @property
    def counted(self) -> tuple[str, ...]:
        """What the columns of `Lives.counts` count: `factor:ID`, then `TRACK:STATE`."""
        states = (f"{track.id}:{state.id}" for track in self.names.tracks for state in track.states)
        return (*(f"factor:{factor}" for factor in self.factors), *states)

    def without_demography(self) -> Tables:
        """The arrays with every `life:` and `home:` effect switched off."""
        chances = self.tables.chances
        base = np.where(chances.effect["kind"][:-1] >= Kind.DEATH, 0.0, chances.base)
        return self.tables._replace(chances=chances._replace(base=base))


def compile_model(
    system_map: SystemMap,
    rates: Rates,
    *,
    start: date,
    areas: Sequence[str],
    scale: Mapping[str, float] | None = None,
    area_ratio: Mapping[str, npt.ArrayLike] | None = None,
    clustered: Collection[str] = (),
    trend: Mapping[str, float] | None = None,
    programmes: Sequence[Programme] = (),
    area_weight: npt.ArrayLike | None = None,
) -> Model:
    """Everything that bears on a person's or home's monthly chances, as arrays.

    start: the first day of month 0. scale: a calibration factor by effect. area_ratio: a ratio for each area
    by effect. clustered: effects multiplied by the family's own ratio. trend: ratio a year by effect, from
    `start`. area_weight: how likely movers go to each area (all alike if not given). An effect may be written
    with groups of states. Raises SettingsError for what is not known or cannot be.
    """
    names = names_in_use(system_map, rates, programmes)
    factor, shared = gating.scaled(names, scale or {}, clustered)
    edges = tabling.age_edges(rates)
    gates = gating.make_gates(programmes, names, areas, start)
    ratios, unused = tabling.ratios_of(system_map, rates.adjusts, programmes, names)
    period_start, period = gating.period_table(names, trend or {}, gates)
    area = gating.area_ratios(names, area_ratio or {}, len(areas))
    alike = np.array([(area == area[0]).all()])
    base = tabling.base_table(names, rates, edges, factor)
    chances = tabling.chances_of(names, base, ratios, gates)
    changes = tabling.Changes(edges, _edges(areas, area_weight))
    rise = tabling.period_rise(names, ratios, (period_start, period), gates)
    near = gating.near_table(gates, period_start)
    settings = tabling.Settings(shared, area, period_start, period, rise, near, alike, gates)
    tables = Tables(chances, changes, settings)
    return Model(start, tuple(areas), names, tuple(ratios), tables, tuple(unused))


def _edges(areas: Sequence[str], weight: npt.ArrayLike | None) -> npt.NDArray[np.float64]:
    weights = np.ones(len(areas)) if weight is None else np.asarray(weight, np.float64)
    if weights.shape != (len(areas),) or not len(areas) or (weights < 0).any() or weights.sum() <= 0:
        raise SettingsError("area_weight is not one number of at least nought an area", cure="Give one each.")
    return np.cumsum(weights) / weights.sum()
