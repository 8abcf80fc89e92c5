"""Reading a family in hand: draws, who holds what, and what can happen to whom."""

from __future__ import annotations

import numpy as np

from wholeplace.dynamics.compiled.names import Kind
from wholeplace.dynamics.compiled.tables import ADULT, WORKING
from wholeplace.dynamics.draws import FIRST, MONTH, ONE, PERSON, SECOND
from wholeplace.dynamics.kernel.arrays import NOBODY
from wholeplace.dynamics.kernel.arrays import WORD as MONTHS_AT_ONCE
from wholeplace.dynamics.kernel.quick import inlined, lowest, quick, unsigned
from wholeplace.dynamics.population import MOST_HOMES

CHILD_MONTHS, WORKING_MONTHS = ADULT * 12, WORKING * 12
NOTHING, BIT, WORD = np.uint64(0), np.uint64(1), np.uint64(MONTHS_AT_ONCE)
WHO, WHEN = np.uint64(PERSON), np.uint64(MONTH)
FIRST_FACTOR, SECOND_FACTOR = np.uint64(FIRST), np.uint64(SECOND)
BY_11, BY_27, BY_30, BY_31, BY_32 = np.uint64(11), np.uint64(27), np.uint64(30), np.uint64(31), np.uint64(32)
BEARS, LEAVES_HOME, LEAVES_PLACE = int(Kind.BIRTH), int(Kind.LEAVE_HOME), int(Kind.LEAVE_PLACE)
SEPARATES, FLEES = int(Kind.SEPARATE), int(Kind.FLEE)
ROUNDING = 1 + 1e-9
"""So that no bound is too low by the rounding of sums and products."""


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


@inlined
def draw_ahead(draws, stem, month, first, end):
    """The first half of a unit's draws from a month on; first, end: the run's."""
    for when in range(month, end):
        draws[unsigned(when - first)] = np.uint32(mixed(stem + np.uint64(when) * WHEN) >> BY_32)


@inlined
def first_low(draws, bound, at, end):
    """The first month from `at` whose draw may mean an event while hazards sum to no more than a bound; or `end`.

    Months are counted from the run's first. The chance of an event, 1 - exp(-H / 12), is below H / 12.
    """
    limit = bound * (2.0**32 / 12 * ROUNDING) + 1.0
    if limit >= 2.0**32 - 1:
        return at
    low, word = np.uint32(limit), unsigned(at) & ~(WORD - BIT)
    from_here = ~NOTHING << (unsigned(at) - word)
    while word < draws.size and bound > 0.0:
        found = NOTHING
        for month in range(WORD):
            found |= unsigned(draws[word + unsigned(month)] < low) << unsigned(month)
        found &= from_here
        if found != NOTHING:
            return np.int64(word + lowest(found))
        word, from_here = word + WORD, ~NOTHING
    return end


@quick
def number(fixed, channel, key, step):
    """A 64-bit draw of a key and step on a channel, as draws.keyed."""
    return mixed(stem(fixed, channel, key) + np.uint64(step) * WHEN)


@quick
def share(fixed, channel, key, step):
    """The same as a number in [0, 1)."""
    return np.float64(number(fixed, channel, key, step) >> BY_11) / ONE


@inlined
def sees(units, i):
    """What a member holds, the home's factors among it."""
    return units[i].holds | units[units[i].home].holds


@inlined
def is_child(units, i, month):
    """Whether a member is under 18."""
    return month - units[i].birth < CHILD_MONTHS


@inlined
def is_own(units, j, i):
    """Whether member j is a child of member i."""
    return units[j].mother == i or units[j].father == i


@inlined
def lives_in(units, j, home):
    """Whether member j is there, in a home."""
    return units[j].here > 0 and units[j].home == home


@inlined
def seen_if_here(units, i):
    """What a member holds if there is one who is there, else nothing."""
    return sees(units, i) if i != NOBODY and units[i].here > 0 else NOTHING


@inlined
def hold_of_member(units, f, held, i, relevant):
    """Fill `held`, by holder, for a member, as far as it is relevant."""
    u = units[i]
    shared = units[u.home].holds
    held[0] = u.holds | shared
    held[1] = seen_if_here(units, u.mother) | seen_if_here(units, u.father)
    held[2] = seen_if_here(units, u.partner)
    held[3], held[4] = NOTHING, shared
    if (relevant[3] | relevant[4]) == NOTHING:
        return
    for j in range(MOST_HOMES, f.last):
        if units[j].here and j != i:
            if units[j].home == u.home:
                held[4] |= units[j].holds
            if is_own(units, j, i) and is_child(units, j, f.month):
                held[3] |= sees(units, j)


@inlined
def hold_of_home(units, f, held, home):
    """Fill `held` for a home: a holder is any member from 16, but `child` one under 18, `household` anybody."""
    elder, child, household = NOTHING, NOTHING, NOTHING
    for j in range(MOST_HOMES, f.last):
        if lives_in(units, j, home):
            holds = sees(units, j)
            household |= holds
            if is_child(units, j, f.month):
                child |= holds
            if f.month - units[j].birth >= WORKING_MONTHS:
                elder |= holds
    held[0], held[1], held[2], held[3], held[4] = elder, elder, elder, child, household


@inlined
def states_of(c, units, i):
    """The states that a member is in, the home's tracks among them."""
    of_home = c.facts[0].home_states
    return (units[i].states & ~of_home) | (units[units[i].home].states & of_home)


@inlined
def states_seen(c, units, f, unit):
    """The same; of a home, that anybody is in."""
    if unit >= MOST_HOMES:
        return states_of(c, units, unit)
    seen = NOTHING
    for j in range(MOST_HOMES, f.last):
        if lives_in(units, j, unit):
            seen |= states_of(c, units, j)
    return seen


@quick
def couple(units, last, home):
    """The first member of the first couple in a home, or -1."""
    for i in range(MOST_HOMES, last):
        j = units[i].partner
        if j != NOBODY and lives_in(units, i, home) and lives_in(units, j, home):
            return i
    return -1


@quick
def child_at_home(units, last, i, month):
    """Whether a member has a child of their own under 18 at home."""
    for j in range(MOST_HOMES, last):
        if is_own(units, j, i) and lives_in(units, j, units[i].home) and is_child(units, j, month):
            return True
    return False


@quick
def with_parent(units, i):
    """Whether a member lives with a parent."""
    mother, father, home = units[i].mother, units[i].father, units[i].home
    return (mother != NOBODY and lives_in(units, mother, home)) or (
        father != NOBODY and lives_in(units, father, home)
    )


@quick
def may_home(abused, units, last, kind, home):
    """Whether what happens in homes can happen to a home as things stand."""
    if kind != SEPARATES and kind != FLEES:
        return True
    i = couple(units, last, home)
    if i < 0:
        return False
    return kind == SEPARATES or ((units[i].holds | units[units[i].partner].holds) & abused) != NOTHING


@quick
def may_person(units, last, kind, i, month):
    """Whether what happens in lives can happen to a member as things stand."""
    if kind < BEARS:
        return True
    if kind == BEARS:
        return units[i].sex == 0
    if units[i].partner != NOBODY or is_child(units, i, month):
        return False
    if kind == LEAVES_HOME:
        return with_parent(units, i)
    return kind != LEAVES_PLACE or not child_at_home(units, last, i, month)
