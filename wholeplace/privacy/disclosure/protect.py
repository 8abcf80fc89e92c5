"""The one gate that every shared aggregate passes: small counts hidden, the rest rounded.

Counts under the threshold are hidden, zero among them, and so is what would give them away (`suppression`);
the rest is rounded. This follows the United Kingdom Longitudinal Linkage Collaboration (no count under 10,
"including zero", may leave; at least two cells masked by row and by column; percentages, sums and means count
too: guidebook.ukllc.ac.uk, SDC page of 30 January 2026) and the "10-5 rule" of the Office for National
Statistics (under ten suppressed, the rest to the nearest five). A zero is hidden because it can tell as much
as a one: if nobody of a group is in any state but one, everybody is in that one.

What this does not do: look at two tables at once; `sets` does. Someone who asks for the same people in two cuts
may learn something from the difference; rounding blurs that by about half the base for each cell, and no more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wholeplace.errors import PrivacyError
from wholeplace.privacy.disclosure.suppression import suppress

THRESHOLD = 10
BASE = 5
MARK = "[c]"
MOST_CELLS = 2_000_000


@dataclass(frozen=True)
class Protected:
    """A table fit to be shared. Beside each count stands `<count>_note`, "[c]" where it is hidden, else null.

    hidden: how many cells are hidden. weak: how many small cells are hidden less safely than the threshold
    asks, because their whole row or column is small; wider classes cure it.
    """

    table: pl.DataFrame
    counts: tuple[str, ...]
    hidden: int
    weak: int

    def totals(self, by: Sequence[str] = ()) -> pl.DataFrame:
        """Sums of the rounded cells that are shown, so that nothing hidden can be worked out from them.

        Where a sum leaves out a hidden cell its note is "[c]": at least so many. Null where all are hidden.
        """
        sums = [pl.when(pl.col(c).count() > 0).then(pl.col(c).sum()).alias(c) for c in self.counts]
        notes = [pl.col(note_of(count)).drop_nulls().first() for count in self.counts]
        if by:
            return self.table.group_by(*by, maintain_order=True).agg(*sums, *notes)
        return self.table.select(*sums, *notes)


def note_of(count: str) -> str:
    """Name of the column that marks where a count is hidden."""
    return f"{count}_note"


def protect(
    table: pl.DataFrame,
    *,
    counts: Sequence[str],
    dimensions: Sequence[str],
    sums: Mapping[str, str] | None = None,
    means: Mapping[str, str] | None = None,
    threshold: int = THRESHOLD,
    base: int = BASE,
    show_zeros: bool = False,
) -> Protected:
    """`table` (one row a cell) with small counts and what would give them away hidden, and the rest rounded.

    counts: columns that count people. dimensions: columns that say which cell a row is; combinations that are
    absent are added as cells of nobody. sums and means: other figures by the count of the people they are
    about; hidden with it, and rounded to about what `base` average people bring. show_zeros: leave true zeros
    in sight, where that is agreed to be harmless. Counts that add up to one another belong in one column
    under one more dimension, else they are not protected against one another.
    Raises PrivacyError where the table has too many cells to be worth showing.
    """
    grid = _grid(table.select(*dimensions, *counts, *(sums or {}), *(means or {})), dimensions, counts)
    hidden, weak = {}, 0
    for count in counts:
        hidden[count], found = _hidden(grid, count, list(dimensions), threshold, show_zeros)
        weak += found
    tied = [_tied(grid, name, c, hidden[c], base, mean=False) for name, c in (sums or {}).items()]
    tied += [_tied(grid, name, c, hidden[c], base, mean=True) for name, c in (means or {}).items()]
    shown = [_rounded(grid[count], hidden[count], base) for count in counts]
    notes = [_note(count, hidden[count]) for count in counts]
    cells = sum(int(mask.sum()) for mask in hidden.values())
    return Protected(grid.with_columns(*tied).with_columns(*shown, *notes), tuple(counts), cells, weak)


def hidden_cells(grid: pl.DataFrame, count: str, dimensions: list[str], threshold: int) -> NDArray[np.bool_]:
    """Which rows of a table are hidden; it may lack combinations of the dimensions that cannot be."""
    whole = _grid(grid.select(*dimensions, count), dimensions, [count])
    mask, _ = _hidden(whole, count, dimensions, threshold, False)
    if not dimensions:
        return mask.to_numpy()
    found = whole.select(*dimensions, mask.alias("_hidden"))
    return grid.join(found, on=dimensions, how="left", nulls_equal=True, maintain_order="left")[
        "_hidden"
    ].to_numpy()


def hide(grid: pl.DataFrame, count: str, hidden: pl.Series, base: int) -> Protected:
    """The table with those cells hidden and the others rounded."""
    shown = grid.with_columns(_rounded(grid[count], hidden, base), _note(count, hidden))
    return Protected(shown, (count,), int(hidden.sum()), 0)


def _hidden(
    grid: pl.DataFrame, count: str, dimensions: list[str], threshold: int, show_zeros: bool
) -> tuple[pl.Series, int]:
    """Which cells are hidden, and how many of them stay weak.

    Where one dimension goes with another (a state belongs to one track), its values cut the table into parts
    that share no line but that dimension's own: each part is then protected by itself.
    """
    outer = _outer(grid.filter(pl.col(count) > 0), dimensions)
    if outer is None:
        shape = [grid[name].n_unique() for name in dimensions] or [1]
        found = suppress(grid[count].to_numpy().reshape(shape), threshold=threshold, show_zeros=show_zeros)
        return pl.Series(found.hidden.ravel()), found.weak
    rest = [name for name in dimensions if name != outer]
    numbered = grid.with_row_index("_cell").with_columns(pl.lit(True).alias("_hidden"))
    parts, weak = [], 0
    for part in numbered.partition_by(outer, maintain_order=True):
        peopled = part.filter(pl.col(count) > 0) if len(rest) == 1 else part
        if peopled.is_empty():
            parts.append(part.select("_cell", "_hidden"))
            continue
        mask, found = _hidden(peopled.drop("_cell", "_hidden"), count, rest, threshold, show_zeros)
        weak += found
        parts.append(_with_mask(part, peopled, mask))
    return pl.concat(parts).sort("_cell")["_hidden"], weak


def _outer(peopled: pl.DataFrame, dimensions: list[str]) -> str | None:
    """A dimension whose value another one settles, in every cell that holds anyone; None where there is none."""
    for outer in dimensions:
        for inner in dimensions:
            pairs = peopled.select(inner, outer).unique() if inner != outer else None
            if pairs is not None and pairs.height and pairs.height == pairs[inner].n_unique():
                return outer
    return None


def _with_mask(part: pl.DataFrame, peopled: pl.DataFrame, mask: pl.Series) -> pl.DataFrame:
    found = peopled.select("_cell", mask.alias("_found"))
    joined = part.select("_cell", "_hidden").join(found, on="_cell", how="left", maintain_order="left")
    return joined.select("_cell", pl.coalesce("_found", "_hidden").alias("_hidden"))


def _grid(table: pl.DataFrame, dimensions: Sequence[str], counts: Sequence[str]) -> pl.DataFrame:
    """Every combination of the dimensions' values, in order of appearance; nobody where there was no row."""
    if table.select(dimensions).is_duplicated().any() if dimensions else table.height > 1:
        raise ValueError("two rows for one cell: group by every dimension first")
    if not dimensions:
        return table.with_columns(pl.col(counts).fill_null(0))
    axes = [table.select(pl.col(name).unique(maintain_order=True)) for name in dimensions]
    cells = int(np.prod([float(axis.height) for axis in axes]))
    if cells > MOST_CELLS:
        raise PrivacyError(
            f"a table of {cells} cells would be nearly empty",
            cure="Group by fewer columns or wider classes (years, larger areas)",
        )
    grid = axes[0]
    for axis in axes[1:]:
        grid = grid.join(axis, how="cross")
    joined = grid.join(table, on=list(dimensions), how="left", nulls_equal=True, maintain_order="left")
    return joined.with_columns(pl.col(counts).fill_null(0))


def _unless(hidden: pl.Series, values: pl.Series) -> pl.Series:
    return pl.select(pl.when(~hidden).then(values).alias(values.name)).to_series()


def _rounded(values: pl.Series, hidden: pl.Series, base: int) -> pl.Series:
    whole = values.cast(pl.Int64)
    return _unless(hidden, (whole + base // 2) // base * base)


def _note(count: str, hidden: pl.Series) -> pl.Series:
    return pl.select(pl.when(hidden).then(pl.lit(MARK)).alias(note_of(count))).to_series()


def _tied(
    grid: pl.DataFrame, name: str, count: str, hidden: pl.Series, base: int, *, mean: bool
) -> pl.Series:
    people, value = grid[count].cast(pl.Float64), grid[name].cast(pl.Float64)
    # One person in `people` moves a mean by about mean / people, and a sum by about sum / people.
    rounded = to_step(value, step_below(base * value.abs() / people))
    kind = pl.Int64 if grid[name].dtype.is_integer() and not mean else pl.Float64
    return _unless(hidden, rounded).cast(kind).alias(name)


def step_below(values: pl.Series) -> pl.Series:
    """The largest of ..., 0.5, 1, 2, 5, 10, 20, ... not above each value; null unless positive and finite."""
    positive = _unless(~((values > 0) & values.is_finite()), values)
    power = 10.0 ** (positive.log10() + 1e-12).floor()
    lead = positive / power + 1e-9
    factor = pl.when(lead >= 5).then(5.0).when(lead >= 2).then(2.0).otherwise(1.0)
    return pl.select(power * factor).to_series()


def step_above(values: pl.Series) -> pl.Series:
    """The smallest of ..., 0.5, 1, 2, 5, 10, 20, ... not below each value; null unless positive and finite."""
    below = step_below(values)
    over = values / below - 1e-9
    lead = below / 10.0 ** (below.log10() + 1e-12).floor()
    next_up = pl.when(lead.round(6) == 2).then(below * 2.5).otherwise(below * 2)
    return pl.select(pl.when(over > 1).then(next_up).otherwise(below)).to_series()


def to_step(values: pl.Series, step: pl.Series) -> pl.Series:
    """Each value to the nearest multiple of its step; as it is where there is no step."""
    rounded = (values / step + 0.5).floor() * step
    return pl.select(pl.coalesce(rounded, values).round(10)).to_series()


def shown(column: str, count: str | None = None) -> pl.Expr:
    """A figure as text for a page: thousands with commas, or "[c]" where its count is hidden."""
    parts = pl.col(column).cast(pl.String).str.extract_groups(r"^(-?)(\d+)(\.\d+)?$").struct
    threes = parts[1].str.reverse().str.replace_all(r"(\d{3})", "${1},").str.strip_suffix(",").str.reverse()
    text = pl.concat_str(parts[0], threes, parts[2].fill_null(""))
    hidden = pl.col(note_of(count or column)).is_not_null()
    return pl.when(hidden).then(pl.lit(MARK)).otherwise(text).alias(column)


def percent(part: str, whole: str) -> pl.Expr:
    """Whole percent of one protected count in another, from the rounded figures; null where either is hidden."""
    share = 100 * pl.col(part) / pl.col(whole)
    return pl.when(pl.col(whole) > 0).then((share + 0.5).floor().cast(pl.Int64)).alias(f"{part}_percent")
