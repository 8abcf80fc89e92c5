"""Parents who live elsewhere are of the age, sex and group that they would have."""

from __future__ import annotations

import polars as pl

from wholeplace.demo.homes import Start

CHILDREN = pl.col("role").is_in(["child", "step_child", "kin_child"])


def _with(start: Start, parent: str) -> pl.DataFrame:
    names = {"person": parent, "household": "there", "ethnicity": "theirs", "role": "as"}
    other = start.person.select(names.keys()).rename(names)
    return start.person.filter(CHILDREN).join(other, on=parent).filter(pl.col("there") != pl.col("household"))


def test_half_or_so_of_lone_parents_children_have_the_other_in_the_place(student_town: Start) -> None:
    lone = student_town.household.filter(pl.col("kind") == "lone_parent").select("household")
    children = student_town.person.filter(CHILDREN).join(lone, on="household")
    both = (children["mother"].is_not_null() & children["father"].is_not_null()).mean()
    assert 0.4 < both < 0.75  # type: ignore[operator]


def test_the_other_parents_group_is_the_childs_own_unless_mixed(student_town: Start) -> None:
    away = _with(student_town, "father")
    plain = away.filter(~pl.col("ethnicity").str.starts_with("M"))
    assert (plain["ethnicity"] == plain["theirs"]).mean() > 0.95  # type: ignore[operator]


def test_children_of_two_homes_have_the_other_parents(student_town: Start) -> None:
    away = _with(student_town, "father")
    two = away.filter(pl.col("second_home").is_not_null())
    assert (two["second_home"] == two["there"]).all()
    assert 0.1 < two.height / away.height < 0.4


def test_kin_raise_some_children_whose_mother_lives_elsewhere(student_town: Start) -> None:
    kin = student_town.person.filter(pl.col("role") == "kin_child")
    assert kin["carer"].null_count() == 0
    away = _with(student_town, "mother").filter(pl.col("role") == "kin_child")
    assert 0.1 < away.height / kin.height < 0.8


def test_families_are_of_one_to_three_homes_and_few_of_three(student_town: Start) -> None:
    homes = student_town.person.group_by("family").agg(pl.col("household").n_unique())["household"]
    counts = dict(homes.value_counts().iter_rows())
    assert set(counts) == {1, 2, 3}
    assert counts[3] < 0.2 * counts[2]
