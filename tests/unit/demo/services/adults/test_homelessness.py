"""Homelessness: one case for a home, known by one applicant."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from wholeplace.demo.services.adults import homelessness

from .conftest import SEED

STEPS = (
    ("prevention", date(2023, 1, 10), date(2023, 2, 20)), ("relief", date(2023, 2, 20), date(2023, 4, 1)),
    ("temporary_accommodation", date(2023, 4, 1), date(2023, 12, 1)),
    ("prevention", date(2025, 6, 1), date(2025, 7, 1)),
)  # fmt: skip


@pytest.fixture(scope="module")
def homes(world) -> pl.DataFrame:
    """Everyone who lived in ten homes with a child the whole time."""
    stays = world.residence.filter(pl.col("why") == "start", pl.col("to_date").is_null())
    sizes = (
        stays.group_by("household")
        .agg(pl.len(), pl.col("person").min().alias("first"))
        .filter(pl.col("len") > 2)
    )
    first = sizes.sort("household").head(10)
    return (
        stays.join(first, on="household", how="semi")
        .select("household", "person")
        .sort("household", "person")
    )


@pytest.fixture(scope="module")
def tables(world, homes):
    steps = pl.DataFrame(STEPS, schema=["state", "from_date", "to_date"], orient="row")
    spells = homes.join(steps, how="cross").with_columns(track=pl.lit("homelessness"))
    spells = spells.with_columns(pl.int_range(pl.len(), dtype=pl.Int64).alias("spell"))
    changed = replace(world, spell=spells.select(world.spell.columns).cast(dict(world.spell.schema)))
    return {one.table: one for one in homelessness.sheets(changed, SEED)}


def test_a_home_that_comes_again_after_long_has_a_second_case(homes, tables):
    assert tables["personal"].rows.height == 2 * homes["household"].n_unique()
    assert tables["prevention"].rows.height == 2 * homes["household"].n_unique()
    assert tables["relief"].rows.height == tables["temporary_accommodation"].rows.height == 10


def test_the_applicant_is_one_adult_of_the_home_and_the_others_stand_under_the_case(world, homes, tables):
    leads = pl.DataFrame({"person": tables["personal"].person, "case": tables["personal"].own})
    others = pl.DataFrame({"person": tables["people"].person, "case": tables["people"].rows["CASEREF"]})
    whole = pl.concat([leads, others]).unique().join(homes, on="person")
    assert whole.group_by("case").agg(pl.col("household").n_unique())["household"].max() == 1
    sizes = whole.group_by("household").agg(pl.col("person").n_unique().alias("named"))
    known = homes.group_by("household").len().join(sizes, on="household")
    assert known.filter(pl.col("named") != pl.col("len")).is_empty()
    born = leads.join(world.person, on="person")["birth"]
    assert born.max() < date(2005, 1, 10)


def test_each_period_has_its_days_and_its_spell(tables):
    rows = tables["relief"].rows
    assert set(rows["RELIEFSTART"]) == {"2023-02-20"}
    assert set(rows["RELIEFEND"]) == {"2023-04-01"}
    assert tables["relief"].fact.str.starts_with("spell:").all()


def test_others_are_known_by_birth_date_and_sex_alone(tables):
    assert set(tables["people"].rows.columns) == {
        "CASEREF",
        "PERSONNO",
        "RELATIONSHIP",
        "PERSONDOB",
        "PERSONGENDER",
    }
    assert set(tables["people"].rows["RELATIONSHIP"]) == {"Child", "Partner or other adult"}


def test_every_duty_of_an_applicant_is_read(world, sent):
    told = sent.told("spell_reported").filter(source="homelessness")
    facts = [
        one.fact for one in sent.sheets["homelessness"] if one.fact is not None and one.table != "support"
    ]
    spells = pl.concat(facts).str.slice(6).cast(pl.Int64).alias("spell").to_frame()
    true = spells.join(world.spell, on="spell")
    columns = ["person", "state", "from_date"]
    assert sorted(told.select(columns).rows()) == sorted(true.select(columns).rows())
