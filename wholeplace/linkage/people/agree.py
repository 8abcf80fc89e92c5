"""Groups of records whose evidence agrees as a whole, and not by a chain of pairs.

Average linkage (Sokal and Michener 1958) on the log-odds of pairs, each held within bounds: two groups join
while the average over all pairs of one record from each speaks for one person, the most agreed first. A pair
that was never compared counts as one that speaks against. Where one group has several records, an average that speaks a
little against it will do: a record with a slip or two is unlike each of them by itself, and they bear one another out.
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
MOST_MORE = 1.0
"""In log-odds, assumed: how much the records of the larger group bear one another out at most; the log of how many."""
NEARLY_ALL = 0.75
"""The share of pairs born apart from which two groups are born apart."""
SLIP, TWO_PEOPLE = 2.0, -1e6
"""In log-odds, assumed: what each further dated record of groups born apart says against one person: that its date
too is wholly wrong. Wrong dates are copied from record to record, so this is less than what the first says."""
Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


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


def agreed(labels: Ints, pairs: pl.DataFrame, cut: float, dated: pl.Series) -> Ints:
    """For each record the smallest number in its group.

    pairs: a, b, odds, of any two records of one label, and born_apart: whether both have a birth date and the two are
    nothing like each other. cut: the least average of log-odds at which two groups join. dated: by n, whether it has
    one.

    Two groups of which each has several dated records, nearly all born apart from the other's, need more than that
    average to be one person: a slip makes one date differ from the rest, and seldom all of several from all of several.
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
    apart = pairs["born_apart"].to_numpy()[inside]
    sequence = np.argsort(np.minimum(a, b), kind="stable")
    told = a[sequence], b[sequence], odds[sequence], apart[sequence]
    found = _joined(starts, ends, *told, dated.to_numpy()[order], cut)
    smallest = np.full(len(order), len(order), dtype=np.int64)
    np.minimum.at(smallest, found, order)
    out = np.empty(len(order), dtype=np.int64)
    out[order] = smallest[found]
    return out


@numba.njit(cache=True)
def _joined(
    starts: Ints, ends: Ints, a: Ints, b: Ints, odds: Floats, apart: Flags, dated: Flags, cut: float
) -> Ints:  # pragma: no cover
    group = np.arange(ends[-1])
    at = 0
    for block in range(len(starts)):
        first, size = starts[block], ends[block] - starts[block]
        if size == 1:
            continue
        told, born = np.full((size, size), float(NEVER_MET)), np.zeros((size, size))
        while at < len(a) and min(a[at], b[at]) < first + size:
            i, j = a[at] - first, b[at] - first
            told[i, j] = told[j, i] = odds[at]
            born[i, j] = born[j, i] = 1.0 if apart[at] else 0.0
            at += 1
        some = dated[first : first + size].astype(np.float64)
        _join_block(told, born, some, group[first : first + size], first, cut)
    return group


@numba.njit(cache=True)
def _join_block(
    told: Floats, born: Floats, dated: Floats, group: Ints, first: int, cut: float
) -> None:  # pragma: no cover
    size = len(told)
    members = np.ones(size)
    alive = np.ones(size, dtype=np.bool_)
    nearest = np.zeros(size, dtype=np.int64)
    for i in range(size):
        nearest[i] = _nearest(told, members, alive, i)
    while True:
        best, most = -1, -np.inf
        for i in range(size):
            if alive[i] and nearest[i] >= 0 and _worth(told, members, i, nearest[i]) > most:
                best, most = i, _worth(told, members, i, nearest[i])
        if best < 0 or most <= cut:
            return
        i, j = best, nearest[best]
        if j < i:
            i, j = j, i
        slips = min(dated[i], dated[j]) - 1 if born[i, j] >= NEARLY_ALL * dated[i] * dated[j] else 0.0
        if slips > 0 and told[i, j] - SLIP * slips <= cut:
            told[i, j] = told[j, i] = TWO_PEOPLE
            nearest[i], nearest[j] = _nearest(told, members, alive, i), _nearest(told, members, alive, j)
            continue
        dated[i] += dated[j]
        for k in range(size):
            if alive[k] and k != i and k != j:
                born[i, k] += born[j, k]
                born[k, i] = born[i, k]
                told[i, k] = (members[i] * told[i, k] + members[j] * told[j, k]) / (members[i] + members[j])
                told[k, i] = told[i, k]
        members[i] += members[j]
        alive[j] = False
        for k in range(size):
            if group[k] == first + j:
                group[k] = first + i
        for k in range(size):
            if alive[k] and (k == i or nearest[k] == i or nearest[k] == j):
                nearest[k] = _nearest(told, members, alive, k)
            elif (
                alive[k]
                and nearest[k] >= 0
                and _worth(told, members, k, i) > _worth(told, members, k, nearest[k])
            ):
                nearest[k] = i


@numba.njit(cache=True)
def _worth(told: Floats, members: Floats, i: int, j: int) -> float:  # pragma: no cover
    more: float = min(MOST_MORE, np.log(max(members[i], members[j])))
    return told[i, j] + more


@numba.njit(cache=True)
def _nearest(told: Floats, members: Floats, alive: Flags, i: int) -> int:  # pragma: no cover
    best, most = -1, -np.inf
    for k in range(len(told)):
        if k != i and alive[k] and _worth(told, members, i, k) > most:
            best, most = k, _worth(told, members, i, k)
    return best
