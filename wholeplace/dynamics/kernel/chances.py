"""What one home or member may meet this month, and how likely: their situation read against the tables."""

from __future__ import annotations

import math

import numpy as np
from numba import njit

from wholeplace.dynamics.compiled.names import Kind
from wholeplace.dynamics.compiled.tables import ADULT, EVERYONE, WORKING
from wholeplace.dynamics.draws import FIRST, MONTH, ONE, SECOND
from wholeplace.dynamics.population import MOST_HOMES

YEAR = 12
FULL = np.uint64(0xFFFFFFFFFFFFFFFF)
NOTHING, BIT = np.uint64(0), np.uint64(1)
SHIFTS = (np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(11))
FACTORS = (np.uint64(FIRST), np.uint64(SECOND), np.uint64(MONTH))
DEATH, BIRTH, PARTNER = int(Kind.DEATH), int(Kind.BIRTH), int(Kind.PARTNER)
LEAVE_HOME, LEAVE_PLACE = int(Kind.LEAVE_HOME), int(Kind.LEAVE_PLACE)
SEPARATE, FLEE = int(Kind.SEPARATE), int(Kind.FLEE)


@njit
def mixed(key):
    """The splitmix64 finaliser, as draws.mix."""
    key = (key ^ (key >> SHIFTS[0])) * FACTORS[0]
    key = (key ^ (key >> SHIFTS[1])) * FACTORS[1]
    return key ^ (key >> SHIFTS[2])


@njit
def drawn(stem, month):
    """The draw, 53 bits, of a unit in a month; `stem` is the part that stays."""
    return mixed(stem + np.uint64(month) * FACTORS[2]) >> SHIFTS[3]


@njit
def sees(s, i):
    """What a member holds, the home's factors among it."""
    return s.factors[i] | s.home_factors[s.home[i]]


@njit
def is_child(s, i, month):
    """Whether a member is under 18."""
    return month - s.birth[i] < ADULT * YEAR


@njit
def hold_of_member(s, i, month):
    """Fill `held`, by holder, for a member."""
    at, mother, father, partner = s.home[i], s.mother[i], s.father[i], s.partner[i]
    parent, child, household = NOTHING, NOTHING, s.home_factors[at]
    if mother >= 0 and s.here[mother]:
        parent |= sees(s, mother)
    if father >= 0 and s.here[father]:
        parent |= sees(s, father)
    for j in range(s.size[0]):
        if s.here[j] and j != i:
            if s.home[j] == at:
                household |= s.factors[j]
            if (s.mother[j] == i or s.father[j] == i) and is_child(s, j, month):
                child |= sees(s, j)
    s.held[0] = sees(s, i)
    s.held[1] = parent
    s.held[2] = sees(s, partner) if partner >= 0 and s.here[partner] else NOTHING
    s.held[3] = child
    s.held[4] = household
    s.held[EVERYONE] = FULL


@njit
def hold_of_home(s, h, month):
    """Fill `held` for a home: every holder is its members from 16, but `child` those under 18, `household` all."""
    elder, child, household = NOTHING, NOTHING, NOTHING
    for j in range(s.size[0]):
        if s.here[j] and s.home[j] == h:
            held = sees(s, j)
            household |= held
            if is_child(s, j, month):
                child |= held
            if month - s.birth[j] >= WORKING * YEAR:
                elder |= held
    s.held[0] = elder
    s.held[1] = elder
    s.held[2] = elder
    s.held[3] = child
    s.held[4] = household
    s.held[EVERYONE] = FULL


@njit
def states_seen(t, s, i):
    """A bit for each state that a member is in, the home's tracks among them."""
    seen = NOTHING
    for track in range(t.state_bit.size):
        state = s.home_states[s.home[i], track] if t.home_track[track] else s.states[i, track]
        if state > 0:
            seen |= BIT << np.uint64(t.state_bit[track] + state - 1)
    return seen


@njit
def open_gates(t, s, unit, month):
    """A bit for each programme that is on for a unit."""
    is_home = unit < MOST_HOMES
    home = unit if is_home else s.home[unit - MOST_HOMES]
    holds, seen = s.held[4] if is_home else s.held[0], NOTHING
    for j in range(s.size[0]):
        if s.here[j] and s.home[j] == home and (is_home or j == unit - MOST_HOMES):
            seen |= states_seen(t, s, j)
    opened = NOTHING
    for gate in range(t.gates.start.size):
        on = t.gates.start[gate] <= month < t.gates.until[gate] and t.gates.area[gate, s.home_area[home]]
        on = on and (holds & t.gates.factors[gate]) == t.gates.factors[gate]
        for j in range(t.gates.states.shape[1]):
            on = on and (t.gates.states[gate, j] == FULL or (seen & t.gates.states[gate, j]) != NOTHING)
        if on:
            opened |= BIT << np.uint64(gate)
    return opened


@njit
def couple(s, h):
    """The first member of the first couple in a home, or -1."""
    for i in range(s.size[0]):
        j = s.partner[i]
        if j >= 0 and s.here[i] and s.here[j] and s.home[i] == h and s.home[j] == h:
            return i
    return -1


@njit
def child_at_home(s, i, month):
    """Whether a member has a child of their own under 18 at home."""
    for j in range(s.size[0]):
        own = s.mother[j] == i or s.father[j] == i
        if own and s.here[j] and s.home[j] == s.home[i] and is_child(s, j, month):
            return True
    return False


@njit
def with_parent(s, i):
    """Whether a member lives with a parent."""
    mother, father = s.mother[i], s.father[i]
    if mother >= 0 and s.here[mother] and s.home[mother] == s.home[i]:
        return True
    return father >= 0 and s.here[father] and s.home[father] == s.home[i]


@njit
def may(t, s, kind, unit, month):
    """Whether what happens in lives and homes can happen to a unit as things stand."""
    if kind < BIRTH:
        return True
    if unit < MOST_HOMES:
        if kind in (SEPARATE, FLEE):
            i = couple(s, unit)
            if i < 0:
                return False
            return kind == SEPARATE or ((s.factors[i] | s.factors[s.partner[i]]) & t.abuse) != NOTHING
        return True
    i = unit - MOST_HOMES
    if kind == BIRTH:
        return s.sex[i] == 0
    if is_child(s, i, month) or s.partner[i] >= 0:
        return False
    if kind == LEAVE_HOME:
        return with_parent(s, i)
    return kind != LEAVE_PLACE or not child_at_home(s, i, month)


@njit
def hazard(t, s, k, base, period, area, opened, ratio):
    """The hazard a year of effect k: base, period, area, ratios in their order, and the family's."""
    value = base * t.period[period, k]
    if t.by_area:
        value *= t.area[area, k]
    times = 1.0
    for j in range(t.ratio_from[k], t.ratio_from[k + 1]):
        on = (s.held[t.ratio_holder[j]] >> np.uint64(t.ratio_factor[j])) & BIT
        if t.ratio_gate[j] >= 0:
            on &= opened >> np.uint64(t.ratio_gate[j])
        times *= t.ratio_times[j] if on else 1.0
    value *= times
    return value * ratio if t.clustered[k] else value


@njit
def weigh(t, s, unit, month, period, ratio):
    """Fill `effects` and `hazards` with all that a unit may meet, in the order of effects; how many they are."""
    is_home = unit < MOST_HOMES
    if is_home:
        home, cell, own = unit, t.base.shape[0] - 1, s.home_factors[unit]
        hold_of_home(s, unit, month)
    else:
        i = unit - MOST_HOMES
        home, cell, own = s.home[i], s.cell[i], s.factors[i]
        hold_of_member(s, i, month)
    opened = open_gates(t, s, unit, month) if t.gates.start.size else NOTHING
    states = s.home_states[home] if is_home else s.states[unit - MOST_HOMES]
    area, n = s.home_area[home], 0
    for j in range(t.rest_from[cell], t.rest_from[cell + 1]):
        k = t.rest[j]
        kind = t.kind[k]
        if (own & t.blocks[k]) != NOTHING or (kind == 2 and states[t.what[k]] != 0):
            continue
        if kind > 2 and not may(t, s, kind, unit, month):
            continue
        s.effects[n] = k
        s.hazards[n] = hazard(t, s, k, t.base[cell, k], period, area, opened, ratio)
        n += 1
    left, bit = own, 0
    while left != NOTHING:
        if (left & BIT) != NOTHING:
            k = t.end[bit]
            if k >= 0 and t.base[cell, k] > 0:
                s.effects[n] = k
                s.hazards[n] = hazard(t, s, k, t.base[cell, k], period, area, opened, ratio)
                n += 1
        left >>= BIT
        bit += 1
    for track in range(t.state_bit.size):
        state = states[track]
        if state > 0:
            for k in range(t.move_from[track, state], t.move_from[track, state + 1]):
                if t.base[cell, k] > 0:
                    s.effects[n] = k
                    s.hazards[n] = hazard(t, s, k, t.base[cell, k], period, area, opened, ratio)
                    n += 1
    return n


@njit
def chance(s, n):
    """The sum of the first n hazards, and the chance of any event in a month."""
    total = 0.0
    for j in range(n):
        total += s.hazards[j]
    return total, 1.0 - math.exp(-total / 12.0)


@njit
def chosen(s, n, draw):
    """Which effect a draw below the unit's bound means, in proportion to hazards; the last where rounding ends."""
    total, any_event = chance(s, n)
    passed = 0.0
    for j in range(n):
        passed += s.hazards[j]
        if draw < np.uint64(any_event * (passed / total) * ONE):
            return s.effects[j]
    return s.effects[n - 1]
