"""Parents who live in another home of the place: separated ones, those whose children kin raise, and old ones.

Each is found among people of the age, sex and ethnic group that the parent would have. Children of a
home have it in one other home, and few homes are that of two: no family grows without bound.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from wholeplace.demo.homes.counts import Flags, Floats, Ints, match_some, normal, place_within
from wholeplace.demo.homes.families.children import fits
from wholeplace.demo.homes.residents import people as who
from wholeplace.demo.homes.residents.kinds import Homes
from wholeplace.demo.homes.residents.parts import NUMBER
from wholeplace.demo.homes.residents.people import People
from wholeplace.demo.homes.residents.traits import OTHER_PARENT
from wholeplace.dynamics.draws import uniform

# Assumed shares: no published count tells how near the other parent lives.
IN_PLACE_LONE, IN_PLACE_STEP, IN_PLACE_KIN = 0.55, 0.40, 0.5
TWO_HOMES = 0.25  # of separated families in the place, those whose children live in both homes; assumed
OLDER_BY, GAP = 2.2, 3.5  # years by which fathers are older than mothers, and the deviation; assumed
AGAIN = 0.1  # of such parents, those with children in a second home; assumed
LARGEST_FAMILY = 24
BEARING = 27.0  # a mother's age when the eldest of children raised by kin was born; assumed
# How likely an adult of each part is to be such a parent, next to one who lives alone; assumed.
LIKELY = {
    **dict.fromkeys(("single", "institution"), 1.0),
    **dict.fromkeys(("sharer", "other"), 0.7),
    **dict.fromkeys(("adult_child", "husband_alone", "wife_alone", "husband_young", "wife_young"), 0.3),
}


class Groups(NamedTuple):
    """What parents are sought by: everybody's unit and ethnic group (a number of `codes`), on the first day."""

    unit: Ints
    code: Ints
    codes: list[str]
    start: date
    seed: int


class Wanted(NamedTuple):
    """What each missing parent is like."""

    sex: Ints
    age: Floats
    code: Ints
    home: Ints  # of the child
    key: Ints


@dataclass
class Pairs:
    """Pairs of units whose lives act on each other; a unit is a home or somebody who shares no home."""

    one: Ints  # the children's home; each once
    other: Ints  # the parent's; once or twice


def link_separated(people: People, homes: Homes, groups: Groups) -> Pairs:
    """Gives children of one known parent the other, where one is found; sets `second_home` of some."""
    kids = np.flatnonzero(
        np.isin(people.role, (who.OWN_CHILD, who.STEP_CHILD)) & ((people.mother < 0) != (people.father < 0))
    )
    kids = kids[np.lexsort((people.birth[kids], people.home[kids]))]
    known = np.where(people.mother[kids] >= 0, people.mother[kids], people.father[kids])
    eldest = np.flatnonzero(np.diff(people.home[kids], prepend=-1))
    share = np.where(people.partner[known[eldest]] >= 0, IN_PLACE_STEP, IN_PLACE_LONE)
    seeking = uniform(groups.seed, "homes:separated", homes.key[people.home[kids[eldest]]]) < share
    child, parent = kids[eldest[seeking]], known[eldest[seeking]]
    home = people.home[child]
    wanted = _other_parents(people, homes, groups, child, parent)
    found = _find(people, homes, groups, ~np.isin(groups.unit, home), wanted)
    chosen, source = _by_home(homes, home, found), _by_home(homes, home, parent)
    _set(people, kids[known == source[people.home[kids]]], chosen)
    linked = np.flatnonzero(_has_child(people, homes, chosen))
    _two_homes(people, homes, groups, linked, chosen)
    return Pairs(linked, groups.unit[chosen[linked]])


def _by_home(homes: Homes, home: Ints, found: Ints) -> Ints:
    """Who was found for each home, -1 for nobody."""
    chosen = np.full(len(homes.area), -1, dtype=np.int64)
    chosen[home] = found
    return chosen


def _other_parents(people: People, homes: Homes, groups: Groups, child: Ints, parent: Ints) -> Wanted:
    """What the other parent of each child of `parent` is like."""
    age, key = people.age(groups.start)[parent], homes.key[people.home[child]]
    noise = normal(uniform(groups.seed, "homes:other_age", key))
    older = np.where(people.sex[parent] == 0, OLDER_BY, -OLDER_BY)
    code = _second_parents(groups.code[child], groups.code[parent], groups.codes)
    return Wanted(1 - people.sex[parent], age + older + GAP * noise, code, people.home[child], key)


def _second_parents(child: Ints, parent: Ints, codes: list[str]) -> Ints:
    """The group of the other parent: the known one's, or what makes a child of a mixed group."""
    second = np.array([codes.index(OTHER_PARENT[each]) if each in OTHER_PARENT else -1 for each in codes])[
        child
    ]
    white = np.array([each.startswith("W") for each in codes])[parent]
    return np.where(second < 0, parent, np.where(white, second, codes.index("WBRI")))


def _find(people: People, homes: Homes, groups: Groups, free: Flags, wanted: Wanted) -> Ints:
    """For each missing parent a free adult of the sex, group, and five years of age, -1 where there is none.

    Nobody is found thrice, and twice only where the three homes together are no larger than a family may be.
    """
    code = groups.code
    could, wait = _candidates(people, groups, free)
    own = (code[could] * 2 + people.sex[could]) * 32 + (people.age(groups.start)[could] // 5).astype(np.int64)
    sought = (wanted.code * 2 + wanted.sex) * 32 + np.clip(wanted.age // 5, 3, 25).astype(np.int64)
    at = match_some(sought, uniform(groups.seed, "homes:seek", wanted.key), own, wait)
    found = np.where(at >= 0, could[at], -1)
    rows = np.flatnonzero(found >= 0)
    size = np.append(homes.size, np.ones(len(people.area), dtype=np.int64))
    total = np.bincount(found[rows], homes.size[wanted.home[rows]], len(people.area))
    second = place_within(found[rows], wanted.key[rows]) > 0
    found[rows[second & (total[found[rows]] + size[groups.unit[found[rows]]] > LARGEST_FAMILY)]] = -1
    return found


def _candidates(people: People, groups: Groups, free: Flags) -> tuple[Ints, Floats]:
    """One adult of each free unit, and some of them a second time; and how soon each is chosen."""
    weight = np.zeros(who.CHILD + 1)
    for part, likely in LIKELY.items():
        weight[NUMBER[part]] = likely
    could = np.flatnonzero(free & (weight[people.part] > 0))
    wait = -np.log1p(-uniform(groups.seed, "homes:elsewhere", people.key[could])) / weight[people.part[could]]
    order = np.lexsort((wait, groups.unit[could]))
    could, wait = could[order], wait[order]
    first = np.diff(groups.unit[could], prepend=-1) != 0
    could, wait = could[first], wait[first]
    again = uniform(groups.seed, "homes:elsewhere", people.key[could], 1) < AGAIN
    return np.append(could, could[again]), np.append(wait, wait[again] * 1.001)


def _set(people: People, kids: Ints, chosen: Ints) -> None:
    """The chosen adult of each child's home becomes the missing parent of those that fit."""
    adult = chosen[people.home[kids]]
    kids, adult = kids[adult >= 0], adult[adult >= 0]
    able = fits(people, adult, kids)
    kids, adult = kids[able], adult[able]
    man = people.sex[adult] == 1
    father, mother = man & (people.father[kids] < 0), ~man & (people.mother[kids] < 0)
    people.father[kids[father]] = adult[father]
    people.mother[kids[mother]] = adult[mother]


def _has_child(people: People, homes: Homes, chosen: Ints) -> Flags:
    """Homes where the chosen adult is now somebody's parent."""
    kids = np.flatnonzero((people.part == who.CHILD) & (people.home >= 0))
    adult = chosen[people.home[kids]]
    is_parent = (adult >= 0) & ((people.mother[kids] == adult) | (people.father[kids] == adult))
    return np.bincount(people.home[kids[is_parent]], minlength=len(homes.area)) > 0


def _two_homes(people: People, homes: Homes, groups: Groups, linked: Ints, chosen: Ints) -> None:
    unit, seed = groups.unit, groups.seed
    shared = np.zeros(len(homes.area), dtype=np.bool_)
    own_home = unit[chosen[linked]] < len(homes.area)
    shared[linked] = own_home & (uniform(seed, "homes:two", homes.key[linked]) < TWO_HOMES)
    kids = np.flatnonzero((people.part == who.CHILD) & (people.home >= 0))
    kids = kids[shared[people.home[kids]]]
    adult = chosen[people.home[kids]]
    theirs = (people.mother[kids] == adult) | (people.father[kids] == adult)
    people.second_home[kids[theirs]] = unit[adult[theirs]]


def link_kin(people: People, homes: Homes, groups: Groups, taken: Pairs) -> Pairs:
    """Gives children whom kin raise a mother in another home; she is the carer's daughter where ages allow."""
    unit, code, seed = groups.unit, groups.code, groups.seed
    kids = np.flatnonzero((people.role == who.KIN_CHILD) & (people.mother < 0) & (people.father < 0))
    kids = kids[np.lexsort((people.birth[kids], people.home[kids]))]
    eldest = kids[np.flatnonzero(np.diff(people.home[kids], prepend=-1))]
    home = people.home[eldest]
    used = np.concatenate([taken.one, taken.other])
    seeking = (uniform(seed, "homes:kin", homes.key[home]) < IN_PLACE_KIN) & ~np.isin(home, used)
    eldest, home = eldest[seeking], home[seeking]
    age = people.age(groups.start)
    likely = age[eldest] + BEARING + 3 * normal(uniform(seed, "homes:kin_age", homes.key[home]))
    free = ~np.isin(unit, np.concatenate([used, home]))
    women = np.zeros(len(home), dtype=np.int64)
    found = _find(people, homes, groups, free, Wanted(women, likely, code[eldest], home, homes.key[home]))
    chosen = _by_home(homes, home, found)
    _set(people, kids, chosen)
    linked = np.flatnonzero(_has_child(people, homes, chosen))
    mothers, carers = chosen[linked], _carers(people, homes)[linked]
    child = (people.mother[mothers] < 0) & (people.father[mothers] < 0) & fits(people, carers, mothers)
    woman = people.sex[carers] == 0
    people.mother[mothers[child & woman]] = carers[child & woman]
    people.father[mothers[child & ~woman]] = carers[child & ~woman]
    return Pairs(linked, unit[mothers])


def _carers(people: People, homes: Homes) -> Ints:
    held = np.flatnonzero(people.carer >= 0)
    carers = np.full(len(homes.area), -1, dtype=np.int64)
    carers[people.home[held]] = people.carer[held]
    return carers
