"""What an event does to a family: who changes, who comes, and who goes."""

from __future__ import annotations

from wholeplace.dynamics.compiled.names import Kind
from wholeplace.dynamics.kernel import look, people, touch
from wholeplace.dynamics.kernel.quick import inlined, quick
from wholeplace.dynamics.population import MOST_HOMES, MOST_MEMBERS

END, MOVE, DEATH, BEARS = int(Kind.END), int(Kind.MOVE), int(Kind.DEATH), int(Kind.BIRTH)
LEAVES_HOME, LEAVES_PLACE = int(Kind.LEAVE_HOME), int(Kind.LEAVE_PLACE)
HOME_MOVES, HOME_LEAVES, SEPARATES = int(Kind.HOME_MOVE), int(Kind.HOME_LEAVE), int(Kind.SEPARATE)


@inlined
def tell(events, f, unit, effect, a, b):
    """Write an event down, where events are kept."""
    n = f.used[2]
    if events.shape[0]:
        events[n, 0], events[n, 1] = f.number, f.month
        events[n, 2] = 1 if unit < MOST_HOMES else 0
        events[n, 3] = unit if unit < MOST_HOMES else unit - MOST_HOMES
        events[n, 4], events[n, 5], events[n, 6] = effect, a, b
        f.used[2] = n + 1


@inlined
def plain_event(c, s, f, unit, k):
    """A factor begins or ends, or somebody moves on a track."""
    u, row, kind = f.units[unit], f.month + 1 - f.first, c.effect[k].kind
    lost, gained, number = c.effect[k].lost, c.effect[k].gained, u.here
    s.changes[row, c.effect[k].minus] -= number
    s.changes[row, c.effect[k].plus] += number
    tell(s.events, f, unit, k, -1, -1)
    if kind == MOVE:
        u.states = (u.states & ~lost) | gained
        touch.about_state(c, f, unit, lost | gained)
        return
    u.holds = (u.holds & ~lost) | gained
    way = 1 if kind == END else 0
    if unit < MOST_HOMES:
        touch.about_home(c, s.draws, f, unit, c.effect[k].what, way)
    else:
        touch.about_member(c, s.draws, f, unit, c.effect[k].what, way)


@inlined
def rehouse(c, s, f, i, home):
    """A member goes to another home, and it is told."""
    row = f.month + 1 - f.first
    touch.count(c, s.changes, f, row, i, -1)
    tell(s.events, f, i, c.effect.shape[0] - 2, home, f.units[i].home)
    f.units[i].home = home
    touch.count(c, s.changes, f, row, i, 1)


@inlined
def moves(area_edges, s, f, home, k):
    """A home moves, which bears on those who live in it alone."""
    u = f.units[home]
    before, u.area = u.area, people.area_for(area_edges, f.fixed, u.key, f.month)
    tell(s.events, f, home, k, u.area, before)
    touch.doubt(f, home, f.month + 1)
    for j in range(MOST_HOMES, f.last):
        if f.units[j].home == home:
            touch.doubt(f, j, f.month + 1)


@inlined
def home_event(c, area_edges, s, f, unit, k):
    """All in a home leave, or it parts in two."""
    kind, units = c.effect[k].kind, f.units
    if kind == HOME_LEAVES:
        tell(s.events, f, unit, k, -1, -1)
        for j in range(MOST_HOMES, f.last):
            if units[j].home == unit:
                people.goes(c, s.changes, f, j)
    elif f.homes < MOST_HOMES:
        i = people.who_goes(c, f, unit, kind)
        people.part(units, i)
        home = people.founded(area_edges, s.draws, f, i)
        tell(s.events, f, unit, k, home, units[home].area)
        for j in range(MOST_HOMES, f.last):
            child = kind != SEPARATES and look.lives_in(units, j, unit) and look.is_child(units, j, f.month)
            if j == i or child:
                rehouse(c, s, f, j, home)


@inlined
def leaves_home(c, area_edges, s, f, i, k):
    """A member makes a home of their own, and takes their own children under 18 along."""
    if f.homes == MOST_HOMES:
        return
    before = f.units[i].home
    home = people.founded(area_edges, s.draws, f, i)
    tell(s.events, f, i, k, home, f.units[home].area)
    for j in range(MOST_HOMES, f.last):
        own = look.is_own(f.units, j, i) and look.lives_in(f.units, j, before)
        if j == i or (own and look.is_child(f.units, j, f.month)):
            rehouse(c, s, f, j, home)


@inlined
def life_event(c, area_edges, s, f, i, k):
    """A member dies, leaves, bears a child, finds a partner, or makes a home of their own."""
    kind = c.effect[k].kind
    if kind in (DEATH, LEAVES_PLACE):
        tell(s.events, f, i, k, -1, -1)
        people.goes(c, s.changes, f, i)
    elif kind == LEAVES_HOME:
        leaves_home(c, area_edges, s, f, i, k)
    elif f.last < MOST_HOMES + MOST_MEMBERS:
        n = people.born(s.draws, f, i) if kind == BEARS else people.partnered(s.draws, f, i)
        tell(s.events, f, i, k, n - MOST_HOMES, f.units[i].home)


@quick
def rare_event(c, area_edges, s, f, unit, k):
    """Something in a home or a life, if it can still happen; whether people or homes changed."""
    kind = c.effect[k].kind
    if kind == HOME_MOVES:
        moves(area_edges, s, f, unit, k)
        return False
    if unit < MOST_HOMES:
        if not look.may_home(c.facts[0].abused, f.units, f.last, kind, unit):
            return False
        home_event(c, area_edges, s, f, unit, k)
    else:
        if not look.may_person(f.units, f.last, kind, unit, f.month):
            return False
        life_event(c, area_edges, s, f, unit, k)
    touch.doubt_all(f, f.month + 1)
    return True


@inlined
def happen(c, area_edges, s, f, unit, k):
    """An event, if it can still happen after what came before it this month; whether people or homes changed."""
    if f.units[unit].here == 0:
        return False
    if c.effect[k].kind <= MOVE:
        plain_event(c, s, f, unit, k)
        return False
    return rare_event(c, area_edges, s, f, unit, k)
