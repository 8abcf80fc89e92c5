"""The one door through which figures reach a page: every count is hidden or rounded here, or not shown.

Counts of people, homes, families and records pass disclosure control with what would give them away. Counts
of rows in a file are about a delivery, not about people, and are shown as they are, so that a sender can hold
them against the file; but as one row is often one person, a number of rows under the threshold is not shown
either, and nothing beside it lets it be worked out by subtraction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from wholeplace.config import Disclosure
from wholeplace.privacy import MARK, Protected, note_of, protect, protect_together, shown
from wholeplace.report.figures.classes import Scale, small_tail, widened


@dataclass(frozen=True)
class Count:
    """One protected count: `number` is null where hidden."""

    number: int | None
    text: str

    @staticmethod
    def of(number: int | None) -> Count:
        """A cell of a protected table; a hidden one may be large, and small only together with others."""
        return Count(number, f"{number:,}" if number is not None else "a hidden number")

    @property
    def hidden(self) -> bool:
        """Whether the count may not be shown."""
        return self.number is None


@dataclass(frozen=True)
class Gate:
    """The place's threshold and rounding base, and the ways of showing a figure under them."""

    threshold: int
    base: int

    @staticmethod
    def of(disclosure: Disclosure) -> Gate:
        """The gate that the settings ask for."""
        return Gate(disclosure.threshold, disclosure.rounding)

    @property
    def few(self) -> str:
        """How a hidden count is spoken of in a sentence."""
        return f"fewer than {self.threshold}"

    def one(self, number: int) -> Count:
        """A count on its own."""
        frame = self._protect(pl.DataFrame({"n": [number]}), [], ["n"])
        value = frame["n"][0]
        return Count(value, f"{value:,}" if value is not None else self.few)

    def cells(self, table: pl.DataFrame, by: Sequence[str], counts: Sequence[str]) -> pl.DataFrame | None:
        """A table whose cells add up, protected together; null where that is not safe and classes must widen."""
        done = self._run(table, by, counts)
        return None if done.weak else done.table

    def together(
        self, people: pl.DataFrame, tables: Sequence[Sequence[str]], count: str
    ) -> tuple[pl.DataFrame, ...]:
        """Tables of the same people, each by its columns, held against one another before they are shown."""
        done = protect_together(people, tables, count=count, threshold=self.threshold, base=self.base)
        return tuple(each.table for each in done)

    def lines(self, table: pl.DataFrame, within: str, by: str, counts: Sequence[str]) -> pl.DataFrame:
        """Several tables of one dimension (a month each, say), each protected by itself."""
        parts = table.partition_by(within, maintain_order=True)
        done = [
            self._protect(part.drop(within), [by], counts).with_columns(pl.lit(part[within][0]).alias(within))
            for part in parts
        ]
        empty = (
            table.clear()
            .select(within, by, *counts)
            .with_columns(pl.lit(None, pl.String).alias(note_of(name)) for name in counts)
        )
        return pl.concat([empty, *done], how="diagonal_relaxed")

    def classes(self, scale: Scale, numbers: pl.Series, count: str) -> pl.DataFrame:
        """Numbers counted in classes wide enough to be shown: `label`, the classes `first` to `last`, and `count`."""
        found = scale.counts(numbers)
        runs = widened(found, self.threshold)
        table = pl.DataFrame(
            [(scale.label(a, b), a, b, sum(found[a : b + 1])) for a, b in runs],
            schema={"label": pl.String, "first": pl.Int64, "last": pl.Int64, count: pl.Int64},
            orient="row",
        )
        done = self._protect(table.select("label", count), ["label"], [count])
        return table.drop(count).hstack(done.drop("label"))

    def from_class(self, scale: Scale, numbers: pl.Series, at: int) -> Count:
        """How many are in class `at` and above; hidden where `classes` would show no boundary there."""
        counts = scale.counts(numbers)
        starts = [first for first, _ in widened(counts, self.threshold)]
        return Count.of(self.one(sum(counts[at:])).number if at in starts else None)

    def largest(self, table: pl.DataFrame, label: str, count: str, *, rest: str, most: int) -> pl.DataFrame:
        """The largest rows, and the others together as `rest`, which are enough to be shown too."""
        rows = table.select(label, pl.col(count).cast(pl.Int64)).sort(count, label, descending=[True, False])
        alone = small_tail(rows[count].to_list(), self.threshold, most)
        others = pl.DataFrame({label: [rest], count: [int(rows[count][alone:].sum())]})
        whole = rows.head(alone).vstack(others) if alone < rows.height else rows
        return self._protect(whole, [label], [count])

    def alone(self, table: pl.DataFrame, counts: Sequence[str]) -> pl.DataFrame:
        """A table whose rows do not add up to anything (people of several sources), each row by itself."""
        rest = [name for name in table.columns if name not in counts]
        parts = [self._protect(row.select(counts), [], counts) for row in table.iter_slices(1)]
        empty = (
            table.clear()
            .select(counts)
            .with_columns(pl.lit(None, pl.String).alias(note_of(name)) for name in counts)
        )
        return table.select(rest).hstack(pl.concat([empty, *parts], how="vertical_relaxed"))

    def share(self, part: Count, whole: Count) -> str | None:
        """One count in a hundred of another, from the rounded figures; null where it may not be shown."""
        if part.number is None or not whole.number:
            return None
        percent = int(100 * part.number / whole.number + 0.5)
        return "under 1%" if percent == 0 else f"{percent}%"

    def rows(self, column: str) -> pl.Expr:
        """A number of rows as text: as it is, but hidden from 1 to under the threshold."""
        number = pl.col(column).cast(pl.Int64)
        return pl.when(self.is_few(column)).then(pl.lit(MARK)).otherwise(with_commas(number)).alias(column)

    def is_few(self, column: str) -> pl.Expr:
        """Whether a number of rows is one that is not shown."""
        return pl.col(column).is_between(1, self.threshold - 1)

    def _protect(self, table: pl.DataFrame, by: Sequence[str], counts: Sequence[str]) -> pl.DataFrame:
        return self._run(table, by, counts).table

    def _run(self, table: pl.DataFrame, by: Sequence[str], counts: Sequence[str]) -> Protected:
        return protect(table, counts=counts, dimensions=by, threshold=self.threshold, base=self.base)


def with_commas(number: pl.Expr) -> pl.Expr:
    """A whole number as text, thousands apart."""
    turned = number.cast(pl.String).str.reverse().str.replace_all(r"(\d{3})", "${1},")
    return turned.str.strip_suffix(",").str.reverse()


def as_texts(frame: pl.DataFrame, counts: Sequence[str]) -> pl.DataFrame:
    """A protected frame with its counts as texts for a page, hidden ones as the mark."""
    return frame.with_columns(shown(name) for name in counts)
