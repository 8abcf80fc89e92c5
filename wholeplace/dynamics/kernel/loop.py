"""The loop itself: one family after another, each from the first month in which something is due to the last."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

from numba import njit

from wholeplace.dynamics.kernel import chances, look, touch
from wholeplace.dynamics.kernel.arrays import UNITS
from wholeplace.dynamics.kernel.family import load, store
from wholeplace.dynamics.kernel.happen import happen
from wholeplace.dynamics.kernel.quick import UNCOUNTED, inlined, quick
from wholeplace.dynamics.population import HERE as NEVER
from wholeplace.dynamics.population import MOST_HOMES


@quick
def turn(c, edges, draws, changes, f):
    """Members enter and have birthdays that change their rates; the next month in which any of them does."""
    soonest, bands, month = NEVER, edges.size, f.month
    for i in range(MOST_HOMES, f.last):
        u = f.units[i]
        if u.turn <= month:
            age, band = month - u.birth, 0
            while band + 1 < bands and edges[band + 1] <= age:
                band += 1
            u.cell = u.sex * bands + band
            u.turn = u.birth + edges[band + 1] if band + 1 < bands else NEVER
            if not u.here:
                u.here = 1
                touch.count(c, changes, f, month - f.first, i, 1)
                touch.doubt_all(f, month)
            elif age == look.WORKING_MONTHS or age == look.CHILD_MONTHS:
                touch.doubt_all(f, month)
            else:
                touch.raised(draws, f, i, c.grow[u.cell], month)
        soonest = min(soonest, u.turn)
    return soonest


@quick
def next_period(settings, draws, f):
    """Go on to the period of this month, in which hazards may have risen."""
    starts, times = settings.period_start, 1.0
    while f.period + 1 < starts.size and starts[f.period + 1] <= f.month:
        f.period += 1
        times *= settings.rise[f.period]
    for unit in range(f.homes):
        touch.raised(draws, f, unit, times, f.month)
    for unit in range(MOST_HOMES, f.last):
        touch.raised(draws, f, unit, times, f.month)


@inlined
def find_due(f):
    """The units to look at this month, homes first; how many."""
    n = 0
    for home in range(f.homes):
        f.due[n] = home
        n += f.next[home] <= f.month
    for i in range(MOST_HOMES, f.last):
        f.due[n] = i
        n += f.next[i] <= f.month
    return n


@inlined
def find_events(c, settings, s, f, due):
    """The units with an event this month and what is to happen to each; how many."""
    n = 0
    for at in range(due):
        effect = chances.consider(c, settings, s, f, f.due[at])
        if effect >= 0:
            f.fired[n, 0], f.fired[n, 1] = f.due[at], effect
            n += 1
    return n


@inlined
def look_ahead(draws, f, due):
    """When each unit that was looked at is to be looked at next; the first month in which any is."""
    for at in range(due):
        unit = f.due[at]
        f.next[unit] = f.first + look.first_low(
            draws[unit], f.units[unit].bound, f.month + 1 - f.first, f.end - f.first
        )
    soonest = f.end
    for unit in range(UNITS):
        soonest = min(soonest, f.next[unit])
    return soonest


@inlined
def live(c, changes, settings, s, f):
    """One family through all months."""
    turning, starts = f.first, settings.period_start
    while f.month < f.end:
        if f.month >= turning:
            turning = turn(c, changes.edges, s.draws, s.changes, f)
        if f.period + 1 < starts.size and starts[f.period + 1] <= f.month:
            next_period(settings, s.draws, f)
        due = find_due(f)
        for j in range(find_events(c, settings, s, f, due)):
            if happen(c, changes.area_edges, s, f, f.fired[j, 0], f.fired[j, 1]):
                turning = f.month + 1
        f.month = min(look_ahead(s.draws, f, due), turning)
        if f.period + 1 < starts.size:
            f.month = min(f.month, starts[f.period + 1])
    f.month = f.end
    turn(c, changes.edges, s.draws, s.changes, f)


def _source() -> int:
    above = Path(__file__).parents[1]
    read = [above / "draws.py", above / "population.py"]
    read += [file for part in ("kernel", "compiled") for file in sorted((above / part).glob("*.py"))]
    return int(blake2b(b"".join(each.read_bytes() for each in read), digest_size=4).hexdigest(), 16)


def _compiled() -> Callable[..., int]:
    # Numba keeps compiled code by the date of one file; the sources of all, as a number, stand in the key too.
    source = _source()

    @njit(cache=True, nogil=True, **UNCOUNTED)
    def run_families(t, s, p, end, families, months, reserve):
        """Live the families of a chunk into private arrays until there might be no room; the family to go on with.

        families: where to go on, the chunk's first, one past its last. months: the first, one past the last.
        """
        c, changes, settings = t
        f, (family, first, last) = s.family[0], families
        f.first, f.end = months
        rooms = (end.key.size, end.home_key.size, s.events.shape[0])
        while family < last and source >= 0:
            for at in range(3):
                if f.used[at] + reserve[at] > rooms[at]:
                    return family
            f.number = family
            load(c, p, s, f, settings.clustered)
            live(c, changes, settings, s, f)
            store(c, end, f, family - first)
            family += 1
        return family

    return run_families


run_families = _compiled()
