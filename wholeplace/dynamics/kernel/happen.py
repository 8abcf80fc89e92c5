"""What an event does to a family: who changes, who comes, who goes, and whose chances are to be worked out anew."""

from __future__ import annotations

import numpy as np
from numba import njit

from wholeplace.dynamics.compiled.names import Kind
from wholeplace.dynamics.draws import ONE, PERSON
from wholeplace.dynamics.kernel import chances as look
from wholeplace.dynamics.kernel.arrays import (
    AREA,
    AS_HOME,
    AS_PERSON,
    CHILD_KEY,
    HOME_KEY,
    NEWBORN_SEX,
    PARTNER_AGE,
    PARTNER_KEY,
    PARTNER_SEX,
    STAYS,
)  # fmt: skip
from wholeplace.dynamics.population import HERE, MOST_HOMES, MOST_MEMBERS

START, END, MOVE, DEATH, BIRTH = (int(kind) for kind in list(Kind)[:5])
PARTNER, LEAVE_HOME, LEAVE_PLACE = int(Kind.PARTNER), int(Kind.LEAVE_HOME), int(Kind.LEAVE_PLACE)
HOME_MOVE, HOME_LEAVE = int(Kind.HOME_MOVE), int(Kind.HOME_LEAVE)
SEPARATE = int(Kind.SEPARATE)
NOTHING, BIT = np.uint64(0), np.uint64(1)
WHO = np.uint64(PERSON)
BOYS = 0.512
"""Share of births that are boys: 105 to every 100 girls, the usual ratio in England and Wales (ONS, Births)."""
SAME_SEX = 0.03
"""Share of new couples of one sex: assumed, near the share of couples in Census 2021."""
LEAVES = 0.15
"""Chance that the woman leaves and the man stays when a couple separates: assumed; most children stay with her."""


@njit
def number(fixed, channel, key, step):
    """A 64-bit draw of a key and step on a channel, as draws.keyed."""
    stem = look.mixed(key * WHO + fixed[channel]) + fixed[channel]
    return look.mixed(stem + np.uint64(step) * look.FACTORS[2])


@njit
def share(fixed, channel, key, step):
    """The same as a number in [0, 1)."""
    return np.float64(number(fixed, channel, key, step) >> look.SHIFTS[3]) / ONE


@njit
def tell(told, events, family, month, unit, effect, a, b):
    """Write an event down where there is room, and count it where not."""
    n = told[0]
    if n < events.shape[0]:
        is_home = unit < MOST_HOMES
        events[n, 0] = family
        events[n, 1] = month
        events[n, 2] = 1 if is_home else 0
        events[n, 3] = unit if is_home else unit - MOST_HOMES
        events[n, 4] = effect
        events[n, 5] = a
        events[n, 6] = b
    told[0] = n + 1


@njit
def tally(t, s, row, i, sign):
    """Count a member in, or out, of all that they hold and are in."""
    held, bit = look.sees(s, i), 0
    while held != NOTHING:
        if (held & BIT) != NOTHING:
            row[bit] += sign
        held >>= BIT
        bit += 1
    for track in range(t.state_bit.size):
        state = s.home_states[s.home[i], track] if t.home_track[track] else s.states[i, track]
        if state > 0:
            row[t.first_state + t.state_bit[track] + state - 1] += sign


@njit
def members(s, h):
    """How many live in a home now."""
    n = 0
    for j in range(s.size[0]):
        if s.here[j] and s.home[j] == h:
            n += 1
    return n


@njit
def all_stale(s):
    """The chances of the whole family are to be worked out anew."""
    for unit in range(s.size[1]):
        s.stale[unit] = True
    for i in range(s.size[0]):
        s.stale[MOST_HOMES + i] = True


@njit
def stale_home(s, h):
    """Those of a home and all who live there."""
    s.stale[h] = True
    for j in range(s.size[0]):
        if s.home[j] == h:
            s.stale[MOST_HOMES + j] = True


@njit
def stale_kin(t, s, i, bit):
    """Those of everybody who can see that a member began or ceased to hold a factor."""
    if (bit & t.causes[4]) != NOTHING:
        stale_home(s, s.home[i])
    if (bit & t.home_causes) != NOTHING:
        s.stale[s.home[i]] = True
    if (bit & t.causes[2]) != NOTHING and s.partner[i] >= 0:
        s.stale[MOST_HOMES + s.partner[i]] = True
    if (bit & t.causes[3]) != NOTHING:
        if s.mother[i] >= 0:
            s.stale[MOST_HOMES + s.mother[i]] = True
        if s.father[i] >= 0:
            s.stale[MOST_HOMES + s.father[i]] = True
    if (bit & t.causes[1]) != NOTHING:
        for j in range(s.size[0]):
            if s.mother[j] == i or s.father[j] == i:
                s.stale[MOST_HOMES + j] = True


@njit
def plain_event(t, s, row, unit, k):
    """A factor begins or ends, or somebody moves on a track."""
    kind, what = t.kind[k], t.what[k]
    is_home = unit < MOST_HOMES
    i = unit - MOST_HOMES
    people = members(s, unit) if is_home else 1
    s.stale[unit] = True
    if kind == MOVE:
        states = s.home_states[unit] if is_home else s.states[i]
        for state, sign in ((t.source[k], -1), (t.target[k], 1)):
            if state > 0:
                row[t.first_state + t.state_bit[what] + state - 1] += sign * people
        states[what] = t.target[k]
        if t.asks_states:
            stale_home(s, unit if is_home else s.home[i])
        return
    bit = BIT << np.uint64(what)
    row[what] += people if kind == START else -people
    if not is_home:
        s.factors[i] ^= bit
        stale_kin(t, s, i, bit)
        return
    s.home_factors[unit] ^= bit
    stale_home(s, unit)
    if (bit & (t.causes[1] | t.causes[2] | t.causes[3])) != NOTHING:
        all_stale(s)


@njit
def goes(t, s, row, i, month):
    """A member dies or leaves the place."""
    if s.here[i]:
        tally(t, s, row, i, -1)
    if s.partner[i] >= 0:
        s.partner[s.partner[i]] = -1
        s.partner[i] = -1
    s.home[i] = -1
    s.here[i] = False
    s.gone[i] = month


@njit
def joins(s, key, sex, birth, month, home):
    """A new member, there from next month, who holds nothing; their number."""
    n = s.size[0]
    s.size[0] = n + 1
    s.key[n], s.sex[n], s.birth[n], s.enter[n], s.home[n] = key, sex, birth, month + 1, home
    s.mother[n], s.father[n], s.partner[n], s.gone[n] = -1, -1, -1, HERE
    s.factors[n], s.here[n] = NOTHING, False
    s.states[n, :] = 0
    s.brought[n, :] = 0
    s.next[n] = month + 1
    return n


@njit
def born(s, fixed, i, month):
    """A child of member i, and of their partner where there is one."""
    order = 0
    for j in range(s.size[0]):
        if s.mother[j] == i:
            order += 1
    key = number(fixed, CHILD_KEY, s.key[i], order)
    sex = 1 if share(fixed, NEWBORN_SEX, key, 0) < BOYS else 0
    n = joins(s, key, sex, month, month, s.home[i])
    s.mother[n], s.father[n] = i, s.partner[i]
    return n


@njit
def partnered(s, fixed, i, month):
    """A partner from outside the place: men two years older than women on the whole, within five of that."""
    key = number(fixed, PARTNER_KEY, s.key[i], s.brought[i, 0])
    s.brought[i, 0] += 1
    same = share(fixed, PARTNER_SEX, key, 0) < SAME_SEX
    older = int(share(fixed, PARTNER_AGE, key, 0) * 121) - 60
    if not same:
        older += 24 if s.sex[i] == 0 else -24
    birth = min(s.birth[i] - older, month - look.ADULT * look.YEAR)
    n = joins(s, key, s.sex[i] if same else 1 - s.sex[i], birth, month, s.home[i])
    s.partner[n], s.partner[i] = i, n
    return n


@njit
def area_for(t, fixed, key, month):
    """Where a home goes: an area in proportion to its weight."""
    area = np.searchsorted(t.area_edges, share(fixed, AREA, key, month), side="right")
    return min(area, t.area_edges.size - 1)


@njit
def founded(t, s, fixed, i, month):
    """A new home, which holds nothing, made by member i; its number."""
    h = s.size[1]
    s.size[1] = h + 1
    key = number(fixed, HOME_KEY, s.key[i], s.brought[i, 1])
    s.brought[i, 1] += 1
    s.home_key[h], s.home_factors[h] = key, NOTHING
    s.home_area[h] = area_for(t, fixed, key, month)
    s.home_states[h, :] = 0
    s.bound[h] = NOTHING
    s.stem[h] = look.mixed(key * WHO + fixed[AS_HOME]) + fixed[AS_HOME]
    return h


@njit
def rehouse(t, s, row, i, h, told, events, family, month):
    """A member goes to another home, and it is told."""
    tally(t, s, row, i, -1)
    tell(told, events, family, month, MOST_HOMES + i, t.told, h, s.home[i])
    s.home[i] = h
    tally(t, s, row, i, 1)


@njit
def part(s, i):
    """Two partners are a couple no more."""
    s.partner[s.partner[i]] = -1
    s.partner[i] = -1


@njit
def who_goes(t, s, fixed, unit, k, month):
    """The member who makes a new home when a couple parts or one of them flees."""
    i = look.couple(s, unit)
    j = s.partner[i]
    woman, man = (j, i) if s.sex[j] == 0 and s.sex[i] == 1 else (i, j)
    if t.kind[k] == SEPARATE:
        return woman if share(fixed, STAYS, s.home_key[unit], month) < LEAVES else man
    return woman if (s.factors[woman] & t.abuse) != NOTHING else man


@njit
def home_event(t, s, row, fixed, unit, k, told, events, family, month):
    """A home moves, leaves, or parts in two."""
    kind = t.kind[k]
    if kind == HOME_MOVE:
        before = s.home_area[unit]
        s.home_area[unit] = area_for(t, fixed, s.home_key[unit], month)
        tell(told, events, family, month, unit, k, s.home_area[unit], before)
    elif kind == HOME_LEAVE:
        tell(told, events, family, month, unit, k, -1, -1)
        for j in range(s.size[0]):
            if s.home[j] == unit:
                goes(t, s, row, j, month)
    elif s.size[1] < MOST_HOMES:
        i = who_goes(t, s, fixed, unit, k, month)
        part(s, i)
        h = founded(t, s, fixed, i, month)
        tell(told, events, family, month, unit, k, h, s.home_area[h])
        for j in range(s.size[0]):
            child = kind != SEPARATE and s.here[j] and s.home[j] == unit and look.is_child(s, j, month)
            if j == i or child:
                rehouse(t, s, row, j, h, told, events, family, month)
    all_stale(s)


@njit
def life_event(t, s, row, fixed, unit, k, told, events, family, month):
    """A member dies, leaves, gives birth, finds a partner, or makes a home of their own."""
    i, kind = unit - MOST_HOMES, t.kind[k]
    if kind in (DEATH, LEAVE_PLACE):
        tell(told, events, family, month, unit, k, -1, -1)
        goes(t, s, row, i, month)
    elif kind == LEAVE_HOME:
        if s.size[1] < MOST_HOMES:
            before, h = s.home[i], founded(t, s, fixed, i, month)
            tell(told, events, family, month, unit, k, h, s.home_area[h])
            for j in range(s.size[0]):
                own = (s.mother[j] == i or s.father[j] == i) and s.here[j] and look.is_child(s, j, month)
                if j == i or (own and s.home[j] == before):
                    rehouse(t, s, row, j, h, told, events, family, month)
    elif s.size[0] < MOST_MEMBERS:
        n = born(s, fixed, i, month) if kind == BIRTH else partnered(s, fixed, i, month)
        s.bound[MOST_HOMES + n] = NOTHING
        s.stem[MOST_HOMES + n] = look.mixed(s.key[n] * WHO + fixed[AS_PERSON]) + fixed[AS_PERSON]
        tell(told, events, family, month, unit, k, n, s.home[i])
    all_stale(s)


@njit
def happen(t, s, row, fixed, unit, k, told, events, family, month):
    """An event, if its unit is still there and it can still happen after what came before it this month."""
    kind = t.kind[k]
    there = members(s, unit) > 0 if unit < MOST_HOMES else s.here[unit - MOST_HOMES]
    if not there or not look.may(t, s, kind, unit, month):
        return
    if kind <= MOVE:
        tell(told, events, family, month, unit, k, -1, -1)
        plain_event(t, s, row, unit, k)
    elif unit < MOST_HOMES:
        home_event(t, s, row, fixed, unit, k, told, events, family, month)
    else:
        life_event(t, s, row, fixed, unit, k, told, events, family, month)
