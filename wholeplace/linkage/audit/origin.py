"""A coarse origin of each person's name, to see whether linkage serves groups alike: never used to match.

From packaged lists (`data/audit_names.csv`). It says where a name is usual, not who somebody is: people of Caribbean
heritage mostly bear British names, and who marries may bear another's.
"""

from __future__ import annotations

import io
from functools import cache
from importlib.resources import files

import polars as pl

NOT_TOLD = "not_told"
SURE = 0.8
"""The least chance, all groups being as likely beforehand, at which a name is taken to be of a group."""
MANY = 64
"""More than there are groups."""
UNLISTED = 1e-5
"""The weight of a name in a group whose lists do not have it."""


@cache
def _lists(kind: str) -> pl.DataFrame:
    """Log of a name's weight in each group, by name."""
    text = files("wholeplace").joinpath("data", "audit_names.csv").read_text(encoding="utf-8")
    rows = pl.read_csv(io.StringIO(text)).filter(pl.col("kind") == kind)
    wide = rows.pivot("group", index="name", values="weight", sort_columns=True)
    return wide.with_columns(pl.exclude("name").fill_null(UNLISTED).clip(lower_bound=UNLISTED).log()).sort(
        "name"
    )


def groups() -> list[str]:
    """The groups that a name may be of."""
    return sorted(_lists("given").columns[1:])


def name_origin(names: pl.DataFrame) -> pl.DataFrame:
    """given, family and audit_group of each pair of names (as compared); not told where unlisted or undecided."""
    pairs = names.select("given", "family").unique().sort("given", "family")
    told = pairs
    for kind in ("given", "family"):
        own = _lists(kind).select(pl.col("name").alias(kind), pl.exclude("name").name.prefix(f"{kind}_"))
        told = told.join(own, on=kind, how="left", maintain_order="left")
    both = [
        (pl.col(f"given_{group}").fill_null(0.0) + pl.col(f"family_{group}").fill_null(0.0))
        .exp()
        .alias(group)
        for group in groups()
    ]
    listed = pl.any_horizontal(pl.col(f"{kind}_{groups()[0]}").is_not_null() for kind in ("given", "family"))
    weighed = told.select("given", "family", listed.alias("listed"), *both)
    best, total = pl.max_horizontal(groups()), pl.sum_horizontal(groups())
    which = pl.coalesce(pl.when(pl.col(group) == best).then(pl.lit(group)) for group in groups())
    sure = pl.col("listed") & ((best / total).round(6) >= SURE)
    return weighed.select(
        "given", "family", audit_group=pl.when(sure).then(which).otherwise(pl.lit(NOT_TOLD))
    )


def name_origins(records: pl.DataFrame) -> pl.DataFrame:
    """n and audit_group of each record with both names, by its own names. records: comparison columns."""
    named = records.filter("linkable").select("n", "given", "family").drop_nulls()
    return named.join(name_origin(named), on=["given", "family"], maintain_order="left").select(
        "n", "audit_group"
    )


def audit_groups(own: pl.DataFrame, people: pl.DataFrame) -> pl.DataFrame:
    """label and audit_group of each person: that of most of their records, of several the first in order.

    own: as `name_origins` gives it. people: n and label.
    """
    names = groups()
    place = pl.col("audit_group").replace_strict({name: at for at, name in enumerate(names)}, default=None)
    told = own.select("n", place=place.cast(pl.Int64)).drop_nulls().join(people, on="n")
    counts = told.group_by("label", "place").len()
    # The most, and of as many the first in order, as one number.
    best = counts.group_by("label").agg(
        (pl.col("len") * MANY + (MANY - 1 - pl.col("place"))).max().alias("best")
    )
    group = (MANY - 1 - pl.col("best") % MANY).replace_strict(dict(enumerate(names)), return_dtype=pl.String)
    every = people.select("label").unique().sort("label")
    found = every.join(best, on="label", how="left", maintain_order="left")
    return found.select(
        "label", audit_group=pl.when(pl.col("best").is_not_null()).then(group).fill_null(NOT_TOLD)
    )
