"""What a layout makes of its rows: frames of canonical facts, still under the source's own ids.

`id`, `other` and `group` are the source's own references as text; keyed ids take their place before anything
is stored (`sources/finish.py`). Every row keeps the trace of where it came from.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

import polars as pl

TRACE = ("_table", "_file", "_line")
KINDS = (
    "record",
    "identifier",
    "address",
    "detail",
    "relation",
    "event",
    "spell_reported",
    "exposure_reported",
    "money_reported",
)
Value = str | pl.Expr


@dataclass
class Facts:
    """Frames by canonical table; each frame has `id`, the trace, and any of that table's columns."""

    record: list[pl.DataFrame] = field(default_factory=list)
    identifier: list[pl.DataFrame] = field(default_factory=list)
    address: list[pl.DataFrame] = field(default_factory=list)
    detail: list[pl.DataFrame] = field(default_factory=list)
    relation: list[pl.DataFrame] = field(default_factory=list)
    event: list[pl.DataFrame] = field(default_factory=list)
    spell_reported: list[pl.DataFrame] = field(default_factory=list)
    exposure_reported: list[pl.DataFrame] = field(default_factory=list)
    money_reported: list[pl.DataFrame] = field(default_factory=list)

    def __add__(self, other: Facts) -> Facts:
        return Facts(*(getattr(self, kind) + getattr(other, kind) for kind in KINDS))


def pick(frame: pl.DataFrame, **columns: Value) -> pl.DataFrame:
    """Columns of canonical names from a layout's rows: a text is a column's name, an expression itself."""
    values = [
        (pl.col(value) if isinstance(value, str) else value).alias(name) for name, value in columns.items()
    ]
    return frame.select(*values, *(pl.col(name) for name in TRACE))


def where(frame: pl.DataFrame, condition: pl.Expr) -> pl.DataFrame:
    """Rows for which the condition is true (null counts as not)."""
    return frame.filter(condition.fill_null(False))


def identifiers(frame: pl.DataFrame, id: Value, **schemes: Value) -> list[pl.DataFrame]:  # noqa: A002
    """One identifier frame for each scheme given as scheme=column."""
    return [pick(frame, id=id, scheme=pl.lit(scheme), value=value) for scheme, value in schemes.items()]


def key(*parts: Value) -> pl.Expr:
    """A reference of several columns as one text; null where any of them is."""
    columns = [pl.col(part) if isinstance(part, str) else part for part in parts]
    return pl.concat_str([column.cast(pl.String) for column in columns], separator="|")


def mapped(column: Value, values: dict[str, str], default: str | None = None) -> pl.Expr:
    """A code through a map to our own word; `default` (null) where the map does not hold it."""
    expression = pl.col(column) if isinstance(column, str) else column
    return expression.replace_strict(values, default=default, return_dtype=pl.String)


def stack(frames: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Frames of one canonical table one below another; absent columns null."""
    return pl.concat(list(frames), how="diagonal_relaxed")
