"""Households of each area by size and make-up, in whole numbers that hold exactly the area's children.

Every size's make-ups (a couple and two children; a lone parent, a child and a grown child ...) start from assumed
shares; they are tilted, area by area, until the children, the published lone parents, the grown children at home
and the couples that the area's ages lead one to expect come out. The tilt is the maximum-entropy one (a softmax
with one weight a margin, found by Newton's method).
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from wholeplace.demo.homes.counts import Flags, Floats, Ints, place_within
from wholeplace.dynamics.draws import uniform

LARGEST = 12
SINGLE, COUPLE, LONE, KIN, KIN_PAIR, SHARERS, RELATIVES = range(7)
PARTNERS = np.array([1, 2, 1, 1, 2, 0, 1])
# Assumed relative shares, before the tilt: children, grown children, grandparents and others in a home.
CHILDREN = (0.55, 0.40, 0.40, 0.17, 0.06, 0.02, 0.008, 0.003, 0.001)
GROWN = (1.0, 0.38, 0.12, 0.03, 0.008, 0.002)
GRANDPARENTS = (1.0, 0.05, 0.012)
OTHERS = (1.0, 0.06, 0.02, 0.006, 0.002)
LONE_YOUNG_SHARE, LONE_GROWN_SHARE, KIN_SHARE, RELATIVES_SHARE = 0.30, 0.60, 0.012, 0.05
# Standard deviation allowed to each margin, in homes and as a share: published ones closely, expected ones loosely.
SLACK, SLACK_SHARE = np.array([0.5, 0.5, 1.0, 1.0]), np.array([0.0, 0.0, 0.10, 0.04])
SHARERS_SHARE = (0, 0, 0.05, 0.06, 0.05, 0.04, 0.03, 0.01, 0.005, 0.003, 0.002, 0.001, 0.0005)  # by size


class Kinds(NamedTuple):
    """Make-ups of a home, one row each: its size and who lives there."""

    size: Ints
    structure: Ints
    children: Ints
    grown: Ints
    grandparents: Ints
    others: Ints
    weight: Floats


class Homes(NamedTuple):
    """Private households, one row each, sorted by area and size."""

    area: Ints
    key: Ints
    size: Ints
    structure: Ints
    children: Ints
    grown: Ints
    grandparents: Ints
    others: Ints


class Margins(NamedTuple):
    """What the homes of each area add up to; slack is the standard deviation allowed to each."""

    children: Ints
    lone_parents: Floats
    grown: Floats
    couples: Floats


def catalogue() -> Kinds:
    """Every make-up of homes of 1 to 12 people."""
    rows = [row for size in range(1, LARGEST + 1) for row in _of_size(size) if row[-1] > 0]
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    return Kinds(*columns)


def _of_size(size: int) -> list[tuple[int, int, int, int, int, int, float]]:
    if size == 1:
        return [(1, SINGLE, 0, 0, 0, 0, 1.0)]
    rows = [(size, SHARERS, 0, 0, 0, 0, SHARERS_SHARE[size])]
    rows.append((size, RELATIVES, 0, 0, 0, size - 1, RELATIVES_SHARE * 0.4 ** (size - 2)))
    for structure, share in ((KIN, KIN_SHARE), (KIN_PAIR, KIN_SHARE)):
        children = size - PARTNERS[structure]
        if 0 < children < len(CHILDREN):
            rows.append((size, structure, int(children), 0, 0, 0, share * CHILDREN[children]))
    return rows + _families(size, COUPLE) + _families(size, LONE)


def _families(size: int, structure: int) -> list[tuple[int, int, int, int, int, int, float]]:
    spare = size - int(PARTNERS[structure])
    return [
        (size, structure, k, g, p, spare - k - g - p, _weight(structure, k, g, p, spare - k - g - p))
        for k in range(min(spare, len(CHILDREN) - 1) + 1)
        for g in range(min(spare - k, len(GROWN) - 1) + 1)
        for p in range(min(spare - k - g, len(GRANDPARENTS) - 1) + 1)
        if spare - k - g - p < len(OTHERS) and (structure == COUPLE or k + g > 0)
    ]


def _weight(structure: int, k: int, g: int, p: int, o: int) -> float:
    share = 1.0 if structure == COUPLE else LONE_YOUNG_SHARE if k else LONE_GROWN_SHARE
    return share * CHILDREN[k] * GROWN[g] * GRANDPARENTS[p] * OTHERS[o]


def draw_homes(sizes: Ints, margins: Margins, seed: int) -> Homes:
    """Homes of each area, as many of each size as `sizes` [area, size - 1], with exactly its children."""
    kinds = catalogue()
    tilt = _tilt(kinds, sizes, margins)
    area, size, number = _rows(sizes)
    point = _points(sizes, area, size, number, seed)
    which = np.empty(len(area), dtype=np.int64)
    for n in range(1, LARGEST + 1):
        rows, cells = np.flatnonzero(size == n), np.flatnonzero(kinds.size == n)
        ends = np.cumsum(_shares(kinds, cells, tilt), axis=1)
        ends[:, -1] = 1.0
        flat = (ends + np.arange(len(ends))[:, None]).ravel()
        found = np.searchsorted(flat, point[rows] + area[rows], side="right")
        which[rows] = cells[np.minimum(found - area[rows] * len(cells), len(cells) - 1)]
    key = area * 1_000_000 + number * 16 + size
    picked = [column[which].copy() for column in kinds[1:6]]
    homes = Homes(area, key, size, *picked)
    _settle_children(homes, margins.children, seed)
    return homes


def _rows(sizes: Ints) -> tuple[Ints, Ints, Ints]:
    """Area, size and number within area and size of each home."""
    flat = sizes.ravel()
    cell = np.repeat(np.arange(len(flat)), flat)
    number = np.arange(len(cell)) - np.repeat(np.cumsum(flat) - flat, flat)
    return cell // LARGEST, cell % LARGEST + 1, number


def _points(sizes: Ints, area: Ints, size: Ints, number: Ints, seed: int) -> Floats:
    """Even steps from a drawn start through the shares of each area and size."""
    start = uniform(seed, "homes:kinds", area * 16 + size)
    return (number + start) / sizes[area, size - 1]


def _features(kinds: Kinds) -> Floats:
    plain = (kinds.grandparents == 0) & (kinds.others == 0)
    lone = (kinds.structure == LONE) & plain
    return np.stack([kinds.children, lone, kinds.grown, kinds.structure == COUPLE], axis=1).astype(np.float64)


def _shares(kinds: Kinds, cells: Ints, tilt: Floats) -> Floats:
    score = np.log(kinds.weight[cells])[None, :] + tilt @ _features(kinds)[cells].T
    score = np.exp(score - score.max(axis=1, keepdims=True))
    return score / score.sum(axis=1, keepdims=True)


def _tilt(kinds: Kinds, sizes: Ints, margins: Margins, rounds: int = 40) -> Floats:
    """The weight of each area's four margins."""
    target = np.stack([np.asarray(margin, dtype=np.float64) for margin in margins], axis=1)
    slack = (SLACK[None, :] + SLACK_SHARE[None, :] * target) ** 2
    features, tilt = _features(kinds), np.zeros_like(target)
    for _ in range(rounds):
        mean, spread = np.zeros_like(target), np.zeros((len(target), 4, 4))
        for n in range(1, LARGEST + 1):
            cells = np.flatnonzero(kinds.size == n)
            shares, held = _shares(kinds, cells, tilt), features[cells]
            first = shares @ held
            second = np.einsum("ac,ci,cj->aij", shares, held, held, optimize=True)
            mean += sizes[:, n - 1, None] * first
            spread += sizes[:, n - 1, None, None] * (second - first[:, :, None] * first[:, None, :])
        spread[:, range(4), range(4)] += slack
        step = np.linalg.solve(spread, (target - mean - slack * tilt)[:, :, None])[:, :, 0]
        tilt += np.clip(step, -1, 1)
    return np.round(tilt, 6)  # sums may differ in their last bits between threads and machines


def _settle_children(homes: Homes, wanted: Ints, seed: int) -> None:
    """Swaps a child for a grown one, or the other way, until each area has exactly its children."""
    for turn in range(200):
        short = wanted - np.bincount(homes.area, homes.children, len(wanted)).astype(np.int64)
        if not short.any():
            return
        _turn_into_children(homes, short, seed, turn)
        _turn_into_grown(homes, -short, seed, turn)
    raise AssertionError("children without a home: more children than homes can hold")


def _turn_into_children(homes: Homes, short: Ints, seed: int, turn: int) -> None:
    spare = [homes.grown, homes.others, homes.grandparents]
    able = [(column > 0) & (homes.structure != SHARERS) & (homes.structure != RELATIVES) for column in spare]
    wanting = short > 0
    for column, can in zip(spare, able, strict=True):
        chosen = _chosen(homes, can & wanting[homes.area], short, seed, turn)
        if len(chosen):
            column[chosen] -= 1
            homes.children[chosen] += 1
            return
    pairs = np.isin(homes.structure, (COUPLE, SHARERS, RELATIVES)) & (homes.size > 1)
    chosen = _chosen(homes, pairs & wanting[homes.area], short, seed, turn)
    shared = homes.structure[chosen] == SHARERS
    homes.others[chosen] += np.where(shared, homes.size[chosen] - 2, 0)
    homes.others[chosen] -= homes.structure[chosen] == RELATIVES
    homes.structure[chosen] = LONE
    homes.children[chosen] += 1


def _turn_into_grown(homes: Homes, extra: Ints, seed: int, turn: int) -> None:
    chosen = _chosen(homes, (homes.children > 0) & (extra > 0)[homes.area], extra, seed, turn)
    family = np.isin(homes.structure[chosen], (COUPLE, LONE))
    homes.children[chosen] -= 1
    homes.grown[chosen] += family
    homes.others[chosen] += ~family
    bare = chosen[~family & (homes.children[chosen] == 0)]
    homes.others[bare] = homes.size[bare] - 1
    homes.structure[bare] = RELATIVES


def _chosen(homes: Homes, able: Flags, wanted: Ints, seed: int, turn: int) -> Ints:
    rows = np.flatnonzero(able)
    rank = place_within(homes.area[rows], uniform(seed, "homes:settle", homes.key[rows], turn))
    return rows[rank < wanted[homes.area[rows]]]
