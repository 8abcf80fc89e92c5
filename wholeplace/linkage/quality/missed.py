"""How many pairs of one person are expected to be apart, by record: weighed and not joined, or never weighed."""

from __future__ import annotations

import polars as pl

from wholeplace.linkage.likeness.blocks import Caught
from wholeplace.linkage.people.agree import LEAST_ODDS, MOST_ODDS, NEVER_MET

FEWEST_WEIGHED = 30
LOST_ALONE = 1 / 3
"""Assumed: of records without birth dates that are alone, where a source has no others to tell by, so many are of
somebody known elsewhere. Of made places 28 in 100; the rest are people whom nobody else knows."""


def undecided(people: pl.DataFrame, judged: pl.DataFrame, apart: pl.DataFrame) -> tuple[pl.DataFrame, float]:
    """n and missed, of records some of whose pairs were weighed and not joined; and how many go together, on average.

    people: n, label, weighed. judged: a, b, odds. apart: pairs (a, b) that are two people for certain. Two people are
    one with the odds that their pairs come to on average, a pair never met counting as it does when people are joined.
    """
    sides = [people.select(pl.col("n").alias(end), pl.col("label").alias(f"p{end}")) for end in "ab"]

    def between(pairs: pl.DataFrame) -> pl.DataFrame:
        both = pairs.join(sides[0], on="a").join(sides[1], on="b").filter(pl.col("pa") != pl.col("pb"))
        return both.with_columns(x=pl.min_horizontal("pa", "pb"), y=pl.max_horizontal("pa", "pb"))

    met = between(judged).with_columns(pl.col("odds").clip(LEAST_ODDS, MOST_ODDS).round(6))
    told = met.join(between(apart).select("x", "y").unique(), on=["x", "y"], how="anti").sort("a", "b")
    sizes = people.group_by("label").agg(all=pl.len(), weighed=pl.col("weighed").sum())
    groups = told.group_by("x", "y").agg(pl.col("odds").sum(), met=pl.len())
    for end in "xy":
        own = sizes.select(pl.col("label").alias(end), pl.col("all", "weighed").name.suffix(f"_{end}"))
        groups = groups.join(own, on=end)
    whole = pl.col("weighed_x").cast(pl.Float64) * pl.col("weighed_y")
    mean = (pl.col("odds") + NEVER_MET * (whole - pl.col("met"))) / whole
    chance = (1 / (1 + (-mean).exp())).round(9)
    groups = groups.sort("x", "y").with_columns(
        chance=chance, pairs=pl.col("all_x").cast(pl.Float64) * pl.col("all_y")
    )
    total = float((groups["chance"] * groups["pairs"]).sum())
    chunk = float((groups["chance"] * groups["pairs"] ** 2).sum()) / total if total > 0 else 1.0
    ends = [
        groups.select(label=one, missed=pl.col("chance") * pl.col(f"all_{other}"))
        for one, other in ("xy", "yx")
    ]
    each = pl.concat(ends).sort("label", "missed").group_by("label").agg(pl.col("missed").sum())
    return people.join(each, on="label").select("n", "missed").sort("n"), chunk


def never_weighed(people: pl.DataFrame) -> pl.DataFrame:
    """source, lost, partners: records left to rules that are alone and should not be, and how many each should be with.

    people: label, source, weighed, size (records of its person). What share of such records is known elsewhere is that
    of the source's other records; where it has hardly any, LOST_ALONE of those alone are lost.
    """
    alone = pl.col("size") == 1
    left = ~pl.col("weighed")
    by_source = people.group_by("source").agg(
        alone=(left & alone).sum().cast(pl.Float64),
        left=left.sum().cast(pl.Float64),
        others=pl.col("weighed").sum(),
        usual=alone.filter("weighed").mean().fill_null(0.0),
        partners=(pl.col("size").filter(left & ~alone) - 1).mean().fill_null(1.0),
    )
    by_others = (pl.col("alone") - pl.col("usual") * pl.col("left")).clip(lower_bound=0.0)
    lost = pl.when(pl.col("others") >= FEWEST_WEIGHED).then(by_others).otherwise(pl.col("alone") * LOST_ALONE)
    return by_source.select("source", "partners", "alone", lost=lost).sort("source")


def unmet(caught: Caught) -> float:
    """Pairs of one person that agree in neither names nor birth date, and that nothing else brought together.

    Capture between two ways of being compared (as Lincoln 1930 and Petersen 1896): slips in names and in dates come
    apart from each other, so that of pairs that differ in names as large a share differ in the date as of all.
    """
    return max(0.0, caught.date * caught.names / max(sum(caught), 1) - caught.neither)
