"""The figures of a shared query: each COUNT, SUM or AVG, and the SQL that says what it rests on.

First what each person brings to a figure, then over all people of a group: the figure, how many people have a
part in it, the largest part, and the sum of all parts whatever their sign.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from sqlglot import exp

Kind = Literal["rows", "values", "people", "keys", "sum", "mean"]


@dataclass(frozen=True)
class Figure:
    """One COUNT, SUM or AVG of a query: what it is of, and which rows it takes."""

    kind: Kind
    node: exp.Expr = field(repr=False)  # as written, with its FILTER
    argument: exp.Expr | None = field(default=None, repr=False)

    @property
    def filter(self) -> exp.Expr | None:
        """Which rows it takes; None for all."""
        return self.node.expression.this if isinstance(self.node, exp.Filter) else None

    @property
    def counts(self) -> bool:
        """Whether it is a count."""
        return self.kind not in ("sum", "mean")


def parts_of(i: int, figure: Figure) -> list[exp.Expr]:
    """What one person brings to a figure: `part` as a number or a list of keys, and how many values."""
    argument = figure.argument

    def over(function: exp.Expr, name: str, extra: exp.Expr | None = None) -> exp.Expr:
        conditions = [one.copy() for one in (figure.filter, extra) if one is not None]
        if conditions:
            function = exp.Filter(this=function, expression=exp.Where(this=exp.and_(*conditions)))
        return exp.alias_(function, f"{name}{i}")

    if argument is None or figure.kind == "people":
        return [over(exp.Count(this=exp.Star()), "part")]
    if figure.kind == "keys":
        listed = exp.func("list", exp.Distinct(expressions=[argument.copy()]), dialect="duckdb")
        return [over(listed, "part", argument.is_(exp.null()).not_())]
    if figure.kind == "values":
        return [over(exp.Count(this=argument.copy()), "part")]
    return [over(exp.Sum(this=argument.copy()), "part"), over(exp.Count(this=argument.copy()), "values")]


def whole_of(i: int, kind: Kind) -> str:
    """A figure over all people of a group, how many have a part in it, the largest part, and all parts."""
    part = {"people": f"(part{i} <> 0)::INT", "keys": f"coalesce(len(part{i}), 0)"}.get(kind, f"part{i}")
    total = {
        "keys": f"coalesce(len(list_distinct(flatten(list(part{i})))), 0)",
        "mean": f"sum(part{i})::DOUBLE / sum(values{i})",
        "sum": f"sum(part{i})::DOUBLE",
    }.get(kind, f"sum({part})::BIGINT")
    return (
        f"{total} AS total{i}, count(who) FILTER ({part} <> 0) AS people{i}, "
        f"max(abs({part}))::DOUBLE AS most{i}, sum(abs({part}))::DOUBLE AS gross{i}, "
        f"{f'sum(values{i})' if kind == 'mean' else '1'}::DOUBLE AS values{i}"
    )
