"""Gives every child, and every grown child at home, to a home whose parent's age allows it.

Within an area children in order of age meet homes in order of the age their children are likely to be. Where a
parent would be too young or too old, those children and some others of the area are matched again by the parents'
ages, which is the order in which most ages fit; what still does not fit is a relative's or a partner's child.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

import numpy as np

from wholeplace.demo.homes.counts import Flags, Floats, Ints, match, normal
from wholeplace.demo.homes.residents import people as who
from wholeplace.demo.homes.residents.kinds import KIN, KIN_PAIR, Homes
from wholeplace.demo.homes.residents.parts import NUMBER
from wholeplace.demo.homes.residents.people import CHILD, People
from wholeplace.dynamics.draws import uniform

YOUNGEST_MOTHER, OLDEST_MOTHER = 14.5, 49.5
YOUNGEST_FATHER, OLDEST_FATHER = 15.0, 69.0
AT_BIRTH = 29.0  # mothers' mean age; ONS births in England, rounded
SPACING = 2.8  # years between brothers and sisters; assumed
TURNS = 12
AGAIN = 0.3  # of the others who are matched again beside those who do not fit


def place_children(people: People, homes: Homes, heads: Ints, start: date, seed: int) -> None:
    """Sets `home` of everybody under 18 and of grown children, and `mother` or `father` where the head's age fits.

    A child of kin carers, or whom nobody at home could have borne, is the head's kin: `carer` and no parent.
    """
    age = people.age(start)
    for part, count, channel in (
        (CHILD, homes.children, "child"),
        (NUMBER["adult_child"], homes.grown, "grown"),
    ):
        home = np.repeat(np.arange(len(homes.area)), count)
        nth = np.arange(len(home)) - np.repeat(np.cumsum(count) - count, count)
        kids = np.flatnonzero(people.part == part)
        found = _matched(people, homes, heads, home, nth, kids, age, seed, channel)
        people.home[found] = home
        _set_parent(people, homes, heads, found, home, age, part)


def _matched(
    people: People,
    homes: Homes,
    heads: Ints,
    home: Ints,
    nth: Ints,
    kids: Ints,
    age: Floats,
    seed: int,
    channel: str,
) -> Ints:
    area, parent = homes.area[home], age[heads[home]]
    slot = homes.key[home] * 16 + nth
    likely = _likely(parent, homes.key[home], slot, nth, seed, channel)
    found = kids[match(area, likely, people.area[kids], age[kids])]
    free = np.isin(homes.structure[home], (KIN, KIN_PAIR))
    male = people.sex[heads[home]] == 1
    lasting = _Slots(area, parent, free, male, slot, nth)
    for turn in range(TURNS):
        bad = ~free & ~_fits(parent, age[found], male)
        if not bad.any():
            break
        found = _again(lasting, found, age, bad, f"homes:{channel}", seed, turn)
    return found


class _Slots(NamedTuple):
    """Places for children in homes: the area, the parent's age and sex, and whether any age will do."""

    area: Ints
    parent: Floats
    free: Flags
    male: Flags
    key: Ints
    nth: Ints


def _again(slots: _Slots, found: Ints, age: Floats, bad: Flags, channel: str, seed: int, turn: int) -> Ints:
    """Those who do not fit, and some others of their areas, matched by the parents' ages where that is better."""
    area = slots.area
    troubled = np.bincount(area, bad) > 0
    others = uniform(seed, f"{channel}:again", slots.key, turn) < AGAIN
    chosen = np.flatnonzero(bad | (others & troubled[area] & ~slots.free))
    noise = normal(uniform(seed, f"{channel}:order", slots.key[chosen], turn))
    order = slots.parent[chosen] - SPACING * slots.nth[chosen] + noise
    tried = found.copy()
    tried[chosen] = found[chosen][match(area[chosen], order, area[chosen], age[found[chosen]])]
    now = ~slots.free & ~_fits(slots.parent, age[tried], slots.male)
    better = np.bincount(area, now, len(troubled)) < np.bincount(area, bad, len(troubled))
    return np.where(better[area], tried, found)


def _likely(parent: Floats, key: Ints, slot: Ints, nth: Ints, seed: int, channel: str) -> Floats:
    """The age a child is likely to have: eldest first, apart by the usual spacing."""
    family = normal(uniform(seed, f"homes:{channel}:family", key))
    own = normal(uniform(seed, f"homes:{channel}:own", slot))
    return 0.85 * (parent - AT_BIRTH) + 3.5 * family + own - SPACING * (nth - 0.5)


def _fits(parent: Floats, child: Floats, male: Flags) -> Flags:
    gap = parent - child
    mother = (gap >= YOUNGEST_MOTHER) & (gap <= OLDEST_MOTHER)
    return np.where(male, (gap >= YOUNGEST_FATHER) & (gap <= OLDEST_FATHER), mother)


def fits(people: People, parent: Ints, child: Ints) -> Flags:
    """Whether each parent (a position, or -1: no) could be the mother or father of each child."""
    gap = (people.birth[child] - people.birth[parent]) / who.YEAR
    return (parent >= 0) & _fits(gap, np.zeros(len(gap)), people.sex[parent] == 1)


def _set_parent(
    people: People, homes: Homes, heads: Ints, found: Ints, home: Ints, age: Floats, part: int
) -> None:
    head = heads[home]
    own = ~np.isin(homes.structure[home], (KIN, KIN_PAIR)) & fits(people, head, found)
    young = part == CHILD
    people.role[found] = np.where(
        own, who.OWN_CHILD if young else who.GROWN, who.KIN_CHILD if young else who.OTHER
    )
    woman = people.sex[head] == 0
    people.mother[found[own & woman]] = head[own & woman]
    people.father[found[own & ~woman]] = head[own & ~woman]
    if young:
        people.carer[found[~own]] = head[~own]
