"""Who is who: the store's grouping of registrations into people against the true one."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import reduce
from operator import add
from typing import Any

import polars as pl

from wholeplace.score.clusters import agreement, agreement_by
from wholeplace.score.codes import coded
from wholeplace.score.share import simple

Tables = Mapping[str, pl.DataFrame]

AGES = (5, 11, 16, 25, 45, 65, 85)
BANDS = ("00 to 04", "05 to 10", "11 to 15", "16 to 24", "25 to 44", "45 to 64", "65 to 84", "85 and over")


def registrations(record_person: pl.DataFrame, tables: Tables) -> pl.DataFrame:
    """One row a true registration: source, source_record_id, true_person, record_id, person_id, row.

    record_id is null where the store did not accept it, person_id where it did not link it. Where the truth
    names two people for one of a source's own ids, the one of the table that the store read it from stands.
    Rows are numbered by source and the source's own id.
    """
    own = ["source", "source_record_id"]
    read = tables["record"].select(*own, "record_id", read_table="layout_table")
    found = record_person.join(read, on=own, how="left", maintain_order="left")
    other = (pl.col("layout_table") != pl.col("read_table")).fill_null(False)
    order = [*own, "other", "layout_table", "true_person"]
    one = found.with_columns(other=other).sort(order).unique(own, keep="first", maintain_order=True)
    linked = tables["record_person"].select("record_id", "person_id")
    rows = one.select(*own, "true_person", "record_id").join(
        linked, on="record_id", how="left", maintain_order="left"
    )
    return rows.with_row_index("row")


def score_people(
    rows: pl.DataFrame,
    tables: Tables,
    as_of: date,
    *,
    person: pl.DataFrame | None,
    residence: pl.DataFrame | None,
    forbidden: pl.DataFrame | None,
) -> dict[str, Any]:
    """rows: as `registrations` gives them. `all`: every registration; `read`: those that the store accepted."""
    things = _things(rows).join(_described(rows, person, as_of), on="true_person", how="left")
    accepted = things.filter(pl.col("record_id").is_not_null())
    return {
        "registrations": rows.height,
        "accepted": accepted.height,
        "without_truth": _without_truth(rows, tables),
        "all": agreement(things),
        "read": agreement(accepted),
        "by_source": agreement_by(things, "source"),
        "by_age": None if person is None else agreement_by(things, "age"),
        "by_origin": None if person is None else agreement_by(things, "origin"),
        "known": None if person is None else _known(rows, person),
        "false_in_one_household": None if residence is None else _false_at_home(rows, residence),
        "forbidden_joins": None if forbidden is None else _forbidden(rows, forbidden),
    }


def _things(rows: pl.DataFrame) -> pl.DataFrame:
    true, found = coded(rows["true_person"])[0], coded(rows["person_id"])[0]
    return rows.with_columns(true=true, found=found, unit=true)


def _described(rows: pl.DataFrame, person: pl.DataFrame | None, as_of: date) -> pl.DataFrame:
    """Age band and origin of each true person."""
    if person is None:
        return rows.select("true_person").unique()
    born = pl.col("birth_month")
    years = ((as_of.year - born.dt.year()) * 12 + as_of.month - born.dt.month()) // 12
    band = reduce(add, [(years >= age).cast(pl.Int64) for age in AGES])
    age = band.replace_strict(dict(enumerate(BANDS)), default=None, return_dtype=pl.String)
    return person.select("true_person", "origin", age=age).unique("true_person")


def _without_truth(rows: pl.DataFrame, tables: Tables) -> int:
    known = rows.select("record_id").drop_nulls()
    return tables["record"].join(known, on="record_id", how="anti").height


def _known(rows: pl.DataFrame, person: pl.DataFrame) -> dict[str, Any]:
    """The share of all true people of whom the store holds any record."""
    held = rows.filter(pl.col("record_id").is_not_null()).select("true_person").unique()
    return simple(person.join(held, on="true_person", how="semi").height, person.height)


def _false_at_home(rows: pl.DataFrame, residence: pl.DataFrame) -> dict[str, Any]:
    """Of pairs wrongly put together, the share of two people who lived in one household at one time.

    Pairs of people are listed only within a household and a person of the store, both of which are small.
    """
    cells = rows.drop_nulls("person_id").group_by("person_id", "true_person").agg(n=pl.len().cast(pl.Int64))
    all_pairs = pl.col("n").sum() * (pl.col("n").sum() - 1) - (pl.col("n") * (pl.col("n") - 1)).sum()
    wrong = cells.group_by("person_id").agg(pairs=all_pairs // 2, people=pl.len())
    mixed = cells.join(wrong.filter(pl.col("people") > 1).select("person_id"), on="person_id", how="semi")
    homes = mixed.join(residence, on="true_person")
    both = homes.join(homes, on=["person_id", "true_household"], suffix="_b").filter(
        pl.col("true_person") < pl.col("true_person_b"),
        pl.col("from") < pl.col("to_b").fill_null(date.max),
        pl.col("from_b") < pl.col("to").fill_null(date.max),
    )
    couples = both.unique(["person_id", "true_person", "true_person_b"])
    return simple(int((couples["n"] * couples["n_b"]).sum()), int(wrong["pairs"].sum()))


def _forbidden(rows: pl.DataFrame, forbidden: pl.DataFrame) -> dict[str, Any]:
    """Of pairs of registrations that must never be joined, how many are, and for what reason."""
    who = rows.drop_nulls("person_id").select("source", "source_record_id", "person_id")
    pairs = forbidden.with_row_index("pair")
    for side in "ab":
        mine = who.select(
            pl.col("source").alias(f"{side}_source"),
            pl.col("source_record_id").alias(f"{side}_id"),
            pl.col("person_id").alias(side),
        )
        pairs = pairs.join(mine, on=[f"{side}_source", f"{side}_id"], how="left")
    joined = pairs.filter(pl.col("a") == pl.col("b"))
    why = joined.group_by(pl.col("why").fill_null("unknown")).len().sort("why")
    return {"joined": joined.height, "of": forbidden.height, "by_reason": dict(why.iter_rows())}
