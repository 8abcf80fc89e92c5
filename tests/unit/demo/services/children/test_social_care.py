"""What children's social care holds: whom, under which numbers, and how near to what is true."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import polars as pl

from tests.unit.demo.services.children.conftest import SEED, read_source, rows
from wholeplace.demo.records import Sheet, write
from wholeplace.demo.services.children.looked_after import year_start
from wholeplace.demo.services.children.social_care import safeguarding
from wholeplace.demo.services.children.social_care.case import social_care
from wholeplace.demo.services.children.social_care.contacts import no_action
from wholeplace.demo.services.children.social_care.noted import MOST
from wholeplace.demo.services.children.social_care.stays import PLACEMENTS, placements
from wholeplace.demo.world import World
from wholeplace.place import Place
from wholeplace.sources.spec import load_codes

Sent = dict[str, list[Sheet]]
FAR = pl.date(9999, 1, 1)


def test_a_child_has_one_number_in_all_three_returns(sent: Sent) -> None:
    numbers = {}
    for source, table, column in (
        ("safeguarding", "person", "pers_person_id"), ("looked_after", "header", "CHILD"),
        ("children_in_need", "child", "LAchildID"),
    ):  # fmt: skip
        numbers[source] = set(rows(sent[source], table)[column])
    assert numbers["looked_after"]
    assert numbers["children_in_need"]
    assert numbers["looked_after"] | numbers["children_in_need"] <= numbers["safeguarding"]


def test_all_true_periods_of_need_and_care_are_told(world: World, place: Place) -> None:
    """One period told for each true one, with its days; a child's whole time in need stands beside them."""
    true = world.spell.filter(
        pl.col("track") == "childrens_help", ~pl.col("state").is_in(["early_help", "care_leaver"])
    )
    spells = place.table("spell_reported").filter(
        pl.col("source") == "safeguarding", pl.col("withheld").is_null()
    )
    columns = ["state", "from_date", "to_date"]
    told = spells.group_by(columns).len("told")
    due = true.group_by(columns).len("due")
    both = due.join(told, on=columns, how="left", nulls_equal=True)
    assert both.filter(pl.col("told").fill_null(0) < pl.col("due")).is_empty()
    care = spells.filter(pl.col("state").str.starts_with("looked_after"))
    assert care.height == true.filter(pl.col("state").str.starts_with("looked_after")).height


def test_a_time_in_need_covers_all_that_happened_in_it(world: World) -> None:
    case = social_care(world, SEED)
    inside = case.spell.drop_nulls("need").join(
        case.need.select("need", start="from_date", end="to_date"), on="need"
    )
    assert inside.height
    assert (inside["from_date"] >= inside["start"]).all()
    assert (inside["to_date"].fill_null(date(9999, 1, 1)) <= inside["end"].fill_null(date(9999, 1, 1))).all()
    spans = case.need.sort("person", "from_date").select(
        "person", "from_date", pl.col("to_date").shift(1).over("person").alias("before")
    )
    assert (spans["from_date"] > spans["before"]).all()


def test_most_true_circumstances_are_noted_and_few_false_ones(world: World) -> None:
    case = social_care(world, SEED)
    true = case.factor.drop_nulls("exposure").join(
        world.exposure.select("exposure", "from_date", "to_date"), on="exposure"
    )
    dated = true.join(case.assessment.select("assessment", "date"), on="assessment")
    assert ((dated["from_date"] - dated["date"]).dt.total_days() <= 60).all()
    assert case.factor.select(["assessment", "code"]).is_duplicated().sum() == 0
    assert 0.005 < case.factor["exposure"].null_count() / case.assessment.height < 0.08
    assert not set(case.factor["code"]) - set(load_codes("cin")["assessment_factor"])


def test_about_seven_in_ten_of_a_mothers_are_noted_at_each_assessment(world: World) -> None:
    case = social_care(world, SEED)
    asked = case.assessment.join(world.person.select("person", "mother"), on="person").drop_nulls("mother")
    held = world.exposure.filter(pl.col("factor").is_in(["mental_ill_health", "domestic_abuse"])).join(
        asked.select("assessment", "date", person="mother"), on="person"
    )
    held = held.filter(
        pl.col("from_date") <= pl.col("date"), pl.col("to_date").fill_null(FAR) > pl.col("date")
    )
    found = held.join(case.factor.select("assessment", "exposure"), on=["assessment", "exposure"], how="semi")
    assert held.height > 20
    assert 0.5 < found.height / held.height < 0.9


def test_factors_are_listed_as_the_dataset_does(sent: Sent) -> None:
    listed = [
        json.loads(text)
        for text in rows(sent["safeguarding"], "assessment_factors")["cinf_assessment_factors_json"]
    ]
    known = set(load_codes("cin")["assessment_factor"])
    assert all(found and set(found) <= known for found in listed)


def test_addresses_of_placements_are_never_homes(world: World, sent: Sent) -> None:
    addresses = rows(sent["safeguarding"], "address")
    placed = set(world.address.filter(pl.col("kind").is_in(["foster", "childrens_home"]))["uprn"])
    there = addresses.with_columns(uprn=pl.col("addr_address_json").str.json_path_match("$.UPRN"))
    found = there.filter(pl.col("uprn").is_in(list(placed)))
    assert found.height > 10
    assert set(found["addr_address_type"]) <= {"Placement", "Confidential address"}


def test_a_new_identity_has_another_number_and_no_mother_of_before(world: World, sent: Sent) -> None:
    known = social_care(world, SEED).known
    twice = known.filter(pl.col("opened").is_not_null(), pl.col("role") == "child")
    both = known.join(twice.select("person"), on="person", how="semi")
    assert twice.height
    assert both["child_id"].n_unique() == both.height
    mothers = rows(sent["safeguarding"], "mother")
    assert not set(mothers["moth_childs_person_id"]) & set(twice["child_id"])


def test_the_return_of_the_year_holds_stays_that_touched_it(world: World, sent: Sent) -> None:
    start = year_start(world.as_of)
    true = world.spell.filter(
        pl.col("state").is_in(list(PLACEMENTS)), pl.col("to_date").fill_null(FAR) > start
    )
    episodes = rows(sent["looked_after"], "episodes")
    assert set(episodes["_fact"]) == {f"spell:{number}" for number in true["spell"]}
    by_state = dict(true.select(pl.format("spell:{}", "spell"), "state").rows())
    assert all(
        PLACEMENTS[by_state[fact]] == place for fact, place in episodes.select("_fact", "PLACE").rows()
    )
    assert year_start(date(2026, 3, 31)) == date(2025, 4, 1)
    assert year_start(date(2026, 4, 1)) == date(2026, 4, 1)


def test_the_home_before_care_is_that_of_the_day_before(world: World) -> None:
    stays = placements(world, social_care(world, SEED), SEED)
    assert (stays.group_by("period").agg(pl.col("home_postcode").n_unique())["home_postcode"] == 1).all()
    first = stays.filter(begun="S").drop_nulls("home_postcode")
    lived = world.residence.filter(pl.col("why") != "second_home").join(world.address, on="address")
    there = first.join(lived, on="person", suffix="_home").filter(
        pl.col("from_date_home") < pl.col("from_date"),
        pl.col("to_date_home").fill_null(FAR) >= pl.col("from_date"),
    )
    assert set(first["spell"]) == set(
        there.filter(pl.col("home_postcode") == pl.col("postcode_home"))["spell"]
    )


def test_each_time_in_care_begins_once_and_goes_on_by_moves(sent: Sent) -> None:
    episodes = rows(sent["safeguarding"], "cla_episodes")
    begun = episodes.group_by("clae_cla_id").agg(
        (pl.col("clae_cla_episode_start_reason") == "S").sum().alias("times")
    )
    assert (begun["times"] == 1).all()
    assert (
        episodes["clae_cla_episode_ceased_reason"].is_null()
        == episodes["clae_cla_episode_ceased_date"].is_null()
    ).all()


def test_the_census_is_one_message_with_each_row_below_its_child(sent: Sent) -> None:
    content = sent["children_in_need"][0].content
    assert content is not None
    message = ElementTree.fromstring(content)
    tables = {one.table: one.rows.height for one in sent["children_in_need"]}
    counted = {
        "child": "Child", "cin_details": "CINdetails", "assessment": "Assessments",
        "assessment_factor": "AssessmentFactors", "section47": "Section47",
        "child_protection_plan": "ChildProtectionPlans",
        "cpp_review": "CPPreviewDate", "cin_plan": "CINPlanDates", "disability": "Disability",
    }  # fmt: skip
    assert {table: len(list(message.iter(name))) for table, name in counted.items()} == tables
    for child in message.iter("Child"):
        assert child.find("ChildIdentifiers/LAchildID") is not None
        assert child.findall("CINdetails")
    assert message.findtext("Header/CollectionDetails/Year") == "2026"


def test_every_referral_is_a_contact_of_the_day(sent: Sent, place: Place) -> None:
    episodes = rows(sent["safeguarding"], "cin_episodes")
    told = place.table("event").filter(pl.col("source") == "safeguarding", pl.col("kind") == "referral")
    assert told.height == episodes.height


def test_some_incidents_end_as_a_referral_and_none_while_a_child_is_in_need() -> None:
    day, until = date(2025, 1, 10), date(2025, 2, 1)
    ids = pl.int_range(3000, eager=True)
    incident = pl.DataFrame({"event": ids, "person": ids}).with_columns(date=pl.lit(day))
    need = pl.DataFrame({"person": [*range(1500)]}).with_columns(from_date=pl.lit(day), to_date=pl.lit(until))
    found = no_action(incident, need, 1, date(2025, 1, 15))
    assert found["person"].min() >= 1500
    assert 0.01 < found.height / 1500 < 0.04
    assert found["closed"].is_between(date(2025, 1, 11), date(2025, 1, 15)).all()


def test_first_assessments_come_within_days_of_the_referral(world: World) -> None:
    first = social_care(world, SEED).assessment.filter(pl.col("assessment") % MOST == 0)
    wait = (first["date"] - first["need_from"]).dt.total_days()
    assert wait.is_between(0, 5).all()


def test_every_state_of_care_comes_back_as_it_was(world: World, tmp_path: Path) -> None:
    states = [*PLACEMENTS, "short_breaks"]
    turn = pl.int_range(pl.len()).over("state") % len(states)
    turned = turn.replace_strict(dict(enumerate(states)), return_dtype=pl.String)
    care = pl.col("state").str.starts_with("looked_after")
    other = replace(
        world, spell=world.spell.with_columns(state=pl.when(care).then(turned).otherwise("state"))
    )
    true = other.spell.filter(pl.col("state").is_in(states))
    assert set(true["state"]) == set(states)
    made = safeguarding.sheets(other, SEED)
    write(made, tmp_path / "extracts")
    told = read_source(tmp_path, "ssd", "safeguarding").filter(pl.col("state").is_in(states))
    counted = dict(told.group_by("state").len().rows())
    assert counted["short_breaks"] == true.filter(state="short_breaks").height
    # What begins within a series of short breaks is the same time told twice: the reader keeps one.
    assert all(counted.get(state, 0) <= true.filter(state=state).height for state in states)
    assert sum(counted.values()) >= 0.9 * true.height
    placed = next(one for one in made if one.table == "permanence")
    assert placed.rows.height == true.filter(state="looked_after_placed_for_adoption").height
