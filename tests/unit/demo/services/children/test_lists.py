"""The survey of special needs, transport, early help, and the register of general practices."""

from __future__ import annotations

from datetime import date

import polars as pl

from tests.unit.demo.services.children.conftest import rows
from wholeplace.demo.records import Sheet
from wholeplace.demo.services.children.send import census_day
from wholeplace.demo.world import World
from wholeplace.place import Place

Sent = dict[str, list[Sheet]]
FAR = pl.date(9999, 1, 1)


def test_the_survey_is_of_the_third_thursday_of_january() -> None:
    assert census_day(date(2026, 3, 31)) == date(2026, 1, 15)
    assert census_day(date(2026, 1, 10)) == date(2025, 1, 16)


def test_every_plan_in_force_is_in_the_survey(world: World, sent: Sent) -> None:
    day = date(2026, 1, 15)
    plans = world.spell.filter(
        pl.col("state").str.starts_with("ehc_plan"),
        pl.col("from_date") <= day,
        pl.col("to_date").fill_null(FAR) > day,
    )
    placed = rows(sent["send"], "placementdetail")
    assert set(placed["_fact"]) == {f"spell:{number}" for number in plans["spell"]}
    units = plans.filter(state="ehc_plan_mainstream_unit")
    assert placed.filter(senunitindicator="1").height == units.height


def test_assessments_of_the_year_end_as_they_did(world: World, sent: Sent, place: Place) -> None:
    day = date(2026, 1, 15)
    true = world.spell.filter(
        pl.col("state") == "ehc_needs_assessment", pl.col("from_date") <= day,
        pl.col("to_date").fill_null(FAR) >= date(2025, 1, 1),
    )  # fmt: skip
    requests = rows(sent["send"], "requests").filter(pl.col("requestoutcome") != "H")
    assert set(requests["_fact"]) == {f"spell:{number}" for number in true["spell"]}
    told = place.table("spell_reported").filter(source="send", state="ehc_needs_assessment")
    ended = pl.when(pl.col("to_date") <= day).then("to_date")
    days = ["from_date", "to_date"]
    assert sorted(told.select(days).rows(), key=str) == sorted(
        true.with_columns(to_date=ended).select(days).rows(), key=str
    )


def test_travel_support_is_told_with_its_days(world: World, place: Place) -> None:
    true = world.spell.filter(track="home_to_school_transport").select("from_date", "to_date")
    told = place.table("spell_reported").filter(source="school_transport").select("from_date", "to_date")
    assert sorted(told.rows(), key=str) == sorted(true.rows(), key=str)
    money = place.table("money_reported").filter(source="school_transport")
    assert money.height == told.height
    assert set(money["per"]) == {"week"}


def test_early_help_holds_each_case_and_the_family_round_it(world: World, sent: Sent, place: Place) -> None:
    true = world.spell.filter(state="early_help").select("from_date", "to_date")
    told = place.table("spell_reported").filter(source="early_help").select("from_date", "to_date")
    assert sorted(told.rows(), key=str) == sorted(true.rows(), key=str)
    people = rows(sent["early_help"], "people")
    mothers = people.drop_nulls("MOTHER_ID")
    assert set(mothers["MOTHER_ID"]) <= set(people["PERSON_ID"])
    grown = people.join(world.person.select(_person="person", birth_true="birth"), on="_person")
    assert grown.filter(pl.col("birth_true") < date(2000, 1, 1)).height > 0.3 * people.height
    families = people.drop_nulls("FAMILY_ID").group_by("FAMILY_ID").len()
    assert families.filter(pl.col("len") > 1).height > 0.5 * families.height


def test_needs_noted_early_are_true_but_for_a_few(world: World, sent: Sent) -> None:
    needs = rows(sent["early_help"], "needs")
    assert needs["_fact"].null_count() < 0.5 * needs.height
    true = needs.drop_nulls("_fact").join(
        world.exposure.select(
            pl.format("exposure:{}", "exposure").alias("_fact"), "person", "from_date", "to_date"
        ),
        on="_fact",
    )
    assert (true["_person"] == true["person"]).all()
    noted = true["NOTED_ON"].str.to_date("%d/%m/%Y")
    assert ((noted >= true["from_date"]) & (noted < true["to_date"].fill_null(date(9999, 1, 1)))).all()


def test_nearly_all_residents_are_registered_and_some_who_are_none(world: World, sent: Sent) -> None:
    here = world.address.filter(pl.col("area").is_not_null()).select("address")
    living = (
        world.residence.filter(pl.col("to_date").is_null())
        .join(here, on="address", how="semi")["person"]
        .unique()
    )
    register = rows(sent["gp"], "register")
    now = set(register.filter(pl.col("REGISTERED_TO").is_null())["_person"])
    assert 0.96 < len(now & set(living)) / len(living) < 0.999
    assert 0.02 < len(now - set(living)) / len(living) < 0.05
    assert register["NHS_NUMBER"].null_count() == 0


def test_conditions_are_true_ones_recorded_while_held(world: World, sent: Sent) -> None:
    conditions = rows(sent["gp"], "conditions")
    true = conditions.join(
        world.exposure.select(
            pl.format("exposure:{}", "exposure").alias("_fact"), "person", "from_date", "to_date"
        ),
        on="_fact",
    )
    assert true.height == conditions.height
    assert (true["_person"] == true["person"]).all()
    day = true["RECORDED_ON"].str.to_date("%Y-%m-%d")
    assert ((day >= true["from_date"]) & (day < true["to_date"].fill_null(date(9999, 1, 1)))).all()


def test_contacts_are_of_the_last_year_and_of_people_with_a_condition(world: World, sent: Sent) -> None:
    contacts, conditions = rows(sent["gp"], "contacts"), rows(sent["gp"], "conditions")
    assert set(contacts["NHS_NUMBER"]) <= set(conditions["NHS_NUMBER"])
    day = contacts["CONTACT_DATE"].str.to_date("%Y-%m-%d")
    assert day.min() > date(2025, 3, 30)
    assert day.max() <= world.as_of


def test_the_practice_hides_what_it_was_told_to_hide(world: World, sent: Sent) -> None:
    hidden = rows(sent["gp"], "register").filter(HIDE_ADDRESS="Y")
    assert hidden.height
    assert set(hidden["_person"]) <= set(world.safe.filter("flagged")["person"])
