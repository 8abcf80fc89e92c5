"""What follows from a change: who is counted as what, and whose hazards may have risen, and how far."""

from __future__ import annotations

import numpy as np

from wholeplace.dynamics.compiled.tables import EVERYONE
from wholeplace.dynamics.kernel import look
from wholeplace.dynamics.kernel.arrays import CERTAIN
from wholeplace.dynamics.kernel.look import ROUNDING
from wholeplace.dynamics.kernel.quick import inlined, lowest, quick
from wholeplace.dynamics.population import MOST_HOMES

NOTHING, BIT = np.uint64(0), np.uint64(1)
MANY = 1e3
"""A rise by more than this is looked at, not reckoned with: a hazard may have been nought."""


@quick
def count(c, changes, f, row, i, sign):
    """Count a member in, or out, of their home and of all that they hold and are in."""
    f.units[f.units[i].home].here += sign
    holds, states = look.sees(f.units, i), look.states_of(c, f.units, i)
    factors = changes.shape[1] - 1 - c.state.shape[0]
    while holds != NOTHING:
        changes[row, lowest(holds)] += sign
        holds &= holds - BIT
    while states != NOTHING:
        changes[row, factors + lowest(states)] += sign
        states &= states - BIT


@inlined
def doubt(f, unit, month):
    """A unit must be looked at in a month."""
    f.units[unit].bound = CERTAIN
    f.next[unit] = min(f.next[unit], month)


@quick
def doubt_all(f, month):
    """The whole family must be looked at in a month."""
    for unit in range(f.homes):
        doubt(f, unit, month)
    for unit in range(MOST_HOMES, f.last):
        doubt(f, unit, month)


@quick
def raised(draws, f, unit, times, month):
    """From a month on, a unit's hazards sum to at most so many times what they did."""
    u = f.units[unit]
    if times > MANY:
        doubt(f, unit, month)
    elif times > 1.0:
        u.bound *= times * ROUNDING
        if f.next[unit] > month:
            at = look.first_low(draws[unit], u.bound, month - f.first, f.next[unit] - f.first)
            f.next[unit] = min(f.next[unit], at + f.first)


@inlined
def about_member(c, draws, f, i, factor, way):
    """A member began (way 0) or ceased (1) to hold a factor: those of everybody else who sees it."""
    bit, u, month = BIT << np.uint64(factor), f.units[i], f.month + 1
    if (bit & (c.facts[0].asked | c.facts[0].abused)) != NOTHING:
        doubt(f, u.home, month)
    elif (bit & c.facts[0].turns) != NOTHING:
        raised(draws, f, u.home, c.rise[1, EVERYONE, factor, way], month)
    if (bit & c.facts[0].felt) == NOTHING:
        return
    for j in range(MOST_HOMES, f.last):
        v = f.units[j]
        if v.here and j != i:
            times = 1.0
            if look.is_own(f.units, j, i) and bit & c.relevant[v.cell, 1]:
                times *= c.rise[0, 1, factor, way]
            if j == u.partner and bit & c.relevant[v.cell, 2]:
                times *= c.rise[0, 2, factor, way]
            if look.is_own(f.units, i, j) and bit & c.relevant[v.cell, 3]:
                times *= c.rise[0, 3, factor, way]
            if v.home == u.home and bit & c.relevant[v.cell, 4]:
                times *= c.rise[0, 4, factor, way]
            raised(draws, f, j, times, month)


@quick
def about_home(c, draws, f, home, factor, way):
    """The same of a home's factor, which its members hold too."""
    bit, month = BIT << np.uint64(factor), f.month + 1
    for j in range(MOST_HOMES, f.last):
        v = f.units[j]
        if v.here:
            mask = c.relevant[v.cell, 1] | c.relevant[v.cell, 2] | c.relevant[v.cell, 3]
            if v.home == home:
                mask |= c.relevant[v.cell, 0] | c.relevant[v.cell, 4]
            if v.home == home and bit & c.facts[0].asked:
                doubt(f, j, month)
            elif bit & mask:
                raised(draws, f, j, c.rise[0, EVERYONE, factor, way], month)


@inlined
def about_state(c, f, unit, changed):
    """A unit's state changed: where programmes ask for it, its home and all who live there."""
    if (changed & c.facts[0].asked_states) != NOTHING:
        home = unit if unit < MOST_HOMES else f.units[unit].home
        doubt(f, home, f.month + 1)
        for j in range(MOST_HOMES, f.last):
            if f.units[j].home == home:
                doubt(f, j, f.month + 1)
