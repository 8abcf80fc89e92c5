"""Who gets which dwelling: homes take vacant ones as they fall vacant, in order of day.

A home that moves leaves its dwelling empty for others. It looks in its new area for a vacant dwelling of the tenure
and size it wants, then in areas ever further off; nobody moves in with another family. Families in temporary
accommodation go to units kept for that, and where there are none, to what is vacant.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numba import njit

from wholeplace.dynamics.draws import FIRST, PERSON

Ints = npt.NDArray[np.int64]
MOVE, TEMPORARY, BACK, SHARED, END = range(5)
"""What a home does: moves to an area; goes to temporary accommodation, and out of it again; goes to an address that
others share; is no more."""
WRONG_TENURE, TOO_SMALL, TOO_LARGE, FARTHER = 40, 30, 6, 200
"""How much each tells against a dwelling: a missing bedroom more than two spare ones, next door before far away."""
NOWHERE = -1


@njit(cache=True)
def assign(
    kind, home, area, tenure, need, shared, key, first, starts, dwelling, dw_tenure, dw_bedrooms, is_unit
):
    """The address of each step, in order of time; NOWHERE where a home ends or nothing is vacant.

    kind, home, area, tenure, need, shared, key: one a step. first: the address of each home at the start, or NOWHERE.
    starts, dwelling: addresses that one family takes, by area (as row starts and a list). dw_tenure, dw_bedrooms,
    is_unit: of each address.
    """
    taken = np.zeros(dw_tenure.size, np.bool_)
    single = np.zeros(dw_tenure.size, np.bool_)
    for place in dwelling:
        single[place] = True
    at, away = first.copy(), np.zeros(first.size, np.bool_)
    for place in first:
        if place >= 0:
            taken[place] = True
    out = np.full(kind.size, NOWHERE, np.int64)
    for n in range(kind.size):
        h = home[n]
        if kind[n] == TEMPORARY:
            away[h] = True
        elif kind[n] == BACK:
            away[h] = False
        if at[h] >= 0 and single[at[h]]:
            taken[at[h]] = False
        place = NOWHERE
        if kind[n] == SHARED:
            place = shared[n]
        elif kind[n] != END:
            place = vacant(
                area[n],
                tenure[n],
                need[n],
                away[h],
                key[n],
                taken,
                starts,
                dwelling,
                dw_tenure,
                dw_bedrooms,
                is_unit,
            )
            if place == NOWHERE:
                place = shared[n]
        if place >= 0 and single[place]:
            taken[place] = True
        at[h] = place
        out[n] = place
    return out


@njit(cache=True)
def vacant(area, tenure, need, unit, key, taken, starts, dwelling, dw_tenure, dw_bedrooms, is_unit):
    """The best vacant dwelling, or unit of temporary accommodation, as near as there is one."""
    areas, best, least = starts.size - 1, NOWHERE, np.int64(1 << 40)
    for ring in range(areas):
        for side in range(2):
            here = area + ring if side == 0 else area - ring
            if here < 0 or here >= areas or (ring == 0 and side == 1):
                continue
            for row in range(starts[here], starts[here + 1]):
                place = dwelling[row]
                if taken[place] or (is_unit[place] and not unit):
                    continue
                cost = ring * FARTHER + (0 if unit == is_unit[place] else WRONG_TENURE * 20)
                cost += 0 if unit or dw_tenure[place] == tenure else WRONG_TENURE
                spare = dw_bedrooms[place] - need
                cost += spare * TOO_LARGE if spare >= 0 else -spare * TOO_SMALL
                cost = cost * 64 + np.int64(
                    ((np.uint64(place) * np.uint64(PERSON) + key) * np.uint64(FIRST)) >> np.uint64(58)
                )
                if cost < least:
                    best, least = place, cost
        if best != NOWHERE and least < (ring + 1) * FARTHER * 64:
            return best
    return best
