"""The questions for reviewers, the most harmful and uncertain first, with what they need to see of each record.

Blind: no score and nothing of what the rules would say. Former names and recorded sex are never shown. Where
either person is protected, nothing is shown of the two but how alike they are.
"""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

SHOWN = ("source", "given_names", "family_name", "known_as", "born", "postcodes", "known_from", "known_to")
COMPARED = ("given_names", "family_name", "born", "postcodes")
ANSWER = ("verdict", "by", "why", "on")
QUESTION = ("question", "two_reviewers", *SHOWN, *ANSWER, "review_id", "record_id")
"""Columns of a sheet of questions: what is asked, what a reviewer fills in, and ids last."""
MASK = "not shown, for safety"
Read = Callable[[str], pl.DataFrame]


def ordered(review: pl.DataFrame) -> pl.DataFrame:
    """The review table by priority, ties by id."""
    return review.sort("priority", "review_id", descending=[True, False])


def questions(read: Read, most: int | None = None) -> pl.DataFrame:
    """Two rows a question, one a record, in order; columns of QUESTION, all text.

    read: a stored table by name. most: how many questions, the first ones.
    """
    review = ordered(read("review"))
    asked = review.head(review.height if most is None else most).with_row_index("question", offset=1)
    kept = ("question", "second_reviewer", "review_id")
    sides = [
        asked.select(*kept, pl.lit(side).alias("side"), pl.col(f"record_{side}").alias("record_id"))
        for side in ("a", "b")
    ]
    both = pl.concat(sides).sort("question", "side")
    seen = both.join(
        _seen(read, both["record_id"].unique()), on="record_id", how="left", maintain_order="left"
    )
    return _masked(seen).select(pl.col(name).cast(pl.String) for name in QUESTION)


def _masked(seen: pl.DataFrame) -> pl.DataFrame:
    safe = pl.col("safe").fill_null(True).any().over("question")
    shown = [
        pl.when(safe).then(_alike(name) if name in COMPARED else pl.lit(MASK)).otherwise(name).alias(name)
        for name in SHOWN
    ]
    two = pl.when("second_reviewer").then(pl.lit("yes")).otherwise(pl.lit("")).alias("two_reviewers")
    return seen.with_columns(*shown, two, *(pl.lit("").alias(name) for name in ANSWER))


def _alike(name: str) -> pl.Expr:
    said = pl.col(name).str.to_lowercase()
    known = (said.count() == 2).over("question")
    same = (said.n_unique() == 1).over("question")
    word = pl.when(same).then(pl.lit("the same")).otherwise(pl.lit("different"))
    return pl.when(known).then(word).otherwise(pl.lit("not known of both"))


def _seen(read: Read, wanted: pl.Series) -> pl.DataFrame:
    """record_id, what is shown of each record, and whether its person is protected (`safe`)."""
    record = read("record").filter(pl.col("record_id").is_in(wanted.implode()))
    protection = read("protection")
    safe = pl.concat([protection["person_id"], protection["other_person_id"].drop_nulls()]).unique()
    person = read("record_person").select(
        "record_id", pl.col("person_id").is_in(safe.implode()).alias("safe")
    )
    place = _postcodes(read("address"), wanted)
    own = record.join(person, on="record_id", how="left").join(place, on="record_id", how="left")
    given = pl.concat_str("given_name", "middle_names", separator=" ", ignore_nulls=True)
    return own.select(
        "record_id", "source", "family_name", "postcodes", "safe", given.replace("", None).alias("given_names"),
        pl.col("preferred_name").alias("known_as"), pl.col("birth_date").cast(pl.String).alias("born"),
        pl.col("seen_from").cast(pl.String).alias("known_from"),
        pl.col("seen_to").cast(pl.String).alias("known_to"),
    ).sort("record_id")  # fmt: skip


def _postcodes(address: pl.DataFrame, wanted: pl.Series) -> pl.DataFrame:
    shown = address.filter(pl.col("record_id").is_in(wanted.implode()), ~pl.col("hidden"))
    known = shown.select("record_id", "postcode").drop_nulls().unique().sort("record_id", "postcode")
    joined = pl.col("postcode").str.join(", ").alias("postcodes")
    return known.group_by("record_id", maintain_order=True).agg(joined)
