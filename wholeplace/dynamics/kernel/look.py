"""Reading a family in hand: draws, who holds what, and what can happen to whom."""

from __future__ import annotations

import numpy as np

from wholeplace.dynamics.compiled.names import Kind
from wholeplace.dynamics.compiled.tables import ADULT, WORKING
from wholeplace.dynamics.draws import FIRST, MONTH, ONE, PERSON, SECOND
from wholeplace.dynamics.kernel.arrays import (
    BIRTH,
    FATHER,
    HERE,
    HOLDS,
    HOME,
    MOTHER,
    PARTNER,
    SEX,
    STATES,
)  # fmt: skip
from wholeplace.dynamics.kernel.quick import inlined, quick
from wholeplace.dynamics.population import MOST_HOMES

CHILD_MONTHS, WORKING_MONTHS = ADULT * 12, WORKING * 12
NOTHING, BIT = np.uint64(0), np.uint64(1)
WHO, WHEN = np.uint64(PERSON), np.uint64(MONTH)
FIRST_FACTOR, SECOND_FACTOR = np.uint64(FIRST), np.uint64(SECOND)
BY_11, BY_27, BY_30, BY_31 = np.uint64(11), np.uint64(27), np.uint64(30), np.uint64(31)
BEARS, LEAVES_HOME, LEAVES_PLACE = int(Kind.BIRTH), int(Kind.LEAVE_HOME), int(Kind.LEAVE_PLACE)
SEPARATES, FLEES = int(Kind.SEPARATE), int(Kind.FLEE)


@inlined
def mixed(key):
    """The splitmix64 finaliser, as draws.mix."""
    key = (key ^ (key >> BY_30)) * FIRST_FACTOR
    key = (key ^ (key >> BY_27)) * SECOND_FACTOR
    return key ^ (key >> BY_31)


@inlined
def stem(fixed, channel, key):
    """The part of a key's draws on a channel that is the same in every month."""
    return mixed(key * WHO + fixed[channel]) + fixed[channel]


@inlined
def drawn(stem, month):
    """The draw of a stem in a month, 53 bits."""
    return mixed(stem + np.uint64(month) * WHEN) >> BY_11


@quick
def number(fixed, channel, key, step):
    """A 64-bit draw of a key and step on a channel, as draws.keyed."""
    return mixed(stem(fixed, channel, key) + np.uint64(step) * WHEN)


@quick
def share(fixed, channel, key, step):
    """The same as a number in [0, 1)."""
    return np.float64(number(fixed, channel, key, step) >> BY_11) / ONE


@inlined
def sees(x, u, i):
    """What a member holds, the home's factors among it."""
    return u[i, HOLDS] | u[x[i, HOME], HOLDS]


@inlined
def is_child(x, i, month):
    """Whether a member is under 18."""
    return month - x[i, BIRTH] < CHILD_MONTHS


@inlined
def is_own(x, j, i):
    """Whether member j is a child of member i."""
    return x[j, MOTHER] == i or x[j, FATHER] == i


@inlined
def hold_of_member(x, u, last, held, i, month):
    """Fill `held`, by holder, for a member. last: one past the family's last unit."""
    home = x[i, HOME]
    shared = u[home, HOLDS]
    parent, partner, child, household = NOTHING, NOTHING, NOTHING, shared
    mother, father, other = x[i, MOTHER], x[i, FATHER], x[i, PARTNER]
    if mother >= 0 and x[mother, HERE]:
        parent |= sees(x, u, mother)
    if father >= 0 and x[father, HERE]:
        parent |= sees(x, u, father)
    if other >= 0 and x[other, HERE]:
        partner = sees(x, u, other)
    for j in range(MOST_HOMES, last):
        if x[j, HERE] and j != i:
            if x[j, HOME] == home:
                household |= u[j, HOLDS]
            if is_own(x, j, i) and is_child(x, j, month):
                child |= sees(x, u, j)
    held[0], held[1], held[2], held[3], held[4] = u[i, HOLDS] | shared, parent, partner, child, household


@inlined
def hold_of_home(x, u, last, held, home, month):
    """Fill `held` for a home: a holder is any member from 16, but `child` one under 18, `household` anybody."""
    elder, child, household = NOTHING, NOTHING, NOTHING
    for j in range(MOST_HOMES, last):
        if x[j, HERE] and x[j, HOME] == home:
            holds = sees(x, u, j)
            household |= holds
            if is_child(x, j, month):
                child |= holds
            if month - x[j, BIRTH] >= WORKING_MONTHS:
                elder |= holds
    held[0], held[1], held[2], held[3], held[4] = elder, elder, elder, child, household


@quick
def states_seen(track, x, last, unit):
    """A bit for each state that a member is in, the home's tracks among them; of a home, that anybody is in."""
    seen = NOTHING
    home = unit if unit < MOST_HOMES else x[unit, HOME]
    for j in range(MOST_HOMES, last):
        if j == unit or (unit == home and x[j, HERE] and x[j, HOME] == home):
            for at in range(track.shape[0]):
                state = x[home if track[at, 0] else j, STATES + at]
                if state > 0:
                    seen |= BIT << np.uint64(track[at, 1] + state - 1)
    return seen


@quick
def couple(x, last, home):
    """The first member of the first couple in a home, or -1."""
    for i in range(MOST_HOMES, last):
        j = x[i, PARTNER]
        if j >= 0 and x[i, HERE] and x[j, HERE] and x[i, HOME] == home and x[j, HOME] == home:
            return i
    return -1


@quick
def child_at_home(x, last, i, month):
    """Whether a member has a child of their own under 18 at home."""
    for j in range(MOST_HOMES, last):
        if is_own(x, j, i) and x[j, HERE] and x[j, HOME] == x[i, HOME] and is_child(x, j, month):
            return True
    return False


@quick
def with_parent(x, i):
    """Whether a member lives with a parent."""
    mother, father = x[i, MOTHER], x[i, FATHER]
    if mother >= 0 and x[mother, HERE] and x[mother, HOME] == x[i, HOME]:
        return True
    return father >= 0 and x[father, HERE] and x[father, HOME] == x[i, HOME]


@quick
def may_home(x, u, last, abuse, kind, home):
    """Whether what happens in homes can happen to a home as things stand."""
    if kind != SEPARATES and kind != FLEES:
        return True
    i = couple(x, last, home)
    if i < 0:
        return False
    return kind == SEPARATES or ((u[i, HOLDS] | u[x[i, PARTNER], HOLDS]) & abuse) != NOTHING


@quick
def may_person(x, last, kind, i, month):
    """Whether what happens in lives can happen to a member as things stand."""
    if kind < BEARS:
        return True
    if kind == BEARS:
        return x[i, SEX] == 0
    if x[i, PARTNER] >= 0 or is_child(x, i, month):
        return False
    if kind == LEAVES_HOME:
        return with_parent(x, i)
    return kind != LEAVES_PLACE or not child_at_home(x, last, i, month)
