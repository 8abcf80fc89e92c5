"""People and homes that come to be or cease: births, partners from outside, new homes, deaths and departures."""

from __future__ import annotations

import numpy as np

from wholeplace.dynamics.compiled.names import Kind
from wholeplace.dynamics.compiled.tables import ADULT
from wholeplace.dynamics.kernel import look, touch
from wholeplace.dynamics.kernel.arrays import (
    AS_HOME,
    AS_PERSON,
    CHILD_KEY,
    HOME_KEY,
    NEWBORN_SEX,
    NOBODY,
    PARTNER_AGE,
    PARTNER_KEY,
    PARTNER_SEX,
    TO_AREA,
    WHO_STAYS,
)  # fmt: skip
from wholeplace.dynamics.kernel.family import blank
from wholeplace.dynamics.kernel.quick import inlined
from wholeplace.dynamics.population import HERE as STILL_HERE
from wholeplace.dynamics.population import MOST_HOMES

SEPARATES = int(Kind.SEPARATE)
NOTHING, NEVER = np.uint64(0), STILL_HERE
BOYS = 0.512
"""Share of births that are boys: 105 to every 100 girls, the usual ratio in England and Wales (ONS, Births)."""
SAME_SEX = 0.03
"""Share of new couples of one sex: assumed, somewhat above the share of couples in the Census of 2021."""
WOMAN_LEAVES = 0.15
"""Chance that the woman, not the man, leaves when a couple separates: assumed; most children stay with her."""
OLDER, SPREAD = 24, 60
"""Men are two years older than their partners on the whole, within five years either way: assumed. Months."""


@inlined
def goes(c, changes, f, i):
    """A member dies or leaves the place."""
    u = f.units[i]
    if u.here:
        touch.count(c, changes, f, f.month + 1 - f.first, i, -1)
    if u.partner != NOBODY:
        part(f.units, i)
    u.home, u.here, u.gone, u.turn = NOBODY, 0, f.month, NEVER


@inlined
def part(units, i):
    """Two partners are a couple no more."""
    units[units[i].partner].partner = NOBODY
    units[i].partner = NOBODY


@inlined
def joins(draws, f, key, sex, birth, home):
    """A new member, there from next month, who holds nothing; their unit."""
    n = f.last
    f.last += 1
    u = f.units[n]
    blank(draws, f, n, key, look.stem(f.fixed, AS_PERSON, key), f.month + 1, NEVER)
    u.sex, u.birth, u.enter, u.home, u.gone = sex, birth, f.month + 1, home, STILL_HERE
    u.mother, u.father, u.partner, u.turn = NOBODY, NOBODY, NOBODY, f.month + 1
    return n


@inlined
def born(draws, f, i):
    """A child of member i and of their partner, where there is one; the child's key is of its birth order."""
    order = 0
    for j in range(MOST_HOMES, f.last):
        if f.units[j].mother == i:
            order += 1
    key = look.number(f.fixed, CHILD_KEY, f.units[i].key, order)
    sex = 1 if look.share(f.fixed, NEWBORN_SEX, key, 0) < BOYS else 0
    n = joins(draws, f, key, sex, f.month, f.units[i].home)
    f.units[n].mother, f.units[n].father = i, f.units[i].partner
    return n


@inlined
def partnered(draws, f, i):
    """A partner of member i from outside the place, an adult; the key is of how many there were before."""
    u = f.units[i]
    key = look.number(f.fixed, PARTNER_KEY, u.key, u.partners)
    u.partners += 1
    same = look.share(f.fixed, PARTNER_SEX, key, 0) < SAME_SEX
    older = np.int64(look.share(f.fixed, PARTNER_AGE, key, 0) * (2 * SPREAD + 1)) - SPREAD
    if not same:
        older += OLDER if u.sex == 0 else -OLDER
    birth = min(u.birth - older, f.month - ADULT * 12)
    n = joins(draws, f, key, u.sex if same else 1 - u.sex, birth, u.home)
    f.units[n].partner, u.partner = i, n
    return n


@inlined
def area_for(area_edges, fixed, key, month):
    """Where a home goes: an area in proportion to its weight."""
    share, area = look.share(fixed, TO_AREA, key, month), 0
    while area < area_edges.size - 1 and area_edges[area] <= share:
        area += 1
    return area


@inlined
def founded(area_edges, draws, f, i):
    """A new home, which holds nothing, made by member i; the key is of how many they made before."""
    home = f.homes
    f.homes += 1
    key = look.number(f.fixed, HOME_KEY, f.units[i].key, f.units[i].homes)
    f.units[i].homes += 1
    blank(draws, f, home, key, look.stem(f.fixed, AS_HOME, key), f.month + 1, f.month + 1)
    f.units[home].area = area_for(area_edges, f.fixed, key, f.month)
    return home


@inlined
def who_goes(c, f, home, kind):
    """The member who makes a new home when a couple separates, or when one of them flees."""
    units = f.units
    i = look.couple(units, f.last, home)
    j = units[i].partner
    woman, man = (j, i) if units[j].sex == 0 and units[i].sex == 1 else (i, j)
    if kind == SEPARATES:
        return woman if look.share(f.fixed, WHO_STAYS, units[home].key, f.month) < WOMAN_LEAVES else man
    return woman if (units[woman].holds & c.facts[0].abused) != NOTHING else man
