"""Who gets which dwelling: homes take vacant ones as they fall vacant, in order of day.

A home that moves leaves its dwelling empty for others. It looks in its new area for a vacant dwelling of the tenure
and size it wants, then in areas ever further off; nobody moves in with another family. Families in temporary
accommodation go to units kept for that, and where there are none, to what is vacant.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt
from numba import njit

from wholeplace.dynamics.draws import FIRST, PERSON

Ints = npt.NDArray[np.int64]
MOVE, TEMPORARY, BACK, SHARED, END = range(5)
"""What a home does: moves to an area; goes to temporary accommodation, and out of it again; goes to an address that
others share; is no more."""
WRONG_KIND, WRONG_TENURE, TOO_SMALL, TOO_LARGE, FARTHER = 800, 40, 30, 6, 200
"""How much each tells against a dwelling: a missing bedroom more than two spare ones, next door before far away."""
NOWHERE = -1
DRAWN = 64
NONE = np.int64(1 << 40)


class Steps(NamedTuple):
    """What homes do, in order of time: one entry a step. shared: the address for those who share one."""

    kind: Ints
    home: Ints
    area: Ints
    tenure: Ints
    need: Ints
    shared: Ints
    key: npt.NDArray[np.uint64]


class Dwellings(NamedTuple):
    """Addresses that one family takes: `single`, area by area from `starts`. The others are of every address."""

    starts: Ints
    single: Ints
    tenure: Ints
    bedrooms: Ints
    is_unit: npt.NDArray[np.bool_]


@njit(cache=True)
def assign(s, first, d):
    """The address of each of the steps `s`, among dwellings `d`; NOWHERE where a home ends or nothing is vacant.

    first: the address of each home at the start, or NOWHERE.
    """
    taken, alone = np.zeros(d.tenure.size, np.bool_), np.zeros(d.tenure.size, np.bool_)
    for place in d.single:
        alone[place] = True
    for place in first:
        if place >= 0:
            taken[place] = True
    at, away = first.copy(), np.zeros(first.size, np.bool_)
    out = np.full(s.kind.size, NOWHERE, np.int64)
    for n in range(s.kind.size):
        h, place = s.home[n], NOWHERE
        away[h] = s.kind[n] == TEMPORARY or (away[h] and s.kind[n] != BACK)
        if at[h] >= 0 and alone[at[h]]:
            taken[at[h]] = False
        if s.kind[n] < SHARED:
            place = vacant(s, n, away[h], taken, d)
        if place == NOWHERE and s.kind[n] != END:
            place = s.shared[n]
        if place >= 0 and alone[place]:
            taken[place] = True
        at[h] = out[n] = place
    return out


@njit(cache=True)
def vacant(s, n, unit, taken, d):
    """The best vacant dwelling, or unit of temporary accommodation, as near as there is one."""
    areas, best, least = d.starts.size - 1, NOWHERE, NONE
    for ring in range(areas):
        for here in (s.area[n] + ring, s.area[n] - ring):
            if here < 0 or here >= areas:
                continue
            for row in range(d.starts[here], d.starts[here + 1]):
                place = d.single[row]
                if not taken[place] and (unit or not d.is_unit[place]):
                    against = (ring * FARTHER + fault(s, n, unit, d, place)) * DRAWN + drawn(s.key[n], place)
                    if against < least:
                        best, least = place, against
        if least < (ring + 1) * FARTHER * DRAWN:
            break
    return best


@njit(cache=True)
def fault(s, n, unit, d, place):
    """What tells against a dwelling, its distance aside."""
    spare = d.bedrooms[place] - s.need[n]
    size = spare * TOO_LARGE if spare >= 0 else -spare * TOO_SMALL
    if unit:
        return size + (0 if d.is_unit[place] else WRONG_KIND)
    return size + (0 if d.tenure[place] == s.tenure[n] else WRONG_TENURE)


@njit(cache=True)
def drawn(key, place):
    """A number under DRAWN of a step and a dwelling, for choosing among like ones."""
    return np.int64(((np.uint64(place) * np.uint64(PERSON) + key) * np.uint64(FIRST)) >> np.uint64(58))
