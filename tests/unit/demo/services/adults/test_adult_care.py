"""Adult social care: support as it was, resubmitted each year, with carers tied to whom they care for."""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from wholeplace.demo.services.adults import adult_care
from wholeplace.sources.spec import load_codes

from .conftest import SEED


def true_support(world) -> pl.DataFrame:
    return world.spell.filter(
        pl.col("track").is_in(["adult_social_care", "carer_support"]), pl.col("from_date") <= world.as_of
    )


def test_each_period_of_support_is_told_once_with_its_dates(world, sent):
    told = sent.told("spell_reported").filter(source="adult_care")
    columns = ["person", "track", "state", "from_date", "to_date"]
    known = true_support(world).with_columns(
        pl.when(pl.col("to_date") <= world.as_of).then("to_date").alias("to_date")
    )
    assert sorted(told.select(columns).rows(), key=str) == sorted(known.select(columns).rows(), key=str)


def test_the_latest_year_has_labels_of_release_two_and_earlier_ones_of_release_one(sent):
    newer = {
        code.code for name in ("service_type", "client_type") for codes in load_codes("cld")[name].values()
        for code in codes if code.from_year == 2025
    }  # fmt: skip
    *older, latest = sent.sheets["adult_care"]
    said = [set(one.rows["Service Type"].drop_nulls()) | set(one.rows["Client Type"]) for one in older]
    assert not newer & set().union(*said)
    assert newer & (set(latest.rows["Service Type"].drop_nulls()) | set(latest.rows["Client Type"]))


def test_each_event_names_the_truth_it_is_of(world, sent):
    facts = pl.concat(pl.Series(one.fact).drop_nulls() for one in sent.sheets["adult_care"])
    spells = facts.filter(facts.str.starts_with("spell:")).str.slice(6).cast(pl.Int64).unique()
    assert set(spells) == set(true_support(world)["spell"])


def test_carers_are_tied_to_adults_whom_the_council_supports(world, sent):
    ties = sent.told("relation").filter(source="adult_care")
    supported = world.spell.filter(pl.col("track") == "adult_social_care")["person"]
    others = sent.told("relation").filter(source="adult_care").select("person", "other_record_id")
    whose = sent.told("event").select(other_record_id="record_id", other="person").unique()
    pairs = others.join(whose, on="other_record_id").select("person", "other").unique()
    assert ties.height > 0
    assert set(ties["kind"]) == {"cared_for"}
    assert set(pairs["other"]) <= set(supported) | set(world.exposure["person"])
    assert pairs.filter(pl.col("person") == pl.col("other")).is_empty()


def test_postcodes_are_left_out_where_the_council_was_told_to_hide_them(world):
    everybody = world.person.select(
        "person", kind=pl.lit("survivor"), from_date="birth", flagged=pl.lit(True), carried_over=pl.lit(False)
    )
    plain, hidden = (
        pl.concat(one.rows for one in adult_care.sheets(replace(world, safe=safe), SEED))[
            "Postcode"
        ].null_count()
        for safe in (world.safe.clear(), everybody)
    )
    assert hidden > 10 * plain
