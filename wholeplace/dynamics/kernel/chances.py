"""How likely a unit is to have an event this month, and which: its situation read against the tables, from scratch.

The hazard of an effect is its base rate, by period and cell, times the ratios of what holders hold. Nothing is kept
from one look to the next but a bound: what hazards sum to, or more. A month whose draw is too high for an event
under the bound needs no look.
"""

from __future__ import annotations

import math

import numpy as np

from wholeplace.dynamics.compiled.names import Kind
from wholeplace.dynamics.compiled.tables import (
    EVERYONE,
    FIND,
    FLEE,
    LEAVE_HOME,
    LEAVE_PLACE,
    SEPARATE,
)  # fmt: skip
from wholeplace.dynamics.draws import ONE
from wholeplace.dynamics.kernel import look
from wholeplace.dynamics.kernel.arrays import CERTAIN, NOBODY
from wholeplace.dynamics.kernel.look import ROUNDING
from wholeplace.dynamics.kernel.quick import inlined, lowest, quick, unsigned, woven
from wholeplace.dynamics.population import MOST_HOMES

NOTHING, BIT, TWO, THREE, FOUR = np.uint64(0), np.uint64(1), np.uint64(2), np.uint64(3), np.uint64(4)
ALL = np.uint64(0xFFFFFFFFFFFFFFFF)
END, MOVE = int(Kind.END), int(Kind.MOVE)
PAST = np.uint64(64)
"""Where states begin in `aside`, after factors."""
OF_HOMES = (EVERYONE + 1) * 64
"""Where the ratios of homes' effects begin, after those of persons'."""


@inlined
def open_to(gates, near, holds, seen):
    """Of the programmes on where a unit lives, those for it. holds, seen: what it, or anybody, holds and is in."""
    opened = near
    for gate in range(gates.start.size):
        asked = (holds & gates.factors[gate]) == gates.factors[gate]
        for j in range(gates.states.shape[1]):
            asked = asked and (gates.states[gate, j] == ALL or (seen & gates.states[gate, j]) != NOTHING)
        if not asked:
            opened &= ~(BIT << np.uint64(gate))
    return opened


@inlined
def begin(settings, s, f, base, home, first, end):
    """Hazards from rest before the ratios of factors."""
    hazard, shared = s.hazard, s.shared
    for k in range(first, end):
        hazard[k] = base[k] * shared[k]
    if not settings.alike[0]:
        here = settings.area[f.units[home].area]
        for k in range(first, end):
            hazard[k] *= here[k]


@inlined
def multiply(c, hazard, first, last, opened):
    """The ratios from one to another, those of programmes where they are open."""
    for j in range(first, last):
        ratio = c.ratio[j]
        if (opened & ratio.gate) == ratio.gate:
            hazard[ratio.effect] *= ratio.begins


@inlined
def hazard_of(c, settings, s, f, base, home, opened, k):
    """The hazard of an effect that does not start from rest."""
    value = base[k] * s.shared[k]
    if not settings.alike[0]:
        value *= settings.area[f.units[home].area, k]
    for j in range(c.effect[k].others, c.effect[k + 1].others):
        ratio = c.other[j]
        if (f.held[ratio.holder] & ratio.bit) == ratio.bit and (opened & ratio.gate) == ratio.gate:
            value *= ratio.times
    return value


@inlined
def put_aside(hazard, aside, at, first, last):
    """What cannot start since it has: its hazards are kept apart."""
    aside[at] = 0.0
    for k in range(first, last):
        aside[at] += hazard[k]
        hazard[k] = 0.0


@inlined
def under_way(c, s, f, u):
    """The ends and moves that a unit may meet by what it holds and is in; how many."""
    n, own, states = NOTHING, u.holds, u.states
    while own != NOTHING:
        factor = lowest(own)
        own &= own - BIT
        start = c.factor[factor].start
        f.aside[factor], s.hazard[start] = s.hazard[start], 0.0
        s.extra[n] = c.factor[factor].end
        n += BIT
    while states != NOTHING:
        bit = lowest(states)
        states &= states - BIT
        put_aside(s.hazard, f.aside, PAST + bit, c.state[bit, 2], c.state[bit, 3])
        for k in range(c.state[bit, 0], c.state[bit, 1]):
            s.extra[n] = k
            n += BIT
    return n


@inlined
def bar(c, units, f, hazard, unit):
    """Nought for what can happen only to some, and not to this unit."""
    if unit < MOST_HOMES:
        i = look.couple(units, f.last, unit)
        if i < 0:
            hazard[c.facts[0].lives[SEPARATE]] = 0.0
        if i < 0 or ((units[i].holds | units[units[i].partner].holds) & c.facts[0].abused) == NOTHING:
            hazard[c.facts[0].lives[FLEE]] = 0.0
        return
    single = units[unit].partner == NOBODY and not look.is_child(units, unit, f.month)
    if not single:
        hazard[c.facts[0].lives[FIND]] = 0.0
    if not single or not look.with_parent(units, unit):
        hazard[c.facts[0].lives[LEAVE_HOME]] = 0.0
    if not single or look.child_at_home(units, f.last, unit, f.month):
        hazard[c.facts[0].lives[LEAVE_PLACE]] = 0.0


@inlined
def summed(hazard, first, end):
    """The sum of hazards, as four sums that the processor works on side by side."""
    one, two, three, four, k = 0.0, 0.0, 0.0, 0.0, unsigned(first)
    while k + FOUR <= end:
        one += hazard[k]
        two += hazard[k + BIT]
        three += hazard[k + TWO]
        four += hazard[k + THREE]
        k += FOUR
    while k < end:
        one += hazard[k]
        k += BIT
    return (one + two) + (three + four)


@inlined
def weigh(c, settings, s, f, unit, home, cell, base, first, end):
    """Fill `hazard`, `aside`, `extra` and `more` for a unit that is there; how many of `extra`, and programmes open."""
    units, opened, is_home, more = (
        f.units,
        settings.near[f.period, f.units[home].area],
        unit < MOST_HOMES,
        0.0,
    )
    part = OF_HOMES if is_home else 0
    if is_home:
        look.hold_of_home(units, f, f.held, unit)
    else:
        look.hold_of_member(units, f, f.held, unit, c.relevant[cell])
    begin(settings, s, f, base, home, first, end)
    if opened != NOTHING:
        seen = look.states_seen(c, units, f, unit) if settings.gates.states.shape[1] else NOTHING
        opened = open_to(settings.gates, opened, f.held[4 if is_home else 0], seen)
        at = unsigned(part + EVERYONE * 64)
        multiply(c, s.hazard, c.ratio_from[at], c.ratio_from[at + BIT], opened)
    for holder in range(EVERYONE):
        bits = f.held[holder] & c.relevant[cell, holder]
        while bits != NOTHING:
            at = unsigned(part + holder * 64) + lowest(bits)
            bits &= bits - BIT
            multiply(c, s.hazard, c.ratio_from[at], c.ratio_from[at + BIT], opened)
    bar(c, units, f, s.hazard, unit)
    n = under_way(c, s, f, units[unit])
    for j in range(n):
        s.more[j] = hazard_of(c, settings, s, f, base, home, opened, s.extra[j])
        more += s.more[j]
    return n, more, opened


@inlined
def of_one_event(total):
    """The chance of any event in a month, from the sum of hazards a year."""
    return 1.0 - math.exp(total * (-1 / 12))


@inlined
def strikes(draw, total):
    """Whether a draw means an event. The chance is below a twelfth of the hazard, which is quicker to tell."""
    return draw * (12.0 / ONE) < total and draw < np.uint64(of_one_event(total) * ONE)


@inlined
def chosen(s, n, first, end, rest, sought):
    """The effect whose share of the summed hazards holds what is sought, in the order of effects. rest: their sum."""
    passed, effect = 0.0, -1
    if sought < rest or n == 0:
        for k in range(first, end):
            passed += s.hazard[k]
            if s.hazard[k] > 0:
                effect = np.int64(k)
                if sought < passed:
                    break
        return effect
    passed = rest
    for j in range(n):
        passed += s.more[j]
        if s.more[j] > 0:
            effect = np.int64(s.extra[j])
            if sought < passed:
                break
    return effect


@quick
def out_of(c, settings, s, f, base, home, opened, bit):
    """What the hazards of moves out of a state sum to."""
    total = 0.0
    for k in range(c.state[bit, 0], c.state[bit, 1]):
        total += hazard_of(c, settings, s, f, base, home, opened, k)
    return total


@inlined
def by_move(c, settings, s, f, base, home, opened, lost, gained):
    """By how much the hazards of a unit's track change with a move from one state, or none, to another."""
    if gained == NOTHING:
        more = f.aside[PAST + lowest(lost)]
    else:
        more = out_of(c, settings, s, f, base, home, opened, lowest(gained))
    if lost == NOTHING:
        return more - summed(s.hazard, c.state[lowest(gained), 2], c.state[lowest(gained), 3])
    return more - out_of(c, settings, s, f, base, home, opened, lowest(lost))


@inlined
def by_factor(c, settings, s, f, base, home, opened, effect, way, others):
    """At most by how much the hazards of a person change once they begin (way 0) or cease (1) to hold a factor.

    others: what those sum to that do not start from rest.
    """
    factor = unsigned(c.effect[effect].what)
    rise = c.factor[factor].ends if way else c.factor[factor].begins
    more, turned, start = others * (rise - 1.0), 1.0, c.factor[factor].start
    for j in range(c.ratio_from[factor], c.ratio_from[factor + 1]):
        ratio = c.ratio[j]
        if (opened & ratio.gate) == ratio.gate:
            times = ratio.ends if way else ratio.begins
            if ratio.effect == start:
                turned *= times
            else:
                more += s.hazard[ratio.effect] * (times - 1.0)
    if way:
        return more + turned * f.aside[factor]
    return (
        more + rise * hazard_of(c, settings, s, f, base, home, opened, c.factor[factor].end) - s.hazard[start]
    )


@inlined
def afterwards(c, settings, s, f, base, unit, home, opened, effect, rest, others):
    """What a unit's hazards at most sum to once an effect has happened to it; CERTAIN where that is not plain.

    rest, others: what they sum to now, of effects that start from rest and of others.
    """
    kind, lost, gained = c.effect[effect].kind, c.effect[effect].lost, c.effect[effect].gained
    if (
        kind > MOVE
        or ((lost | gained) & (c.facts[0].asked_states if kind == MOVE else c.facts[0].asked)) != NOTHING
    ):
        return CERTAIN
    if kind == MOVE:
        more = by_move(c, settings, s, f, base, home, opened, lost, gained)
    elif unit < MOST_HOMES:
        return CERTAIN
    else:
        more = by_factor(c, settings, s, f, base, home, opened, effect, 1 if kind == END else 0, others)
    return max(rest + others + more, 0.0) * ROUNDING + (rest + others) * (ROUNDING - 1)


@woven
def consider(c, settings, s, f, unit):
    """Look at a unit: the event that its draw of this month means, or -1; and its bound from now on."""
    u, is_home = f.units[unit], unit < MOST_HOMES
    if u.here == 0:
        u.bound = 0.0
        return -1
    home, cell = (unit, c.base.shape[1] - 1) if is_home else (u.home, u.cell)
    base, first, end = c.base[f.period, unsigned(cell)], unsigned(0), unsigned(c.facts[0].rest[0])
    if is_home:
        first, end = end, unsigned(c.facts[0].rest[1])
    n, others, opened = weigh(c, settings, s, f, unit, home, cell, base, first, end)
    rest = summed(s.hazard, first, end)
    total, draw = rest + others, look.drawn(u.stem, f.month)
    u.bound = total
    if not strikes(draw, total):
        return -1
    effect = chosen(s, n, first, end, rest, draw / (of_one_event(total) * ONE) * total)
    u.bound = afterwards(c, settings, s, f, base, unit, home, opened, unsigned(effect), rest, others)
    return effect
