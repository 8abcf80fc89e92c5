"""Of which groups the pairs are that are thought to be missed.

A pair counts half for the group of either record. Two records of one person are of one group by age, sex and name
origin: where one of them does not tell, the other does; and where neither is known, those found tell how the lost
are spread.
"""

from __future__ import annotations

import polars as pl

from wholeplace.linkage.audit.origin import NOT_TOLD
from wholeplace.linkage.quality.labels import UNKNOWN

KIND = ("source", "weighed")


def untold(by: str) -> str:
    """The name of the group of those of whom it is not known."""
    return NOT_TOLD if by == "audit_group" else UNKNOWN


def of_couples(each: pl.DataFrame, couples: pl.DataFrame, by: str) -> pl.DataFrame:
    """name and half: pairs expected between couples of people who may be one, by a group that people are of.

    each: one row a record, or a person: label and the group, the same in all records of one label.
    """
    ends = pl.concat([couples["x"], couples["y"]]).unique()
    near = each.filter(pl.col("label").is_in(ends.implode()))
    groups = near.select("label", name=pl.col(by).replace(untold(by), None)).unique("label")
    told = couples.select("x", "y", half=pl.col("chance") * pl.col("pairs"))
    for end in "xy":
        told = told.join(groups.rename({"label": end, "name": f"name_{end}"}), on=end)
    names = (pl.coalesce(f"name_{one}", f"name_{other}", pl.lit(untold(by))) for one, other in ("xy", "yx"))
    halves = pl.concat(told.select(name=name, half="half") for name in names)
    return halves.sort("name", "half").group_by("name").agg(pl.col("half").sum())


def of_lost(each: pl.DataFrame, lost: pl.DataFrame, by: str) -> pl.DataFrame:
    """name and half: pairs expected between lost records and the people whom they should be with, both halves.

    each: one row a record: n, label, source, weighed, whole, size, own (the group that the record itself tells, for
    audit_group) and the group. lost: source, weighed and half.
    """
    little = each.filter(~pl.col("whole"))
    alone, found = little.filter(pl.col("size") == 1), little.filter(pl.col("size") > 1)
    if by == "source":
        own = lost.select(name="source", half="half")
        return pl.concat([own, _divided(_partners(found, each), lost)])
    if by == "one":
        return lost.select(name=pl.lit("all"), half=2 * pl.col("half"))
    like = found.filter(pl.col("own") == NOT_TOLD) if by == "audit_group" else found
    themselves = alone.group_by(*KIND, name=by).agg(count=pl.len())
    by_found = like.filter(pl.col(by) != untold(by)) if by != "audit_group" else like
    shares = by_found.group_by(*KIND, name=by).agg(count=pl.len())
    first = _divided(themselves, lost, keep=True)
    told, silent = first.filter(pl.col("name") != untold(by)), first.filter(pl.col("name") == untold(by))
    spread = _divided(shares, silent.group_by(KIND).agg(pl.col("half").sum()), unknown=untold(by))
    return pl.concat([told.select("name", "half"), spread]).with_columns(pl.col("half") * 2)


def _partners(found: pl.DataFrame, each: pl.DataFrame) -> pl.DataFrame:
    """How often each source is that of another record of people whom such records were found to be."""
    others = found.select("n", "label", *KIND).join(
        each.select("label", other="n", name="source"), on="label"
    )
    return others.filter(pl.col("n") != pl.col("other")).group_by(*KIND, "name").agg(count=pl.len())


def _divided(
    counts: pl.DataFrame, lost: pl.DataFrame, *, keep: bool = False, unknown: str = UNKNOWN
) -> pl.DataFrame:
    """name and half: what is lost of each kind, divided as these counts are. keep: with the kind."""
    share = pl.col("count") / pl.col("count").sum().over(KIND)
    halves = (
        lost.sort(KIND)
        .join(counts, on=KIND, how="left")
        .with_columns(pl.col("name").fill_null(unknown), half=pl.col("half") * share.fill_null(1.0))
    )
    return halves.sort(*KIND, "name").select(*(KIND if keep else ()), "name", "half")
