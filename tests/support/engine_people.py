"""Made-up families for the engine's tests and its bench: one to six people in one or two homes."""

from __future__ import annotations

import numpy as np

from wholeplace.dynamics import HERE, Model, Population
from wholeplace.dynamics.draws import keyed, pick, uniform

SIZES = (0.30, 0.33, 0.16, 0.13, 0.05, 0.03)
CELL = 1 << 20


def made_families(model: Model, families: int, seed: int, hold: float = 0.1) -> Population:
    """Families whose first two members are mostly a couple and the others mostly their children.

    One in ten larger families has a second home, where the last member lives. `hold`: how likely each factor,
    and each track's first state, is at the start.
    """
    ids = np.arange(families)
    size = pick(uniform(seed, "size", ids), SIZES) + 1
    start = np.concatenate([[0], np.cumsum(size)])
    family = np.repeat(ids, size)
    place = np.arange(start[-1]) - start[:-1][family]
    two = (size >= 3) & (uniform(seed, "two", ids) < 0.1)
    homes = np.concatenate([[0], np.cumsum(1 + two)])
    couple = (size >= 2) & (uniform(seed, "couple", ids) < 0.8)
    head = pick(uniform(seed, "age", ids), [0.2, 0.4, 0.4]) * 20 + 18 + uniform(seed, "years", ids) * 20
    person, last = np.arange(start[-1]), place == size[family] - 1
    years = np.where(place < 2, head[family] - 2 * place, uniform(seed, "child", person) * 25)
    years = np.minimum(
        years, np.where((place >= 2) | ((place == 1) & ~couple[family]), head[family] - 16, 120)
    )
    child = (place >= 2) | ((place == 1) & ~couple[family])
    sex = np.where(child, uniform(seed, "sex", person) < 0.5, place == 0).astype(np.uint8)
    sex = np.where((place == 0) & ~couple[family], uniform(seed, "head", person) < 0.4, sex)
    both = child & couple[family]
    home_family = np.repeat(ids, 1 + two)
    home_ids, states = np.arange(homes[-1]), len(model.tracks)
    home_bits, shared = int(model.tables.chances.facts[0]["of_homes"]), model.tables.chances.track[:, 0] > 0
    return Population(
        family_start=start, family_key=keyed(seed, "family", ids), family_ratio=0.5 + uniform(seed, "ratio", ids),
        key=keyed(seed, "person key", person), sex=sex, birth=(-12 * years - 1).astype(np.int32),
        enter=np.full(len(person), -CELL), home=np.where(last & two[family], 1, 0),
        mother=np.where(both, 1, np.where(child & (sex[start[:-1][family]] == 0), 0, -1)),
        father=np.where(both, 0, np.where(child & (sex[start[:-1][family]] == 1), 0, -1)),
        partner=np.where(couple[family] & (place < 2), 1 - place, -1), gone=np.full(len(person), HERE),
        factors=_bits(seed, person, len(model.factors), hold) & np.uint64(~home_bits & (2**64 - 1)),
        states=_states(seed, person, states, hold) * ~shared,
        home_start=homes, home_key=keyed(seed, "home key", home_ids),
        home_area=pick(uniform(seed, "area", home_family), np.ones(len(model.areas))),
        home_factors=_bits(seed + 1, home_ids, len(model.factors), hold) & np.uint64(home_bits),
        home_states=_states(seed + 1, home_ids, states, hold) * shared,
    )  # fmt: skip


def _bits(seed: int, ids: np.ndarray, factors: int, hold: float) -> np.ndarray:
    bits = np.zeros(len(ids), np.uint64)
    for bit in range(factors):
        bits |= (uniform(seed, "holds", ids, bit) < hold).astype(np.uint64) << np.uint64(bit)
    return bits


def _states(seed: int, ids: np.ndarray, tracks: int, hold: float) -> np.ndarray:
    return np.array([uniform(seed, "in", ids, track) < hold for track in range(tracks)]).T.reshape(
        len(ids), tracks
    )
