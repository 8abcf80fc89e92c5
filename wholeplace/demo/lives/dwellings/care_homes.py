"""Who is in a care home on the first day, and whom the council supports there."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from wholeplace.dynamics import Model, Population
from wholeplace.dynamics.draws import uniform
from wholeplace.dynamics.run import EVENT

if TYPE_CHECKING:
    from wholeplace.demo.lives.population import Cast

TRACK = "adult_social_care"
AT_HOME = "home_care"
STATES = {"care_home": "residential", "nursing_home": "nursing"}
"""State of those the council supports, by the kind of address."""
SUPPORTED = 0.63
"""Share of residents of care homes whom the council or NHS supports: ONS, Care homes and estimating the
self-funding population, England: 2022 to 2023 (37 % paid for themselves)."""
STAYED = 30
"""Months within which those supported moved in before the first day: assumed, about the usual stay."""


class Settled(NamedTuple):
    """People (positions) whose support the first day shows, by state before and after (0 none) and month of it."""

    person: npt.NDArray[np.int64]
    before: npt.NDArray[np.uint8]
    after: npt.NDArray[np.uint8]
    month: npt.NDArray[np.int32]


def settled(cast: Cast, states: npt.NDArray[np.uint8], model: Model, seed: int) -> Settled:
    """Residents of care homes come to be supported there, and who was said to be in one and is at home, at home.

    states: of everybody after the ten years. Those who arrive later are left as they are.
    """
    column = model.tracks.index(TRACK)
    names = ["", *(state.id for state in model.names.tracks[column].states)]
    now, here = states[:, column], cast.person["arrive"].is_null().to_numpy()
    lives_in = cast.person["establishment"].fill_null("").to_numpy()
    draw = uniform(seed, "supported", cast.population.key)
    after = now.copy()
    homes = np.isin(now, [names.index(state) for state in STATES.values()])
    after[homes] = names.index(AT_HOME)
    for kind, state in STATES.items():
        after[lives_in == kind] = np.where(draw[lives_in == kind] < SUPPORTED, names.index(state), 0)
    # everybody of a care home has a history of their own there, and none of the ten years
    person = np.flatnonzero(here & ((after != now) | np.isin(lives_in, list(STATES))))
    back = 1 + (uniform(seed, "supported_since", cast.population.key[person]) * STAYED).astype(np.int32)
    inside = np.isin(lives_in[person], list(STATES))
    before = np.where(inside, 0, now[person]).astype(np.uint8)
    return Settled(person, before, after[person], -np.where(inside, back, 1).astype(np.int32))


def told_of(found: Settled, events: np.ndarray, population: Population, model: Model) -> np.ndarray:
    """Events of the ten years with these moves; residents of care homes have no others of the track."""
    column = model.tracks.index(TRACK)
    names = ["none", *(state.id for state in model.names.tracks[column].states)]
    inside = found.person[found.before == 0]
    at = population.family_start[events["family"]] + events["member"]
    theirs = np.isin(at, inside) & (events["unit"] == 0)
    of_track = np.array([effect.startswith(f"{TRACK}:") for effect in model.effects])
    kept = events[~(theirs & of_track[events["effect"]])]
    moved = found.before != found.after
    rows = np.empty(int(moved.sum()), EVENT)
    family = np.searchsorted(population.family_start, found.person[moved], side="right") - 1
    rows["family"], rows["month"], rows["unit"] = family, found.month[moved], 0
    rows["member"] = found.person[moved] - population.family_start[family]
    pairs = zip(found.before[moved].tolist(), found.after[moved].tolist(), strict=True)
    rows["effect"] = [model.effects.index(f"{TRACK}:{names[a]}>{names[b]}") for a, b in pairs]
    rows["a"] = rows["b"] = -1
    both = np.concatenate([kept, rows])
    return both[np.lexsort((both["month"], both["family"]))]
