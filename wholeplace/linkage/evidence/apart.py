"""What says that two records are of two people, whatever else they share.

Marks: identifiers of which one person has one value only. Rivals: pairs of records that one source itself
tells apart, as twins are.
"""

from __future__ import annotations

from importlib.resources import files

import polars as pl

from wholeplace.engine import run_models

ONE_EACH = ("nhs_number", "upn", "uln", "nino")
LISTS = ("household", "tenancy", "liable")
"""Relations that are lists of who is of one home, each of its people once."""
MOST_IN_A_BLOCK = 1_000
"""Blocks of more records than this say nothing of anyone: a name or date that stands for "not known"."""


def model_text(name: str) -> str:
    """The SQL of one of this area's models."""
    return files("wholeplace.linkage").joinpath(f"{name}.sql").read_text(encoding="utf-8")


def marks(records: pl.DataFrame, identifier: pl.DataFrame, *, jobs: int) -> pl.DataFrame:
    """Rows of n, mark, value: two records with one mark and two values are of two people.

    A verified identifier is a mark, unless it is borne by mistake (`misborne.sql`); a former pupil number counts as
    the one that took its place. Within one file any identifier of those schemes is, verified or not, as a file names
    each of its people once.
    A record that itself carries two values of a mark has none. Temporary pupil numbers (which end in a
    letter) are replaced in the course of things and are no mark across files.
    """
    owned = identifier.join(records.select("n", "record_id", "adoption"), on="record_id")
    own = owned.filter(pl.col("scheme").is_in(ONE_EACH))
    lasting = pl.col("verified") & ~((pl.col("scheme") == "upn") & pl.col("value").str.contains("[A-Z]$"))
    replaced = pl.when(pl.col("scheme") == "upn").then("new")
    current = pl.coalesce(replaced, "value").alias("value")
    stays = own.filter(lasting).join(_replaced(owned), left_on="value", right_on="old", how="left")
    everywhere = _meant(stays.select("n", "scheme", current), records, jobs).rename({"scheme": "mark"})
    in_file = own.select(
        "n", pl.concat_str("scheme", "source", "layout", "file", separator="|").alias("mark"), "value"
    )
    by_number = [
        each.with_columns(pl.col("mark").cast(pl.Categorical), pl.col("value").hash())
        for each in (everywhere, in_file)
    ]
    every = pl.concat(by_number).unique()
    return every.filter(pl.len().over("n", "mark") == 1).sort("n", pl.col("mark").cast(pl.String))


def _meant(borne: pl.DataFrame, records: pl.DataFrame, jobs: int) -> pl.DataFrame:
    """Numbers (n, scheme, value) without those of somebody else, and with slips taken for what was meant."""
    told = records.select("n", "birth_date", "birth_digits", "birth_swapped", "given_sound", "family_sound")
    bearer = borne.unique().join(told, on="n")
    found = run_models({"misborne": model_text("misborne")}, {"borne": bearer}, {}, jobs=jobs)["misborne"]
    judged = found.with_columns(pl.lit(True).alias("told"))
    whole = borne.join(judged, on=["n", "scheme"], how="left", maintain_order="left")
    kept = whole.filter(pl.col("told").is_null() | pl.col("meant").is_not_null())
    return kept.select("n", "scheme", pl.coalesce("meant", "value").alias("value"))


def _replaced(owned: pl.DataFrame) -> pl.DataFrame:
    """Current pupil number (new) by former one (old), where all who state both agree; none of the adopted."""
    stated = owned.filter(pl.col("verified") & ~pl.col("adoption"))
    old = stated.filter(pl.col("scheme") == "former_upn").select("n", pl.col("value").alias("old"))
    new = stated.filter(pl.col("scheme") == "upn").select("n", pl.col("value").alias("new"))
    both = old.join(new, on="n").filter(pl.col("old") != pl.col("new")).select("old", "new").unique()
    return both.filter(pl.len().over("old") == 1, ~pl.col("new").is_in(both["old"].implode()))


def rivals(records: pl.DataFrame, *, jobs: int) -> pl.DataFrame:
    """Pairs (a before b) in one source of one family name and birth date but clearly different given names."""
    named = records.filter(pl.all_horizontal(pl.col("given", "family", "birth_date").is_not_null()))
    blocks = named.filter(
        (pl.len().over("source", "family", "birth_date") <= MOST_IN_A_BLOCK)
        & (pl.col("given").n_unique().over("source", "family", "birth_date") > 1)
    )
    wanted = blocks.select("n", "source", "family", "birth_date", "given", "given_sound", "preferred")
    return run_models({"rivals": model_text("rivals")}, {"named": wanted}, {}, jobs=jobs)["rivals"]


def listed_together(records: pl.DataFrame, relation: pl.DataFrame) -> pl.DataFrame:
    """Pairs (a before b) whom one source lists in one home under names alike, only one of them with a birth date.

    Alike is an initial with the family name, or the given name alone. Father and son above all: a list of a home
    names each of its people once.
    """
    group = (
        relation.filter(pl.col("kind").is_in(LISTS)).drop_nulls("group_id").select("record_id", "group_id")
    )
    names = {
        "initial": pl.concat_str(pl.col("given").str.slice(0, 1), "family_sound"),
        "given": pl.col("given_sound"),
    }
    named = records.select("n", "record_id", pl.col("birth_date").is_not_null().alias("dated"), **names)
    listed = group.unique().join(named, on="record_id")
    return pl.concat([_one_dated(listed, name) for name in names]).unique().sort("a", "b")


def _one_dated(listed: pl.DataFrame, name: str) -> pl.DataFrame:
    """a, b: who of one group are of one such name, one with a birth date and one without."""
    group = ["group_id", name]
    mixed = listed.drop_nulls(name).filter(pl.col("dated").n_unique().over(group) == 2)
    both = mixed.filter("dated").join(mixed.filter(~pl.col("dated")), on=group)
    return both.select(a=pl.min_horizontal("n", "n_right"), b=pl.max_horizontal("n", "n_right"))
