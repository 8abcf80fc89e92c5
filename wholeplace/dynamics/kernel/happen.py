"""What an event does to a family: who changes, who comes, and who goes."""

from __future__ import annotations

import numpy as np

from wholeplace.dynamics.compiled.names import Kind
from wholeplace.dynamics.kernel import look, people, touch
from wholeplace.dynamics.kernel.arrays import AREA, FLAGS, HERE, HOLDS, HOME, INSIDE, KEY, MADE, MOVED, STATES
from wholeplace.dynamics.kernel.quick import inlined, quick
from wholeplace.dynamics.population import MOST_HOMES, MOST_MEMBERS

START, MOVE, DEATH, BEARS = int(Kind.START), int(Kind.MOVE), int(Kind.DEATH), int(Kind.BIRTH)
LEAVES_HOME, LEAVES_PLACE = int(Kind.LEAVE_HOME), int(Kind.LEAVE_PLACE)
HOME_MOVES, HOME_LEAVES, SEPARATES = int(Kind.HOME_MOVE), int(Kind.HOME_LEAVE), int(Kind.SEPARATE)
BIT = np.uint64(1)


@inlined
def tell(events, told, when, unit, effect, a, b):
    """Write an event down, where events are kept. when: family, month."""
    n = told[0]
    if events.shape[0]:
        events[n, 0], events[n, 1] = when
        events[n, 2] = 1 if unit < MOST_HOMES else 0
        events[n, 3] = unit if unit < MOST_HOMES else unit - MOST_HOMES
        events[n, 4], events[n, 5], events[n, 6] = effect, a, b
        told[0] = n + 1


@inlined
def plain_event(ch, x, u, free, last, row, unit, k):
    """A factor begins or ends, or somebody moves on a track."""
    kind, what, source, target = ch.effect[k, 0], ch.effect[k, 1], ch.effect[k, 2], ch.effect[k, 3]
    is_home = unit < MOST_HOMES
    number = x[unit, INSIDE] if is_home else 1
    if kind == MOVE:
        first = ch.columns[0] + ch.track[what, 1] - 1
        if source > 0:
            row[first + source] -= number
        if target > 0:
            row[first + target] += number
        x[unit, STATES + what] = target
        for start in range(ch.track[what, 2], ch.track[what, 3]):
            free[unit, start] = target == 0
        touch.about_state(ch, x, last, unit)
        return
    bit = BIT << np.uint64(what)
    row[what] += number if kind == START else -number
    u[unit, HOLDS] ^= bit
    if ch.start[what] >= 0:
        free[unit, ch.start[what]] = kind != START
    if is_home:
        touch.about_home(ch, x, last, unit, bit)
    else:
        touch.about_member(ch, x, last, unit, bit)


@quick
def rehouse(ch, x, u, row, i, home, events, told, when):
    """A member goes to another home, and it is told."""
    touch.count(ch.track, ch.columns[0], x, u, row, i, -1)
    tell(events, told, when, i, ch.columns[2], home, x[i, HOME])
    x[i, HOME], x[i, MADE] = home, 0
    touch.count(ch.track, ch.columns[0], x, u, row, i, 1)


@quick
def home_event(ch, x, u, size, row, fixed, unit, k, events, told, when):
    """A home moves, leaves, or parts in two."""
    kind, month, last = ch.effect[k, 0], when[1], MOST_HOMES + size[1]
    if kind == HOME_MOVES:
        before = x[unit, AREA]
        x[unit, AREA], x[unit, MOVED] = people.area_for(ch.area_edges, fixed, u[unit, KEY], month), 1
        tell(events, told, when, unit, k, x[unit, AREA], before)
    elif kind == HOME_LEAVES:
        tell(events, told, when, unit, k, -1, -1)
        for j in range(MOST_HOMES, last):
            if x[j, HOME] == unit:
                people.goes(ch, x, u, row, j, month)
    elif size[0] < MOST_HOMES:
        i = people.who_goes(x, u, last, fixed, ch.masks[1], unit, kind, month)
        people.part(x, i)
        home = people.founded(ch.area_edges, x, u, size, fixed, i, month)
        tell(events, told, when, unit, k, home, x[home, AREA])
        for j in range(MOST_HOMES, last):
            child = kind != SEPARATES and x[j, HERE] and x[j, HOME] == unit and look.is_child(x, j, month)
            if j == i or child:
                rehouse(ch, x, u, row, j, home, events, told, when)


@quick
def leaves_home(ch, x, u, size, row, fixed, i, k, events, told, when):
    """A member makes a home of their own, and takes their own children under 18 along."""
    if size[0] == MOST_HOMES:
        return
    before, month = x[i, HOME], when[1]
    home = people.founded(ch.area_edges, x, u, size, fixed, i, month)
    tell(events, told, when, i, k, home, x[home, AREA])
    for j in range(MOST_HOMES, MOST_HOMES + size[1]):
        own = look.is_own(x, j, i) and x[j, HERE] and x[j, HOME] == before and look.is_child(x, j, month)
        if j == i or own:
            rehouse(ch, x, u, row, j, home, events, told, when)


@quick
def life_event(ch, x, u, size, row, fixed, i, k, events, told, when):
    """A member dies, leaves, bears a child, finds a partner, or makes a home of their own."""
    kind, month = ch.effect[k, 0], when[1]
    if kind in (DEATH, LEAVES_PLACE):
        tell(events, told, when, i, k, -1, -1)
        people.goes(ch, x, u, row, i, month)
    elif kind == LEAVES_HOME:
        leaves_home(ch, x, u, size, row, fixed, i, k, events, told, when)
    elif size[1] < MOST_MEMBERS:
        bring = (x, u, size, fixed, i, month)
        n = people.born(*bring) if kind == BEARS else people.partnered(*bring)
        tell(events, told, when, i, k, n - MOST_HOMES, x[i, HOME])


@inlined
def happen(ch, x, u, free, size, row, fixed, unit, k, events, told, when):
    """An event, if it can still happen after what came before it this month; whether people or homes changed."""
    kind, last = ch.effect[k, 0], MOST_HOMES + size[1]
    is_home = unit < MOST_HOMES
    if x[unit, INSIDE] == 0 if is_home else not x[unit, HERE]:
        return False
    if kind <= MOVE:
        tell(events, told, when, unit, k, -1, -1)
        plain_event(ch, x, u, free, last, row, unit, k)
        return False
    if is_home:
        if not look.may_home(x, u, last, ch.masks[1], kind, unit):
            return False
        home_event(ch, x, u, size, row, fixed, unit, k, events, told, when)
    else:
        if not look.may_person(x, last, kind, unit, when[1]):
            return False
        life_event(ch, x, u, size, row, fixed, unit, k, events, told, when)
    touch.everybody(x, size[0], MOST_HOMES + size[1], FLAGS)
    return True
