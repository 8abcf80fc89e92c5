"""The first day: the same for the same seed, like the place asked for, and with nobody's life impossible."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime

import polars as pl
import pytest

from tests.support.homes_rules import faults
from wholeplace.demo.area import load_authority
from wholeplace.demo.homes import Start, make_start
from wholeplace.demo.world import ADDRESS
from wholeplace.errors import UsageError

DAY = date(2021, 4, 1)


def test_nothing_impossible_in_a_borough_or_a_student_town(start: Start, student_town: Start) -> None:
    assert faults(start) == []
    assert faults(student_town) == []


@pytest.mark.parametrize("name", ["Barking and Dagenham", "Camden", "Leeds", "Stockport"])
def test_five_hundred_people_of_each_authority(name: str) -> None:
    small = make_start(name, 500, DAY, 3)
    assert small.person.height == 500
    assert faults(small) == []


def test_the_same_seed_gives_the_same_place_and_another_seed_another() -> None:
    one, same, other = (make_start("Camden", 600, DAY, seed) for seed in (1, 1, 2))
    for name in ("address", "household", "person"):
        assert getattr(one, name).equals(getattr(same, name))
        assert not getattr(one, name).equals(getattr(other, name))


def test_an_authority_may_be_given_by_name_only_if_known() -> None:
    with pytest.raises(UsageError):
        make_start("Nowhere", 500, DAY, 1)


def test_any_first_day_will_do_even_a_leap_one() -> None:
    leap = make_start("Camden", 300, date(2024, 2, 29), 1)
    assert leap.day == date(2024, 2, 29)
    assert leap.person["birth"].max() < date(2024, 2, 29)  # type: ignore[operator]
    assert faults(leap) == []


def test_addresses_have_the_worlds_columns(start: Start) -> None:
    assert dict(start.address.drop("area_index").schema) == ADDRESS


def test_every_kind_of_life_is_there(start: Start) -> None:
    person = start.person
    roles = set(person["role"])
    assert {"head", "partner", "child", "step_child", "kin_child", "adult_child", "grandparent"} <= roles
    assert {"other", "resident"} <= roles
    assert person["second_home"].is_not_null().sum() > 10
    kinds = set(start.household["kind"])
    assert {"one_person", "couple", "couple_children", "lone_parent", "other", "hmo"} <= kinds


def test_separated_parents_live_in_the_same_family_elsewhere(start: Start) -> None:
    homes = start.person.select("person", "household", "family")
    father = homes.rename({"person": "father", "household": "his_home", "family": "his_family"})
    away = start.person.filter(pl.col("role") == "child").join(father, on="father")
    away = away.filter(pl.col("household") != pl.col("his_home"))
    assert away.height > 100
    assert (away["family"] == away["his_family"]).all()


def test_adults_have_mothers_elsewhere_in_the_place(start: Start) -> None:
    homes = start.person.select(pl.col("person").alias("mother"), pl.col("household").alias("her_home"))
    adults = start.person.filter(~pl.col("role").is_in(["child", "step_child", "kin_child", "adult_child"]))
    away = adults.join(homes, on="mother").filter(pl.col("household") != pl.col("her_home"))
    assert 0.05 < away.height / adults.height < 0.35


def test_twins_are_as_common_as_among_births(student_town: Start) -> None:
    children = student_town.person.filter(pl.col("role") == "child")
    born = children.group_by("mother", "birth").len().filter(pl.col("mother").is_not_null())
    share = (born["len"] > 1).mean()
    assert share == pytest.approx(0.015, abs=0.005)


def test_students_live_in_halls() -> None:
    leeds = load_authority("Leeds")
    near = leeds.areas.sort(pl.col("f_20") + pl.col("m_20"), descending=True).head(6).sort("area")
    numbers = pl.DataFrame({"area": near["area"], "now": pl.Series(range(6), dtype=pl.Int32)})
    postcodes = leeds.postcodes.join(numbers, on="area").select(pl.col("now").alias("area"), "postcode")
    campus = replace(leeds, areas=near.with_columns(area=numbers["now"]), postcodes=postcodes)
    start = make_start(campus, int(near["residents"].sum()), DAY, 1)
    students = start.household.filter(pl.col("kind") == "student")
    assert students.height > 1_000
    born = students.join(start.person, on="household")["birth"]
    assert born.median() > datetime(1998, 1, 1)  # type: ignore[operator]
    kinds = students.join(start.address, on="address")["kind_right"].unique().to_list()
    assert kinds == ["student"]
    assert faults(start) == []


def test_the_check_of_faults_finds_them(start: Start) -> None:
    """The tests above rest on it: each of these changes makes a life impossible."""
    person, child = start.person, pl.col("role") == "child"
    own, none = pl.col("person"), pl.lit(None, pl.Int64)
    changes = {
        "years older": pl.when(child).then(pl.lit(date(1950, 1, 1))).otherwise("birth").alias("birth"),
        "of the other sex": pl.when(pl.col("sex") == "F")
        .then(pl.lit("M"))
        .otherwise(pl.lit("F"))
        .alias("sex"),
        "one way only": pl.when(own % 2 == 0).then(none).otherwise("partner").alias("partner"),
        "without an adult": pl.lit(date(2010, 1, 1)).alias("birth"),
        "in another family": pl.when(child).then(pl.col("family") + 1).otherwise("family").alias("family"),
        "no parent's": pl.when(child).then(own - own).otherwise("second_home").alias("second_home"),
    }
    for words, change in changes.items():
        found = faults(replace(start, person=person.with_columns(change)))
        assert any(words in fault for fault in found), words


def test_families_mostly_share_an_ethnic_group(start: Start) -> None:
    pairs = start.person.filter(pl.col("role") == "partner").join(
        start.person.select(pl.col("person").alias("partner"), pl.col("ethnicity").alias("theirs")),
        on="partner",
    )
    same = (pairs["ethnicity"] == pairs["theirs"]).mean()
    assert 0.85 < same < 0.995  # type: ignore[operator]


def test_children_of_two_groups_are_of_a_mixed_one(start: Start) -> None:
    codes = start.person.select("person", "ethnicity")
    children = start.person.filter(pl.col("role") == "child")
    for name in ("mother", "father"):
        children = children.join(codes.rename({"person": name, "ethnicity": f"{name}s"}), on=name)
    apart = children.filter(pl.col("mothers").str.head(1) != pl.col("fathers").str.head(1))
    assert apart.height > 10
    assert apart["ethnicity"].str.starts_with("M").mean() > 0.95  # type: ignore[operator]


def test_one_thread_makes_the_same_place() -> None:
    words = (
        "from datetime import date; from wholeplace.demo.homes import make_start;"
        "start = make_start('Camden', 600, date(2021, 4, 1), 1);"
        "print(start.person.write_csv() + start.household.write_csv() + start.address.write_csv(), end='')"
    )
    one = {**os.environ, "POLARS_MAX_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    said = subprocess.run(
        [sys.executable, "-c", words], env=one, capture_output=True, text=True, check=True
    ).stdout
    here = make_start("Camden", 600, DAY, 1)
    assert said == here.person.write_csv() + here.household.write_csv() + here.address.write_csv()
