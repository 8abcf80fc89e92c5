"""What holds only for a time or for some: periods between which ratios change, and programmes' conditions."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from wholeplace.dynamics.compiled.names import Names
from wholeplace.errors import SettingsError
from wholeplace.system_map import Programme

MONTHS = 12
FOREVER = 1 << 30
LAST_YEAR = 60
MOST_GATES = 64


class Gates(NamedTuple):
    """Programmes by index: months from (inclusive) and until (exclusive), areas, and who they are for.

    area: programmes x (areas + 1), last column outside the place. factors: all bits must be held. states:
    a row of masks for each programme, each of which must meet the unit's states; all ones asks nothing.
    """

    start: npt.NDArray[np.int64]
    until: npt.NDArray[np.int64]
    area: npt.NDArray[np.bool_]
    factors: npt.NDArray[np.uint64]
    states: npt.NDArray[np.uint64]


def month_of(day: date, start: date) -> int:
    """The month number of a day, counted from the month of `start`."""
    return (day.year - start.year) * MONTHS + day.month - start.month


def make_gates(programmes: Sequence[Programme], names: Names, areas: Sequence[str], start: date) -> Gates:
    """Conditions of programmes. Raises SettingsError for a limit of places, unknown areas or states."""
    if len(programmes) > MOST_GATES:
        raise SettingsError(f"{len(programmes)} programmes are given", cure=f"Give at most {MOST_GATES}.")
    for programme in programmes:
        if programme.places is not None:
            cure = "Leave `places` out: the engine does not yet keep to a limit."
            raise SettingsError(f"the programme {programme.id} has a limit of places", cure=cure)
    asked = [_masks(programme, names) for programme in programmes]
    width = max((len(states) for _, states in asked), default=0)
    full = np.iinfo(np.uint64).max
    states = np.full((len(programmes), width), full, np.uint64)
    for row, (_, masks) in enumerate(asked):
        states[row, : len(masks)] = masks
    return Gates(
        np.array([month_of(each.from_date, start) for each in programmes], np.int64),
        np.array([month_of(p.until, start) if p.until else FOREVER for p in programmes], np.int64),
        np.array([_areas(each, areas) for each in programmes], np.bool_).reshape(-1, len(areas) + 1),
        np.array([factors for factors, _ in asked], np.uint64),
        states,
    )


def state_bit(names: Names, track: int, state: int) -> int:
    """The bit of a track's state (1 for its first) among the states of all tracks."""
    return sum(len(each.states) for each in names.tracks[:track]) + state - 1


def _masks(programme: Programme, names: Names) -> tuple[int, list[int]]:
    factors, states = 0, []
    for who in programme.who:
        head, _, tail = who.partition(":")
        if head == "factor" and tail in names.factors:
            factors |= 1 << names.factors.index(tail)
        elif who != "everyone":
            states.append(_states(who, names, programme.id))
    return factors, states


def _states(who: str, names: Names, programme: str) -> int:
    head, _, tail = who.partition(":")
    for index, track in enumerate(names.tracks):
        if track.id == head and track.ends(tail):
            ids = [state.id for state in track.states]
            return sum(1 << state_bit(names, index, ids.index(end) + 1) for end in track.ends(tail))
    raise SettingsError(f"the programme {programme} is for {who}, which is not known", cure="Correct `who`.")


def _areas(programme: Programme, areas: Sequence[str]) -> list[bool]:
    everywhere = "everywhere" in programme.where
    unknown = set(programme.where) - set(areas) - {"everywhere"}
    if unknown:
        what = f"the programme {programme.id} is for areas that are not in the place: {', '.join(sorted(unknown))}"
        raise SettingsError(what, cure="Correct `where`.")
    return [everywhere or area in programme.where for area in areas] + [everywhere]


def period_table(
    names: Names, trend: Mapping[str, float], gates: Gates
) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float64]]:
    """First months of periods, and by period the ratio of each effect. The first period has no beginning.

    A trend multiplies once a year from the start of the model: nothing before month 12 is changed by it.
    """
    yearly = np.ones(len(names.effects))
    for name, ratio in trend.items():
        yearly[_known(names, name, "trend")] *= ratio
    years = range(1, LAST_YEAR) if (yearly != 1).any() else range(0)
    edges = {MONTHS * year for year in years} | set(gates.start.tolist()) | set(gates.until.tolist())
    starts = np.array([np.iinfo(np.int32).min, *sorted(edges - {FOREVER})], np.int32)
    passed = np.clip(starts // MONTHS, 0, LAST_YEAR - 1)
    return starts, yearly[None, :] ** passed[:, None]


def near_table(gates: Gates, starts: npt.NDArray[np.int32]) -> npt.NDArray[np.uint64]:
    """By period and area, the programmes on there: a bit each."""
    near = np.zeros((len(starts), gates.area.shape[1]), np.uint64)
    for gate in range(len(gates.start)):
        on = (gates.start[gate] <= starts) & (starts < gates.until[gate])
        near |= (on[:, None] & gates.area[gate]).astype(np.uint64) << np.uint64(gate)
    return near


def scaled(
    names: Names, scale: Mapping[str, float], clustered: Collection[str]
) -> tuple[np.ndarray, np.ndarray]:
    """Calibration factor, and whether the family's ratio applies, by effect."""
    factor, shared = np.ones(len(names.effects)), np.zeros(len(names.effects), np.bool_)
    for name, ratio in scale.items():
        factor[_known(names, name, "scale")] *= ratio
    for name in clustered:
        shared[_known(names, name, "clustered")] = True
    return factor, shared


def area_ratios(names: Names, given: Mapping[str, npt.ArrayLike], areas: int) -> npt.NDArray[np.float64]:
    """Areas (the last row: outside the place) x effects."""
    table = np.ones((areas + 1, len(names.effects)))
    for name, ratios in given.items():
        ratios = np.asarray(ratios, np.float64)
        if ratios.shape != (areas,):
            raise SettingsError(
                f"area_ratio of {name} has {ratios.size} areas, not {areas}", cure="Give one each."
            )
        table[:areas, _known(names, name, "area_ratio")] *= ratios[:, None]
    return table


def _known(names: Names, name: str, where: str) -> list[int]:
    found = names.expand(name)
    if not found:
        raise SettingsError(
            f"{name} is no effect with a rate", where=where, cure="Correct it or give a rate."
        )
    return found
