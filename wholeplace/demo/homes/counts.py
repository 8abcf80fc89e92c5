"""Whole numbers that add up, and who goes with whom: the arithmetic that fitting homes to margins rests on."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]


def whole(expected: Floats, offset: Floats) -> Ints:
    """Whole counts of each row of `expected`, every cell within 1 of it and every row within 1 of its sum.

    Rounds running totals from an offset in [0, 1) for each row, so that cells are unbiased over rows.
    """
    ends = np.floor(np.cumsum(expected, axis=1) + offset[:, None] + 1e-9).astype(np.int64)
    return np.diff(ends, axis=1, prepend=0)


def settle(count: Ints, expected: Floats) -> None:
    """Makes columns of `count` add up to those of `expected`, rounded, by moving single units within a row.

    A unit moves from a cell that was rounded up to one that was rounded down, so every cell stays within 1. Rows
    keep their sums. Changes `count` in place.
    """
    wanted = whole(expected.sum(axis=0, keepdims=True), np.array([0.5]))[0]
    for _ in range(8 * count.shape[1]):
        excess = count.sum(axis=0) - wanted
        give, take = int(np.argmax(excess)), int(np.argmin(excess))
        gain = (expected[:, take] - count[:, take]) - (expected[:, give] - count[:, give])
        able = np.flatnonzero(
            (gain > 0) & (count[:, give] > expected[:, give]) & (count[:, take] < expected[:, take])
        )
        many = min(excess[give], -excess[take], len(able))
        if many <= 0:
            return
        moved = able[np.argsort(-gain[able], kind="stable")[:many]]
        count[moved, give] -= 1
        count[moved, take] += 1


def whole_to(expected: Floats, totals: Ints, offset: Floats) -> Ints:
    """As `whole`, with rows that add up to `totals` exactly. A row without any expectation gives zeros."""
    sums = expected.sum(axis=1, keepdims=True)
    shares = np.divide(expected, sums, out=np.zeros_like(expected), where=sums > 0)
    ends = np.cumsum(shares, axis=1) * totals[:, None]
    ends[:, -1] = np.where(sums[:, 0] > 0, totals, 0)
    steps = np.floor(ends + offset[:, None] * (1 - 1e-6) + 1e-9).astype(np.int64)
    return np.diff(np.minimum(steps, totals[:, None]), axis=1, prepend=0)


def ratio(wanted: Ints | Floats, found: Floats) -> Floats:
    """wanted / found, and 0 where nothing was found: one step of iterative proportional fitting."""
    return np.divide(wanted, found, out=np.zeros(found.shape), where=found > 0)


def whole_table(fitted: Floats, rows: Ints, columns: Ints) -> Ints:
    """Whole counts [area, row, column] near `fitted` that hold both margins, [area, row] and [area, column].

    Rows are filled in their order; the last takes whatever is left.
    """
    left, taken = columns.copy(), np.zeros(fitted.shape, dtype=np.int64)
    for row in range(fitted.shape[1] - 1):
        taken[:, row] = _whole_within(fitted[:, row], rows[:, row], left)
        left -= taken[:, row]
    taken[:, -1] = left
    return taken


def _whole_within(expected: Floats, totals: Ints, left: Ints) -> Ints:
    """Whole counts that add up to `totals` and take no more than is `left`: the largest remainders go up."""
    scaled = expected * ratio(totals, expected.sum(axis=1))[:, None]
    count = np.minimum(np.floor(scaled).astype(np.int64), left)
    short = totals - count.sum(axis=1)
    while short.any():
        want = np.where(count < left, scaled - count, -np.inf)
        rank = np.argsort(np.argsort(-want, axis=1, kind="stable"), axis=1, kind="stable")
        count += (rank < short[:, None]) & np.isfinite(want)
        short = totals - count.sum(axis=1)
    return count


def place_within(groups: Ints, *keys: npt.NDArray[np.generic]) -> Ints:
    """The rank (0, 1 ...) of each row among those of its group, by keys, the first key first."""
    order = np.lexsort((*reversed(keys), groups))
    ranks = np.empty(len(groups), dtype=np.int64)
    sorted_groups = groups[order]
    fresh = np.flatnonzero(np.diff(sorted_groups, prepend=sorted_groups[:1] - 1))
    starts = np.repeat(fresh, np.diff(np.append(fresh, len(groups))))
    ranks[order] = np.arange(len(groups)) - starts
    return ranks


def match(groups: Ints, keys: Floats, other_groups: Ints, other_keys: Floats) -> Ints:
    """For each row the row of the other side of the same group and rank. Groups hold equally many on both."""
    mine, others = np.lexsort((keys, groups)), np.lexsort((other_keys, other_groups))
    found = np.empty(len(groups), dtype=np.int64)
    found[mine] = others
    return found


def match_some(groups: Ints, keys: Floats, other_groups: Ints, other_keys: Floats) -> Ints:
    """As `match` where groups may differ in size: -1 for rows left without a counterpart."""
    ranks, other_ranks = place_within(groups, keys), place_within(other_groups, other_keys)
    wide = max(int(ranks.max(initial=0)), int(other_ranks.max(initial=0))) + 1
    codes, other_codes = groups * wide + ranks, other_groups * wide + other_ranks
    order = np.argsort(other_codes)
    at = np.searchsorted(other_codes[order], codes)
    held = at < len(order)
    held[held] = other_codes[order[at[held]]] == codes[held]
    found = np.full(len(groups), -1, dtype=np.int64)
    found[held] = order[at[held]]
    return found


def normal(draws: Floats) -> Floats:
    """About standard normal from one uniform draw: the logistic approximation, within ±6."""
    held = np.clip(draws, 1e-4, 1 - 1e-4)
    return np.log(held / (1 - held)) * (np.sqrt(3) / np.pi)
