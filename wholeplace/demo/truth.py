"""Writes `truth/`: all that is true of a made place, in the form that `docs/score.md` describes, for the score alone.

A file holds what the score's form asks and may hold more beside it, for whoever wants to look.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import polars as pl

from wholeplace.demo.records import Sheet
from wholeplace.demo.records.people import AFTER, changes
from wholeplace.demo.records.register import own_numbers
from wholeplace.demo.world import World

FOLDER = "truth"
RECORD = ("source", "layout_table", "source_record_id")


def write_truth(
    folder: Path, world: World, sheets: Sequence[Sheet], defects: pl.DataFrame, seed: int
) -> None:
    """Every table of the truth that comes from the world and from what its services were made to send."""
    records = record_person(sheets)
    tables = {
        "period": pl.DataFrame({"from": [world.start], "to": [world.as_of + timedelta(days=1)]}),
        "person": _people(world),
        "record_person": records.select(*RECORD, _text("true_person")),
        "forbidden": forbidden(world, records, seed),
        "residence": world.residence.select(
            _text("person", "true_person"), _text("household", "true_household"), "address", *_dates(), "why"
        ),
        "tie": world.tie.select(_text("a"), _text("b"), "kind", *_dates()),
        "spell": _named(world.spell, "spell", "track", "state"),
        "exposure": _named(world.exposure, "exposure", "factor"),
        "event": world.event.select(_text("event", "id"), _text("person", "true_person"), "kind", "date"),
        "recorded": recorded(sheets),
        "defect": defects.sort("source", "file", "line", "rule", nulls_last=True),
    }
    target = folder / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    for name, frame in tables.items():
        frame.write_parquet(target / f"{name}.parquet")


def _text(name: str, to: str | None = None) -> pl.Expr:
    return pl.col(name).cast(pl.String).alias(to or name)


def _dates() -> tuple[pl.Expr, pl.Expr]:
    return pl.col("from_date").alias("from"), pl.col("to_date").alias("to")


def _people(world: World) -> pl.DataFrame:
    return world.person.select(
        _text("person", "true_person"), "sex", pl.col("birth").dt.truncate("1mo").alias("birth_month"), "origin",
        "ethnicity", "death",
    )  # fmt: skip


def _named(frame: pl.DataFrame, own: str, *what: str) -> pl.DataFrame:
    return frame.select(_text(own, "id"), _text("person", "true_person"), *what, *_dates())


def record_person(sheets: Sequence[Sheet]) -> pl.DataFrame:
    """Who each record of each source is about: source, layout_table, source_record_id, true_person (a number), rows.

    A record of two people, twins taken for one, is of the one for whom it was opened: the lower number.
    """
    parts = [
        pl.DataFrame({"source_record_id": sheet.own, "true_person": sheet.person})
        .drop_nulls()
        .group_by("source_record_id", "true_person")
        .len("rows")
        .with_columns(source=pl.lit(sheet.source), layout_table=pl.lit(sheet.table))
        .select(*RECORD, "true_person", "rows")
        for sheet in sheets
    ]
    return (
        pl.concat(parts).group_by(RECORD).agg(pl.col("true_person").min(), pl.col("rows").max()).sort(RECORD)
    )


def forbidden(world: World, records: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Pairs of records whose joining would give away an adoption or a new identity: one before it, one after.

    A record that is itself of both, as its source holds the two lives under one number that was carried over, is
    in no pair: there is nothing left to be kept apart in it.
    """
    kinds = world.safe.sort("person", "from_date").unique("person", keep="first").select(
        true_person="person", why="kind"
    )  # fmt: skip
    people = changes(world).select(true_person="person").join(kinds, on="true_person").sort("true_person")
    apart = records.join(people, on="true_person", how="inner").join(
        _of_both(world, records), on=RECORD, how="anti"
    )
    ours = _sided(apart, people, _issued(world), seed)
    before = ours.filter(~pl.col("after")).select("true_person", "why", **{f"a_{c}": c for c in RECORD})
    after = ours.filter("after").select("true_person", **{f"b_{c}": c for c in RECORD})
    names = {f"{side}_{old}": f"{side}_{new}" for side in "ab" for old, new in _SHORT.items()}
    pairs = before.join(after, on="true_person").rename(names)
    columns = [f"{side}_{name}" for side in "ab" for name in ("source", *_SHORT.values())]
    return pairs.select(*columns, "why").sort(columns)


_SHORT = {"layout_table": "table", "source_record_id": "id"}


def _issued(world: World) -> pl.DataFrame:
    """Numbers issued with a new identity: a source whose own id is such a number knows the new one by it."""
    held = world.identifier.join(changes(world), on="person", how="inner")
    new = held.filter(pl.col("from_date") >= pl.col("changed"))
    return new.select(true_person="person", source_record_id="value").unique().with_columns(issued=True)


def _of_both(world: World, records: pl.DataFrame) -> pl.DataFrame:
    """Records under a number that stayed in force through a change of identity and that a source entered twice."""
    held = world.identifier.join(changes(world), on="person", how="inner")
    kept = held.filter(
        pl.col("from_date") < pl.col("changed"), (pl.col("to_date") > pl.col("changed")).fill_null(True)
    )
    numbers = kept.select(true_person="person", source_record_id="value").unique()
    return (
        records.filter(pl.col("rows") > 1)
        .join(numbers, on=["true_person", "source_record_id"], how="semi")
        .select(RECORD)
    )


def _sided(ours: pl.DataFrame, people: pl.DataFrame, issued: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Records with `after`: whether they were opened for the new identity.

    That shows by their own number: one that any source gave to the new identity, as a council's care systems share
    theirs, or a national one that was issued with it.
    """
    who = people["true_person"]
    new = {
        source: own_numbers(who, AFTER, source, seed).cast(pl.String)
        for source in ours["source"].unique().sort()
    }
    numbers = people.select("true_person").with_columns(**new)
    joined = ours.join(numbers, on="true_person", how="left", maintain_order="left")
    own = pl.col("source_record_id")
    by_number = [own.str.contains(pl.col(source), literal=True) for source in new]
    told = joined.join(issued, on=["true_person", "source_record_id"], how="left", maintain_order="left")
    after = pl.any_horizontal(pl.lit(False), *by_number) | pl.col("issued").fill_null(False)
    return told.with_columns(after.alias("after")).drop(list(new))


def recorded(sheets: Sequence[Sheet]) -> pl.DataFrame:
    """Which true periods, circumstances and events any source tells of: fact_table, fact_id, source.

    A row that tells of several names them all, apart by a gap.
    """
    parts = [
        pl.DataFrame({"fact": sheet.fact.str.split(" ").explode(empty_as_null=True)})
        .drop_nulls()
        .unique()
        .with_columns(source=pl.lit(sheet.source))
        for sheet in sheets
        if sheet.fact is not None
    ]
    empty = pl.DataFrame(schema={"fact": pl.String, "source": pl.String})
    halves = pl.col("fact").str.split_exact(":", 1).struct.rename_fields(["fact_table", "fact_id"])
    split = pl.concat([empty, *parts]).with_columns(halves.alias("halves")).unnest("halves")
    columns = ("fact_table", "fact_id", "source")
    return split.select(columns).unique().sort(columns)
