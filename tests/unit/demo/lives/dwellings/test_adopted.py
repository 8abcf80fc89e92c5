"""Adopted children live with those who adopt them, and are theirs, from the day of the order on."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from tests.support.lived import AS_OF, SEED, START, lived, start_of, told, world
from wholeplace.demo.lives.dwellings.adopted import adoptions, with_adopters
from wholeplace.demo.lives.dwellings.placed import FOR_ADOPTION
from wholeplace.demo.lives.told import world as making
from wholeplace.demo.lives.told.intervals import stretches
from wholeplace.demo.lives.told.members import memberships
from wholeplace.demo.world import World
from wholeplace.dynamics import load_rates

PLACED, ORDER = 100, 400
"""Days after the first on which a child is placed for adoption, and on which the order is made."""


def some_children() -> list[int]:
    """Two children of one mother, under 12 on the first day, who stay, and neither of whom has help."""
    own = stretches(told(), of_home=False)
    helped = set(own.filter(pl.col("what").cast(pl.String) == "childrens_help")["unit"])
    mother = told().person_at(told().family, told().lived.end.mother)
    young = (told().birth > told().first - 12 * 365) & (told().birth < told().first) & (mother >= 0)
    stay = np.flatnonzero(young & (told().come <= told().first) & (told().gone > told().last))
    mothers: dict[int, list[int]] = {}
    for child in stay.tolist():
        if child not in helped:
            mothers.setdefault(int(mother[child]), []).append(child)
    return next(each[:2] for each in mothers.values() if len(each) > 1)


def placed(children: list[int], *, until: int | None = None, then: str | None = None) -> pl.DataFrame:
    """Stretches of people with these children placed for adoption, and a state after it if wanted."""
    own = stretches(told(), of_home=False)
    first = told().first
    until = first + ORDER if until is None else until
    rows = [(child, "childrens_help", FOR_ADOPTION, first + PLACED, until) for child in children]
    rows += [(child, "childrens_help", then, until, told().last + 1) for child in children if then]
    extra = pl.DataFrame(rows, schema=["unit", "what", "state", "from", "to"], orient="row")
    text = [pl.col("what", "state").cast(pl.String), pl.col("unit", "from", "to").cast(pl.Int64)]
    return pl.concat([own.with_columns(text), extra.with_columns(text)]).sort("unit", "what", "from")


@pytest.fixture(scope="module")
def made() -> World:
    """The small place with two children adopted."""
    rows = placed(some_children())
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(
            making, "stretches", lambda _, of_home: stretches(told(), of_home=True) if of_home else rows
        )
        return making.world_of(lived(), start_of(), AS_OF, SEED)  # type: ignore[arg-type]


def day(number: int) -> date:
    return START + timedelta(days=number)


def numbers() -> list[int]:
    return told().person_id[some_children()].tolist()


def adopters(made: World, child: int) -> list[int]:
    rows = made.tie.filter(pl.col("a") == child, pl.col("kind") == "adoptive_parent")
    assert set(rows["from_date"]) == {day(ORDER)}
    return rows["b"].sort().to_list()


def test_brothers_and_sisters_are_adopted_by_one_woman_of_another_family_and_her_partner(made: World):
    one, other = numbers()
    assert adopters(made, one) == adopters(made, other)
    people = made.person.filter(pl.col("person").is_in(adopters(made, one)))
    assert people.height in (1, 2)
    own = made.person.filter(pl.col("person") == one)["family"][0]
    assert own not in people["family"].to_list()
    assert "F" in people["sex"].to_list()


def test_they_live_in_one_home_from_the_placement_on_without_a_break(made: World):
    for child in numbers():
        rows = made.residence.filter(pl.col("person") == child, pl.col("why") != "second_home")
        after = rows.filter(pl.col("from_date") >= day(PLACED)).sort("from_date")
        assert after["from_date"][0] == day(PLACED)
        assert after["to_date"][-1] is None
        them = made.residence.filter(pl.col("person").is_in(adopters(made, child))).select(
            "address", "household"
        )
        assert after.join(them, on=["address", "household"], how="anti").is_empty()
        before = rows.filter(pl.col("from_date") < day(PLACED))
        assert before.join(after, on="household").is_empty()


def test_parents_of_before_are_parents_no_more_and_the_name_is_the_adopters(made: World):
    for child in numbers():
        parents = made.tie.filter(pl.col("a") == child, pl.col("kind") == "parent")
        assert set(parents["to_date"]) == {day(ORDER)}
        name = made.name.filter(pl.col("person") == child, pl.col("from_date") == day(ORDER))
        theirs = made.name.filter(pl.col("person").is_in(adopters(made, child)))
        assert name["why"].to_list() == ["adoption"]
        assert name["surname"][0] in theirs["surname"].to_list()
        assert "adopted" in made.safe.filter(pl.col("person") == child)["kind"].to_list()


def test_what_their_home_is_in_is_the_adopters_from_the_order_on(made: World):
    homes = list(load_rates().homes)
    for child in numbers():
        by = adopters(made, child)
        for frame, what in ((made.exposure, "factor"), (made.spell, "track")):
            of_home = frame.filter(pl.col(what).is_in(homes), pl.col("from_date") > day(ORDER))
            keys = ["state", "from_date", "to_date"] if what == "track" else [what, "from_date", "to_date"]
            mine, theirs = (of_home.filter(pl.col("person").is_in(who)).select(keys) for who in ([child], by))
            assert mine.height
            assert mine.unique().sort(keys).equals(theirs.unique().sort(keys))


def test_nobody_else_is_changed(made: World):
    them = numbers()
    for name in ("residence", "spell", "tie"):
        column = "a" if name == "tie" else "person"
        drop = ["spell"] if name == "spell" else []
        ours, theirs = (
            getattr(each, name).drop(drop).filter(~pl.col(column).is_in(them)) for each in (made, world())
        )
        assert ours.equals(theirs), name


def test_a_placement_that_ends_in_other_help_or_is_open_makes_no_order():
    children = some_children()
    other = adoptions(told(), placed(children, then="child_in_need"))
    still = adoptions(told(), placed(children, until=told().last + 50))
    for rows in (other, still):
        ours = rows.filter(pl.col("person").is_in(children))
        assert ours["made"].to_list() == [False, False]
        assert (ours["adopter"] >= 0).all()
    members = memberships(told())
    mine = still.filter(pl.col("person").is_in(children))
    assert with_adopters(told(), members, mine).equals(members.sort("person", "from"))
