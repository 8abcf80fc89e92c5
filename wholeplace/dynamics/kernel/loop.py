"""The loop itself: one family after another, each from the first month to the last."""

from __future__ import annotations

import math
from collections.abc import Callable
from hashlib import blake2b
from pathlib import Path

import numpy as np
from numba import njit

from wholeplace.dynamics.draws import ONE
from wholeplace.dynamics.kernel import chances, look, touch
from wholeplace.dynamics.kernel.arrays import (
    AREA,
    BIRTH,
    CELL,
    FLAGS,
    HERE,
    HOME,
    LAID,
    MADE,
    MOVED,
    NEAR,
    NEXT,
    RESTLESS,
    RESUM,
    SEX,
    STALE,
    STEM,
)  # fmt: skip
from wholeplace.dynamics.kernel.family import load, store
from wholeplace.dynamics.kernel.happen import happen
from wholeplace.dynamics.kernel.quick import UNCOUNTED, inlined, quick
from wholeplace.dynamics.population import HERE as NEVER
from wholeplace.dynamics.population import MOST_HOMES

NOTHING, BIT, ALL = np.uint64(0), np.uint64(1), np.uint64(0xFFFFFFFFFFFFFFFF)
QUIET = 1.6
"""Units whose hazards sum to less, a year, are looked at only in months whose draw is below WAKES."""
WAKES = np.uint64(int((1 - math.exp(-QUIET / 12)) * ONE) + 2)


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
            x[i, STALE] = max(x[i, STALE], RESUM)
            grown = age == look.WORKING_MONTHS or age == look.CHILD_MONTHS
            if not x[i, HERE]:
                x[i, HERE] = 1
                touch.count(ch.track, ch.columns[0], x, u, row, i, 1)
                touch.everybody(x, size[0], last, FLAGS)
            elif grown:
                touch.everybody(x, size[0], last, FLAGS)
        soonest = min(soonest, x[i, NEXT])
    return soonest


@inlined
def own_ratios(clustered, shared, ratio):
    """The family's own ratio where effects are clustered in families, else 1."""
    for k in range(shared.size):
        shared[k] = ratio if clustered[k] else 1.0


@quick
def wake(u, total, awake, due, unit, month, months):
    """Mark the months from `month` on in which a unit's draw is so low that it may bring an event."""
    words, stem, total[unit, 0], total[unit, 1] = awake[unit], u[unit, STEM], 0.0, 0.0
    words[:] = NOTHING
    for when in range(month, months[1]):
        at = when - months[0]
        low = BIT if look.drawn(stem, when) < WAKES else NOTHING
        words[at >> 6] |= low << np.uint64(at & 63)
    for word in range(due.size):
        due[word] |= words[word]


@inlined
def set_home(settings, x, s, home, month):
    """What multiplies the hazards of all who live in a home, and the programmes that are on there."""
    area, x[home, MOVED] = x[home, AREA], 0
    if x[home, LAID] == 0 or (not settings.alike[0] and x[home, LAID] != area + 2):
        times, here, shared = s.setting[home], settings.area[area], s.shared
        for k in range(times.size):
            times[k] = here[k] * shared[k]
        x[home, MADE] = 0
        for i in range(MOST_HOMES, MOST_HOMES + s.size[1]):
            if x[i, HOME] == home:
                x[i, MADE] = 0
        x[home, LAID] = area + 2
    near, gates = NOTHING, settings.gates
    for gate in range(gates.start.size):
        if gates.start[gate] <= month < gates.until[gate] and gates.area[gate, area]:
            near |= BIT << np.uint64(gate)
    if np.int64(near) != x[home, NEAR]:
        x[home, NEAR], x[home, STALE] = np.int64(near), FLAGS
        for i in range(MOST_HOMES, MOST_HOMES + s.size[1]):
            if x[i, HOME] == home:
                x[i, STALE] = FLAGS


@inlined
def renew_stale(c, settings, s, period, month):
    """Work out anew the chances of homes and members whose situation changed."""
    x, homes = s.x, s.size[0]
    for home in range(homes):
        if x[home, MOVED]:
            set_home(settings, x, s, home, month)
    for place in range(homes + s.size[1]):
        unit = place if place < homes else MOST_HOMES + place - homes
        if x[unit, STALE]:
            chances.renew(c, settings.gates, s, unit, period, month)
            if s.total[unit, 1] > QUIET and not x[unit, RESTLESS]:
                x[unit, RESTLESS] = 1
                s.awake[unit] = ALL
                s.due[:] = ALL


@inlined
def find_events(c, s, period, at, month):
    """The units with an event this month, homes first, and what is to happen to each; how many. at: of the months."""
    n, homes, word, bit = 0, s.size[0], at >> 6, np.uint64(at & 63)
    for place in range(homes + s.size[1]):
        unit = place if place < homes else MOST_HOMES + place - homes
        if (s.awake[unit, word] >> bit) & BIT:
            draw = look.drawn(s.u[unit, STEM], month)
            if chances.strikes(draw, s.total[unit, 1]):
                s.fired[n, 0], s.fired[n, 1] = unit, chances.chosen(c, s, unit, period, draw)
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
        touch.everybody(s.x, s.size[0], MOST_HOMES + s.size[1], RESUM)
    return period


@inlined
def next_awake(due, at, end):
    """The next month after one, both counted from the first, in which some unit is awake, or the end."""
    at += 1
    while at < end:
        left = due[at >> 6] >> np.uint64(at & 63)
        if left != NOTHING:
            return min(at + chances.lowest(left), end)
        at = ((at >> 6) + 1) << 6
    return end


@inlined
def newcomers(s, before, month, months):
    """Wake homes and members that were not there before; how many there are now."""
    for home in range(before[0], s.size[0]):
        wake(s.u, s.total, s.awake, s.due, home, month, months)
    for i in range(MOST_HOMES + before[1], MOST_HOMES + s.size[1]):
        wake(s.u, s.total, s.awake, s.due, i, month, months)
    return s.size[0], s.size[1]


@inlined
def live(t, s, ratio, fixed, family, months, changes, events, told):
    """One family through all months."""
    c, ch, settings = t
    own_ratios(settings.clustered, s.shared, ratio)
    s.due[:] = NOTHING
    turning, period, dirty, at, end, known = months[0], 0, True, 0, months[1] - months[0], (0, 0)
    while at < end:
        month = at + months[0]
        if known[0] < s.size[0] or known[1] < s.size[1]:
            known = newcomers(s, known, month, months)
        if month >= turning:
            turning = turn(ch, s.x, s.u, s.size, changes[at], month)
            dirty = True
        before = period
        period = next_period(settings, s, period, month)
        if dirty or period != before:
            renew_stale(c, settings, s, period, month)
            dirty = False
        for j in range(find_events(c, s, period, at, month)):
            when, unit, k = (family, month), s.fired[j, 0], s.fired[j, 1]
            dirty = True
            if happen(ch, s.x, s.u, s.free, s.size, changes[at + 1], fixed, unit, k, events, told, when):
                turning = month + 1
        if dirty:
            at += 1
        else:
            at = min(next_awake(s.due, at, end), turning - months[0])
            if period + 1 < settings.period_start.size:
                at = min(at, settings.period_start[period + 1] - months[0])
    turn(ch, s.x, s.u, s.size, changes[end], months[1])


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
