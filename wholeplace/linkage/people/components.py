"""Which records hang together by links."""

from __future__ import annotations

import numba
import numpy as np
import polars as pl
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


def components(count: int, links: pl.DataFrame) -> Numbers:
    """For each of `count` records the smallest number in its component, under links `a` to `b`."""
    a, b = (links[end].cast(pl.Int64).to_numpy() for end in ("a", "b"))
    return _smallest(count, a, b)


@numba.njit(cache=True)
def _smallest(count: int, a: Numbers, b: Numbers) -> Numbers:  # pragma: no cover
    """Each link gives the greater of its two ends' first records the smaller; paths are halved on the way."""
    first = np.arange(count)
    for link in range(len(a)):
        i, j = a[link], b[link]
        while first[i] != i:
            first[i] = first[first[i]]
            i = first[i]
        while first[j] != j:
            first[j] = first[first[j]]
            j = first[j]
        if i < j:
            first[j] = i
        else:
            first[i] = j
    for i in range(count):
        first[i] = first[first[i]]
    return first
