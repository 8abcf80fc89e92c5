"""All that the services send is read: nothing is refused but what was spoiled on purpose."""

from __future__ import annotations

import polars as pl
from polars.testing import assert_frame_equal

from tests.support.small_world import small_world
from wholeplace.demo.records import spoil

from .conftest import SEED, SERVICES, read

HARMLESS = {
    "missing_value",
    "duplicate_identifier",
    "failed_check",
    "not_a_postcode",
    "not_a_uprn",
    "no_rows",
}


def test_every_row_is_accepted(sent):
    arrival = sent.place.table("arrival")
    sizes = {sheet.file: sheet.rows.height for sheets in sent.sheets.values() for sheet in sheets}
    assert arrival["refused"].sum() == 0
    assert arrival["accepted"].sum() == sum(sizes.values())
    assert set(arrival["source"]) == {one.name for one in SERVICES}


def test_warnings_are_of_what_a_person_or_their_registration_lacks(sent):
    assert set(sent.place.table("refused")["rule"]) <= HARMLESS


def test_every_record_is_known_to_be_somebodys_or_nobodys(sent):
    records = sent.place.table("record", purpose="tests").select("source", "source_record_id")
    whose = sent.whose().rename({"own": "source_record_id"})
    assert records.join(whose, on=["source", "source_record_id"], how="anti").is_empty()
    assert whose.join(records, on=["source", "source_record_id"], how="anti").is_empty()
    several = whose.group_by("source", "source_record_id").agg(pl.col("person").n_unique())
    assert several.filter(pl.col("person") > 1).is_empty()


def test_only_spoiled_rows_are_refused(world, tmp_path):
    planted: list[pl.DataFrame] = []

    def change(sheet):
        spoiled, defects = spoil(sheet, SEED)
        planted.append(defects)
        return spoiled

    spoiled = read(world, tmp_path, change)
    # Facts of a client whose own row was refused are refused with it.
    refused = spoiled.place.table("refused").filter(
        pl.col("level") == "row", pl.col("rule") != "child_without_header"
    ).group_by("source", "rule").len()  # fmt: skip
    defects = pl.concat(planted).filter(pl.col("rule").is_in(refused["rule"].implode()))
    assert_frame_equal(
        refused.sort("source", "rule"), defects.group_by("source", "rule").len().sort("source", "rule")
    )
    assert refused["len"].sum() > 5


def test_one_seed_one_content_and_another_seed_another():
    world = small_world(400)
    for service in SERVICES:
        first, again, other = (service.sheets(world, seed) for seed in (1, 1, 2))
        for one, two in zip(first, again, strict=True):
            assert one.rows.equals(two.rows)
            assert one.person.equals(two.person)
        assert any(not one.rows.equals(two.rows) for one, two in zip(first, other, strict=False))


def test_nobody_is_met_after_the_last_day(sent):
    world_end = sent.place.config.as_of
    assert sent.place.table("event")["date"].max() <= world_end
    assert sent.place.table("spell_reported")["from_date"].max() <= world_end
