"""How likely a unit is to have an event this month, and which: its situation read against the tables."""

from __future__ import annotations

import math

import numpy as np

from wholeplace.dynamics.compiled.tables import EVERYONE, FIND, FLEE, LEAVE_HOME, LEAVE_PLACE, SEPARATE
from wholeplace.dynamics.draws import ONE
from wholeplace.dynamics.kernel import look
from wholeplace.dynamics.kernel.arrays import (
    BOUND,
    CELL,
    EXTRA,
    HERE,
    HOLDS,
    HOME,
    INSIDE,
    NEAR,
    PARTNER,
    STALE,
    STATES,
)  # fmt: skip
from wholeplace.dynamics.kernel.quick import inlined, quick
from wholeplace.dynamics.population import MOST_HOMES

NOTHING, BIT, ALL = np.uint64(0), np.uint64(1), np.uint64(0xFFFFFFFFFFFFFFFF)
TWO, THREE, FOUR = np.uint64(2), np.uint64(3), np.uint64(4)
SEQUENCE, BY_58 = np.uint64(0x03F79D71B4CB0A89), np.uint64(58)
PLACES = np.zeros(64, np.int64)
"""Where a single bit stands, by the top six bits of its product with a de Bruijn sequence."""
PLACES[[((1 << place) * int(SEQUENCE) % (1 << 64)) >> 58 for place in range(64)]] = np.arange(64)


@inlined
def lowest(bits):
    """Where the lowest of some bits stands."""
    return PLACES[((bits & (~bits + BIT)) * SEQUENCE) >> BY_58]


@quick
def open_gates(gates, track, x, last, holds, near, unit):
    """Of the programmes on where a unit lives, a bit each, those that are for it. holds: what it, or anybody, holds."""
    seen = look.states_seen(track, x, last, unit) if gates.states.shape[1] else NOTHING
    opened = NOTHING
    for gate in range(gates.start.size):
        on = (near >> np.uint64(gate)) & BIT and (holds & gates.factors[gate]) == gates.factors[gate]
        for j in range(gates.states.shape[1]):
            on = on and (gates.states[gate, j] == ALL or (seen & gates.states[gate, j]) != NOTHING)
        if on:
            opened |= BIT << np.uint64(gate)
    return opened


@inlined
def from_rest(c, s, unit, home, cell, month):
    """Hazards, before ratios, of effects that start from rest and can happen."""
    x, u, last, row, is_home = s.x, s.u, MOST_HOMES + s.size[1], s.hazards[unit], unit < MOST_HOMES
    first, end = (c.rest[0], c.rest[1]) if is_home else (0, c.rest[0])
    base, times, found = c.base[cell, first:end], s.setting[home, first:end], row[first:end]
    for k in range(base.size):
        found[k] = base[k] * times[k]
    if is_home:
        i = look.couple(x, last, unit)
        if i < 0:
            row[c.lives[SEPARATE]] = 0.0
        if i < 0 or ((u[i, HOLDS] | u[x[i, PARTNER], HOLDS]) & c.masks[1]) == NOTHING:
            row[c.lives[FLEE]] = 0.0
    elif x[unit, PARTNER] >= 0 or look.is_child(x, unit, month):
        row[c.lives[FIND]] = 0.0
        row[c.lives[LEAVE_HOME]] = 0.0
        row[c.lives[LEAVE_PLACE]] = 0.0
    else:
        if not look.with_parent(x, unit):
            row[c.lives[LEAVE_HOME]] = 0.0
        if look.child_at_home(x, last, unit, month):
            row[c.lives[LEAVE_PLACE]] = 0.0


@inlined
def under_way(c, s, unit, home, cell):
    """The same of what the unit holds and is in: no start, but ends and moves."""
    x, row, extra, own, n = s.x, s.hazards[unit], s.extra[unit], s.u[unit, HOLDS], 0
    while own != NOTHING:
        factor = lowest(own)
        own &= own - BIT
        if c.start[factor] >= 0:
            row[c.start[factor]] = 0.0
        k = c.end[factor]
        if k >= 0:
            extra[n] = k
            n += 1
    for track in range(c.track.shape[0]):
        state = x[unit, STATES + track]
        if state > 0:
            for k in range(c.track[track, 2], c.track[track, 3]):
                row[k] = 0.0
            for k in range(c.move_from[track, state], c.move_from[track, state + 1]):
                extra[n] = k
                n += 1
    for j in range(n):
        row[extra[j]] = c.base[cell, extra[j]] * s.setting[home, extra[j]]
    x[unit, EXTRA] = n


@inlined
def with_ratios(c, row, held, opened, unit, cell):
    """Each hazard times its ratios: by holder, then factor, then programme."""
    part = (EVERYONE + 1) * 64 if unit < MOST_HOMES else 0
    for holder in range(EVERYONE):
        bits = held[holder] & c.relevant[cell, holder]
        while bits != NOTHING:
            at = part + holder * 64 + lowest(bits)
            bits &= bits - BIT
            for j in range(c.ratio_from[at], c.ratio_from[at + 1]):
                gate = c.ratio_on[j, 1]
                if gate < 0 or (opened >> np.uint64(gate)) & BIT:
                    row[c.ratio_on[j, 0]] *= c.ratio_times[j]
    if opened != NOTHING:
        at = part + EVERYONE * 64
        for j in range(c.ratio_from[at], c.ratio_from[at + 1]):
            if (opened >> np.uint64(c.ratio_on[j, 1])) & BIT:
                row[c.ratio_on[j, 0]] *= c.ratio_times[j]


@inlined
def added(hazards):
    """Their sum, as four sums that the processor works on side by side."""
    one, two, three, four, size = 0.0, 0.0, 0.0, 0.0, np.uint64(hazards.size)
    for j in range(size // FOUR):
        one += hazards[FOUR * j]
        two += hazards[FOUR * j + BIT]
        three += hazards[FOUR * j + TWO]
        four += hazards[FOUR * j + THREE]
    for k in range(size // FOUR * FOUR, size):
        one += hazards[k]
    return (one + two) + (three + four)


@inlined
def weigh(c, gates, s, unit, month):
    """Work out the hazards of a unit that is there, and their sum."""
    x, u, held, last, is_home = s.x, s.u, s.held, MOST_HOMES + s.size[1], unit < MOST_HOMES
    if is_home:
        home, cell = unit, c.base.shape[0] - 1
        look.hold_of_home(x, u, last, held, unit, month)
    else:
        home, cell = x[unit, HOME], x[unit, CELL]
        look.hold_of_member(x, u, last, held, unit, month)
    near, opened = np.uint64(x[home, NEAR]), NOTHING
    if near != NOTHING:
        opened = open_gates(gates, c.track, x, last, held[4] if is_home else held[0], near, unit)
    from_rest(c, s, unit, home, cell, month)
    under_way(c, s, unit, home, cell)
    with_ratios(c, s.hazards[unit], held, opened, unit, cell)
    total = added(s.hazards[unit, c.rest[0] : c.rest[1]] if is_home else s.hazards[unit, : c.rest[0]])
    for j in range(x[unit, EXTRA]):
        total += s.hazards[unit, s.extra[unit, j]]
    return total


@inlined
def of_one_event(total):
    """The chance of any event in a month, from the sum of hazards a year."""
    return 1.0 - math.exp(total * (-1 / 12))


@inlined
def renew(c, gates, s, unit, month):
    """Work out anew when a unit has an event: its draw is below this bound."""
    s.x[unit, STALE] = 0
    s.u[unit, BOUND] = NOTHING
    for j in range(s.x[unit, EXTRA]):
        s.hazards[unit, s.extra[unit, j]] = 0.0
    s.x[unit, EXTRA] = 0
    if s.x[unit, INSIDE] > 0 if unit < MOST_HOMES else s.x[unit, HERE]:
        s.total[unit] = weigh(c, gates, s, unit, month)
        s.u[unit, BOUND] = np.uint64(of_one_event(s.total[unit]) * ONE)


@inlined
def chosen(c, s, unit, draw):
    """Which effect a draw below the bound means: in proportion to hazards, in the order of effects."""
    first, end = (c.rest[0], c.rest[1]) if unit < MOST_HOMES else (0, c.rest[0])
    sought = draw / (of_one_event(s.total[unit]) * ONE) * s.total[unit]
    passed, effect = 0.0, -1
    for k in range(first, end):
        if passed <= sought and s.hazards[unit, k] > 0:
            effect = k
        passed += s.hazards[unit, k]
    for j in range(s.x[unit, EXTRA]):
        k = s.extra[unit, j]
        if passed <= sought and s.hazards[unit, k] > 0:
            effect = k
        passed += s.hazards[unit, k]
    return effect
