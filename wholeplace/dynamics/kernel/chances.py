"""How likely a unit is to have an event this month, and which: its situation read against the tables."""

from __future__ import annotations

import math

import numpy as np

from wholeplace.dynamics.compiled.tables import EVERYONE
from wholeplace.dynamics.draws import ONE
from wholeplace.dynamics.kernel import look
from wholeplace.dynamics.kernel.arrays import (
    AREA,
    BOUND,
    CELL,
    HERE,
    HOLDS,
    HOME,
    INSIDE,
    STALE,
    STATES,
    STEM,
)
from wholeplace.dynamics.kernel.quick import inlined, quick
from wholeplace.dynamics.population import MOST_HOMES

NOTHING, BIT, ALL = np.uint64(0), np.uint64(1), np.uint64(0xFFFFFFFFFFFFFFFF)
SEQUENCE, BY_58 = np.uint64(0x03F79D71B4CB0A89), np.uint64(58)
PLACES = np.zeros(64, np.int64)
"""Where a single bit stands, by the top six bits of its product with a de Bruijn sequence."""
PLACES[[((1 << place) * int(SEQUENCE) % (1 << 64)) >> 58 for place in range(64)]] = np.arange(64)


@inlined
def lowest(bits):
    """Where the lowest of some bits stands."""
    return PLACES[((bits & (~bits + BIT)) * SEQUENCE) >> BY_58]


@quick
def open_gates(gates, track, x, last, held, unit, month):
    """A bit for each programme that is on for a unit."""
    home = unit if unit < MOST_HOMES else x[unit, HOME]
    holds = held[4] if unit < MOST_HOMES else held[0]
    seen = look.states_seen(track, x, last, unit) if gates.states.shape[1] else NOTHING
    opened = NOTHING
    for gate in range(gates.start.size):
        on = gates.start[gate] <= month < gates.until[gate] and gates.area[gate, x[home, AREA]]
        on = on and (holds & gates.factors[gate]) == gates.factors[gate]
        for j in range(gates.states.shape[1]):
            on = on and (gates.states[gate, j] == ALL or (seen & gates.states[gate, j]) != NOTHING)
        if on:
            opened |= BIT << np.uint64(gate)
    return opened


@inlined
def from_rest(c, x, u, last, setting, hazards, settled, unit, cell, month):
    """Hazards, before ratios, of effects that start from rest and can happen; the first effect and one past."""
    is_home = unit < MOST_HOMES
    home = unit if is_home else x[unit, HOME]
    first, end = (c.rest[0], c.rest[1]) if is_home else (0, c.rest[0])
    if settled:
        for k in range(first, end):
            hazards[k] = c.base[cell, k]
    else:
        for k in range(first, end):
            hazards[k] = c.base[cell, k] * setting[home, k]
    for j in range(c.lives.shape[0]):
        k, kind = c.lives[j, 0], c.lives[j, 1]
        if first <= k < end and hazards[k] > 0:
            if is_home:
                can = look.may_home(x, u, last, c.masks[1], kind, unit)
            else:
                can = look.may_person(x, last, kind, unit, month)
            if not can:
                hazards[k] = 0.0
    return first, end


@inlined
def under_way(c, x, setting, hazards, extra, settled, unit, cell, own):
    """The same of what the unit holds and is in: no start, but ends and moves. How many those are."""
    n = 0
    home = unit if unit < MOST_HOMES else x[unit, HOME]
    while own != NOTHING:
        factor = lowest(own)
        own &= own - BIT
        if c.start[factor] >= 0:
            hazards[c.start[factor]] = 0.0
        k = c.end[factor]
        if k >= 0:
            extra[n] = k
            n += 1
    for track in range(c.track.shape[0]):
        state = x[unit, STATES + track]
        if state > 0:
            for k in range(c.track[track, 2], c.track[track, 3]):
                hazards[k] = 0.0
            for k in range(c.move_from[track, state], c.move_from[track, state + 1]):
                extra[n] = k
                n += 1
    for j in range(n):
        k = extra[j]
        hazards[k] = c.base[cell, k] if settled else c.base[cell, k] * setting[home, k]
    return n


@inlined
def with_ratios(c, held, hazards, opened, unit, cell):
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
                    hazards[c.ratio_on[j, 0]] *= c.ratio_times[j]
    if opened != NOTHING:
        at = part + EVERYONE * 64
        for j in range(c.ratio_from[at], c.ratio_from[at + 1]):
            if (opened >> np.uint64(c.ratio_on[j, 1])) & BIT:
                hazards[c.ratio_on[j, 0]] *= c.ratio_times[j]


@inlined
def weigh(c, gates, x, u, last, held, setting, hazards, extra, settled, unit, month):
    """Fill `hazards` for a unit. From and to where those from rest are, how many `extra` there are, their sum."""
    is_home = unit < MOST_HOMES
    if is_home:
        cell = c.base.shape[0] - 1
        look.hold_of_home(x, u, last, held, unit, month)
    else:
        cell = x[unit, CELL]
        look.hold_of_member(x, u, last, held, unit, month)
    opened = open_gates(gates, c.track, x, last, held, unit, month) if gates.start.size else NOTHING
    first, end = from_rest(c, x, u, last, setting, hazards, settled, unit, cell, month)
    n = under_way(c, x, setting, hazards, extra, settled, unit, cell, u[unit, HOLDS])
    with_ratios(c, held, hazards, opened, unit, cell)
    one, two, three, four = 0.0, 0.0, 0.0, 0.0
    k = first
    while k + 3 < end:  # four sums at once: the processor adds them side by side
        one += hazards[k]
        two += hazards[k + 1]
        three += hazards[k + 2]
        four += hazards[k + 3]
        k += 4
    while k < end:
        one += hazards[k]
        k += 1
    total = (one + two) + (three + four)
    for j in range(n):
        total += hazards[extra[j]]
    return first, end, n, total


@inlined
def clear(hazards, extra, n):
    """Set what did not start from rest back to nought."""
    for j in range(n):
        hazards[extra[j]] = 0.0


@inlined
def renew(c, gates, x, u, last, held, setting, hazards, extra, settled, unit, month):
    """Work out anew when a unit has an event: its draw is below this bound."""
    x[unit, STALE] = 0
    u[unit, BOUND] = NOTHING
    if x[unit, INSIDE] > 0 if unit < MOST_HOMES else x[unit, HERE]:
        _, _, n, total = weigh(c, gates, x, u, last, held, setting, hazards, extra, settled, unit, month)
        clear(hazards, extra, n)
        u[unit, BOUND] = np.uint64((1.0 - math.exp(total * (-1 / 12))) * ONE)


@quick
def chosen(c, gates, x, u, last, held, setting, hazards, extra, settled, unit, month):
    """Which effect a draw below the bound means: in proportion to hazards, in the order of effects."""
    found = weigh(c, gates, x, u, last, held, setting, hazards, extra, settled, unit, month)
    first, end, n, total = found
    one_event = 1.0 - math.exp(total * (-1 / 12))
    drawn = look.drawn(u[unit, STEM], month)
    passed, effect = 0.0, -1
    for k in range(first, end):
        passed += hazards[k]
        if hazards[k] > 0 and effect < 0 and drawn < np.uint64(one_event * (passed / total) * ONE):
            effect = k
    for j in range(n):
        passed += hazards[extra[j]]
        if hazards[extra[j]] > 0 and effect < 0 and drawn < np.uint64(one_event * (passed / total) * ONE):
            effect = extra[j]
    if effect < 0:  # rounding: the last that can happen
        for k in range(first, end):
            effect = k if hazards[k] > 0 else effect
        for j in range(n):
            effect = extra[j] if hazards[extra[j]] > 0 else effect
    clear(hazards, extra, n)
    return effect
