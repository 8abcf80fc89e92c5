"""Who answered for a home, and from when to when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from wholeplace.demo.services.adults.accounts.stays import account_numbers, debts_of, occupations, owed
from wholeplace.demo.world import World

SEED = 4
HOUSE, HOME = 0, 7
MOTHER, FATHER, CHILD, GRAN, LODGER = range(5)


def people(world: World, *births: date, parents=()) -> pl.DataFrame:
    rows = [(n, "F", day, None, "WBRI", "british", 0, None, None) for n, day in enumerate(births)]
    frame = pl.DataFrame(rows, schema=world.person.schema, orient="row")
    for child, mother, father in parents:
        at = pl.col("person") == child
        frame = frame.with_columns(
            pl.when(at).then(pl.lit(mother)).otherwise("mother").alias("mother"),
            pl.when(at).then(pl.lit(father)).otherwise("father").alias("father"),
        )
    return frame.cast(dict(world.person.schema))


def living(world: World, *stays) -> pl.DataFrame:
    rows = [(who, HOME, HOUSE, first, last, "moved") for who, first, last in stays]
    return pl.DataFrame(rows, schema=world.residence.schema, orient="row")


def place(world: World, births, stays, parents=()) -> World:
    return replace(world, person=people(world, *births, parents=parents), residence=living(world, *stays))


ADULT, CHILDHOOD = date(1985, 5, 1), date(2012, 5, 1)
DAY = date(2022, 1, 1)


def test_parents_answer_for_a_home_and_their_child_does_not(world):
    made = place(
        world, (ADULT, ADULT, CHILDHOOD), [(n, DAY, None) for n in range(3)], [(CHILD, MOTHER, FATHER)]
    )
    periods, members = occupations(made, SEED)
    assert periods.select("address", "from_date", "to_date").rows() == [(HOUSE, DAY, None)]
    assert sorted(members.select("person", "liable").rows()) == [(0, True), (1, True), (2, False)]
    assert sorted(members["order"]) == [0, 1, 2]
    assert members.filter("liable")["order"].max() == 1


def test_grown_children_at_home_do_not_answer_but_a_parent_between_does(world):
    births = (ADULT, date(1955, 1, 1), CHILDHOOD, date(1990, 1, 1))
    parents = [(MOTHER, FATHER, None), (CHILD, MOTHER, None), (GRAN, FATHER, None)]
    made = place(world, births, [(n, DAY, None) for n in range(4)], parents)
    _, members = occupations(made, SEED)
    assert set(members.filter("liable")["person"]) == {MOTHER, FATHER}


@pytest.mark.parametrize(("comes", "periods"), [(date(2023, 5, 1), 1), (date(2023, 9, 1), 2)])
def test_a_period_goes_on_while_one_of_them_stays(world, comes, periods):
    left = date(2023, 6, 1)
    made = place(world, (ADULT, ADULT), [(MOTHER, DAY, left), (FATHER, comes, None)])
    found, members = occupations(made, SEED)
    assert found.height == periods
    assert members.height == 2
    assert found["to_date"].to_list().count(None) == 1


def test_one_who_left_stays_among_those_of_the_period(world):
    made = place(world, (ADULT, ADULT), [(MOTHER, DAY, None), (FATHER, DAY, date(2023, 1, 1))])
    periods, members = occupations(made, SEED)
    assert periods.height == 1
    assert set(members["person"]) == {MOTHER, FATHER}


def test_where_nobody_is_grown_up_the_oldest_answers(world):
    made = place(world, (CHILDHOOD, date(2010, 1, 1)), [(0, DAY, None), (1, DAY, None)])
    _, members = occupations(made, SEED)
    assert members.filter("liable")["person"].to_list() == [1]


def test_those_there_on_the_first_day_moved_in_together_some_time_before(world):
    stays = living(world, (MOTHER, world.start, None), (FATHER, world.start, None)).with_columns(
        why=pl.lit("start")
    )
    made = replace(world, person=people(world, ADULT, ADULT), residence=stays)
    periods, members = occupations(made, SEED)
    assert periods["from_date"].item() < world.start
    assert members["from_date"].n_unique() == 1


def test_numbers_of_accounts_are_their_own_and_end_in_a_digit_apart(world):
    periods, _ = occupations(world, SEED)
    numbers = account_numbers(periods, SEED)
    assert numbers["account"].n_unique() == numbers["stint"].n_unique() == periods.height
    assert numbers["check"].str.len_chars().max() == 1


def test_a_debt_that_a_couple_shares_is_owed_once(world):
    made = place(world, (ADULT, ADULT), [(MOTHER, DAY, None), (FATHER, DAY, None)])
    rows = [(n, n, "debt", "arrears", date(2023, 1, 5), None) for n in (0, 1)]
    made = replace(made, spell=pl.DataFrame(rows, schema=world.spell.schema, orient="row"))
    periods, members = occupations(made, SEED)
    assert owed(made, members)["spell"].to_list() == [0]
    kinds = debts_of(made, members, periods, SEED)
    assert (kinds["tax"] | kinds["rent"]).all()
