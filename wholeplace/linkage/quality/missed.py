"""How many pairs of one person are expected to be apart, by record: weighed and not joined, or never weighed."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import polars as pl

from wholeplace.linkage.likeness.blocks import Caught
from wholeplace.linkage.people.agree import LEAST_ODDS, MOST_ODDS, NEVER_MET

FEWEST_WEIGHED = 30
HALVINGS = 40
LOST_ALONE = 0.28
"""Assumed: of records without birth dates that are alone, where a source has no others to tell by, so many are of
somebody known elsewhere, as on made places (25 to 29 in 100); the rest are people whom nobody else knows."""


def undecided(people: pl.DataFrame, judged: pl.DataFrame, apart: pl.DataFrame) -> tuple[pl.DataFrame, float]:
    """Couples of people who may be one, and how many of their pairs go together, on average.

    x, y: labels; chance; all_x, all_y: their records; pairs: of one record from either. Some were weighed.

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
    couples = told.group_by("x", "y").agg(pl.col("odds").sum(), met=pl.len())
    for end in "xy":
        own = sizes.select(pl.col("label").alias(end), pl.col("all", "weighed").name.suffix(f"_{end}"))
        couples = couples.join(own, on=end)
    whole = pl.col("weighed_x").cast(pl.Float64) * pl.col("weighed_y")
    mean = (pl.col("odds") + NEVER_MET * (whole - pl.col("met"))) / whole
    couples = couples.sort("x", "y").select(
        "x", "y", "all_x", "all_y", chance=(1 / (1 + (-mean).exp())).round(9),
        pairs=pl.col("all_x").cast(pl.Float64) * pl.col("all_y"),
    )  # fmt: skip
    total = float((couples["chance"] * couples["pairs"]).sum())
    chunk = float((couples["chance"] * couples["pairs"] ** 2).sum()) / total if total > 0 else 1.0
    return couples, chunk


def of_each(couples: pl.DataFrame, value: Callable[[str], pl.Expr]) -> pl.DataFrame:
    """label and value: by person, the sum over all whom they may be. value: of a couple, given the other's end."""
    ends = [couples.select(label=one, value=value(other)) for one, other in ("xy", "yx")]
    return pl.concat(ends).sort("label", "value").group_by("label").agg(pl.col("value").sum())


def left_alone(people: pl.DataFrame, couples: pl.DataFrame) -> pl.DataFrame:
    """source, weighed, lost, partners: records that are alone and should not be, and how many each should be with.

    people: label, source, weighed, whole (whether a name and a birth date are known), size (records of its person).
    Of records of which less is known than of the source's others, as many should be found elsewhere as of those; less
    what `undecided` (its couples) expects of them already. Where a source has hardly any others, LOST_ALONE of those
    left to rules are lost.
    """
    chance = of_each(couples, lambda _: pl.col("chance")).select(
        "label", thought=pl.col("value").clip(0.0, 1.0)
    )
    alone, little = pl.col("size") == 1, ~pl.col("whole")
    told = people.join(chance, on="label", how="left", maintain_order="left")
    others = told.filter("whole").group_by("source").agg(others=pl.len(), usual=alone.mean())
    counts = (
        told.filter(little)
        .group_by("source", "weighed")
        .agg(
            alone=alone.sum().cast(pl.Float64),
            count=pl.len().cast(pl.Float64),
            thought=pl.col("thought").filter(alone).sum().round(6),
            own=(pl.col("size").filter(~alone) - 1).sort(),
        )
    )
    every = told.filter(~alone).group_by("source").agg(every=(pl.col("size") - 1).sort())
    of = (
        counts.join(others, on="source", how="left")
        .join(every, on="source", how="left")
        .sort("source", "weighed")
    )
    by_others = (pl.col("alone") - pl.col("usual") * pl.col("count") - pl.col("thought")).clip(
        lower_bound=0.0
    )
    by_rule = pl.when("weighed").then(0.0).otherwise(pl.col("alone") * LOST_ALONE)
    lost = of.with_columns(
        lost=pl.when(pl.col("others") >= FEWEST_WEIGHED).then(by_others).otherwise(by_rule)
    )
    sizes = pl.when(pl.col("own").list.len() > 0).then("own").otherwise("every")
    partners = [partners_of_lost(each or [], count) for each, count in lost.select(sizes, "lost").iter_rows()]
    return lost.select("source", "weighed", "lost", partners=pl.Series(partners, dtype=pl.Float64))


def partners_of_lost(found: list[float], lost: float) -> float:
    """How many records each of the lost should be with, on average. found: of those found, how many they are with.

    The middle of two extremes. Were a record lost for what it lacks itself, its person would have as many others as
    those found. Did every other record give the same chance to find it by, who has few would be lost oftener: of those
    with k others q to the k (the part of a truncated geometric distribution that is not seen), with q as `lost` has it.
    """
    if not found or lost <= 0:
        return 1.0
    k, count = np.unique(np.asarray(found, dtype=np.float64), return_counts=True)
    low, high, q = 0.0, 1.0, 0.5
    for _ in range(HALVINGS):
        low, high = (q, high) if (count * q**k / (1 - q**k)).sum() < lost else (low, q)
        q = (low + high) / 2
    unseen = count * q**k / (1 - q**k)
    return round(float((k * unseen).sum() / unseen.sum() + (k * count).sum() / count.sum()) / 2, 6)


def unmet(caught: Caught) -> float:
    """Pairs of one person that agree in neither names nor birth date, and that nothing else brought together.

    Capture between two ways of being compared (as Lincoln 1930 and Petersen 1896): slips in names and in dates come
    apart from each other, so that of pairs that differ in names as large a share differ in the date as of all.
    """
    return max(0.0, caught.date * caught.names / max(sum(caught), 1) - caught.neither)
