"""Police: who had which part, by poor particulars."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from wholeplace.demo.services.adults import police

from .conftest import SEED


def test_victims_of_domestic_abuse_are_told_of_as_such(world, sent):
    truly = world.event.filter(pl.col("kind") == "police_domestic_abuse")["person"].unique()
    told = sent.told("exposure_reported").filter(source="police", factor="domestic_abuse")["person"].unique()
    assert sorted(told) == sorted(truly)


def test_the_one_who_harmed_is_a_suspect_in_the_same_event(world):
    abuse = world.event.filter(pl.col("kind") == "police_domestic_abuse").head(3)
    other = world.person["person"].head(3) + 40
    events = abuse.with_columns(pl.Series("other", other))
    parts = {one.table: one for one in police.sheets(replace(world, event=events), SEED)}["person_event"]
    rows = parts.rows.with_columns(person=parts.person)
    roles = (
        rows.filter(pl.col("person").is_in([*abuse["person"], *other]))
        .group_by("Event Reference")
        .agg("Role")
    )
    assert sum(sorted(found) == ["SUSPECT", "VICTIM"] for found in roles["Role"]) == 3


def test_an_address_is_left_out_where_the_force_was_told_to_hide_it(world, sent):
    persons = sent.table("police", "person")
    assert 0 < persons.rows["Home Address"].null_count() < persons.rows.height
    assert persons.rows["Date of Birth"].null_count() > 0
    unknown = persons.rows.filter(pl.col("Date of Birth").is_null())
    assert unknown["Age"].null_count() < unknown.height


def test_some_are_entered_afresh(world):
    twice = pl.concat([world.event] * 6).with_columns(pl.int_range(pl.len()).cast(pl.Int64).alias("event"))
    persons = {one.table: one for one in police.sheets(replace(world, event=twice), SEED)}["person"]
    counts = pl.DataFrame({"person": persons.person}).group_by("person").len()
    assert counts["len"].max() > 1
    assert persons.own.n_unique() == persons.rows.height


def test_telephones_are_of_nobodys_range(sent):
    said = sent.table("police", "person").rows["Telephone"].drop_nulls()
    assert said.str.starts_with("07700 900").all()
    assert len(said) > 0
