"""How many of the pairs joined are expected to be wrong, by record."""

from __future__ import annotations

import numba
import numpy as np
import polars as pl
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]


def false_pairs(count: int, kept: pl.DataFrame) -> tuple[Floats, float]:
    """By record, the pairs with it that are expected to be false; and how many are false together, on average.

    kept: a, b, score of the links that make people; count: of records. Links are taken from the strongest on; one
    that joins two groups is wrong with the chance that its score leaves, and then so is every pair across. Each
    pair counts for either record.
    """
    order = kept.sort("score", "a", "b", descending=[True, False, False])
    a, b = (order[end].cast(pl.Int64).to_numpy() for end in ("a", "b"))
    wrong, across = _joins(count, a, b, 1 - order["score"].clip(0.0, 1.0).to_numpy())
    total = wrong.sum() / 2
    return wrong, float(across / total) if total > 0 else 1.0


@numba.njit(cache=True)
def _joins(count: int, a: Ints, b: Ints, chance: Floats) -> tuple[Floats, float]:  # pragma: no cover
    head, size = np.arange(count), np.ones(count, dtype=np.int64)
    following, last = np.full(count, -1, dtype=np.int64), np.arange(count)
    wrong, across = np.zeros(count), 0.0
    for link in range(len(a)):
        one, other = head[a[link]], head[b[link]]
        if one == other:
            continue
        if size[one] < size[other]:
            one, other = other, one
        across += chance[link] * (size[one] * size[other]) ** 2
        for first, beyond in ((one, size[other]), (other, size[one])):
            at = first
            while at >= 0:
                wrong[at] += chance[link] * beyond
                at = following[at]
        at = other
        while at >= 0:
            head[at] = one
            at = following[at]
        following[last[one]], last[one] = other, last[other]
        size[one] += size[other]
    return wrong, across
