"""Records without a birth date that fit two people as well: father and son of one name in one home, above all."""

from __future__ import annotations

import polars as pl

AS_WELL = 3.0
"""In log-odds, assumed: a group that a record fits so much worse than another is at most one in twenty as likely."""


def without_torn(groups: pl.Series, judged: pl.DataFrame, named: pl.DataFrame) -> pl.Series:
    """The groups, each torn record by itself: nobody can say which of the two people it is about.

    groups: by n, one number a group. judged: a, b, odds of all pairs that hang together, and born_apart: whether both
    birth dates are known and nothing like each other. named: n and birth_date of the records weighed. Two groups are
    two people where that is so of all pairs between them; else they may be one person whose records went apart.
    """
    dated = pl.col("a", "b").is_in(named.drop_nulls("birth_date")["n"].implode()).name.suffix("_dated")
    between = [groups.gather(judged[end]).alias(f"of_{end}") for end in ("a", "b")]
    pairs = judged.select("a", "b", "odds", "born_apart", dated, *between)
    first = ~pl.col("a_dated")
    met = pairs.filter(pl.col("a_dated") != pl.col("b_dated"), pl.col("odds") > 0).select(
        "odds", n=pl.when(first).then("a").otherwise("b"), group=pl.when(first).then("of_b").otherwise("of_a")
    )
    best = met.group_by("n", "group").agg(pl.col("odds").max())
    fits = best.filter(pl.col("odds") >= pl.col("odds").max().over("n") - AS_WELL).select("n", "group")
    several = fits.join(fits, on="n", suffix="_b").filter(pl.col("group") < pl.col("group_b"))
    two = _two_people(pairs.filter("a_dated", "b_dated"), several)
    torn = several.join(two, on=["group", "group_b"])["n"].unique().cast(groups.dtype)
    return groups.clone().scatter(torn, torn + groups.len())


def _two_people(dated: pl.DataFrame, several: pl.DataFrame) -> pl.DataFrame:
    """Of pairs of groups, those that are two people. dated: of_a, of_b, born_apart of pairs with both birth dates."""
    either = dated.select(
        "born_apart", group=pl.min_horizontal("of_a", "of_b"), group_b=pl.max_horizontal("of_a", "of_b")
    )
    asked = either.join(several.select("group", "group_b").unique(), on=["group", "group_b"])
    return asked.group_by("group", "group_b").agg(pl.col("born_apart").all()).filter("born_apart")
