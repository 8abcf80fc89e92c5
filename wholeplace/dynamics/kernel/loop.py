"""The loop itself: one family after another, each from the first month to the last."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numba import njit

from wholeplace.dynamics.draws import ONE
from wholeplace.dynamics.kernel import chances as look
from wholeplace.dynamics.kernel import happen as act
from wholeplace.dynamics.population import HERE, MOST_HOMES

NOTHING = np.uint64(0)
NEVER = HERE


@njit
def load(t, s, p, fixed, family):
    """Bring a family into the scratch arrays; nobody is present yet."""
    first, last = p.family_start[family], p.family_start[family + 1]
    s.size[0] = last - first
    for i in range(last - first):
        n = first + i
        s.key[i], s.sex[i], s.birth[i], s.enter[i], s.home[i] = (
            p.key[n],
            p.sex[n],
            p.birth[n],
            p.enter[n],
            p.home[n],
        )
        s.mother[i], s.father[i], s.partner[i], s.gone[i] = p.mother[n], p.father[n], p.partner[n], p.gone[n]
        s.factors[i], s.here[i] = p.factors[n], False
        s.next[i] = p.enter[n] if p.home[n] >= 0 else NEVER
        s.brought[i, 0], s.brought[i, 1] = p.brought[n, 0], p.brought[n, 1]
        for track in range(t.state_bit.size):
            s.states[i, track] = p.states[n, track]
        s.stem[MOST_HOMES + i] = look.mixed(p.key[n] * act.WHO + fixed[act.AS_PERSON]) + fixed[act.AS_PERSON]
        s.bound[MOST_HOMES + i] = NOTHING
    first, last = p.home_start[family], p.home_start[family + 1]
    s.size[1] = last - first
    for h in range(last - first):
        n = first + h
        s.home_key[h], s.home_area[h], s.home_factors[h] = p.home_key[n], p.home_area[n], p.home_factors[n]
        for track in range(t.state_bit.size):
            s.home_states[h, track] = p.home_states[n, track]
        s.stem[h] = look.mixed(p.home_key[n] * act.WHO + fixed[act.AS_HOME]) + fixed[act.AS_HOME]
        s.bound[h] = NOTHING


@njit
def store(t, s, p, family, used):
    """Write a family to the population at the end, where there is room, and count it where not."""
    people, homes = used[0], used[1]
    used[0], used[1] = people + s.size[0], homes + s.size[1]
    p.family_start[family + 1], p.home_start[family + 1] = used[0], used[1]
    if used[0] > p.key.size or used[1] > p.home_key.size:
        return
    for i in range(s.size[0]):
        n = people + i
        p.key[n], p.sex[n], p.birth[n], p.enter[n], p.home[n] = (
            s.key[i],
            s.sex[i],
            s.birth[i],
            s.enter[i],
            s.home[i],
        )
        p.mother[n], p.father[n], p.partner[n], p.gone[n] = s.mother[i], s.father[i], s.partner[i], s.gone[i]
        p.factors[n] = s.factors[i]
        p.brought[n, 0], p.brought[n, 1] = s.brought[i, 0], s.brought[i, 1]
        for track in range(t.state_bit.size):
            p.states[n, track] = s.states[i, track]
    for h in range(s.size[1]):
        n = homes + h
        p.home_key[n], p.home_area[n], p.home_factors[n] = s.home_key[h], s.home_area[h], s.home_factors[h]
        for track in range(t.state_bit.size):
            p.home_states[n, track] = s.home_states[h, track]


@njit
def turn(t, s, row, month):
    """Members enter and have birthdays; the next month in which any of them does."""
    soonest = NEVER
    for i in range(s.size[0]):
        if s.next[i] <= month and s.home[i] >= 0:
            age, band = month - s.birth[i], 0
            for edge in t.edges[1:]:
                band += 1 if age >= edge else 0
            s.cell[i] = s.sex[i] * t.edges.size + band
            s.next[i] = s.birth[i] + t.edges[band + 1] if band + 1 < t.edges.size else NEVER
            s.stale[MOST_HOMES + i] = True
            if not s.here[i]:
                s.here[i] = True
                act.tally(t, s, row, i, 1)
                act.all_stale(s)
            elif t.edges[band] == look.WORKING * look.YEAR or t.edges[band] == look.ADULT * look.YEAR:
                act.all_stale(s)
        if s.home[i] >= 0:
            soonest = min(soonest, s.next[i])
    return soonest


@njit
def renew(t, s, month, period, ratio):
    """Work out anew the bounds of units whose situation changed."""
    for unit in range(MOST_HOMES + s.size[0]):
        if not s.stale[unit]:
            continue
        s.stale[unit] = False
        is_home = unit < MOST_HOMES
        s.bound[unit] = NOTHING
        if act.members(s, unit) > 0 if is_home else s.here[unit - MOST_HOMES]:
            n = look.weigh(t, s, unit, month, period, ratio)
            s.bound[unit] = np.uint64(look.chance(s, n)[1] * ONE)


@njit
def draw(t, s, month, period, ratio):
    """Find the units with an event this month, homes first; how many, with what is to happen to each."""
    n = 0
    for unit in range(s.size[1]):
        if s.bound[unit] and look.drawn(s.stem[unit], month) < s.bound[unit]:
            s.fired[n] = unit
            n += 1
    for unit in range(MOST_HOMES, MOST_HOMES + s.size[0]):
        if s.bound[unit] and look.drawn(s.stem[unit], month) < s.bound[unit]:
            s.fired[n] = unit
            n += 1
    for j in range(n):
        found = look.weigh(t, s, s.fired[j], month, period, ratio)
        s.chosen[j] = look.chosen(s, found, look.drawn(s.stem[s.fired[j]], month))
    return n


@njit
def live(t, s, ratio, fixed, family, months, changes, events, used):
    """One family through all months."""
    first, last = months
    told = used[2:]
    turning, period = first, 0
    periods = t.period_start.size
    for month in range(first, last):
        if month >= turning:
            turning = turn(t, s, changes[month - first], month)
        while period + 1 < periods and t.period_start[period + 1] <= month:
            period += 1
            act.all_stale(s)
        renew(t, s, month, period, ratio)
        n = draw(t, s, month, period, ratio)
        for j in range(n):
            act.happen(
                t, s, changes[month + 1 - first], fixed, s.fired[j], s.chosen[j], told, events, family, month
            )
        if n:
            turning = month + 1
    turn(t, s, changes[last - first], last)


def _source() -> int:
    folder, here = Path(__file__).parent, Path(__file__)
    read = [*sorted(folder.glob("*.py")), here.parents[1] / "draws.py", here.parents[1] / "population.py"]
    read += sorted((here.parents[1] / "compiled").glob("*.py"))
    return int(blake2b(b"".join(each.read_bytes() for each in read), digest_size=4).hexdigest(), 16)


def _compiled() -> Callable[..., None]:
    # Numba keeps compiled code by the date of one file; the sources of all, as a number, stand in the key too.
    source = _source()

    @njit(cache=True, nogil=True)
    def run_families(t, s, p, end, fixed, families, months, changes, events, used):
        """Families [from, to): their end, their events, and changes to what is counted, into private arrays."""
        if source < 0:
            return
        for family in range(families[0], families[1]):
            load(t, s, p, fixed, family)
            live(t, s, p.family_ratio[family], fixed, family, months, changes, events, used)
            store(t, s, end, family - families[0], used)

    return run_families


run_families = _compiled()
