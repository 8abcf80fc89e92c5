"""How good linkage thinks it is, by group, beside how good it is.

A pair counts half for the group of either of its registrations, as where linkage judges itself. A registration is of
the source that sent it. Age, sex and name origin are those of the true person, told by what the store holds of most of
their registrations: one that was found with nobody is of its person's group all the same, and not of those unknown.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import polars as pl

from wholeplace.linkage.quality.labels import BY, UNKNOWN, WHOLE, age_band
from wholeplace.score.share import DIGITS

MEASURES = ("precision", "recall")
NOT_KNOWN = {"age": UNKNOWN, "sex": UNKNOWN, "audit_group": "not_told"}
"""What stands for a group that is not known, which goes behind any that is."""


def score_thought(rows: pl.DataFrame, tables: Mapping[str, pl.DataFrame], as_of: date) -> dict[str, Any]:
    """By `all`, source, age, sex and audit_group, by name, by measure: estimated, low, high, pairs, true and inside.

    rows: as `registrations` gives them. tables: `person`, `audit_group`, `link_quality`. What is null was not judged.
    """
    told = labelled(rows, tables, as_of)
    true = pl.concat([_true(told, by) for by in (WHOLE, *BY)])
    judged = tables["link_quality"].filter(pl.col("measure").is_in(MEASURES))
    both = judged.join(true, on=["by", "name", "measure"], how="left").sort("by", "name", "measure")
    inside = pl.col("true").is_between("low", "high")
    found: dict[str, Any] = {by: {} for by in (WHOLE, *BY)}
    columns = ("estimated", "low", "high", "pairs", "true", "inside")
    for by, name, measure, *figures in both.select(
        "by", "name", "measure", "estimate", "low", "high", "pairs", "true", inside.alias("inside")
    ).iter_rows():
        found[by].setdefault(name, {})[measure] = dict(zip(columns, figures, strict=True))
    return found


def labelled(rows: pl.DataFrame, tables: Mapping[str, pl.DataFrame], as_of: date) -> pl.DataFrame:
    """Registrations that the store linked with their groups, and their pairs: found, true, and both."""
    people = tables["person"].join(tables["audit_group"], on="person_id", how="left").select(
        "person_id", "audit_group", "sex", age=age_band(pl.col("birth_month"), as_of)
    )  # fmt: skip
    linked = rows.drop_nulls("person_id").join(people, on="person_id", how="left", maintain_order="left")
    known = linked.with_columns(pl.col(by).fill_null(none) for by, none in NOT_KNOWN.items())
    for by in NOT_KNOWN:
        known = known.drop(by).join(_of_most(known, by), on="true_person", how="left", maintain_order="left")
    sizes = {"found": ["person_id"], "true_": ["true_person"], "both": ["person_id", "true_person"]}
    pairs = {name: pl.len().over(keys).cast(pl.Float64) - 1 for name, keys in sizes.items()}
    return known.with_columns(**pairs, **{WHOLE: pl.lit(WHOLE)})


def _of_most(known: pl.DataFrame, by: str) -> pl.DataFrame:
    """The group of each true person: that of most of their registrations, of several the first in order."""
    counts = known.group_by("true_person", by).len()
    order = ["true_person", pl.col(by) == NOT_KNOWN[by], "len", by]
    ranked = counts.sort(order, descending=[False, False, True, False])
    return ranked.unique("true_person", keep="first", maintain_order=True).select("true_person", by)


def _true(told: pl.DataFrame, by: str) -> pl.DataFrame:
    """by, name, measure and true: of pairs found the share that are right, and of true pairs the share found."""
    sums = told.group_by(name=by).agg(pl.col("found", "true_", "both").sum())
    both = sums.select(
        "name",
        precision=_share("found"),
        recall=_share("true_"),
    )
    return both.unpivot(MEASURES, index="name", variable_name="measure", value_name="true").select(
        pl.lit(by).alias("by"), "name", "measure", "true"
    )


def _share(of: str) -> pl.Expr:
    return pl.when(pl.col(of) > 0).then(pl.col("both") / pl.col(of)).round(DIGITS)
