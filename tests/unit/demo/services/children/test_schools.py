"""Three terms of the school census: who is on roll, what is said of them, and what is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from tests.unit.demo.services.children.conftest import SEED, rows
from wholeplace.demo.records import Sheet
from wholeplace.demo.services.children.forms import homes
from wholeplace.demo.services.children.schools.roll import SESSIONS, Term, pupils, terms
from wholeplace.demo.world import World

Sent = dict[str, list[Sheet]]
FAR = pl.date(9999, 1, 1)


def test_terms_are_the_last_three_censuses() -> None:
    assert terms(date(2026, 3, 31)) == [
        Term("summer", 2025, date(2025, 5, 15), date(2025, 1, 16)),
        Term("autumn", 2025, date(2025, 10, 2), date(2025, 5, 15)),
        Term("spring", 2026, date(2026, 1, 15), date(2025, 10, 2)),
    ]
    assert terms(date(2026, 1, 14))[-1].name == "autumn"


def test_each_term_has_its_own_files(sent: Sent) -> None:
    files = {one.file for one in sent["schools"] if one.table == "pupil_on_roll"}
    assert files == {
        f"schools/{term}_pupilonroll.csv" for term in ("2025_summer", "2025_autumn", "2026_spring")
    }


def test_pupils_are_of_school_age_and_live_here(world: World) -> None:
    day = date(2026, 1, 15)
    found = pupils(world, homes(world), day, SEED)
    assert found["person"].is_unique().all()
    assert found["birth"].min() >= date(2007, 9, 1)
    assert found["birth"].max() < date(2021, 9, 1)
    here = world.residence.filter(pl.col("from_date") <= day, pl.col("to_date").fill_null(FAR) > day)
    assert set(found["person"]) <= set(here["person"])
    young = found.filter(pl.col("birth") > date(2010, 9, 1))
    due = world.person.filter(pl.col("birth").is_between(date(2010, 9, 2), date(2021, 8, 31))).join(
        here, on="person", how="semi"
    )
    assert 0.88 < young.height / due.height < 1.0


@pytest.mark.parametrize(
    ("born", "group"),
    [(date(2021, 8, 31), 0), (date(2020, 9, 1), 0), (date(2020, 8, 31), 1), (date(2010, 1, 1), 11)],
)
def test_year_groups_run_from_september(world: World, born: date, group: int) -> None:
    child = pupils(world, homes(world), date(2026, 1, 15), SEED)["person"][0]
    turned = world.person.with_columns(birth=pl.when(pl.col("person") == child).then(born).otherwise("birth"))
    found = pupils(replace(world, person=turned), homes(world), date(2026, 1, 15), SEED)
    assert found.filter(pl.col("person") == child)["year_group"].to_list() == [group]


def test_absence_goes_with_what_is_true(world: World, sent: Sent) -> None:
    """Who is truly absent a month before census day misses a tenth or more; everybody else less."""
    for term in terms(world.as_of):
        roll = rows(
            [one for one in sent["schools"] if str(term.year) + "_" + term.name in one.file], "pupil_on_roll"
        )
        day = date.fromordinal(term.day.toordinal() - 30)
        absent = world.exposure.filter(
            pl.col("factor").is_in(["school_absence", "severe_school_absence"]),
            pl.col("from_date") <= day, pl.col("to_date").fill_null(FAR) > day,
        )["person"]  # fmt: skip
        missed = pl.col("termlysessionsauthorised").cast(pl.Int64) + pl.col(
            "termlysessionsunauthorised"
        ).cast(pl.Int64)
        said = roll.select("_person", (missed / SESSIONS >= 0.1).alias("said"))
        true = pl.Series(said["_person"].is_in(absent.implode()))
        assert (said["said"] == true).all()
        assert true.any()


def test_provision_is_that_of_the_day(world: World, sent: Sent) -> None:
    roll = rows([one for one in sent["schools"] if "2026_spring" in one.file], "pupil_on_roll")
    day = date(2026, 1, 15)
    held = world.spell.filter(
        pl.col("track") == "send", pl.col("from_date") <= day, pl.col("to_date").fill_null(FAR) > day
    )
    plans = set(held.filter(pl.col("state").str.starts_with("ehc_plan"))["person"])
    support = set(held.filter(~pl.col("state").str.starts_with("ehc_plan"))["person"]) - plans
    assert set(roll.filter(senprovision="E")["_person"]) <= plans
    assert set(roll.filter(senprovision="K")["_person"]) == support & set(roll["_person"])
    needs = rows(sent["schools"], "sen_need")
    assert set(needs["_person"]) == set(roll.filter(pl.col("senprovision") != "N")["_person"])


def test_most_poor_pupils_have_free_meals_and_no_others(world: World, sent: Sent) -> None:
    meals = rows([one for one in sent["schools"] if "2026_spring" in one.file], "fsm_period")
    roll = rows([one for one in sent["schools"] if "2026_spring" in one.file], "pupil_on_roll")
    day = date(2026, 1, 15)
    poor = world.exposure.filter(
        pl.col("factor") == "poverty", pl.col("from_date") <= day, pl.col("to_date").fill_null(FAR) > day
    )
    due = set(poor["person"]) & set(roll["_person"])
    assert set(meals["_person"]) <= due
    assert 0.65 < len(set(meals["_person"])) / len(due) < 0.92


def test_suspensions_stand_in_the_term_in_which_they_were(world: World, sent: Sent) -> None:
    for term in terms(world.as_of):
        mine = [one for one in sent["schools"] if f"{term.year}_{term.name}" in one.file]
        if any(one.table == "exclusion_on_roll" for one in mine):
            days = rows(mine, "exclusion_on_roll")["startdate"].str.to_date("%Y-%b-%d 00:00:00")
            assert ((days > term.before) & (days <= term.day)).all()


def test_who_has_left_the_place_is_off_roll(world: World, sent: Sent) -> None:
    left = rows(sent["schools"], "pupil_off_roll")
    stays = world.residence.filter(pl.col("to_date").is_null())["person"]
    assert left.height
    assert not set(left["_person"]) & set(stays)


def test_hidden_homes_are_not_told(world: World, sent: Sent) -> None:
    """The addresses of those whom schools were told to hide are left out, and nobody else's."""
    hidden = set(world.safe.filter("flagged", pl.col("kind").is_in(["survivor", "child_with"]))["person"])
    roll, told = rows(sent["schools"], "pupil_on_roll"), rows(sent["schools"], "address_on_roll")
    silent = set(roll["_person"]) - set(told["_person"])
    assert silent
    assert silent <= hidden | set(world.safe["person"])
