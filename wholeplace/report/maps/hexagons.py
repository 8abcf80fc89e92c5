"""A hexagon of one size for each small area, near where the area lies.

Areas of the same number of people may be a street or a moor; as outlines, the moor is all that is seen. Each area is
given one cell of a grid of hexagons, so that all squared distances from the areas' centres to their cells add up to
as little as they can: the linear assignment problem, solved by shortest augmenting paths (Kuhn 1955; Jonker and
Volgenant 1987, Computing 38:325-340). The same centres in the same order always give the same layout.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Order = NDArray[np.intp]
HALF_WIDTH = 3**0.5 / 2
ROUND = 9
"""Decimals that distances are rounded to, so that no last bit of a machine decides between two cells."""


def hexagons(centres: Points) -> tuple[Points, float]:
    """The centre of each area's hexagon, and the radius to its corners, in the units of `centres` (n, 2)."""
    width = _width(centres)
    cells = _grid(centres, width)
    across = np.square(centres[:, None, :] - cells[None, :, :]).sum(axis=2)
    return cells[assigned(np.round(across / width**2, ROUND))], width / (2 * HALF_WIDTH)


def corners(centre: Points, radius: float) -> Points:
    """The ring of a hexagon that stands on a corner, closed."""
    turns = np.radians(np.arange(30, 391, 60))
    return centre + radius * np.stack([np.cos(turns), np.sin(turns)], axis=1)


def _width(centres: Points) -> float:
    """Width of a hexagon, of which so many as there are areas cover what lies between the outermost of them."""
    hull = _hull(centres)
    x, y = hull[:, 0], hull[:, 1]
    covered = abs(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) / 2
    spread = float(np.ptp(centres, axis=0).max()) or 1.0
    # Areas in one line, or in one place, cover nothing: they get cells side by side.
    least = (spread / len(centres)) ** 2
    return float(np.sqrt(max(covered / len(centres), least) / HALF_WIDTH))


def _hull(points: Points) -> Points:
    """The outermost points in order (Andrew 1979, monotone chain)."""
    ordered = sorted(map(tuple, points.tolist()))
    lower, upper = _chain(ordered), _chain(ordered[::-1])
    return np.array(lower[:-1] + upper[:-1] or ordered[:1])


def _chain(ordered: list[tuple[float, ...]]) -> list[tuple[float, ...]]:
    kept: list[tuple[float, ...]] = []
    for point in ordered:
        while len(kept) > 1 and _turn(kept[-2], kept[-1], point) <= 0:
            kept.pop()
        kept.append(point)
    return kept


def _turn(a: tuple[float, ...], b: tuple[float, ...], c: tuple[float, ...]) -> float:
    return (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0])


def _grid(centres: Points, width: float) -> Points:
    """Centres of the hexagons that cover all areas, and as many rows more on each side as give each area one."""
    rows = 1 + int(np.sqrt(len(centres)) * np.allclose(centres, centres[0]))
    low, high = centres.min(axis=0) - rows * width, centres.max(axis=0) + (rows + 0.5) * width
    up = np.arange(low[1], high[1], width * HALF_WIDTH)
    shift = np.where(np.arange(len(up)) % 2, width / 2, 0.0)
    across = np.arange(low[0], high[0], width)
    x = across[None, :] + shift[:, None]
    return np.stack([x, np.broadcast_to(up[:, None], x.shape)], axis=-1).reshape(-1, 2)


def assigned(costs: Points) -> Order:
    """The column of each row, no two rows the same one, with the least sum of costs. No more rows than columns."""
    rows, columns = costs.shape
    if rows > columns:
        raise ValueError(f"{rows} rows for {columns} columns")
    of_row, of_column = np.zeros(rows + 1), np.zeros(columns)
    owner = np.full(columns, -1)
    for row in range(rows):
        _augment(row, costs, of_row, of_column, owner)
    column_of = np.full(rows, -1)
    column_of[owner[owner >= 0]] = np.flatnonzero(owner >= 0)
    return column_of


def _augment(row: int, costs: Points, of_row: Points, of_column: Points, owner: Order) -> None:
    """One more row gets a column, along the path that costs least; prices are kept so that none is underpaid."""
    columns = len(owner)
    nearest, before = np.full(columns, np.inf), np.full(columns, -1)
    done = np.zeros(columns, dtype=bool)
    seen, last, reached = [row], -1, row
    while True:
        offer = costs[reached] - of_row[reached] - of_column
        better = ~done & (offer < nearest)
        nearest[better], before[better] = offer[better], last
        last = int(np.where(done, np.inf, nearest).argmin())
        step = nearest[last]
        of_row[seen] += step
        of_column[done] -= step
        nearest[~done] -= step
        done[last] = True
        if owner[last] < 0:
            break
        reached = int(owner[last])
        seen.append(reached)
    while last >= 0:
        previous = int(before[last])
        owner[last] = row if previous < 0 else owner[previous]
        last = previous
