"""An analyst's SQL answered as if only protected tables existed: hiding and rounding the result.

Figures of fewer people than the threshold, or of which one person has more than half, are hidden with what
would give them away; the rest is rounded to a step no smaller than what `base` average people bring, nor than
the largest person's part. Groups that are hidden are left out and stand together in one last row of nulls:
their names are data too, and a group of nobody looks no different from a small one.
"""

from __future__ import annotations

import polars as pl

from wholeplace.engine import run_query
from wholeplace.privacy.disclosure.protect import (
    BASE,
    MARK,
    note_of,
    protect,
    step_above,
    step_below,
    to_step,
)
from wholeplace.privacy.disclosure.queries import NOTE, QueryPlan


def apply(plan: QueryPlan, result: pl.DataFrame, *, base: int = BASE) -> pl.DataFrame:
    """What may be shown of `result`, which came of `plan.sql`.

    A column `note` is there only where something is hidden: "[c]" beside a row with a hidden figure, and in
    a last row of nulls that stands for all hidden groups. Raises PrivacyError where nearly all is hidden.
    """
    if not plan.protected:
        return result
    figures = _protected(plan, result, base)
    answer = run_query(plan.answer, {"answer": figures})
    if figures["kept"].all() and figures.height:
        return _noted(answer)
    nothing = answer.clear(1).with_columns(pl.lit(MARK).alias(NOTE))
    return _noted(pl.concat([answer.with_columns(pl.col(NOTE).cast(pl.String)), nothing]))


def _noted(answer: pl.DataFrame) -> pl.DataFrame:
    """The note under its own name, or none where there is nothing to note."""
    if answer[NOTE].null_count() == answer.height:
        return answer.drop(NOTE)
    return answer.rename({NOTE: "note" if "note" not in answer.columns else "hidden_note"})


def _protected(plan: QueryPlan, result: pl.DataFrame, base: int) -> pl.DataFrame:
    """Groups and figures, hidden ones null; `kept` says whether a group has any figure left."""
    hidden = _hidden(plan, result)
    figures = [
        pl.select(pl.when(~hidden[f"basis{i}"]).then(_rounded(result, i, figure.kind, base))).to_series()
        for i, figure in enumerate(plan.figures)
    ]
    every, some = pl.all_horizontal(hidden.columns), pl.any_horizontal(hidden.columns)
    marks = hidden.select((~every).alias("kept"), pl.when(some).then(pl.lit(MARK)).alias(NOTE))
    columns = [figure.alias(f"figure{i}") for i, figure in enumerate(figures)]
    return marks.with_columns(*columns, *result.select(plan.dimensions))


def _hidden(plan: QueryPlan, result: pl.DataFrame) -> pl.DataFrame:
    """For each figure and group, whether it is hidden."""
    names = [f"basis{i}" for i in range(len(plan.figures))]
    people = result.select(*plan.dimensions, *(_basis(plan, i).alias(n) for i, n in enumerate(names)))
    found = protect(people, counts=names, dimensions=plan.dimensions, threshold=plan.threshold).table
    if plan.dimensions:
        keys = result.select(plan.dimensions)
        found = keys.join(found, on=plan.dimensions, how="left", nulls_equal=True, maintain_order="left")
    return found.select(
        pl.any_horizontal(pl.col(note_of(names[j])).is_not_null() for j in _told_by(plan, i)).alias(name)
        for i, name in enumerate(names)
    )


def _told_by(plan: QueryPlan, i: int) -> list[int]:
    """The figures whose hiding hides this one: itself, and counts of the same rows, which a sum would tell."""
    own = plan.figures[i].filter
    return [j for j, other in enumerate(plan.figures) if j == i or (other.counts and other.filter == own)]


def _basis(plan: QueryPlan, i: int) -> pl.Expr:
    """How many a figure is about: nobody where one person has more than half of it.

    Figures of households and the like, and sums in a table without people (which holds counts already), are
    about no more than they come to themselves.
    """
    people, kind = pl.col(f"people{i}").fill_null(0), plan.figures[i].kind
    if kind == "keys" or (plan.by_row and kind == "sum"):
        people = pl.min_horizontal(people, pl.col(f"total{i}").abs().floor().cast(pl.Int64))
    shared = pl.col(f"most{i}") <= pl.col(f"gross{i}") / 2
    return pl.when(shared).then(people).otherwise(0)


def _rounded(result: pl.DataFrame, i: int, kind: str, base: int) -> pl.Series:
    each = base * result[f"gross{i}"] / result[f"people{i}"]
    steps = pl.DataFrame({"each": step_below(each), "most": step_above(result[f"most{i}"])})
    step = steps.max_horizontal()
    if kind == "mean":
        return to_step(result[f"total{i}"], step_below(step / result[f"values{i}"]))
    rounded = to_step(result[f"total{i}"].cast(pl.Float64), step)
    whole = kind != "sum" or bool((rounded.round() == rounded).all())
    return rounded.cast(pl.Int64) if whole else rounded
