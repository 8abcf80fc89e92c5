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
    """Who each record of each source is about: source, layout_table, source_record_id, true_person (a number).

    A record of two people, twins taken for one, is of the one for whom it was opened: the lower number.
    """
    parts = [
        pl.DataFrame({"source_record_id": sheet.own, "true_person": sheet.person})
        .drop_nulls()
        .unique()
        .with_columns(source=pl.lit(sheet.source), layout_table=pl.lit(sheet.table))
        .select(*RECORD, "true_person")
        for sheet in sheets
    ]
    return pl.concat(parts).group_by(RECORD).agg(pl.col("true_person").min()).sort(RECORD)


def forbidden(world: World, records: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Pairs of records whose joining would give away an adoption or a new identity: one before it, one after."""
    kinds = world.safe.sort("person", "from_date").unique("person", keep="first").select(
        true_person="person", why="kind"
    )  # fmt: skip
    people = changes(world).select(true_person="person").join(kinds, on="true_person").sort("true_person")
    ours = _sided(records.join(people, on="true_person", how="inner"), people, _issued(world), seed)
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


def _sided(ours: pl.DataFrame, people: pl.DataFrame, issued: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Records with `after`: whether the source opened them for the new identity, by its own number or a new one."""
    sources = ours["source"].unique().sort().to_list()
    numbers = [
        people.select("true_person").with_columns(
            own_numbers(people["true_person"], AFTER, source, seed).cast(pl.String).alias("number"),
            source=pl.lit(source),
        )
        for source in sources
    ]
    empty = pl.DataFrame(schema={"true_person": pl.Int64, "number": pl.String, "source": pl.String})
    joined = ours.join(pl.concat([empty, *numbers]), on=["source", "true_person"], how="left")
    by_number = pl.col("source_record_id").str.contains(pl.col("number"), literal=True)
    told = joined.join(issued, on=["true_person", "source_record_id"], how="left")
    return told.with_columns((by_number | pl.col("issued").fill_null(False)).alias("after"))


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
