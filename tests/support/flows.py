"""What a hidden cell of a two-way table can be, as the most that can flow from its row to its column."""

from __future__ import annotations

from collections import deque

import numpy as np

ENDLESS = 10**6


def most_flow(room: list[list[int]], start: int, end: int) -> int:
    """Most that can flow from start to end (Edmonds and Karp 1972)."""
    room, total = [row[:] for row in room], 0
    while True:
        before = {start: start}
        queue = deque([start])
        while queue and end not in before:
            here = queue.popleft()
            for there, left in enumerate(room[here]):
                if left > 0 and there not in before:
                    before[there] = here
                    queue.append(there)
        if end not in before:
            return total
        path = [end]
        while path[-1] != start:
            path.append(before[path[-1]])
        steps = list(zip(path[1:], path[:-1], strict=True))
        step = min(room[a][b] for a, b in steps)
        for a, b in steps:
            room[a][b] -= step
            room[b][a] += step
        total += step
        if total >= ENDLESS:
            return total


def span(counts: np.ndarray, hidden: np.ndarray, row: int, column: int) -> int:
    """How many values the cell can still have (less one), all totals of rows and columns being known."""
    rows, columns = counts.shape
    room = [[0] * (rows + columns) for _ in range(rows + columns)]
    for i, j in np.argwhere(hidden):
        if (i, j) != (row, column):
            room[i][rows + j], room[rows + j][i] = int(counts[i, j]), ENDLESS
    up = most_flow(room, row, rows + column)
    down = min(int(counts[row, column]), most_flow(room, rows + column, row))
    return up + down
