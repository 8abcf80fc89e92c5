"""Bedrooms and tenure of private homes, fitted to each area's published counts.

Bedrooms follow the number that the bedroom standard asks for, loosely enough that as many homes are overcrowded as
published. Tenure follows the age and make-up of the home, by assumed odds.
"""

from __future__ import annotations

import numpy as np

from wholeplace.demo.area import Authority
from wholeplace.demo.area.authority import TENURES
from wholeplace.demo.homes.counts import (
    Flags,
    Floats,
    Ints,
    normal,
    place_within,
    ratio,
    whole_table,
    whole_to,
)
from wholeplace.demo.homes.residents.kinds import COUPLE, LONE, RELATIVES, SHARERS, Homes
from wholeplace.dynamics.draws import uniform

FOUR_OR_MORE = np.array([0.70, 0.22, 0.08])  # 4, 5 and 6 bedrooms; assumed
MOST_NEEDED = 7
SPARE = ("minus2", "minus1", "0", "plus1", "plus2")  # bedrooms to spare, from two or more too few
STAYING = (
    0.03  # how much likelier, for each year beyond 45, a home is to have kept rooms it does not need; assumed
)
TIGHT, LOOSE = 2.5, 0.7  # how fast homes with three and more too few, and too many, become rare; assumed
ROUNDS = 60


def bedrooms_needed(home: Ints, age: Floats, sex: Ints, couple: Flags, count: int) -> Ints:
    """Bedrooms each of `count` homes needs by the bedroom standard of the census; the rest one place a person.

    One for each couple, each other adult of 21 and over, each pair of one sex aged 10 to 20, each of those left
    paired with a child under 10 of that sex, each pair of children under 10, and each child left. Source: ONS,
    occupancy rating for bedrooms, Census 2021 variable definition (after the Housing (Overcrowding) Bill 2003).
    """

    def of_home(chosen: Flags) -> Ints:
        return np.bincount(home[chosen], minlength=count)

    rooms = of_home(couple) // 2 + of_home(~couple & (age >= 21))
    left = np.zeros(count, dtype=np.int64)
    for one in (0, 1):
        teens = of_home(~couple & (age >= 10) & (age < 21) & (sex == one))
        small = of_home((age < 10) & (sex == one))
        rooms += (teens + 1) // 2
        left += small - ((teens % 2 == 1) & (small > 0))
    return rooms + (left + 1) // 2


def bedrooms(homes: Homes, needed: Ints, head_age: Floats, authority: Authority, seed: int) -> Ints:
    """Bedrooms of each home: published counts of bedrooms, and of homes with fewer or more than they need."""
    areas, need = authority.areas, np.minimum(needed, MOST_NEEDED) - 1
    wanted = np.zeros((len(areas), MOST_NEEDED), dtype=np.int64)
    np.add.at(wanted, (homes.area, need), 1)
    published = areas.select(f"bedrooms_{n}" for n in range(1, 5)).to_numpy()
    expected = np.concatenate([published[:, :3], published[:, 3:] * FOUR_OR_MORE], axis=1)
    offsets = uniform(seed, "homes:bedrooms", areas["area"].to_numpy())
    counts = whole_to(expected, wanted.sum(axis=1), offsets)
    spare = areas.select(f"occupancy_{name}" for name in SPARE).to_numpy()
    spare *= ratio(wanted.sum(axis=1), spare.sum(axis=1))[:, None]
    ends = np.cumsum(whole_table(_rooms_table(counts, wanted, spare), counts, wanted), axis=1)
    stay = STAYING * np.clip(head_age - 45, -20, 35) + normal(uniform(seed, "homes:rooms", homes.key))
    rank = place_within(homes.area * MOST_NEEDED + need, stay)
    rooms = 1 + (rank[:, None] >= ends[homes.area, :, need]).sum(axis=1)
    return np.where(rooms >= 4, np.maximum(rooms, needed - 2), rooms)


def _rooms_table(counts: Ints, wanted: Ints, spare: Floats) -> Floats:
    """Homes [area, bedrooms - 1, needed - 1] that hold the three margins, as nearly as they agree."""
    gap = np.arange(1, counts.shape[1] + 1)[:, None] - np.arange(1, MOST_NEEDED + 1)[None, :]
    kind = np.clip(gap, -2, 2) + 2
    beyond = np.where(gap < 0, TIGHT, LOOSE) * np.maximum(np.abs(gap) - 2, 0)
    table = np.repeat(np.exp(-beyond)[None], len(counts), axis=0)
    for _ in range(ROUNDS):
        found = np.stack([table[:, kind == each].sum(axis=1) for each in range(5)], axis=1)
        table *= ratio(spare, found)[:, kind]
        table *= ratio(wanted, table.sum(axis=1))[:, None, :]
        table *= ratio(counts, table.sum(axis=2))[:, :, None]
    return table + 1e-9


def tenures(homes: Homes, head_age: Floats, disabled_head: Flags, authority: Authority, seed: int) -> Ints:
    """Tenure of each home, a number of TENURES: as many in each area as published."""
    areas = authority.areas
    published = areas.select(f"tenure_{name}" for name in TENURES).to_numpy()
    totals = np.bincount(homes.area, minlength=len(areas))
    counts = whole_to(published, totals, uniform(seed, "homes:tenures", areas["area"].to_numpy()))
    tenure = np.full(len(homes.area), len(TENURES) - 1)
    left = np.arange(len(homes.area))
    for number, weight in enumerate(_odds(homes, head_age, disabled_head)):
        wait = -np.log1p(-uniform(seed, "homes:tenure", homes.key[left], number)) / weight[left]
        taken = place_within(homes.area[left], wait) < counts[homes.area[left], number]
        tenure[left[taken]] = number
        left = left[~taken]
    return tenure


def _odds(homes: Homes, head_age: Floats, disabled_head: Flags) -> list[Floats]:
    """Odds of owning outright, with a mortgage, by shares, and renting socially, next to renting privately."""
    couple, lone = homes.structure == COUPLE, homes.structure == LONE
    shared = homes.structure == RELATIVES
    young = np.clip((30 - head_age) / 10, 0, 1)
    owned = np.exp((np.minimum(head_age, 80) - 60) / 8) * np.where(shared, 0.1, 1)
    middle = np.exp(-(((head_age - 43) / 12) ** 2))
    mortgaged = middle * np.where(couple, 1.6, np.where(lone, 0.5, 0.6)) * np.where(shared, 0.3, 1) + 0.01
    part = np.exp(-(((head_age - 34) / 8) ** 2)) * np.where(shared, 0.1, 1) + 0.005
    social = np.where(lone & (homes.children > 0), 3.0, 1.0) * np.where(disabled_head, 1.8, 1.0)
    social = (
        social
        * np.exp(np.clip(head_age - 45, -25, 35) / 20)
        * (1 + 0.15 * homes.children)
        * (1 - 0.6 * young)
    )
    never = np.where(homes.structure == SHARERS, 1e-9, 1.0)  # unrelated sharers rent privately
    return [odds * never for odds in (owned, mortgaged, part, social)]
