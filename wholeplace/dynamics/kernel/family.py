"""One family from the population into the scratch arrays, and back."""

from __future__ import annotations

import numpy as np

from wholeplace.dynamics.kernel import look
from wholeplace.dynamics.kernel.arrays import AS_HOME, AS_PERSON, CERTAIN, NOBODY
from wholeplace.dynamics.kernel.quick import inlined, lowest, quick, woven
from wholeplace.dynamics.population import HERE as NEVER
from wholeplace.dynamics.population import MOST_HOMES

NOTHING, BIT = np.uint64(0), np.uint64(1)


@quick
def blank(draws, f, unit, key, stem, month, due):
    """A unit that holds nothing, with its draws from a month on, to be looked at when due."""
    u = f.units[unit]
    u.key, u.stem, u.holds, u.states, u.bound = key, stem, NOTHING, NOTHING, CERTAIN
    u.partners, u.homes, u.here, u.cell = 0, 0, 0, 0
    f.next[unit] = due
    look.draw_ahead(draws[unit], stem, month, f.first, f.end)


@inlined
def bits_of(track, states, n):
    """A bit for each state that row n is in."""
    bits = NOTHING
    for at in range(track.shape[0]):
        if states[n, at] > 0:
            bits |= BIT << np.uint64(track[at, 1] + states[n, at] - 1)
    return bits


@inlined
def write_states(state, states, n, bits):
    """The states of row n, of nought so far."""
    while bits != NOTHING:
        bit = lowest(bits)
        bits &= bits - BIT
        states[n, state[bit, 4]] = state[bit, 5]


@inlined
def unit_of(number):
    """A member by their number in the family, -1 for none."""
    return number + MOST_HOMES if number >= 0 else NOBODY


@inlined
def number_of(unit):
    """The same back."""
    return -1 if unit == NOBODY else unit - MOST_HOMES


@woven
def load(c, p, s, f, clustered):
    """Bring a family into the scratch arrays; its members enter when their month comes."""
    first, last = p.family_start[f.number], p.family_start[f.number + 1]
    f.last, f.month, f.period, f.ratio = MOST_HOMES + last - first, f.first, 0, p.family_ratio[f.number]
    f.next[:] = NEVER
    for k in range(s.shared.size):
        s.shared[k] = f.ratio if clustered[k] else 1.0
    for n in range(first, last):
        u = f.units[MOST_HOMES + n - first]
        blank(
            s.draws,
            f,
            MOST_HOMES + n - first,
            p.key[n],
            look.stem(f.fixed, AS_PERSON, p.key[n]),
            f.first,
            NEVER,
        )
        u.sex, u.birth, u.enter, u.gone = p.sex[n], p.birth[n], p.enter[n], p.gone[n]
        u.home = p.home[n] if p.home[n] >= 0 else NOBODY
        u.mother, u.father, u.partner = unit_of(p.mother[n]), unit_of(p.father[n]), unit_of(p.partner[n])
        u.turn = p.enter[n] if p.home[n] >= 0 else NEVER
        u.partners, u.homes = p.brought[n, 0], p.brought[n, 1]
        u.holds, u.states = p.factors[n], bits_of(c.track, p.states, n)
    load_homes(c, p, s, f)


@inlined
def load_homes(c, p, s, f):
    """Its homes, still empty."""
    first, last = p.home_start[f.number], p.home_start[f.number + 1]
    f.homes = last - first
    for n in range(first, last):
        u = f.units[n - first]
        blank(
            s.draws, f, n - first, p.home_key[n], look.stem(f.fixed, AS_HOME, p.home_key[n]), f.first, f.first
        )
        u.area, u.holds, u.states = p.home_area[n], p.home_factors[n], bits_of(c.track, p.home_states, n)


@quick
def store(c, end, f, family):
    """Write a family to the population at the end, as number `family` there."""
    used, units, people, homes = f.used, f.units, f.used[0], f.used[1]
    used[0], used[1] = people + f.last - MOST_HOMES, homes + f.homes
    end.family_start[family + 1], end.home_start[family + 1] = used[0], used[1]
    for n in range(people, used[0]):
        u = units[MOST_HOMES + n - people]
        end.sex[n], end.birth[n], end.enter[n], end.gone[n] = u.sex, u.birth, u.enter, u.gone
        end.home[n] = -1 if u.home == NOBODY else u.home
        end.mother[n], end.father[n], end.partner[n] = (
            number_of(u.mother),
            number_of(u.father),
            number_of(u.partner),
        )
        end.brought[n, 0], end.brought[n, 1] = u.partners, u.homes
        end.key[n], end.factors[n] = u.key, u.holds
        write_states(c.state, end.states, n, u.states)
    for n in range(homes, used[1]):
        u = units[n - homes]
        end.home_key[n], end.home_area[n], end.home_factors[n] = u.key, u.area, u.holds
        write_states(c.state, end.home_states, n, u.states)
