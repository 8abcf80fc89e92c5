"""Which cells of a table of counts are hidden: the small ones, and others that would give them away.

Small cells are found by the threshold. If such a cell were the only one hidden in its row, a published total
less its neighbours would give it back; so each small cell is put into a *strip*: two lines of hidden cells
between which counts can be moved, to and fro, without changing any total or any cell that is shown. The cell
can then be anything within the strip's reach, however many totals are known. In a table of one dimension a
strip is simply a set of hidden cells; in two it joins a row and its partner column; in more it is a chain of
boxes (after the hypercube method in the Handbook on Statistical Disclosure Control, Hundepool et al., 2nd edition
2024, with boxes added until their reach suffices). The strip that hides fewest people is taken.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wholeplace.errors import PrivacyError

Counts = NDArray[np.float64]
Mask = NDArray[np.bool_]
MOST_WORK = 100_000_000


@dataclass(frozen=True)
class Suppression:
    """hidden: cells not to be shown. weak: small cells whose possible values span less than the threshold,
    because the lines through them hold too few people (the totals of such lines are small themselves); none
    is counted where no cell is shown."""

    hidden: Mask
    weak: int


@dataclass(frozen=True)
class _Strip:
    cost: float
    cells: Mask


def suppress(counts: NDArray[Any], *, threshold: int, show_zeros: bool) -> Suppression:
    """Cells to hide in an array of counts with one axis per dimension.

    Every hidden cell under the threshold keeps a span of possible values at least as wide as the threshold,
    for someone who knows every shown cell and every total exactly; `weak` counts the exceptions. With
    `show_zeros`, true zeros are shown unless needed as cover. Raises PrivacyError where the table is so large
    and so thin that little would be left to show.
    """
    values = np.atleast_1d(counts).astype(np.float64)
    hidden = (values < threshold) & ~(show_zeros & (values == 0))
    keep = _peopled(values)
    inner = np.atleast_1d(values[keep].squeeze())
    mask = np.atleast_1d(hidden[keep].squeeze())
    weak = _cover(inner, mask, threshold)
    hidden[keep] = mask.reshape([len(axis.ravel()) for axis in keep])
    return Suppression(hidden.reshape(np.shape(counts)), weak)


def _refuse_thin(values: Counts, hidden: Mask) -> None:
    if values.ndim > 1 and values.size * int(hidden.sum()) > MOST_WORK:
        raise PrivacyError(
            f"a table of {values.size} cells of which {hidden.sum()} are under the threshold",
            cure="Group by fewer columns or wider classes (years, larger areas), or filter first",
        )


def _peopled(values: Counts) -> tuple[NDArray[np.intp], ...]:
    """The categories to work on: in two dimensions or more, those that hold anyone. An empty one is hidden
    whole but can't be covered or cover: that nobody is in it would show in any total of its own."""
    axes = range(values.ndim)
    if values.ndim == 1:
        return (np.arange(values.size),)
    kept = [np.flatnonzero(values.sum(axis=tuple(a for a in axes if a != axis)) > 0) for axis in axes]
    return np.ix_(*kept)


def _cover(values: Counts, hidden: Mask, threshold: int) -> int:
    """Add to `hidden` what its small cells need; returns how many stay weak."""
    if hidden.all() or not hidden.any():
        return 0
    _refuse_thin(values, hidden)
    small = np.argwhere(hidden & (values < threshold))
    small = small[np.argsort(-values[tuple(small.T)], kind="stable")]
    if values.ndim == 1:
        small = small[:1]  # what covers the largest small cell of a single line covers the others
    return sum(not _cover_cell(values, hidden, tuple(cell), threshold) for cell in small)


def _cover_cell(values: Counts, hidden: Mask, cell: tuple[int, ...], threshold: int) -> bool:
    """Hide the cheapest strip that covers one cell; False where none reaches as far as the threshold."""
    cost = np.where(hidden, 0.0, values + 1.0)
    lines = [_Lines.through(values, cost, cell, axis) for axis in range(values.ndim)]
    if any(line.free_span() >= threshold for line in lines):
        return True
    for up in (True, False):
        reach = min(float(threshold), max(float(line.reach(up).max(initial=0.0)) for line in lines))
        if reach > 0:
            hidden |= min((line.strip(reach, up) for line in lines), key=lambda strip: strip.cost).cells
            return reach >= threshold or _spans(values, hidden, cell, threshold)
    for axis in range(values.ndim):
        hidden[tuple(slice(None) if a == axis else at for a, at in enumerate(cell))] = True
    return False


def _spans(values: Counts, hidden: Mask, cell: tuple[int, ...], threshold: int) -> bool:
    cost = np.where(hidden, 0.0, 1.0)
    lines = (_Lines.through(values, cost, cell, axis) for axis in range(values.ndim))
    return any(line.free_span() >= threshold for line in lines)


@dataclass(frozen=True)
class _Lines:
    """The line through a cell along one axis, beside every choice of partner lines.

    The first axis of each array is the one along which counts are moved, the others are the partners. To
    raise the cell, its own box of partners gives at odd corners and every other position at even ones.
    """

    axis: int
    cell: tuple[int, ...]
    shape: tuple[int, ...]
    even: Counts
    odd: Counts
    cost: Counts
    allowed: Mask

    @staticmethod
    def through(values: Counts, cost: Counts, cell: tuple[int, ...], axis: int) -> _Lines:
        """The lines through `cell` along `axis`."""
        turned, prices = np.moveaxis(values, axis, 0), np.moveaxis(cost, axis, 0)
        others = tuple(at for a, at in enumerate(cell) if a != axis)
        even, odd = _least(turned, others, 0), _least(turned, others, 1)
        allowed = np.ones(turned.shape[1:], dtype=bool)
        for position, own in enumerate(others):
            allowed[(*(slice(None),) * position, own)] = False
        price = reduce(np.add, [prices[index] for index in _corners(others)])
        return _Lines(axis, cell, values.shape, even, odd, price, allowed)

    def _giving(self, up: bool) -> tuple[Counts, Counts]:
        """What limits the cell's own box, and what each other position can give."""
        at = self.cell[self.axis]
        limit, give = (self.odd[at], self.even.copy()) if up else (self.even[at], self.odd.copy())
        give[at] = 0.0
        return limit, give

    def reach(self, up: bool, within: Mask | None = None) -> Counts:
        """How far the cell can be moved, by choice of partners, all positions (or those within) helping."""
        limit, give = self._giving(up)
        whole = give if within is None else np.where(within, give, 0.0)
        return np.where(self.allowed, np.minimum(limit, whole.sum(axis=0)), 0.0)

    def free_span(self) -> float:
        """The widest span that cells already hidden give, both ways together."""
        free = self.cost == 0
        both = self.reach(True, free) + self.reach(False, free)
        return float(np.where(free[self.cell[self.axis]], both, 0.0).max(initial=0.0))

    def strip(self, reach: float, up: bool) -> _Strip:
        """The cheapest strip of at least that reach; of infinite cost where there is none."""
        _, give = self._giving(up)
        order = np.argsort(np.where(give > 0, self.cost, np.inf), axis=0, kind="stable")
        given = np.cumsum(np.take_along_axis(give, order, axis=0), axis=0)
        paid = np.cumsum(np.take_along_axis(self.cost, order, axis=0), axis=0)
        last = np.argmax(given >= reach, axis=0)
        total = np.take_along_axis(paid, last[None], axis=0)[0] + self.cost[self.cell[self.axis]]
        total = np.where(self.reach(up) >= reach, total, np.inf)
        partners = np.unravel_index(int(np.argmin(total)), total.shape)
        taken = order[(slice(0, int(last[partners]) + 1), *partners)]
        return _Strip(float(total[partners]), self._mask(taken, partners))

    def _mask(self, taken: NDArray[np.intp], partners: tuple[Any, ...]) -> Mask:
        others = [at for a, at in enumerate(self.cell) if a != self.axis]
        both = [np.unique([own, int(partner)]) for own, partner in zip(others, partners, strict=True)]
        along = np.append(taken, self.cell[self.axis])
        mask = np.zeros(self.shape, dtype=bool)
        np.moveaxis(mask, self.axis, 0)[np.ix_(along, *both)] = True
        return mask


def _corners(others: tuple[int, ...], parity: int | None = None) -> Iterator[tuple[slice, ...]]:
    """Indexes of a box's corners: on each other axis the cell's own place, or every place as its partner."""
    for swapped in product((False, True), repeat=len(others)):
        if parity is None or sum(swapped) % 2 == parity:
            sides = (slice(None) if s else slice(o, o + 1) for s, o in zip(swapped, others, strict=True))
            yield (slice(None), *sides)


def _least(turned: Counts, others: tuple[int, ...], parity: int) -> Counts:
    """The least corner of that parity, for every choice of partners; no limit where there is no corner."""
    found = [turned[index] for index in _corners(others, parity)]
    shape = turned.shape
    return reduce(np.minimum, [np.broadcast_to(f, shape) for f in found], np.full(shape, np.inf))
