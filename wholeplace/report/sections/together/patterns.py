"""Patterns of families: families alike in what they live with, build on and are helped by, in a line each."""

from __future__ import annotations

import polars as pl

from wholeplace.report import words
from wholeplace.report.figures.amounts import pounds
from wholeplace.report.figures.gate import as_texts
from wholeplace.report.given import Given
from wholeplace.report.view import Aside, Column, DataTable, Prose, Section, table_of

ID = "patterns"
TITLE = "Patterns of families"
RELIED_ON = 0.6
APART, OFTEN = 1.25, 0.2
MOST = 8
"""Features told of one pattern at most."""


def section(given: Given) -> Section:
    """Each pattern with its families and what they cost, and what is commoner in it than elsewhere."""
    rows = _shown(given)
    if rows.is_empty():
        return Section(ID, TITLE, (Aside(given.nothing_found("patterns that enough families follow were")),))
    lead = Prose(
        (
            "Families that may be shown, put together by what is recorded of them: what they live with, what helps "
            "them, and what they have to build on. Patterns are found again and again in the same families drawn "
            "anew; how alike they are then is told beside each.",
            "They tell of what is recorded by services, and are no kinds of people. No family is to be treated by its "
            "pattern.",
        )
    )
    return Section(ID, TITLE, (lead, _patterns(rows, given), _features(rows, given)))


def _shown(given: Given) -> pl.DataFrame:
    """Patterns with their families protected together; those hidden keep no other figure."""
    table = given.table("pattern").sort("pattern")
    if table.is_empty():
        return table
    counts = table.select("pattern", pl.col("families").cast(pl.Int64))
    safe = given.gate.cells(counts, ["pattern"], ["families"])
    if safe is None:
        return table.clear()
    return table.drop("families").join(safe, on="pattern", maintain_order="left")


def _patterns(rows: pl.DataFrame, given: Given) -> DataTable:
    hidden = pl.col("families").is_null()
    percent = (
        pl.format("{}%", (100 * pl.col(name)).round(0).cast(pl.Int64)) for name in ("share_low", "share_high")
    )
    mean = {name: pl.col(name).map_elements(pounds, return_dtype=pl.String) for name in (
        "mean_pence", "mean_low_pence", "mean_high_pence")}  # fmt: skip
    told = {
        "share": pl.format("{} to {}", *percent),
        "services_each": pl.col("services_each").round(1).cast(pl.String),
        "cost": mean["mean_pence"],
        "range": pl.format("{} to {}", mean["mean_low_pence"], mean["mean_high_pence"]),
        "again": pl.when(pl.col("stability") >= RELIED_ON)
        .then(pl.lit("yes"))
        .otherwise(pl.lit("not reliably")),
    }
    texts = rows.with_columns(pl.when(~hidden).then(text).alias(name) for name, text in told.items())
    columns = {
        "description": Column("Pattern", "text"), "families": Column("Families"),
        "share": Column("Of all shown", "text"),
        "services_each": Column("Services each"), "cost": Column("Cost of one a year"),
        "range": Column("Range that chance brings", "text"), "again": Column("Found again", "text"),
    }  # fmt: skip
    return table_of(
        as_texts(texts, ["families"]), columns, id="patterns-table", title="Families by pattern",
        source=given.source_line(), notes=("Cost is fiscal, of all members, in the last whole financial year.",),
    )  # fmt: skip


def _features(rows: pl.DataFrame, given: Given) -> DataTable:
    """What is commoner in a pattern than in all families, where enough families have it and enough have not."""
    kept = rows.drop_nulls("families").select("pattern", "description", "families")
    least = given.gate.threshold / pl.col("families")
    each = given.table("pattern_feature").join(kept, on="pattern").filter(
        pl.col("share") >= OFTEN, pl.col("share") >= APART * pl.col("of_all"), pl.col("share") >= least,
    ).sort("pattern", "share", "feature", descending=[False, True, False])  # fmt: skip
    top = each.group_by("pattern", maintain_order=True).head(MOST)
    texts = top.with_columns(
        pl.col("kind").map_elements(words.plain, return_dtype=pl.String),
        pl.col("feature").map_elements(words.plain, return_dtype=pl.String),
        pl.when(pl.col("share") > 1 - least)
        .then(pl.lit("nearly all"))
        .otherwise(_percent("share"))
        .alias("share"),
        _percent("of_all").alias("of_all"),
    )
    columns = {
        "description": Column("Pattern", "text"), "feature": Column("Commoner in it", "text"),
        "kind": Column("Kind", "text"), "share": Column("Of its families"), "of_all": Column("Of all families"),
    }  # fmt: skip
    return table_of(
        texts, columns, id="patterns-features", title="What is commoner in each pattern", source=given.source_line(),
        folded=True,
    )  # fmt: skip


def _percent(column: str) -> pl.Expr:
    return pl.format("{}%", (100 * pl.col(column)).round(0).cast(pl.Int64))
