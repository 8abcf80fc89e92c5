"""What rows shown to a person may hold of people who must be safe, whatever the purpose.

Stored tables keep what planning counts. Rows that leave the place pass here: before a query runs, what would tell
where a hidden person is or who helps them is covered; after it, rows that hold two people who must not be shown
together are left out.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations

import polars as pl

from wholeplace.linkage.safety.shield import NOT_TOGETHER, hidden_since

WITHHELD = "withheld"
SERVES = (
    "service", "agency", "source", "sources", "team", "code", "outcome", "service_list", "layout", "layout_table",
    "file", "source_record_id",
)  # fmt: skip
"""Columns that may tell which school, office or town serves somebody."""
WHERE = ("address_text", "postcode", "uprn", "address_id", "area")
NUMBERS = ("nhs_number", "upn", "former_upn", "uln", "nino")
DAYS = (("date", "end_date"), ("from_date", "to_date"), ("month", "month"), ("seen_from", "seen_to"))


@dataclass(frozen=True)
class Cover:
    """Whose rows are covered. person: record_id to person_id. protection: the table."""

    person: pl.DataFrame
    protection: pl.DataFrame


def covered(frame: pl.DataFrame, cover: Cover) -> pl.DataFrame:
    """A stored table as its rows may be shown."""
    key = next((name for name in ("person_id", "record_id") if name in frame.columns), None)
    if key is None or cover.protection.is_empty():
        return frame
    owner = (
        frame if key == "person_id" else frame.join(cover.person, on=key, how="left", maintain_order="left")
    )
    return _sealed(_hidden(owner, cover), cover).select(frame.columns)


def _hidden(frame: pl.DataFrame, cover: Cover) -> pl.DataFrame:
    """Services and addresses of hidden people covered from the day on which they are hidden."""
    joined = frame.join(hidden_since(cover.protection), on="person_id", how="left", maintain_order="left")
    hidden = pl.col("protected").fill_null(False) & _in_hiding(frame.columns)
    serves, where = ([name for name in names if name in frame.columns] for names in (SERVES, WHERE))
    return joined.with_columns(
        *(pl.when(hidden).then(pl.lit(WITHHELD)).otherwise(name).alias(name) for name in serves),
        *(pl.when(~hidden).then(name).alias(name) for name in where),
    )


def _in_hiding(columns: list[str]) -> pl.Expr:
    """Whether a row may be of the time in hiding; one without dates may."""
    found = next((days for days in DAYS if set(days) <= set(columns)), None)
    if found is None:
        return pl.lit(True)
    first, last = found
    end = pl.col(last) if last == "to_date" else pl.coalesce(last, first)
    after = (end >= pl.col("since")).fill_null(True)
    return after & (pl.col(first) < pl.col("until")).fill_null(True)


def _sealed(frame: pl.DataFrame, cover: Cover) -> pl.DataFrame:
    """Numbers and former names of people with two identities covered."""
    two = cover.protection.filter(pl.col("kind") == "two_identities")
    ids = pl.concat([two["person_id"], two["other_person_id"]]).unique()
    sealed = pl.col("person_id").is_in(ids.implode())
    if {"scheme", "value"} <= set(frame.columns):
        number = sealed & pl.col("scheme").is_in(NUMBERS)
        frame = frame.with_columns(pl.when(number).then(pl.lit(WITHHELD)).otherwise("value").alias("value"))
    if "former_family_name" in frame.columns:
        frame = frame.with_columns(pl.when(~sealed).then("former_family_name").alias("former_family_name"))
    return frame


def parted(frame: pl.DataFrame, cover: Cover) -> pl.DataFrame:
    """Rows of any result without those that hold both of two people who must not be shown together.

    Somebody is held where their person_id or one of their record ids stands in any column.
    """
    apart = cover.protection.filter(pl.col("kind").is_in(NOT_TOGETHER)).select("person_id", "other_person_id")
    both = pl.concat([apart, apart.select(person_id="other_person_id", other_person_id="person_id")]).unique()
    concerned = cover.person.filter(pl.col("person_id").is_in(both["person_id"].implode()))
    person = dict(concerned.iter_rows()) | {one: one for one in both["person_id"]}
    texts = [name for name, kind in frame.schema.items() if kind == pl.String]
    held = [name for name in texts if frame[name].is_in(list(person)).any()]
    if len(held) < 2:
        return frame
    owners = frame.select(pl.col(name).replace(person) for name in held).with_row_index("row")
    out = pl.concat([_both(owners, a, b, both) for a, b in combinations(held, 2)]).unique()
    return frame.with_row_index("row").filter(~pl.col("row").is_in(out.implode())).drop("row")


def _both(owners: pl.DataFrame, a: str, b: str, apart: pl.DataFrame) -> pl.Series:
    return owners.join(apart, left_on=[a, b], right_on=["person_id", "other_person_id"], how="semi")["row"]


def cover_of(read: Callable[[str], pl.DataFrame]) -> Cover:
    """The cover of a place. read: a stored table by name."""
    protection = read("protection")
    person = read("record_person").select("record_id", "person_id")
    return Cover(person, protection)
