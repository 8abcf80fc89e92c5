"""The attack on published tables: what every hidden count can be, for somebody who knows all that is shown.

By linear programming (Fischetti and Salazar 2001, "Solving the cell suppression problem on tabular data with linear
constraints", Management Science 47). The unknowns are how many people are in each finest class; every shown count is
an equation over them. The attacker is stronger than any real one: counts are known unrounded.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from wholeplace.errors import PrivacyError

Counts = NDArray[np.float64]
Mask = NDArray[np.bool_]
SLACK = 1e-6


@dataclass(frozen=True)
class Published:
    """All cells of all tables published together.

    finest: people in each finest class. starts, members: the classes in cell i are
    members[starts[i]:starts[i + 1]].
    """

    finest: Counts
    starts: NDArray[np.int32]
    members: NDArray[np.int32]

    @property
    def values(self) -> Counts:
        """People in each cell."""
        return np.add.reduceat(self.finest[self.members], self.starts[:-1])

    def of(self, cell: int) -> NDArray[np.int32]:
        """The classes in a cell."""
        return self.members[self.starts[cell] : self.starts[cell + 1]]


def attack(tables: Published, hidden: Mask, *, enough: float = np.inf) -> tuple[Counts, Counts]:
    """The least and the most that every cell can be; of a shown cell both are its count.

    enough: a cell already seen to span this much is not pressed further, so that its ends may be wider still.
    Raises PrivacyError where the solver finds no answer: what could not be tried must not be published.
    """
    low, high = tables.values, tables.values
    solver = _solver(tables, hidden)
    open_cells = np.flatnonzero(hidden)
    for cell in open_cells:
        for upward in (True, False):
            if high[cell] - low[cell] >= enough:
                break
            people = _pressed(solver, tables, int(cell), upward)
            sums = np.add.reduceat(people[tables.members], tables.starts[:-1])
            low[open_cells] = np.minimum(low[open_cells], sums[open_cells])
            high[open_cells] = np.maximum(high[open_cells], sums[open_cells])
    return low, high


def cover(tables: Published, hidden: Mask, cell: int, threshold: float) -> NDArray[np.intp]:
    """Shown cells to hide, holding as few people as can be, so that `cell` can be `threshold` more than it is."""
    shown = np.flatnonzero(~hidden)
    classes, rows = len(tables.finest), len(shown)
    people, raised = _zeros(classes), tables.of(cell)
    costs = np.concatenate([people, np.tile(tables.values[shown] + 1.0, 2)])
    least = np.concatenate([-tables.finest, _zeros(2 * rows)])
    parts = [(tables.of(int(one)), 1.0) for one in shown]
    starts, index, weights = _rows([*parts, (raised, 1.0)])
    starts, index, weights = _with_moves(starts, index, weights, classes, rows)
    ends = np.concatenate([_zeros(rows), [threshold]])
    solver = _quiet()
    solver.passModel(
        classes + 2 * rows, rows + 1, len(index), 2, 1, 0.0, costs, least, np.full(classes + 2 * rows, np.inf),
        ends, ends, starts, index, weights, np.zeros(classes + 2 * rows, dtype=np.int32),
    )  # fmt: skip
    moves = _solved(solver)[classes:]
    return shown[moves[:rows] + moves[rows:] > SLACK]


def _zeros(number: int) -> Counts:
    return np.zeros(number)


def _rows(
    parts: list[tuple[NDArray[np.int32], float]],
) -> tuple[NDArray[np.int32], NDArray[np.int32], Counts]:
    lengths = [len(index) for index, _ in parts]
    starts = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
    index = np.concatenate([index for index, _ in parts]).astype(np.int32)
    return starts, index, np.repeat([weight for _, weight in parts], lengths).astype(np.float64)


def _with_moves(
    starts: NDArray[np.int32], index: NDArray[np.int32], weights: Counts, classes: int, rows: int
) -> tuple[NDArray[np.int32], NDArray[np.int32], Counts]:
    """Each shown cell's equation with its own rise and fall as unknowns, which hiding the cell would allow."""
    at = np.repeat(starts[1 : rows + 1], 2)
    own = np.arange(rows, dtype=np.int32)
    moves = np.stack([classes + own, classes + rows + own], axis=1).ravel()
    added = starts + 2 * np.minimum(np.arange(len(starts)), rows)
    return (
        added.astype(np.int32),
        np.insert(index, at, moves).astype(np.int32),
        np.insert(weights, at, np.tile([-1.0, 1.0], rows)),
    )


def _quiet() -> Any:
    import highspy  # here, because nothing else needs the solver and it is slow to load

    solver = highspy.Highs()
    for name, value in (("output_flag", False), ("threads", 1), ("presolve", "off"), ("solver", "simplex")):
        solver.setOptionValue(name, value)
    return solver


def _solver(tables: Published, hidden: Mask) -> Any:
    shown = np.flatnonzero(~hidden)
    classes = len(tables.finest)
    starts, index, weights = _rows(
        [(tables.of(int(one)), 1.0) for one in shown] or [(tables.members[:0], 1.0)]
    )
    ends = tables.values[shown] if len(shown) else _zeros(1)
    most = np.full(classes, tables.finest.sum() + 1_000_000.0)
    solver = _quiet()
    solver.passModel(
        classes, len(ends), len(index), 2, 1, 0.0, _zeros(classes), _zeros(classes), most, ends, ends,
        starts, index, weights, np.zeros(classes, dtype=np.int32),
    )  # fmt: skip
    return solver


def _pressed(solver: Any, tables: Published, cell: int, upward: bool) -> Counts:
    """People in each class when the cell is as large, or as small, as it can be."""
    classes = tables.of(cell)
    cost = -1.0 if upward else 1.0
    solver.changeColsCost(len(classes), classes, np.full(len(classes), cost))
    people = _solved(solver)
    solver.changeColsCost(len(classes), classes, _zeros(len(classes)))
    return people


def _solved(solver: Any) -> Counts:
    solver.run()
    if solver.modelStatusToString(solver.getModelStatus()) != "Optimal":
        raise PrivacyError(
            "the tables could not be tried for what they give away",
            cure="Group by fewer columns or wider classes (years, larger areas)",
        )
    return np.array(solver.getSolution().col_value)
