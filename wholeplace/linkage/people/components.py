"""Which records hang together by links."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

Numbers = NDArray[np.int64]


def components(count: int, links: pl.DataFrame) -> Numbers:
    """For each of `count` records the smallest number in its component, under links `a` to `b`.

    Each round every link gives both its ends the smaller label, then labels follow labels to their end; a
    chain of k links needs about log k rounds.
    """
    labels = np.arange(count, dtype=np.int64)
    a, b = (links[end].cast(pl.Int64).to_numpy() for end in ("a", "b"))
    while True:
        left, right = labels[a], labels[b]
        apart = left != right
        if not apart.any():
            return labels
        low = np.minimum(left[apart], right[apart])
        np.minimum.at(labels, left[apart], low)
        np.minimum.at(labels, right[apart], low)
        labels = _flattened(labels)


def _flattened(labels: Numbers) -> Numbers:
    while True:
        further = labels[labels]
        if np.array_equal(further, labels):
            return labels
        labels = further
