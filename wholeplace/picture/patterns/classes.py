"""Latent class analysis: families as a mixture of a few classes, in each of which features come independently.

Lazarsfeld and Henry, Latent Structure Analysis, 1968; estimated by expectation and maximisation (Dempster, Laird
and Rubin 1977) from a start that depends on nothing but the data: rows far from each other and common, chosen one
after another. How stable a class is, is the Jaccard likeness of its members and those of the most alike class of
families drawn again with replacement, averaged over draws (Hennig, Cluster-wise assessment of cluster stability,
2007): above 0.75 stable, below 0.6 not to be relied on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.float64]
ROUNDS, ENOUGH = 200, 1e-7
DRAWS, FIRST = 6, 2
RELIABLE, MARGIN = 0.6, 0.1


@dataclass(frozen=True)
class Classes:
    """`size`: share of each class; `has`: the chance of each feature in each class (classes by features)."""

    size: Numbers
    has: Numbers

    def belonging(self, rows: Numbers) -> Numbers:
        """The chance of each row to be of each class, to six places."""
        return np.round(_belonging(self, rows)[0], 6)


def fit(rows: Numbers, weights: Numbers, classes: int) -> Classes:
    """The classes of 0/1 rows that stand for `weights` families each."""
    away = np.stack(
        [np.abs(rows - rows[seed]).sum(axis=1) for seed in _seeds(rows, weights, classes)], axis=1
    )
    shares = np.zeros_like(away)
    shares[np.arange(len(rows)), away.argmin(axis=1)] = 1
    found, level = _classes(rows, weights, shares), -np.inf
    for _ in range(ROUNDS):
        shares, likely = _belonging(found, rows)
        found, before = _classes(rows, weights, shares), level
        level = float((weights * likely).sum())
        if level - before <= ENOUGH * abs(level):
            break
    return found


def choose(rows: Numbers, weights: Numbers, least: int, most: int) -> tuple[Classes, Numbers]:
    """The most classes of which all are reliable (`RELIABLE`), and their stabilities; else `least`, whatever theirs."""
    for number in range(most, least, -1):
        found = fit(rows, weights, number)
        stable = stability(found, rows, weights, give_up=True)
        if stable is not None and float(stable.min()) >= RELIABLE:
            return found, stable
    found = fit(rows, weights, least)
    stable = stability(found, rows, weights)
    return found, np.zeros(least) if stable is None else stable


def stability(found: Classes, rows: Numbers, weights: Numbers, *, give_up: bool = False) -> Numbers | None:
    """Each class's average likeness to its double, over `DRAWS` fits to families drawn again. Draws are numbered.

    give_up: None once a class is so unlike its double in the first draws that it will hardly be reliable.
    """
    own = found.belonging(rows).argmax(axis=1)
    total = float(weights.sum())
    likeness: list[list[float]] = []
    for draw in range(DRAWS):
        chance = np.random.Generator(np.random.PCG64(draw))
        again = chance.multinomial(int(total), weights / total).astype(np.float64)
        drawn = again > 0
        other = fit(rows[drawn], again[drawn], len(found.size)).belonging(rows).argmax(axis=1)
        likeness.append([_likest(own == number, other, weights) for number in range(len(found.size))])
        if give_up and draw + 1 == FIRST and np.mean(likeness, axis=0).min() < RELIABLE - MARGIN:
            return None
    return np.round(np.mean(likeness, axis=0), 6)


def _likest(members: npt.NDArray[np.bool_], other: npt.NDArray[np.int64], weights: Numbers) -> float:
    best = 0.0
    for number in np.unique(other[members]):
        theirs = other == number
        best = max(best, float(weights[members & theirs].sum() / weights[members | theirs].sum()))
    return best


def _seeds(rows: Numbers, weights: Numbers, classes: int) -> list[int]:
    """The commonest row, then each time the one farthest from those chosen, times the root of its families."""
    chosen = [int(weights.argmax())]
    away = np.abs(rows - rows[chosen[0]]).sum(axis=1)
    while len(chosen) < classes:
        chosen.append(int((away * np.sqrt(weights)).argmax()))
        away = np.minimum(away, np.abs(rows - rows[chosen[-1]]).sum(axis=1))
    return chosen


def _classes(rows: Numbers, weights: Numbers, shares: Numbers) -> Classes:
    """Rounded, so that the order in which a machine adds up makes no difference. One family has each and one none."""
    held = shares * weights[:, None]
    size = held.sum(axis=0)
    has = (held.T @ rows + 0.5) / (size + 1)[:, None]
    return Classes(np.round((size + 1) / (size.sum() + len(size)), 12), np.round(has, 12))


def _belonging(found: Classes, rows: Numbers) -> tuple[Numbers, Numbers]:
    """Chances by row and class, and the logarithm of each row's likelihood."""
    weigh = np.log(found.has) - np.log1p(-found.has)
    level = np.log(found.size) + np.log1p(-found.has).sum(axis=1) + rows @ weigh.T
    top = level.max(axis=1, keepdims=True)
    part = np.exp(level - top)
    sums = part.sum(axis=1, keepdims=True)
    return part / sums, (top + np.log(sums))[:, 0]
