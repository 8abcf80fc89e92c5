"""How many of the pairs joined are expected to be wrong, by record."""

from __future__ import annotations

import numba
import numpy as np
import polars as pl
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
RULES_WRONG = 0.25
"""Assumed: rules are wrong a quarter as often as their strengths leave open, as they roughly are on made places."""
FIRST_DAY = "0101"
"""What is written where only the year of birth was known."""


def false_pairs(count: int, kept: pl.DataFrame) -> tuple[Floats, float]:
    """By record, the pairs with it that are expected to be false; and how many are false together, on average.

    kept: a, b, score of the links that make people; count: of records. Links are taken from the strongest on; one
    that joins two groups is wrong with the chance that its score leaves, and then so is every pair across. Each
    pair counts for either record.
    """
    order = kept.sort("score", "a", "b", descending=[True, False, False])
    a, b = (order[end].cast(pl.Int64).to_numpy() for end in ("a", "b"))
    wrong, across = _joins(count, a, b, 1 - order["score"].clip(0.0, 1.0).to_numpy())
    total = wrong.sum() / 2
    return wrong, float(across / total) if total > 0 else 1.0


def with_chances(kept: pl.DataFrame, agreed: pl.Series) -> pl.DataFrame:
    """Links (a, b, score) with how sure they are in truth, where a rule's strength only ranks it.

    agreed: by n, the group that weighed evidence made: links across groups are by a rule.
    """
    by_rule = pl.Series(agreed.gather(kept["a"]) != agreed.gather(kept["b"]))
    surer = 1 - (1 - pl.col("score")) * RULES_WRONG
    return kept.select("a", "b", score=pl.when(by_rule).then(surer).otherwise("score").round(9))


def two_lives(people: pl.DataFrame) -> tuple[Floats, float]:
    """By record, pairs that are false as their person has two birth dates, each of two records or more; their chunk.

    people: n (from 0, in order), label, born (date or null). Slips in a date come one by one, so that two records do
    not slip alike: such a person is two, of whatever strength the links between them are. Of pairs of which not both
    dates are known as many are false.
    """
    dated = people.select("label", "born").drop_nulls()
    held = dated.group_by("label", "born").agg(held=pl.len().cast(pl.Float64)).filter(pl.col("held") > 1)
    several = held.filter(pl.col("label").is_duplicated()).with_columns(
        digits=pl.col("born").dt.strftime("%Y%m%d")
    )
    other = several.select("label", others="held", digits_b="digits")
    both = several.join(other, on="label").filter(_not_one_date()).sort("label", "digits", "digits_b")
    known, every = (frame.group_by("label").len()["len"].cast(pl.Float64) for frame in (dated, people))
    scale = float((every * (every - 1)).sum()) / max(float((known * (known - 1)).sum()), 1.0)
    each = both.group_by("label", "born").agg(wrong=pl.col("others").sum() * scale)
    told = people.select("label", "born").join(each, on=["label", "born"], how="left", maintain_order="left")
    pairs = float((both["held"] * both["others"]).sum())
    chunk = scale * float((both["held"] * both["others"]).pow(2).sum()) / pairs if pairs else 1.0
    return told["wrong"].fill_null(0.0).to_numpy(), chunk


def _not_one_date() -> pl.Expr:
    """Two dates (`digits`, `digits_b`) that are no slip of one: not a digit off, turned round, or only a year."""
    one, other = pl.col("digits"), pl.col("digits_b")
    off = pl.sum_horizontal(one.str.slice(place, 1) != other.str.slice(place, 1) for place in range(8))
    turned = pl.concat_str(other.str.slice(0, 4), other.str.slice(6, 2), other.str.slice(4, 2))
    first = (one.str.slice(4) == FIRST_DAY) | (other.str.slice(4) == FIRST_DAY)
    return (off > 2) & (one != turned) & ~((one.str.slice(0, 4) == other.str.slice(0, 4)) & first)


@numba.njit(cache=True)
def _joins(count: int, a: Ints, b: Ints, chance: Floats) -> tuple[Floats, float]:  # pragma: no cover
    head, size = np.arange(count), np.ones(count, dtype=np.int64)
    following, last = np.full(count, -1, dtype=np.int64), np.arange(count)
    wrong, across = np.zeros(count), 0.0
    for link in range(len(a)):
        one, other = head[a[link]], head[b[link]]
        if one == other:
            continue
        if size[one] < size[other]:
            one, other = other, one
        across += chance[link] * (size[one] * size[other]) ** 2
        for first, beyond in ((one, size[other]), (other, size[one])):
            at = first
            while at >= 0:
                wrong[at] += chance[link] * beyond
                at = following[at]
        at = other
        while at >= 0:
            head[at] = one
            at = following[at]
        following[last[one]], last[one] = other, last[other]
        size[one] += size[other]
    return wrong, across
