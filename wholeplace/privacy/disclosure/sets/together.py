"""Several tables of the same people, protected against one another and not each by itself alone.

Each table is first protected by itself. Then the attack (`audit`) is run on all of them together; whatever it finds
narrower than the threshold is covered by hiding more, and so on until it finds nothing. In the end no count under
the threshold is shown, and every hidden count could be any of a range at least as wide as the threshold.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np
import polars as pl

from wholeplace.errors import PrivacyError
from wholeplace.privacy.disclosure.protect import BASE, THRESHOLD, Protected, hidden_cells, hide
from wholeplace.privacy.disclosure.sets.audit import SLACK, Mask, Published, attack, cover

MOST_CLASSES = 20_000
CLASS = "_class"


def protect_together(
    people: pl.DataFrame,
    tables: Sequence[Sequence[str]],
    *,
    count: str,
    threshold: int = THRESHOLD,
    base: int = BASE,
) -> tuple[Protected, ...]:
    """The tables that count `people` by each of the given columns, in that order, fit to be shared together.

    people: one row a finest class, with `count` people; classes that are absent hold nobody. A table by no
    column is a total. Raises PrivacyError where there are too many classes, or the solver finds no answer.
    """
    finest = _classes(people, sorted({name for table in tables for name in table}), count)
    grids = [_cells(finest, list(table), count) for table in tables]
    published = _published(finest, grids, count)
    alone = [
        hidden_cells(grid, count, list(table), threshold) for grid, table in zip(grids, tables, strict=True)
    ]
    hidden = _repaired(published, np.concatenate(alone), threshold)
    ends = np.cumsum([grid.height for grid in grids])[:-1]
    parts = zip(grids, np.split(hidden, ends), strict=True)
    return tuple(hide(grid.drop(CLASS), count, pl.Series(mask), base) for grid, mask in parts)


def narrow_cells(published: Published, hidden: Mask, threshold: int) -> list[int]:
    """Hidden cells whose count can be told to within less than the threshold."""
    low, high = attack(published, hidden, enough=threshold)
    return np.flatnonzero(hidden & (high - low < threshold - SLACK)).tolist()


def _repaired(published: Published, hidden: Mask, threshold: int) -> Mask:
    while narrow := narrow_cells(published, hidden, threshold):
        hidden[cover(published, hidden, narrow[0], threshold)] = True
    return hidden


def _classes(people: pl.DataFrame, columns: list[str], count: str) -> pl.DataFrame:
    """Every finest class there can be: all combinations, but an area lies in one ward as the rows say."""
    if not columns:
        return people.select(pl.col(count).sum()).with_row_index(CLASS)
    known = people.group_by(columns, maintain_order=True).agg(pl.col(count).sum())
    whole = _combinations(known, _settled(known, columns))
    counted = whole.join(known, on=columns, how="left", nulls_equal=True, maintain_order="left")
    return counted.with_columns(pl.col(count).fill_null(0)).with_row_index(CLASS)


def _settled(known: pl.DataFrame, columns: list[str]) -> dict[str, str | None]:
    """For each column another that settles it (the area, for a ward), which none settles itself; else None."""
    free, by = list(columns), dict[str, str | None](dict.fromkeys(columns))
    for outer in columns:
        values = {name: known.select(name, outer).unique().height for name in free if name != outer}
        by[outer] = next((name for name, pairs in values.items() if pairs == known[name].n_unique()), None)
        if by[outer] is not None:
            free.remove(outer)
    return by


def _combinations(known: pl.DataFrame, settled: dict[str, str | None]) -> pl.DataFrame:
    axes = [
        known.select(pl.col(name).unique(maintain_order=True)) for name, by in settled.items() if by is None
    ]
    if int(np.prod([float(axis.height) for axis in axes])) > MOST_CLASSES:
        raise PrivacyError(
            "the tables together have too many classes to be tried for what they give away",
            cure="Group by fewer columns or wider classes (years, larger areas)",
        )
    whole = reduce(lambda left, right: left.join(right, how="cross"), axes)
    left = {outer: inner for outer, inner in settled.items() if inner is not None}
    while left:  # a column is added once the one that settles it is there
        outer = next(name for name in left if left[name] in whole.columns)
        pairs = known.select(left.pop(outer), outer).unique(maintain_order=True)
        whole = whole.join(pairs, on=pairs.columns[0], nulls_equal=True, maintain_order="left")
    return whole


def _cells(finest: pl.DataFrame, columns: list[str], count: str) -> pl.DataFrame:
    if not columns:
        return finest.select(pl.col(count).sum(), pl.col(CLASS).implode())
    return finest.group_by(columns, maintain_order=True).agg(pl.col(count).sum(), pl.col(CLASS))


def _published(finest: pl.DataFrame, grids: Sequence[pl.DataFrame], count: str) -> Published:
    members = [cell for grid in grids for cell in grid[CLASS].to_list()]
    starts = np.concatenate([[0], np.cumsum([len(cell) for cell in members])])
    flat = np.array([one for cell in members for one in cell], dtype=np.int32)
    return Published(finest[count].to_numpy().astype(np.float64), starts.astype(np.int32), flat)
