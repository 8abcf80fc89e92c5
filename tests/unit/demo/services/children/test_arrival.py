"""What the services that meet children send is read whole: nothing is refused but what was planted."""

from __future__ import annotations

from dataclasses import replace

import polars as pl
import pytest

from tests.unit.demo.services.children.conftest import NAMES, SEED
from wholeplace.demo.records import Sheet
from wholeplace.demo.services import SERVICES
from wholeplace.demo.world import World
from wholeplace.place import Place

# What registering people wrongly may bring about: numbers, birth dates and addresses that cannot be.
OF_REGISTERING = {
    "failed_check", "date_in_future", "impossible_date", "unparseable_date", "duplicate_identifier", "not_a_postcode",
    "not_a_uprn", "missing_value",
}  # fmt: skip


@pytest.mark.parametrize("source", NAMES)
def test_every_row_arrives(source: str, sent: dict[str, list[Sheet]], place: Place) -> None:
    arrival = place.table("arrival").filter(pl.col("source") == source)
    assert arrival["refused"].sum() == 0
    counted = dict(arrival.group_by("layout_table").agg(pl.col("accepted").sum()).rows())
    sheets = pl.DataFrame(
        [(one.table, one.rows.height) for one in sent[source]], schema=["table", "rows"], orient="row"
    )
    assert counted == dict(sheets.group_by("table").agg(pl.col("rows").sum()).rows())


def test_only_mistakes_in_registering_are_warned_of(place: Place) -> None:
    assert set(place.table("refused")["rule"]) <= OF_REGISTERING


@pytest.mark.parametrize("source", NAMES)
def test_records_are_those_that_the_sheets_name(
    source: str, sent: dict[str, list[Sheet]], place: Place
) -> None:
    named = {(one.table, own) for one in sent[source] for own in one.own.drop_nulls().to_list()}
    record = place.table("record").filter(pl.col("source") == source)
    assert set(record.select("layout_table", "source_record_id").rows()) == named


def test_every_fact_is_one_of_the_world_and_of_somebody_in_it(
    world: World, sent: dict[str, list[Sheet]]
) -> None:
    known = {
        *(f"spell:{number}" for number in world.spell["spell"]),
        *(f"exposure:{number}" for number in world.exposure["exposure"]),
        *(f"event:{number}" for number in world.event["event"]),
    }
    people = set(world.person["person"])
    for one in (one for sheets in sent.values() for one in sheets):
        told = [] if one.fact is None else one.fact.drop_nulls().str.split(" ").explode().to_list()
        assert set(told) <= known, one.table
        assert set(one.person.drop_nulls()) <= people, one.table


def test_periods_told_are_of_the_person_whose_row_it_is(world: World, sent: dict[str, list[Sheet]]) -> None:
    whose = world.spell.select(pl.format("spell:{}", "spell").alias("fact"), "person")
    for one in (one for sheets in sent.values() for one in sheets if one.fact is not None):
        told = pl.DataFrame({"fact": one.fact, "of": one.person}).join(whose, on="fact")
        assert told.filter(pl.col("of") != pl.col("person")).is_empty(), one.table


def test_the_same_world_in_another_order_sends_the_same(world: World, sent: dict[str, list[Sheet]]) -> None:
    frames = ("person", "spell", "exposure", "event", "residence", "tie", "address")
    turned = replace(world, **{name: getattr(world, name).reverse() for name in frames})
    for service in SERVICES:
        if service.name in NAMES:
            again = service.sheets(turned, SEED)
            assert [one.table for one in again] == [one.table for one in sent[service.name]]
            for before, after in zip(sent[service.name], again, strict=True):
                assert before.rows.equals(after.rows), (service.name, before.table)
                assert before.content == after.content


def test_another_seed_registers_people_otherwise(world: World, sent: dict[str, list[Sheet]]) -> None:
    service = next(one for one in SERVICES if one.name == "send")
    assert not service.sheets(world, SEED + 1)[1].rows.equals(sent["send"][1].rows)
