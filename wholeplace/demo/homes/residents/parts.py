"""The part that every adult has at home: how many of each sex and age band take each part in each area.

Parts wanted (one an adult's place in a home) and adults there are both known by area; the ages that go with a part
are assumed shapes (data/areas/home_roles.csv). Iterative proportional fitting makes them agree.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import as_file, files

import numpy as np
import polars as pl

from wholeplace.demo.homes.counts import Floats, Ints, ratio, whole_table
from wholeplace.demo.homes.residents.bands import ADULT_BANDS
from wholeplace.demo.homes.residents.kinds import (
    COUPLE,
    KIN_PAIR,
    LONE,
    SHARERS,
    Homes,
)
from wholeplace.demo.homes.residents.margins import Communal

# The most bound to an age first: the last takes whoever is left.
PARTS = (
    *("care", "student", "wife_mixed", "husband_mixed", "lone_mixed", "wife_young", "husband_young"),
    *("lone_young", "adult_child", "wife_grown", "husband_grown", "lone_grown", "grandparent", "kin_carer"),
    *("wife_alone", "husband_alone", "sharer", "institution", "other", "single"),
)
NUMBER = {part: number for number, part in enumerate(PARTS)}
STAGES = ("young", "mixed", "grown", "alone")
FLOOR = 1e-6  # any part can be anyone's where an area has nobody else
ROUNDS = 60


def stage(homes: Homes) -> Ints:
    """0 children under 18 only, 1 both, 2 grown ones only, 3 none: which of STAGES each home is in."""
    young, grown = homes.children > 0, homes.grown > 0
    return np.where(young & grown, 1, np.where(young, 0, np.where(grown, 2, 3)))


def head_part(homes: Homes, men: Ints) -> Ints:
    """The part of each home's first adult. men: how many of a couple are men."""
    names = ("single", "single", "single", "kin_carer", "kin_carer", "sharer", "other")  # by structure
    plain = np.array([NUMBER[name] for name in names])
    wives = np.array([NUMBER[f"wife_{name}"] for name in STAGES])
    husbands = np.array([NUMBER[f"husband_{name}"] for name in STAGES])
    lone = np.array([NUMBER[f"lone_{name}"] for name in STAGES[:3]] + [NUMBER["other"]])
    at = stage(homes)
    part = np.where(homes.structure == LONE, lone[at], plain[homes.structure])
    return np.where(homes.structure == COUPLE, np.where(men == 2, husbands[at], wives[at]), part)


def partner_part(homes: Homes, men: Ints) -> Ints:
    """The part of each couple's second adult; of a pair of kin carers' too, and -1 for every other home."""
    wives = np.array([NUMBER[f"wife_{name}"] for name in STAGES])
    husbands = np.array([NUMBER[f"husband_{name}"] for name in STAGES])
    at = stage(homes)
    part = np.where(homes.structure == COUPLE, np.where(men == 0, wives[at], husbands[at]), -1)
    return np.where(homes.structure == KIN_PAIR, NUMBER["kin_carer"], part)


def places(homes: Homes, head: Ints, partner: Ints) -> tuple[Ints, Ints]:
    """Home and part of every adult place of the private homes."""
    every = np.arange(len(homes.area))
    sharers = np.where(homes.structure == SHARERS, homes.size - 1, 0)
    pieces = [
        (every, head),
        (every[partner >= 0], partner[partner >= 0]),
        *(
            (np.repeat(every, count), np.full(int(count.sum()), NUMBER[part]))
            for count, part in (
                (homes.grown, "adult_child"),
                (homes.grandparents, "grandparent"),
                (homes.others, "other"),
                (sharers, "sharer"),
            )
        ),
    ]
    return np.concatenate([home for home, _ in pieces]), np.concatenate([part for _, part in pieces])


def wanted(area: Ints, part: Ints, communal: Communal) -> Ints:
    """Places [area, part], those in communal establishments included."""
    count = np.zeros((len(communal.care), len(PARTS)), dtype=np.int64)
    np.add.at(count, (area, part), 1)
    for name in communal._fields:
        count[:, NUMBER[name]] += getattr(communal, name)
    return count


def fill(adults: Ints, places_wanted: Ints) -> Ints:
    """How many [area, part, sex * bands + band] take each part. adults: [area, sex, adult band]."""
    pool = adults.reshape(len(adults), -1)
    table = np.repeat(_shapes()[None], len(pool), axis=0)
    for _ in range(ROUNDS):
        table *= ratio(places_wanted, table.sum(axis=2))[:, :, None]
        table *= ratio(pool, table.sum(axis=1))[:, None, :]
    return whole_table(table, places_wanted, pool)


@cache
def _shapes() -> Floats:
    """Assumed weight [part, sex * bands + band]."""
    with as_file(files("wholeplace") / "data" / "areas" / "home_roles.csv") as path:
        rows = pl.read_csv(path)
    shape = np.full((len(PARTS), 2, ADULT_BANDS), FLOOR)
    for row in rows.iter_rows(named=True):
        weights = [row[str(age)] for age in (18, *range(20, 91, 5))]
        shape[NUMBER[row["role"]], "FM".index(row["sex"])] += weights
    shape = shape.reshape(len(PARTS), -1)
    return shape / shape.sum(axis=1, keepdims=True)
