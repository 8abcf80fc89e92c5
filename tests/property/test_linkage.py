"""Promises of linkage on places made by chance."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.support.link_places import SHAPES, USUAL, Linked, linked_frames, table
from wholeplace.linkage.people.components import components

SOURCES = ("gp", "school", "social", "tax")
GIVEN, FAMILY = ("Orla", "Orna", "O", "Ivor", "Nell"), ("Tansley", "Hollis", "Tansley-Hollis")
DAYS = (date(2010, 3, 4), date(2010, 4, 3), date(2010, 3, 5), date(1980, 11, 28))
SEEDS = st.integers(0, 10_000)
Rows = list[dict[str, Any]]


def random_place(seed: int) -> dict[str, pl.DataFrame]:
    """Few names, dates, numbers and addresses, so that records meet and clash in every way."""
    chance = Random(seed)
    ids = [f"r{number:02}" for number in range(chance.randint(2, 30))]
    source = {name: chance.choice(SOURCES) for name in ids}

    def of(name: str, **more: Any) -> dict[str, Any]:
        return {"record_id": name, "source": source[name], **more}

    def some(share: float) -> list[str]:
        return [name for name in ids if chance.random() < share]

    def day() -> date:
        return date(2015, 1, 1) + timedelta(days=400 * chance.randint(0, 8))

    record = [
        of(
            name, given_name=chance.choice(GIVEN), family_name=chance.choice(FAMILY),
            birth_date=chance.choice((*DAYS, None)), sex=chance.choice(("male", "female", "unknown")),
        )
        for name in ids
    ]  # fmt: skip
    identifier = [
        of(name, scheme=scheme, value=f"{chance.randint(1, 3)}", verified=chance.choice((True, True, False)))
        for scheme in ("nhs_number", "upn", "former_upn", "la_child_id")
        for name in some(0.3)
    ]
    address = [
        of(name, uprn=chance.choice("12"), from_date=day(), hidden=chance.random() < 0.1)
        for name in some(0.7)
    ]
    relation = [
        of(
            name,
            kind=chance.choice(("mother", "spouse_or_partner", "sibling")),
            other_record_id=chance.choice(ids),
        )
        for name in some(0.4)
    ]
    event = [of(name, kind=chance.choice(("visit", "adopted")), date=day()) for name in some(0.3)]
    rows = {
        "record": record,
        "identifier": identifier,
        "address": address,
        "relation": relation,
        "event": event,
    }
    return {name: shaped(name, found) for name, found in rows.items()}


def shaped(name: str, rows: Rows) -> pl.DataFrame:
    if not rows:
        return table(name)
    frame = pl.DataFrame(rows, infer_schema_length=None)
    absent = [pl.lit(value).alias(key) for key, value in USUAL[name].items() if key not in frame.columns]
    frame = frame.with_columns(absent).with_columns(pl.int_range(pl.len()).cast(pl.String).alias("fact_id"))
    if name == "record":
        kind = pl.when(pl.col("birth_date").is_null()).then(pl.lit("unknown")).otherwise(pl.lit("exact"))
        frame = frame.with_columns(
            kind.alias("birth_date_kind"), pl.col("record_id").alias("source_record_id")
        )
    return SHAPES[name].shape(frame)


def same(one: Linked, other: Linked) -> bool:
    return all(one[name].equals(other[name]) for name in one.tables)


@settings(max_examples=8, derandomize=True, deadline=None)
@given(SEEDS)
def test_what_holds_in_every_place(seed: int) -> None:
    tables = random_place(seed)
    place = linked_frames(tables)
    everyone_is_one_person(place, tables)
    nobody_has_two_numbers(place, tables)
    the_hidden_are_alone(place)
    assert same(place, linked_frames(tables, after=place)), "a second run remembers and changes nothing"


def everyone_is_one_person(place: Linked, tables: dict[str, pl.DataFrame]) -> None:
    assert place["record_person"]["record_id"].to_list() == tables["record"]["record_id"].to_list()
    assert set(place["person"]["person_id"]) == set(place["record_person"]["person_id"])
    assert place["person"]["records"].sum() == tables["record"].height


def nobody_has_two_numbers(place: Linked, tables: dict[str, pl.DataFrame]) -> None:
    numbers = tables["identifier"].filter(pl.col("scheme") == "nhs_number", pl.col("verified"))
    own = numbers.filter(pl.col("value").n_unique().over("record_id") == 1)
    each = (
        own.join(place["record_person"], on="record_id").group_by("person_id").agg(pl.col("value").n_unique())
    )
    assert each.filter(pl.col("value") > 1).is_empty()


def the_hidden_are_alone(place: Linked) -> None:
    hidden = place["residence"].filter("hidden")
    assert hidden["address_id"].null_count() == hidden.height
    shared = place["residence"].join(hidden.select("household_id").unique(), on="household_id")
    people = shared.group_by("household_id").agg(pl.col("person_id").n_unique())
    assert people.filter(pl.col("person_id") > 1).is_empty()


@settings(max_examples=5, derandomize=True, deadline=None)
@given(SEEDS)
def test_the_order_of_rows_and_the_number_of_threads_make_no_difference(seed: int) -> None:
    tables = random_place(seed)
    mixed = {name: frame.sample(fraction=1.0, shuffle=True, seed=seed) for name, frame in tables.items()}
    assert same(linked_frames(tables), linked_frames(mixed, jobs=2))


@settings(max_examples=5, derandomize=True, deadline=None)
@given(SEEDS, SEEDS)
def test_every_id_of_before_is_still_there_or_its_history_is(seed: int, later: int) -> None:
    first = linked_frames(random_place(seed))
    second = linked_frames(random_place(later), after=first)
    gone = set(first["person"]["person_id"]) - set(second["person"]["person_id"])
    assert gone <= set(second["person_history"]["person_id"])


@settings(max_examples=60, derandomize=True, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 19), st.integers(0, 19)), max_size=30))
def test_components_are_the_finest_partition_that_keeps_links_together(links: list[tuple[int, int]]) -> None:
    frame = pl.DataFrame(links, schema={"a": pl.UInt32, "b": pl.UInt32}, orient="row")
    groups = {n: {n} for n in range(20)}
    for a, b in links:
        joined = groups[a] | groups[b]
        groups.update(dict.fromkeys(joined, joined))
    assert components(20, frame).tolist() == [min(groups[n]) for n in range(20)]
