"""What follows from a change: who is counted as what, and whose chances must be worked out anew."""

from __future__ import annotations

import numpy as np

from wholeplace.dynamics.kernel import look
from wholeplace.dynamics.kernel.arrays import (
    CELL,
    FATHER,
    FLAGS,
    HERE,
    HOME,
    INSIDE,
    MOTHER,
    PARTNER,
    SEEN_BY,
    STALE,
    STATES,
)  # fmt: skip
from wholeplace.dynamics.kernel.chances import lowest
from wholeplace.dynamics.kernel.quick import inlined, quick
from wholeplace.dynamics.population import MOST_HOMES

NOTHING, BIT = np.uint64(0), np.uint64(1)


@quick
def count(track, factors, x, u, row, i, sign):
    """Count a member in, or out, of their home and of all that they hold and are in."""
    home = x[i, HOME]
    x[home, INSIDE] += sign
    bits = look.sees(x, u, i)
    while bits != NOTHING:
        row[lowest(bits)] += sign
        bits &= bits - BIT
    for at in range(track.shape[0]):
        state = x[home if track[at, 0] else i, STATES + at]
        if state > 0:
            row[factors + track[at, 1] + state - 1] += sign


@quick
def everybody(x, homes, last, how):
    """The whole family's chances are to be worked out anew. how: SEEN_BY or FLAGS."""
    for unit in range(homes):
        x[unit, STALE] = max(x[unit, STALE], how)
    for unit in range(MOST_HOMES, last):
        x[unit, STALE] = max(x[unit, STALE], how)


@inlined
def about_member(ch, x, last, i, bit):
    """Those of everybody who sees that a member began or ceased to hold a factor."""
    home, mother, father, partner = x[i, HOME], x[i, MOTHER], x[i, FATHER], x[i, PARTNER]
    x[i, STALE] = max(x[i, STALE], SEEN_BY)
    if (bit & ch.masks[2]) != NOTHING:
        x[home, STALE] = FLAGS
    for j in range(MOST_HOMES, last):
        if x[j, HERE] and j != i:
            cell, mask = x[j, CELL], NOTHING
            if x[j, HOME] == home:
                mask |= ch.relevant[cell, 4]
            if look.is_own(x, j, i):
                mask |= ch.relevant[cell, 1]
            if j == partner:
                mask |= ch.relevant[cell, 2]
            if j in (mother, father):
                mask |= ch.relevant[cell, 3]
            if (bit & mask) != NOTHING:
                x[j, STALE] = max(x[j, STALE], SEEN_BY)


@quick
def about_home(ch, x, last, home, bit):
    """The same of a home's factor, which its members hold too."""
    x[home, STALE] = FLAGS
    for j in range(MOST_HOMES, last):
        if x[j, HERE]:
            cell = x[j, CELL]
            mask = ch.relevant[cell, 1] | ch.relevant[cell, 2] | ch.relevant[cell, 3]
            if x[j, HOME] == home:
                mask |= ch.relevant[cell, 0] | ch.relevant[cell, 4] | ch.masks[3]
            if (bit & mask) != NOTHING:
                x[j, STALE] = max(x[j, STALE], SEEN_BY)


@inlined
def about_state(ch, x, last, unit):
    """Those of a unit whose state changed and, where programmes ask for states, of their home."""
    x[unit, STALE] = max(x[unit, STALE], SEEN_BY)
    if ch.columns[1]:
        home = unit if unit < MOST_HOMES else x[unit, HOME]
        x[home, STALE] = max(x[home, STALE], SEEN_BY)
        for j in range(MOST_HOMES, last):
            if x[j, HOME] == home:
                x[j, STALE] = max(x[j, STALE], SEEN_BY)
