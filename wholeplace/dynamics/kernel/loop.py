"""The loop itself: one family after another, each from the first month to the last."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numba import njit

from wholeplace.dynamics.kernel import chances, look, touch
from wholeplace.dynamics.kernel.arrays import (
    AREA,
    BIRTH,
    BOUND,
    CELL,
    HERE,
    HOME,
    MOVED,
    NEAR,
    NEXT,
    SEX,
    STALE,
    STEM,
)  # fmt: skip
from wholeplace.dynamics.kernel.family import load, store
from wholeplace.dynamics.kernel.happen import happen
from wholeplace.dynamics.kernel.quick import UNCOUNTED, inlined, quick
from wholeplace.dynamics.population import HERE as NEVER
from wholeplace.dynamics.population import MOST_HOMES

NOTHING, BIT = np.uint64(0), np.uint64(1)


@quick
def turn(ch, x, u, size, row, month):
    """Members enter and have birthdays that change their rates; the next month in which any of them does."""
    soonest, last, bands = NEVER, MOST_HOMES + size[1], ch.edges.size
    for i in range(MOST_HOMES, last):
        if x[i, HOME] < 0:
            continue
        if x[i, NEXT] <= month:
            age, band = month - x[i, BIRTH], 0
            while band + 1 < bands and ch.edges[band + 1] <= age:
                band += 1
            x[i, CELL] = x[i, SEX] * bands + band
            x[i, NEXT] = x[i, BIRTH] + ch.edges[band + 1] if band + 1 < bands else NEVER
            x[i, STALE] = 1
            grown = age == look.WORKING_MONTHS or age == look.CHILD_MONTHS
            if not x[i, HERE]:
                x[i, HERE] = 1
                touch.count(ch.track, ch.columns[0], x, u, row, i, 1)
                touch.everybody(x, size[0], last)
            elif grown:
                touch.everybody(x, size[0], last)
        soonest = min(soonest, x[i, NEXT])
    return soonest


@quick
def own_ratios(clustered, shared, ratio):
    """The family's own ratio where effects are clustered in families, else 1."""
    for k in range(shared.size):
        shared[k] = ratio if clustered[k] else 1.0


@quick
def set_home(settings, x, s, home, period, month):
    """What multiplies the hazards of all who live in a home, and the programmes that are on there."""
    area, x[home, MOVED] = x[home, AREA], 0
    times, here, now, shared = s.setting[home], settings.area[area], settings.period[period], s.shared
    for k in range(times.size):
        times[k] = now[k] * here[k] * shared[k]
    near, gates = NOTHING, settings.gates
    for gate in range(gates.start.size):
        if gates.start[gate] <= month < gates.until[gate] and gates.area[gate, area]:
            near |= BIT << np.uint64(gate)
    x[home, NEAR] = np.int64(near)


@inlined
def renew_stale(c, settings, s, period, month):
    """Work out anew the bounds of homes and members whose situation changed."""
    for home in range(s.size[0]):
        if s.x[home, MOVED]:
            set_home(settings, s.x, s, home, period, month)
        if s.x[home, STALE]:
            chances.renew(c, settings.gates, s, home, month)
    for member in range(MOST_HOMES, MOST_HOMES + s.size[1]):
        if s.x[member, STALE]:
            chances.renew(c, settings.gates, s, member, month)


@inlined
def find_events(c, s, month):
    """The units with an event this month, homes first, and what is to happen to each; how many."""
    n, u = 0, s.u
    for unit in range(s.size[0]):
        draw = look.drawn(u[unit, STEM], month)
        if draw < u[unit, BOUND]:
            s.fired[n, 0], s.fired[n, 1] = unit, chances.chosen(c, s, unit, draw)
            n += 1
    for unit in range(MOST_HOMES, MOST_HOMES + s.size[1]):
        draw = look.drawn(u[unit, STEM], month)
        if draw < u[unit, BOUND]:
            s.fired[n, 0], s.fired[n, 1] = unit, chances.chosen(c, s, unit, draw)
            n += 1
    return n


@inlined
def next_period(settings, s, period, month):
    """The period of a month; where it is a new one, every home's setting and everybody's chances are stale."""
    starts, before = settings.period_start, period
    while period + 1 < starts.size and starts[period + 1] <= month:
        period += 1
    if period != before:
        for home in range(s.size[0]):
            s.x[home, MOVED] = 1
        touch.everybody(s.x, s.size[0], MOST_HOMES + s.size[1])
    return period


@quick
def live(t, s, ratio, fixed, family, months, changes, events, told):
    """One family through all months."""
    c, ch, settings = t
    own_ratios(settings.clustered, s.shared, ratio)
    turning, period, dirty = months[0], 0, True
    for month in range(months[0], months[1]):
        row = month - months[0]
        if month >= turning:
            turning = turn(ch, s.x, s.u, s.size, changes[row], month)
            dirty = True
        before = period
        period = next_period(settings, s, period, month)
        if dirty or period != before:
            renew_stale(c, settings, s, period, month)
            dirty = False
        for j in range(find_events(c, s, month)):
            when, unit, k = (family, month), s.fired[j, 0], s.fired[j, 1]
            dirty = True
            if happen(ch, s.x, s.u, s.size, changes[row + 1], fixed, unit, k, events, told, when):
                turning = month + 1
    turn(ch, s.x, s.u, s.size, changes[months[1] - months[0]], months[1])


def _source() -> int:
    above = Path(__file__).parents[1]
    read = [above / "draws.py", above / "population.py"]
    read += [file for part in ("kernel", "compiled") for file in sorted((above / part).glob("*.py"))]
    return int(blake2b(b"".join(each.read_bytes() for each in read), digest_size=4).hexdigest(), 16)


def _compiled() -> Callable[..., None]:
    # Numba keeps compiled code by the date of one file; the sources of all, as a number, stand in the key too.
    source = _source()

    @njit(cache=True, nogil=True, **UNCOUNTED)
    def run_families(t, s, p, end, fixed, families, months, changes, events, used, reserve):
        """Live the families of a chunk into private arrays until there might be no room; the family to go on with.

        families: where to go on, the chunk's first, one past its last. used: people, homes and events so far.
        """
        tracks, told, (family, first, last) = t[1].track.shape[0], used[2:], families
        rooms = (end.key.size, end.home_key.size, events.shape[0])
        while family < last and source >= 0:
            for at in range(3):
                if used[at] + reserve[at] > rooms[at]:
                    return family
            load(p, s.x, s.u, s.size, fixed, tracks, family)
            live(t, s, p.family_ratio[family], fixed, family, months, changes, events, told)
            store(end, s.x, s.u, s.size, tracks, family - first, used)
            family += 1
        return family

    return run_families


run_families = _compiled()
