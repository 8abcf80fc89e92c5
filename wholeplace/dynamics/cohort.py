"""Exact expected counts, where nobody's life acts on another's: the engine's oracle over many seeds.

People are put in cells by sex and month of birth. A joint state is every factor held or not and every track's
state together. One month's chances of each move between joint states come from the same base rates and ratios as
the engine's, so the expected number in each state after any month is a product of matrices, without any draw.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from wholeplace.dynamics.compiled.names import Effect, Kind
from wholeplace.dynamics.compiled.tables import EVERYONE
from wholeplace.dynamics.model import Model
from wholeplace.dynamics.population import Population
from wholeplace.errors import SettingsError

MOST_STATES = 4096
Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


class Space(NamedTuple):
    """Joint states: a row each, with a 0 or 1 for each factor and a number for each track's state."""

    digits: Ints
    weights: Ints


def expected_counts(model: Model, population: Population, months: int, *, first_month: int = 0) -> Floats:
    """Expected `Lives.counts` of the present: months + 1 rows, columns as `Model.counted`.

    Raises SettingsError where lives act on one another (homes, links held by others, families' ratios), where
    areas or programmes for some make people differ, where anything but death changes who is present, or where
    there are more than 4,096 joint states.
    """
    _check(model)
    space = _space(model)
    cells, people = _cells(space, population, first_month)
    counted = _counted(model, space)
    counts = np.zeros((months + 1, len(model.counted)))
    for row in range(months + 1):
        counts[row] = people.sum(axis=0) @ counted
        if row < months:
            people = _month(model, space, cells, people, first_month + row)
    return counts


def _check(model: Model) -> None:
    names, settings = model.names, model.tables.settings
    apart = {
        "something belongs to homes": bool(names.home_factors | names.home_tracks)
        or any(effect.of_home for effect in names.effects),
        "people come, go or move": any(
            Kind.DEATH < effect.kind < Kind.CHANGES_HOME for effect in names.effects
        ),
        "a link is held by another": any(ratio.holder not in (0, EVERYONE) for ratio in model.ratios),
        "families or areas differ": bool(settings.clustered.any() or (settings.area != 1).any()),
        "a programme is for some": bool(
            settings.gates.factors.any() or settings.gates.states.size or not settings.gates.area.all()
        ),
    }
    for why, found in apart.items():
        if found:
            raise SettingsError(f"no exact expectation: {why}", cure="Compare with simulated lives instead.")


def _space(model: Model) -> Space:
    sizes = [2] * len(model.factors) + [len(track.states) + 1 for track in model.names.tracks]
    if np.prod(sizes, dtype=float) > MOST_STATES:
        what = f"no exact expectation: {np.prod(sizes, dtype=float):,.0f} joint states, over {MOST_STATES:,}"
        raise SettingsError(what, cure="Use fewer factors and tracks.")
    weights = np.cumprod([1, *sizes])[:-1]
    index = np.arange(int(np.prod(sizes)))
    return Space(index[:, None] // weights % sizes, weights)


def _cells(space: Space, population: Population, first_month: int) -> tuple[Ints, Floats]:
    """Sex and month of birth of each cell, and the people in each joint state."""
    if ((population.home >= 0) & (population.enter > first_month)).any():
        raise SettingsError(
            "no exact expectation: somebody enters later", cure="Let all be there at the start."
        )
    here = population.home >= 0
    factors = space.digits.shape[1] - population.states.shape[1]
    bits = (population.factors[here, None] >> np.arange(factors, dtype=np.uint64)) & np.uint64(1)
    joint = np.hstack([bits.astype(np.int64), population.states[here]]) @ space.weights
    who = np.stack([population.sex[here], population.birth[here]], axis=1).astype(np.int64)
    cells, place = np.unique(who, axis=0, return_inverse=True)
    people = np.zeros((len(cells), len(space.digits)))
    np.add.at(people, (place.ravel(), joint), 1)
    return cells, people


def _counted(model: Model, space: Space) -> Floats:
    factors = len(model.factors)
    columns = [space.digits[:, at] == 1 for at in range(factors)]
    for at, track in enumerate(model.names.tracks):
        columns += [space.digits[:, factors + at] == state for state in range(1, len(track.states) + 1)]
    return np.array(columns, np.float64).T


def _month(model: Model, space: Space, cells: Ints, people: Floats, month: int) -> Floats:
    edges = model.tables.changes.edges
    age = np.maximum(month - cells[:, 1], 0)
    row = cells[:, 0] * len(edges) + np.searchsorted(edges, age, side="right") - 1
    after = people.copy()
    for each in np.unique(row):
        after[row == each] = _step(model, space, people[row == each], model.tables.chances.base[each], month)
    return after


def _step(model: Model, space: Space, people: Floats, base: Floats, month: int) -> Floats:
    hazards = _hazards(model, space, base, month)
    total = hazards.sum(axis=0)
    share = -np.expm1(-total / 12) / np.where(total > 0, total, 1)
    after = people * np.exp(-total / 12)
    for k, effect in enumerate(model.names.effects):
        if hazards[k].any() and effect.kind != Kind.DEATH:
            source = np.flatnonzero(hazards[k])
            target = source + _shift(model, space, effect)
            after[:, target] += people[:, source] * (hazards[k] * share)[source]
    return after


def _hazards(model: Model, space: Space, base: Floats, month: int) -> Floats:
    """Effects x joint states: nought where an effect cannot happen."""
    settings = model.tables.settings
    period = int(np.searchsorted(settings.period_start, month, side="right")) - 1
    hazards = np.repeat((base * settings.period[period])[:, None], len(space.digits), axis=1)
    for ratio in model.ratios:
        held = space.digits[:, ratio.factor] == 1 if ratio.holder != EVERYONE else True
        if ratio.gate < 0 or settings.gates.start[ratio.gate] <= month < settings.gates.until[ratio.gate]:
            hazards[ratio.effect] *= np.where(held, ratio.times, 1.0)
    for k, effect in enumerate(model.names.effects):
        if effect.kind <= Kind.MOVE:
            before = effect.source if effect.kind == Kind.MOVE else int(effect.kind == Kind.END)
            hazards[k] *= space.digits[:, _digit(model, effect)] == before
    return hazards


def _digit(model: Model, effect: Effect) -> int:
    return effect.what + (len(model.factors) if effect.kind == Kind.MOVE else 0)


def _shift(model: Model, space: Space, effect: Effect) -> int:
    step = {Kind.START: 1, Kind.END: -1}.get(effect.kind, effect.target - effect.source)
    return step * int(space.weights[_digit(model, effect)])
