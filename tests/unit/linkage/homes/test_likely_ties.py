"""Ties that living together makes likely, each rule in a home as small as shows it."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from tests.support.link_places import AS_OF, table
from wholeplace.linkage.homes.ties import likely_ties, ties

SINCE = date(2015, 1, 1)
NO_TIES = ties(table("relation", "record_id kind other_record_id\nx sibling y").clear(), pl.DataFrame(
    schema={"record_id": pl.String, "person_id": pl.String}
), jobs=1)  # fmt: skip


def likely(
    home: str, answer: str = "", *, kind: str = "private", declared: pl.DataFrame = NO_TIES
) -> list[tuple[str, str, str]]:
    """Ties (a, b, kind) of people of one home. home: `person family born [hidden]`. answer: who answers for it."""
    people = [line.split() for line in home.strip().splitlines()]
    named = pl.DataFrame(
        {
            "record_id": [each[0] for each in people],
            "person_id": [each[0] for each in people],
            "family": [each[1] for each in people],
            "birth_date": [date(int(each[2]), 5, 17) for each in people],
        }
    )
    residence = named.select(
        "person_id", household_id=pl.lit("h"), from_date=pl.lit(SINCE), to_date=pl.lit(None, pl.Date),
        hidden=pl.Series([len(each) > 3 for each in people]),
    )  # fmt: skip
    household = pl.DataFrame({"household_id": ["h"], "kind": [kind]})
    group = "\n".join(f"{person} liable g" for person in answer.split())
    relation = table("relation", f"record_id kind group_id\n{group}") if answer else table(
        "relation", "record_id kind group_id\nx liable g"
    ).clear()  # fmt: skip
    found = likely_ties(residence, household, relation, named, declared, as_of=AS_OF, jobs=1)
    assert set(found["basis"]) <= {"home"}
    return found.select("person_a", "person_b", "kind").rows()


def raised(home: str, **more: str) -> set[str]:
    """`child adult` of each tie."""
    return {f"{a} {b}" for a, b, kind in likely(home, **more) if kind == "parent_or_carer"}  # type: ignore[arg-type]


def test_an_adult_of_the_childs_name_and_the_other_of_the_two_raise_it() -> None:
    assert raised("c Ash 2012\nm Ash 1985\nf Oak 1980") == {"c m", "c f"}


def test_the_only_adult_does_whatever_the_name() -> None:
    assert raised("c Ash 2012\nm Oak 1985") == {"c m"}


@pytest.mark.parametrize(
    "home",
    [
        "c Ash 2012\nm Oak 1985\nf Elm 1980",
        "c Ash 2012\nm Ash 1985\nf Oak 1980\no Elm 1982",
        "c Ash 2012\ns Ash 2000",
        "c Ash 2012\ng Ash 1950",
        "c Ash 2012\nm Ash 1985 hidden",
    ],
    ids=["two of other names", "three adults", "a sister", "as old as a grandmother", "a hidden mother"],
)
def test_nobody_else_does(home: str) -> None:
    assert raised(home) == set()


def test_a_home_of_many_makes_no_ties() -> None:
    assert raised("c Ash 2012\nm Ash 1985", kind="communal") == set()


def test_of_two_with_a_declared_tie_there_is_no_other() -> None:
    who = pl.DataFrame({"record_id": ["c", "m"], "person_id": ["c", "m"]})
    known = ties(table("relation", "record_id kind other_record_id\nc mother m"), who, jobs=1)
    assert likely("c Ash 2012\nm Ash 1985", declared=known) == []


def test_two_who_alone_answer_for_their_home_are_likely_partners() -> None:
    assert likely("a Ash 1985\nb Oak 1980", "a b") == [("a", "b", "spouse_or_partner")]


@pytest.mark.parametrize(
    ("home", "answer"),
    [
        ("a Ash 1985\nb Oak 1980\nd Elm 1981", "a b d"),
        ("a Ash 1985\nb Oak 1960", "a b"),
        ("a Ash 1985\nb Oak 1980", "a"),
        ("a Ash 1985\nb Oak 1980 hidden", "a b"),
    ],
    ids=["three", "a generation apart", "one alone", "one in hiding"],
)
def test_others_are_not(home: str, answer: str) -> None:
    assert likely(home, answer) == []
