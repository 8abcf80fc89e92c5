"""Puts every adult in a home: each place in a home is taken by one of the area's adults of that part.

Couples are matched by age, older relatives to those they live with, sharers to sharers. Children, grown ones
included, come after: they are matched to their parents.
"""

from __future__ import annotations

from datetime import date

import numpy as np

from wholeplace.demo.homes.counts import Floats, Ints, match, normal
from wholeplace.demo.homes.residents import people as who
from wholeplace.demo.homes.residents.kinds import COUPLE, KIN, KIN_PAIR, SHARERS, Homes
from wholeplace.demo.homes.residents.parts import NUMBER, PARTS, STAGES, head_part, partner_part, stage
from wholeplace.demo.homes.residents.people import People
from wholeplace.dynamics.draws import uniform

HUSBANDS = tuple(NUMBER[f"husband_{name}"] for name in STAGES)
SAME_SEX = 0.012  # of couples; assumed: about the share of the 2021 census, and a third as many with children
OLDER_BY, GAP = 2.2, 3.8  # years by which husbands are older, and the standard deviation; assumed
MIDDLE = np.array([1.0, 1.0, 0.8, 0.6, 0.45])  # how far mothers of so many children are from the ends of ages
TYPICAL = np.array(
    [[24, 22], [40, 15], [46, 28], [24, 55]]
)  # lowest age and range at each stage, for two men


def men_in_couples(homes: Homes, seed: int) -> Ints:
    """0, 1 or 2 men in each home's couple: 1 but for couples of one sex."""
    draw = uniform(seed, "homes:same_sex", homes.key)
    share = np.where(homes.children + homes.grown > 0, SAME_SEX / 3, SAME_SEX)
    men = np.where(draw < share / 2, 0, np.where(draw < share, 2, 1))
    return np.where(homes.structure == COUPLE, men, 1)


def seat(people: People, homes: Homes, men: Ints, start: date, seed: int) -> Ints:
    """Sets `home` and `role` of every adult in a private home but grown children, and `partner`.

    Returns the head of each home.
    """
    head, second = head_part(homes, men), partner_part(homes, men)
    every = np.arange(len(homes.area))
    paired = every[second >= 0]
    sharers = np.repeat(every, np.where(homes.structure == SHARERS, homes.size - 1, 0))
    others = np.repeat(every, homes.others)
    home = np.concatenate([every, paired, sharers, others])
    part = np.concatenate(
        [head, second[paired], np.full(len(sharers), NUMBER["sharer"]), np.full(len(others), NUMBER["other"])]
    )
    pieces = (len(every), len(paired), len(sharers), len(others))
    role = np.repeat([who.HEAD, who.PARTNER, who.RESIDENT, who.OTHER], pieces)
    role[: len(every)][homes.structure == SHARERS] = who.RESIDENT
    age = people.age(start)
    taken = np.full(len(home), -1, dtype=np.int64)
    husband = np.isin(part, HUSBANDS)
    _take(people, homes, taken, ~husband, home, part, _latent(homes, home, role, seed), age)
    _take(people, homes, taken, husband, home, part, _husbands_key(homes, men, taken, home, seed, age), age)
    people.home[taken], people.role[taken] = home, role
    _couple(people, homes, taken[: len(every)], taken[len(every) : len(every) + len(paired)], paired)
    _seat_grandparents(people, homes, taken[: len(every)], age, seed)
    return taken[: len(every)]


def _take(
    people: People,
    homes: Homes,
    taken: Ints,
    chosen: np.ndarray,
    home: Ints,
    part: Ints,
    key: Floats,
    age: Floats,
) -> None:
    seats, parts = np.flatnonzero(chosen), np.unique(part[chosen])
    adults = np.flatnonzero(np.isin(people.part, parts))
    groups = homes.area[home[seats]] * len(PARTS) + part[seats]
    own = people.area[adults] * len(PARTS) + people.part[adults]
    taken[seats] = adults[match(groups, key[seats], own, age[adults])]


def _latent(homes: Homes, home: Ints, role: Ints, seed: int) -> Floats:
    """Where in the order of ages a home's adults come: near each other's, and mothers of many in the middle."""
    draw = uniform(seed, "homes:latent", homes.key)[home]
    shrink = MIDDLE[np.minimum(homes.children[home], len(MIDDLE) - 1)]
    apart = uniform(seed, "homes:seat", homes.key[home] * 16 + role, np.arange(len(home)) - _firsts(home))
    spread = np.where(role == who.OTHER, 1.0, np.where(role == who.RESIDENT, 0.25, 0.03))
    return 0.5 + (draw - 0.5) * shrink + (apart - 0.5) * spread


def _firsts(home: Ints) -> Ints:
    """The position of the first place of a run of the same home: places of one kind lie side by side."""
    fresh = np.flatnonzero(np.diff(home, prepend=-1))
    return np.repeat(fresh, np.diff(np.append(fresh, len(home))))


def _husbands_key(homes: Homes, men: Ints, taken: Ints, home: Ints, seed: int, age: Floats) -> Floats:
    at = stage(homes)
    spread = normal(uniform(seed, "homes:gap", homes.key * 4 + 1))
    two = TYPICAL[at, 0] + TYPICAL[at, 1] * uniform(seed, "homes:latent", homes.key)
    heads = taken[: len(homes.area)]
    wife = np.where(heads >= 0, age[heads], 0.0)
    key = np.where(men == 2, two, wife + OLDER_BY + GAP * spread)
    return key[home] + 1e-6 * np.arange(len(home)) / len(home)


def _couple(people: People, homes: Homes, heads: Ints, seconds: Ints, paired: Ints) -> None:
    """Links partners; two kin carers of one sex are relatives, not a couple."""
    firsts = heads[paired]
    couple = (homes.structure[paired] == COUPLE) | (people.sex[firsts] != people.sex[seconds])
    people.partner[firsts[couple]], people.partner[seconds[couple]] = seconds[couple], firsts[couple]
    people.role[seconds[~couple]] = who.OTHER
    kin = np.isin(homes.structure, (KIN, KIN_PAIR))
    people.role[heads[kin]] = who.HEAD


def _seat_grandparents(people: People, homes: Homes, heads: Ints, age: Floats, seed: int) -> None:
    home = np.repeat(np.arange(len(homes.area)), homes.grandparents)
    old = np.flatnonzero(people.part == NUMBER["grandparent"])
    nth = np.arange(len(home)) - _firsts(home)
    noise = normal(uniform(seed, "homes:grandparent", homes.key[home], nth))
    found = old[match(homes.area[home], age[heads[home]] + 4 * noise, people.area[old], age[old])]
    people.home[found], people.role[found] = home, who.GRANDPARENT
