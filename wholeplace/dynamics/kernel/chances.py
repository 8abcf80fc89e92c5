"""How likely a unit is to have an event this month, and which: its situation read against the tables.

The hazard of an effect is its base rate, by period and cell, times a ratio that is kept from month to month and
changed only by what changes: a factor begun multiplies by its ratios, a factor ended by their inverses.
"""

from __future__ import annotations

import math

import numpy as np

from wholeplace.dynamics.compiled.tables import EVERYONE, FIND, FLEE, LEAVE_HOME, LEAVE_PLACE, SEPARATE
from wholeplace.dynamics.draws import ONE
from wholeplace.dynamics.kernel import look
from wholeplace.dynamics.kernel.arrays import (
    CELL,
    EXTRA,
    FLAGS,
    HERE,
    HOLDS,
    HOME,
    INSIDE,
    MADE,
    NEAR,
    OPENED,
    PARTNER,
    RESUM,
    SEEN,
    STALE,
    STATES,
)  # fmt: skip
from wholeplace.dynamics.kernel.quick import inlined, quick
from wholeplace.dynamics.population import MOST_HOMES

TWO, THREE, FOUR = np.uint64(2), np.uint64(3), np.uint64(4)
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
def begin(c, x, setting, times, free, opened, unit, rest):
    """A unit's ratios before those of factors, and what can happen to whom holds what it holds."""
    for k in range(times.size):
        times[k] = setting[k]
    for k in range(rest[0], rest[1]):
        free[k] = 1.0
    for track in range(c.track.shape[0]):
        if x[unit, STATES + track] > 0:
            for k in range(c.track[track, 2], c.track[track, 3]):
                free[k] = 0.0
    if opened != NOTHING:
        at = ((EVERYONE + 1) * 64 if unit < MOST_HOMES else 0) + EVERYONE * 64
        for j in range(c.ratio_from[at], c.ratio_from[at + 1]):
            if (opened >> np.uint64(c.ratio_on[j, 1])) & BIT:
                times[c.ratio_on[j, 0]] *= c.ratio_times[j, 0]


@inlined
def multiply(c, times, before, now, opened, part):
    """Ratios of what holders hold now and did not before, and the inverse of what they no longer hold."""
    changed = before ^ now
    while changed != NOTHING:
        place = lowest(changed)
        changed &= changed - BIT
        back = 0 if (now >> np.uint64(place)) & BIT else 1
        for j in range(c.ratio_from[part + place], c.ratio_from[part + place + 1]):
            gate = c.ratio_on[j, 1]
            if gate < 0 or (opened >> np.uint64(gate)) & BIT:
                times[c.ratio_on[j, 0]] *= c.ratio_times[j, back]


@inlined
def bar(c, x, u, free, last, unit, month):
    """What can happen only to some, and to whom it can."""
    if unit < MOST_HOMES:
        i = look.couple(x, last, unit)
        free[c.lives[SEPARATE]] = i >= 0
        free[c.lives[FLEE]] = i >= 0 and ((u[i, HOLDS] | u[x[i, PARTNER], HOLDS]) & c.masks[1]) != NOTHING
        return
    single = x[unit, PARTNER] < 0 and not look.is_child(x, unit, month)
    free[c.lives[FIND]] = single
    free[c.lives[LEAVE_HOME]] = single and look.with_parent(x, unit)
    free[c.lives[LEAVE_PLACE]] = single and not look.child_at_home(x, last, unit, month)


@inlined
def under_way(c, x, own, extra, free, fresh, unit):
    """The ends and moves that a unit may meet by what it holds and is in."""
    n = 0
    while own != NOTHING:
        factor = lowest(own)
        own &= own - BIT
        if fresh and c.start[factor] >= 0:
            free[c.start[factor]] = 0.0
        if c.end[factor] >= 0:
            extra[n] = c.end[factor]
            n += 1
    for track in range(c.track.shape[0]):
        state = x[unit, STATES + track]
        if state > 0:
            for k in range(c.move_from[track, state], c.move_from[track, state + 1]):
                extra[n] = k
                n += 1
    x[unit, EXTRA] = n


@inlined
def summed(base, times, free):
    """The sum of hazards, as four sums that the processor works on side by side."""
    one, two, three, four, size = 0.0, 0.0, 0.0, 0.0, np.uint64(base.size)
    for j in range(size // FOUR):
        k = FOUR * j
        one += base[k] * times[k] * free[k]
        two += base[k + BIT] * times[k + BIT] * free[k + BIT]
        three += base[k + TWO] * times[k + TWO] * free[k + TWO]
        four += base[k + THREE] * times[k + THREE] * free[k + THREE]
    for k in range(size // FOUR * FOUR, size):
        one += base[k] * times[k] * free[k]
    return (one + two) + (three + four)


@inlined
def look_again(c, gates, s, unit, home, cell, month):
    """Bring the ratios of a unit that is there up to date."""
    x, u, held, last, is_home = s.x, s.u, s.held, MOST_HOMES + s.size[1], unit < MOST_HOMES
    rest, part = ((c.rest[0], c.rest[1]), (EVERYONE + 1) * 64) if is_home else ((0, c.rest[0]), 0)
    if is_home:
        look.hold_of_home(x, u, last, held, unit, month)
    else:
        look.hold_of_member(x, u, last, held, unit, month)
    near, opened = np.uint64(x[home, NEAR]), NOTHING
    if near != NOTHING:
        opened = open_gates(gates, c.track, x, last, held[4] if is_home else held[0], near, unit)
    times, free = s.times[unit], s.free[unit]
    fresh = x[unit, MADE] != c.kind[cell] or opened != u[unit, OPENED]
    if fresh:
        begin(c, x, s.setting[home], times, free, opened, unit, rest)
        x[unit, MADE], u[unit, OPENED] = c.kind[cell], opened
    for holder in range(EVERYONE):
        now = held[holder] & c.relevant[cell, holder]
        multiply(c, times, NOTHING if fresh else u[unit, SEEN + holder], now, opened, part + holder * 64)
        u[unit, SEEN + holder] = now
    under_way(c, x, u[unit, HOLDS], s.extra[unit], free, fresh, unit)
    if fresh or x[unit, STALE] == FLAGS:
        bar(c, x, u, free, last, unit, month)


@inlined
def strikes(draw, total):
    """Whether a draw means an event. The chance is below a twelfth of the hazard, which is quicker to tell."""
    return draw * (12.0 / ONE) < total and draw < np.uint64(of_one_event(total) * ONE)


@inlined
def renew(c, gates, s, unit, period, month):
    """Work out anew how likely a unit is to have an event."""
    x, is_home, total = s.x, unit < MOST_HOMES, s.total[unit]
    if x[unit, INSIDE] > 0 if is_home else x[unit, HERE]:
        home, cell = (unit, c.base.shape[1] - 1) if is_home else (x[unit, HOME], x[unit, CELL])
        if x[unit, STALE] > RESUM or x[unit, MADE] != c.kind[cell]:
            look_again(c, gates, s, unit, home, cell, month)
        first, end = (c.rest[0], c.rest[1]) if is_home else (0, c.rest[0])
        base, times, more = c.base[period, cell], s.times[unit], 0.0
        total[0] = summed(base[first:end], times[first:end], s.free[unit, first:end])
        for j in range(x[unit, EXTRA]):
            k = np.uint64(s.extra[unit, j])
            more += base[k] * times[k]
        total[1] = total[0] + more
    else:
        x[unit, MADE], total[0], total[1] = 0, 0.0, 0.0
    x[unit, STALE] = 0


@inlined
def of_one_event(total):
    """The chance of any event in a month, from the sum of hazards a year."""
    return 1.0 - math.exp(total * (-1 / 12))


@inlined
def chosen(c, s, unit, period, draw):
    """Which effect a draw below the chance means: in proportion to hazards, in the order of effects."""
    is_home = unit < MOST_HOMES
    first, end = (c.rest[0], c.rest[1]) if is_home else (0, c.rest[0])
    base, times, free = (
        c.base[period, c.base.shape[1] - 1 if is_home else s.x[unit, CELL]],
        s.times[unit],
        s.free[unit],
    )
    total = s.total[unit, 1]
    sought = draw / (of_one_event(total) * ONE) * total
    passed, effect = 0.0, -1
    if sought < s.total[unit, 0] or s.x[unit, EXTRA] == 0:
        for k in range(first, end):
            hazard = base[k] * times[k] * free[k]
            passed += hazard
            if hazard > 0:
                effect = k
                if sought < passed:
                    break
        return effect
    passed = s.total[unit, 0]
    for j in range(s.x[unit, EXTRA]):
        k = s.extra[unit, j]
        hazard = base[k] * times[k]
        passed += hazard
        if hazard > 0:
            effect = k
            if sought < passed:
                break
    return effect
