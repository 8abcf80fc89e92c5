"""Groups of records whose evidence agrees as a whole, and not by a chain of pairs.

Average linkage (Sokal and Michener 1958) on the log-odds of pairs, each held within bounds: two groups join
while the average over all pairs of one record from each speaks for one person, the most agreed first. A pair
that was never compared counts as one that speaks against.
"""

from __future__ import annotations

import numba
import numpy as np
import polars as pl
from numpy.typing import NDArray

from wholeplace.linkage.people.components import components

MOST_TOGETHER = 400
LEAST_ODDS, MOST_ODDS, NEVER_MET = -15.0, 15.0, -10.0
STEP = 2.0
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def linked_blocks(count: int, pairs: pl.DataFrame) -> Ints:
    """Labels of records that hang together by pairs with odds above nought.

    Where more than MOST_TOGETHER do, weaker pairs are left out until they do not.
    """
    used, least = pairs.filter(pl.col("odds") > 0), 0.0
    while True:
        labels = components(count, used)
        sizes = np.bincount(labels, minlength=count)
        crowded = sizes[labels] > MOST_TOGETHER
        if not crowded.any():
            return labels
        least += STEP
        weak = (pl.col("odds") <= least) & pl.Series(crowded[used["a"].to_numpy()])
        used = used.filter(~weak)


def agreed(labels: Ints, pairs: pl.DataFrame, cut: float) -> Ints:
    """For each record the smallest number in its group. pairs: a, b, odds, of any two records of one label.

    cut: the least average of log-odds at which two groups join.
    """
    order = np.argsort(labels, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(labels[order]) != 0])
    ends = np.r_[starts[1:], len(order)]
    place = np.empty(len(labels), dtype=np.int64)
    place[order] = np.arange(len(order))
    a, b = (pairs[end].cast(pl.Int64).to_numpy() for end in ("a", "b"))
    inside = labels[a] == labels[b]
    a, b = place[a[inside]], place[b[inside]]
    odds = np.clip(pairs["odds"].to_numpy()[inside], LEAST_ODDS, MOST_ODDS)
    sequence = np.argsort(np.minimum(a, b), kind="stable")
    found = _joined(starts, ends, a[sequence], b[sequence], odds[sequence], cut)
    smallest = np.full(len(order), len(order), dtype=np.int64)
    np.minimum.at(smallest, found, order)
    out = np.empty(len(order), dtype=np.int64)
    out[order] = smallest[found]
    return out


@numba.njit(cache=True)
def _joined(starts: Ints, ends: Ints, a: Ints, b: Ints, odds: Floats, cut: float) -> Ints:  # pragma: no cover
    group = np.arange(ends[-1])
    at = 0
    for block in range(len(starts)):
        first, size = starts[block], ends[block] - starts[block]
        if size == 1:
            continue
        told = np.full((size, size), float(NEVER_MET))
        while at < len(a) and min(a[at], b[at]) < first + size:
            i, j = a[at] - first, b[at] - first
            told[i, j] = told[j, i] = odds[at]
            at += 1
        _join_block(told, group[first : first + size], first, cut)
    return group


@numba.njit(cache=True)
def _join_block(told: Floats, group: Ints, first: int, cut: float) -> None:  # pragma: no cover
    size = len(told)
    members = np.ones(size)
    alive = np.ones(size, dtype=np.bool_)
    nearest = np.zeros(size, dtype=np.int64)
    for i in range(size):
        nearest[i] = _nearest(told, alive, i)
    while True:
        best = -1
        for i in range(size):
            if alive[i] and nearest[i] >= 0 and (best < 0 or told[i, nearest[i]] > told[best, nearest[best]]):
                best = i
        if best < 0 or told[best, nearest[best]] <= cut:
            return
        i, j = best, nearest[best]
        if j < i:
            i, j = j, i
        for k in range(size):
            if alive[k] and k != i and k != j:
                told[i, k] = (members[i] * told[i, k] + members[j] * told[j, k]) / (members[i] + members[j])
                told[k, i] = told[i, k]
        members[i] += members[j]
        alive[j] = False
        for k in range(size):
            if group[k] == first + j:
                group[k] = first + i
        for k in range(size):
            if alive[k] and (k == i or nearest[k] == i or nearest[k] == j):
                nearest[k] = _nearest(told, alive, k)
            elif alive[k] and nearest[k] >= 0 and told[k, i] > told[k, nearest[k]]:
                nearest[k] = i


@numba.njit(cache=True)
def _nearest(told: Floats, alive: NDArray[np.bool_], i: int) -> int:  # pragma: no cover
    best = -1
    for k in range(len(told)):
        if k != i and alive[k] and (best < 0 or told[i, k] > told[i, best]):
            best = k
    return best
