"""The columns that records are compared by, one row a record, numbered in the order of record ids."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

import polars as pl

from wholeplace.linkage.addresses import with_place
from wholeplace.linkage.names.keys import with_name_keys, with_name_numbers
from wholeplace.linkage.names.written import name_key, name_part_keys
from wholeplace.sources.values.dates import known_birth_date

NOT_PEOPLE = ("organisation", "executors")
COMPARED_AT = ("home", "property")
FACT_DATES = {
    "event": ("date", "end_date"),
    "spell_reported": ("from_date", "to_date"),
    "exposure_reported": ("from_date", "to_date"),
}
ADOPTION_EVENTS = ("placed_for_adoption", "adoption_decision", "adopted")
ADULT_YEARS = 18
"""Only those under this age can be adopted (Adoption and Children Act 2002, section 49)."""
ADOPTION_STATES = ("looked_after_placed_for_adoption",)


def comparison_columns(
    tables: Mapping[str, pl.DataFrame], as_of: date, hide_kinds: Collection[str]
) -> pl.DataFrame:
    """Records of people with what they are compared by; `n` is the row's number.

    Organisations and executors are no people and are left out. Records with no name of their own are kept
    with nothing to be compared by (`linkable` false). seen_from and seen_to: first and last day, not after
    as_of, on which the source dealt with the person. adoption: whether there is any sign of one, from
    adopted_from on where that is known. young: not yet of age on as_of.
    """
    people = tables["record"].filter(~pl.col("name_kind").is_in(NOT_PEOPLE)).sort("record_id")
    columns = people.select(*_kept(), *_names(), *_birth(as_of), _sex())
    columns = with_name_numbers(with_name_keys(columns))
    seen = columns.join(_seen(tables, as_of), on="record_id", how="left", maintain_order="left")
    adopted = seen.join(_adopted(tables), on="record_id", how="left", maintain_order="left")
    adopted = adopted.with_columns(pl.col("adoption").fill_null(False))
    placed = adopted.join(
        _last_address(tables["address"], hide_kinds), on="record_id", how="left", maintain_order="left"
    )
    return placed.with_row_index("n")


def _kept() -> list[pl.Expr]:
    return [
        pl.col("record_id", "source", "layout", "file"),
        (pl.col("name_kind") == "person").alias("linkable"),
    ]


def _names() -> list[pl.Expr]:
    named = pl.col("name_kind") == "person"
    keys = {
        "given": "given_name",
        "family": "family_name",
        "former": "former_family_name",
        "preferred": "preferred_name",
    }
    single = [pl.when(named).then(name_key(pl.col(column))).alias(key) for key, column in keys.items()]
    every = name_part_keys("given_name", "middle_names", "preferred_name")
    return [
        *single,
        pl.when(named).then(name_part_keys("family_name")).alias("family_parts"),
        pl.when(named).then(every).alias("given_parts"),
        pl.when(named).then(name_key(pl.col("middle_names"))).alias("middle"),
    ]


def _birth(as_of: date) -> list[pl.Expr]:
    exact = pl.when(pl.col("birth_date_kind") == "exact").then(known_birth_date(pl.col("birth_date")))
    day, month = exact.dt.day(), exact.dt.month()
    swapped = pl.when((day <= 12) & (day != month)).then(pl.date(exact.dt.year(), day, month))
    grown = exact.dt.offset_by(f"{ADULT_YEARS}y") <= as_of
    return [
        exact.alias("birth_date"),
        (~grown).fill_null(False).alias("young"),
        swapped.alias("birth_swapped"),
        exact.dt.strftime("%Y%m%d").alias("birth_digits"),
    ]


def _sex() -> pl.Expr:
    return pl.when(pl.col("sex").is_in(["male", "female"])).then(pl.col("sex")).alias("sex")


def _seen(tables: Mapping[str, pl.DataFrame], as_of: date) -> pl.DataFrame:
    """First and last day by record, of what the source says itself and of its dated facts."""
    own = tables["record"].select(
        "record_id", pl.col("seen_from").alias("start"), pl.col("seen_to").alias("end")
    )
    facts = [
        tables[name].select("record_id", pl.col(start).alias("start"), pl.col(end).alias("end"))
        for name, (start, end) in FACT_DATES.items()
    ]
    known = [pl.when(pl.col(day) <= as_of).then(day) for day in ("start", "end")]
    each = pl.concat([own, *facts]).select(
        "record_id", seen_from=pl.min_horizontal(known), seen_to=pl.max_horizontal(known)
    )
    dated = each.drop_nulls("seen_from")
    return dated.group_by("record_id").agg(pl.col("seen_from").min(), pl.col("seen_to").max())


def _adopted(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    events = tables["event"].filter(pl.col("kind").is_in(ADOPTION_EVENTS)).select("record_id", "date")
    states = tables["spell_reported"].filter(pl.col("state").is_in(ADOPTION_STATES))
    signs = pl.concat([events, states.select("record_id", pl.col("from_date").alias("date"))])
    dated = signs.group_by("record_id").agg(pl.col("date").min().alias("adopted_from"))
    return dated.with_columns(pl.lit(True).alias("adoption"))


def _last_address(address: pl.DataFrame, hide_kinds: Collection[str]) -> pl.DataFrame:
    """The latest address that may be compared: an open one before an ended one, then the latest start."""
    placed = with_place(address, hide_kinds)
    usable = placed.filter(~pl.col("hidden") & pl.col("kind").is_in(COMPARED_AT))
    ordered = usable.sort(
        "record_id",
        pl.col("to_date").is_null(),
        "to_date",
        "from_date",
        "place",
        "postcode",
        descending=[False, True, True, True, False, False],
        nulls_last=True,
    )
    last = ordered.unique("record_id", keep="first", maintain_order=True)
    district = pl.col("postcode").str.extract(r"^(\S+) ", 1).alias("district")
    return last.select("record_id", "place", "postcode", district, "address_text")
