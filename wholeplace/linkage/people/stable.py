"""Person ids that stay: a person keeps the id across runs, and where that is not possible it is written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl

from wholeplace.privacy import PlaceKey, keyed_ids

SCOPE = ("person",)
LINKED, PARTED, GONE = "records are now linked", "records are no longer linked", "all its records are gone"
JOINED_BY_HAND, PARTED_BY_HAND = "a reviewer joined them", "a reviewer parted them"
BY_HAND = {
    "merged": JOINED_BY_HAND,
    "joined": JOINED_BY_HAND,
    "split": PARTED_BY_HAND,
    "created": PARTED_BY_HAND,
}


@dataclass(frozen=True)
class Memory:
    """What the last run left: record_person and person_history."""

    record_person: pl.DataFrame
    history: pl.DataFrame


def person_ids(people: pl.DataFrame, memory: Memory, key: PlaceKey) -> pl.DataFrame:
    """`people` (record_id, label) with person_id.

    A person takes the id of the earlier person most of whose records it has; of two that claim one id the one
    with more of its records has it, then the one with the smallest record id. All others get an id that was
    never used. An id is made of no name or number: with the place's key, of the person's smallest record id.
    """
    taken = _claims(people, memory.record_person)
    named = people.join(taken, on="label", how="left", maintain_order="left")
    new = named.filter(pl.col("person_id").is_null()).group_by("label").agg(pl.col("record_id").min())
    made = new.select("label", _unused(new["record_id"], _used(memory), key).alias("made"))
    joined = named.join(made, on="label", how="left", maintain_order="left")
    return joined.select("record_id", "label", pl.coalesce("person_id", "made").alias("person_id"))


def _claims(people: pl.DataFrame, old: pl.DataFrame) -> pl.DataFrame:
    """label and the earlier person_id that it keeps."""
    first = people.group_by("label").agg(pl.col("record_id").min().alias("first"))
    shared = people.join(old.select("record_id", "person_id"), on="record_id")
    counted = shared.group_by("label", "person_id").len().join(first, on="label")
    order = ["len", "person_id", "first"]
    ranked = counted.sort(order, descending=[True, False, False])
    best = ranked.unique("label", keep="first", maintain_order=True)
    won = best.sort("len", "first", descending=[True, False]).unique(
        "person_id", keep="first", maintain_order=True
    )
    return won.select("label", "person_id")


def _used(memory: Memory) -> pl.Series:
    ids = [memory.record_person["person_id"], memory.history["person_id"], memory.history["other_person_id"]]
    return pl.concat(ids).drop_nulls().unique()


def _unused(first: pl.Series, used: pl.Series, key: PlaceKey) -> pl.Series:
    """An id for each smallest record id; where that was given to someone before, the next in its series."""
    ids = keyed_ids(key, "p", SCOPE, first)
    turn = 0
    while (clash := ids.is_in(used.implode())).any():
        turn += 1
        further = keyed_ids(key, "p", (*SCOPE, str(turn)), first)
        ids = ids.zip_with(~clash, further)
    return ids


def add_history(
    people: pl.DataFrame, memory: Memory, as_of: date, decided: pl.DataFrame | None = None
) -> pl.DataFrame:
    """The history with this run's changes of ids added below.

    people: record_id and person_id of this run. decided: pairs (record_a, record_b) that reviewers joined or
    parted, for the cause. records: how many moved. Only merges, splits and ends are written: a person first seen
    with records of its own is no change to anyone. Of an id that gave records away: `split` where it goes on
    or its records went to several, else `merged`. Of the id that took them: `created` where it is new, else
    `joined`. `ended`: no record is left.
    """
    old = memory.record_person.select("record_id", pl.col("person_id").alias("old"))
    both = old.join(people.select("record_id", "person_id"), on="record_id", how="left")
    present = both.filter(pl.col("person_id").is_not_null())
    moves = present.group_by("old", "person_id").agg(pl.len().cast(pl.UInt32).alias("records"))
    moved = moves.filter(pl.col("old") != pl.col("person_id")).with_columns(
        pl.col("person_id").n_unique().over("old").alias("ways"),
        pl.col("old").is_in(people["person_id"].implode()).alias("goes_on"),
        pl.col("person_id").is_in(old["old"].implode()).alias("was_there"),
    )
    ended = old.select("old").unique().join(moves, on="old", how="anti")
    new = pl.concat([_given(moved), _taken(moved), _ended(ended)]).with_columns(pl.lit(as_of).alias("as_of"))
    if decided is not None and decided.height:
        new = _by_hand(
            new, decided, pl.concat([old.rename({"old": "id"}), people.select("record_id", id="person_id")])
        )
    whole = pl.concat([memory.history, new.select(memory.history.columns)])
    return whole.unique(maintain_order=True)


def _given(moved: pl.DataFrame) -> pl.DataFrame:
    split = pl.col("goes_on") | (pl.col("ways") > 1)
    return moved.select(
        pl.col("old").alias("person_id"),
        pl.when(split).then(pl.lit("split")).otherwise(pl.lit("merged")).alias("change"),
        pl.col("person_id").alias("other_person_id"),
        pl.when(split).then(pl.lit(PARTED)).otherwise(pl.lit(LINKED)).alias("cause"),
        "records",
    )


def _taken(moved: pl.DataFrame) -> pl.DataFrame:
    there = pl.col("was_there")
    return moved.select(
        "person_id",
        pl.when(there).then(pl.lit("joined")).otherwise(pl.lit("created")).alias("change"),
        pl.col("old").alias("other_person_id"),
        pl.when(there).then(pl.lit(LINKED)).otherwise(pl.lit(PARTED)).alias("cause"),
        "records",
    )


def _ended(ended: pl.DataFrame) -> pl.DataFrame:
    return ended.select(
        pl.col("old").alias("person_id"),
        pl.lit("ended").alias("change"),
        pl.lit(None, dtype=pl.String).alias("other_person_id"),
        pl.lit(GONE).alias("cause"),
        pl.lit(None, dtype=pl.UInt32).alias("records"),
    )


def _by_hand(new: pl.DataFrame, decided: pl.DataFrame, ids: pl.DataFrame) -> pl.DataFrame:
    """Changes between people of whom a reviewer decided, with that as their cause. ids: record_id, id (old, new)."""
    first = decided.join(ids.select(record_a="record_id", person_id="id"), on="record_a")
    both = first.join(ids.select(record_b="record_id", other_person_id="id"), on="record_b")
    ends = both.select("person_id", "other_person_id")
    pairs = pl.concat([ends, ends.select(person_id="other_person_id", other_person_id="person_id")]).unique()
    marked = new.join(
        pairs.with_columns(pl.lit(True).alias("hand")),
        on=["person_id", "other_person_id"],
        how="left",
        maintain_order="left",
    )
    hand = pl.col("hand").fill_null(False) & pl.col("change").is_in(list(BY_HAND))
    cause = pl.when(hand).then(pl.col("change").replace_strict(BY_HAND, default=None)).otherwise("cause")
    return marked.with_columns(cause.alias("cause")).select(new.columns)
