"""People and homes that come to be or cease: births, partners from outside, new homes, deaths and departures."""

from __future__ import annotations

import numpy as np

from wholeplace.dynamics.compiled.names import Kind
from wholeplace.dynamics.compiled.tables import ADULT
from wholeplace.dynamics.kernel import look, touch
from wholeplace.dynamics.kernel.arrays import (
    AREA,
    AS_HOME,
    AS_PERSON,
    BIRTH,
    CHILD_KEY,
    ENTER,
    FATHER,
    GONE,
    HERE,
    HOLDS,
    HOME,
    HOME_KEY,
    HOMES,
    KEY,
    MOTHER,
    MOVED,
    NEWBORN_SEX,
    NEXT,
    PARTNER,
    PARTNER_AGE,
    PARTNER_KEY,
    PARTNER_SEX,
    PARTNERS,
    SEX,
    STEM,
    TO_AREA,
    WHO_STAYS,
)  # fmt: skip
from wholeplace.dynamics.kernel.quick import quick
from wholeplace.dynamics.population import HERE as STILL_HERE
from wholeplace.dynamics.population import MOST_HOMES

SEPARATES = int(Kind.SEPARATE)
NOTHING = np.uint64(0)
BOYS = 0.512
"""Share of births that are boys: 105 to every 100 girls, the usual ratio in England and Wales (ONS, Births)."""
SAME_SEX = 0.03
"""Share of new couples of one sex: assumed, somewhat above the share of couples in the Census of 2021."""
WOMAN_LEAVES = 0.15
"""Chance that the woman, not the man, leaves when a couple separates: assumed; most children stay with her."""
OLDER, SPREAD = 24, 60
"""Men are two years older than their partners on the whole, within five years either way: assumed. Months."""


@quick
def goes(ch, x, u, row, i, month):
    """A member dies or leaves the place."""
    if x[i, HERE]:
        touch.count(ch.track, ch.columns[0], x, u, row, i, -1)
    if x[i, PARTNER] >= 0:
        part(x, i)
    x[i, HOME], x[i, HERE], x[i, GONE] = -1, 0, month


@quick
def part(x, i):
    """Two partners are a couple no more."""
    x[x[i, PARTNER], PARTNER] = -1
    x[i, PARTNER] = -1


@quick
def joins(x, u, size, fixed, key, sex, birth, month, home):
    """A new member, there from next month, who holds nothing; their unit."""
    n = MOST_HOMES + size[1]
    size[1] += 1
    x[n] = 0
    x[n, SEX], x[n, BIRTH], x[n, ENTER], x[n, HOME], x[n, GONE] = sex, birth, month + 1, home, STILL_HERE
    x[n, MOTHER], x[n, FATHER], x[n, PARTNER], x[n, NEXT] = -1, -1, -1, month + 1
    u[n, KEY], u[n, HOLDS] = key, NOTHING
    u[n, STEM] = look.stem(fixed, AS_PERSON, key)
    return n


@quick
def born(x, u, size, fixed, i, month):
    """A child of member i and of their partner, where there is one; the child's key is of its birth order."""
    order = 0
    for j in range(MOST_HOMES, MOST_HOMES + size[1]):
        if x[j, MOTHER] == i:
            order += 1
    key = look.number(fixed, CHILD_KEY, u[i, KEY], order)
    sex = 1 if look.share(fixed, NEWBORN_SEX, key, 0) < BOYS else 0
    n = joins(x, u, size, fixed, key, sex, month, month, x[i, HOME])
    x[n, MOTHER], x[n, FATHER] = i, x[i, PARTNER]
    return n


@quick
def partnered(x, u, size, fixed, i, month):
    """A partner of member i from outside the place, an adult; the key is of how many there were before."""
    key = look.number(fixed, PARTNER_KEY, u[i, KEY], x[i, PARTNERS])
    x[i, PARTNERS] += 1
    same = look.share(fixed, PARTNER_SEX, key, 0) < SAME_SEX
    older = np.int64(look.share(fixed, PARTNER_AGE, key, 0) * (2 * SPREAD + 1)) - SPREAD
    if not same:
        older += OLDER if x[i, SEX] == 0 else -OLDER
    birth = min(x[i, BIRTH] - older, month - ADULT * 12)
    sex = x[i, SEX] if same else 1 - x[i, SEX]
    n = joins(x, u, size, fixed, key, sex, birth, month, x[i, HOME])
    x[n, PARTNER], x[i, PARTNER] = i, n
    return n


@quick
def area_for(area_edges, fixed, key, month):
    """Where a home goes: an area in proportion to its weight."""
    share, area = look.share(fixed, TO_AREA, key, month), 0
    while area < area_edges.size - 1 and area_edges[area] <= share:
        area += 1
    return area


@quick
def founded(area_edges, x, u, size, fixed, i, month):
    """A new home, which holds nothing, made by member i; the key is of how many they made before."""
    home = size[0]
    size[0] += 1
    key = look.number(fixed, HOME_KEY, u[i, KEY], x[i, HOMES])
    x[i, HOMES] += 1
    x[home] = 0
    x[home, AREA], x[home, MOVED] = area_for(area_edges, fixed, key, month), 1
    u[home, KEY], u[home, HOLDS] = key, NOTHING
    u[home, STEM] = look.stem(fixed, AS_HOME, key)
    return home


@quick
def who_goes(x, u, last, fixed, abuse, home, kind, month):
    """The member who makes a new home when a couple separates, or when one of them flees."""
    i = look.couple(x, last, home)
    j = x[i, PARTNER]
    woman, man = (j, i) if x[j, SEX] == 0 and x[i, SEX] == 1 else (i, j)
    if kind == SEPARATES:
        return woman if look.share(fixed, WHO_STAYS, u[home, KEY], month) < WOMAN_LEAVES else man
    return woman if (u[woman, HOLDS] & abuse) != NOTHING else man
