from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from tests.support.link_places import AS_OF, KEY, SHAPES
from wholeplace.linkage.homes.families import LARGEST_FAMILY, Moment, family_members

BORN = {"c": date(2014, 4, 4), "k": date(2016, 6, 6), "t": date(2008, 8, 8)}
OLD = date(1980, 1, 1)


def members(ties: str, homes: str = "", born: dict[str, date | None] | None = None) -> pl.DataFrame:
    """family_member of ties `a kind b [from to]`. c and k are children and t is 15; all others are adults.

    homes: `person household` or `person household hidden`.
    """
    rows = [line.split() for line in ties.strip().splitlines()]
    tie = pl.DataFrame(
        [(a, b, kind, *(_day(dates, n) for n in (0, 1)), "s", "declared") for a, kind, b, *dates in rows],
        schema=list(SHAPES["tie"].columns),
        orient="row",
    ).cast({"from_date": pl.Date, "to_date": pl.Date})
    names = sorted({name for row in rows for name in (row[0], row[2])})
    days = BORN | (born or {})
    ages = pl.DataFrame({"person_id": names, "birth_date": [days.get(name, OLD) for name in names]})
    lived = [
        (person, household, bool(hidden))
        for person, household, *hidden in map(str.split, homes.strip().splitlines())
    ]
    residence = pl.DataFrame(
        lived, schema={"person_id": pl.String, "household_id": pl.String, "hidden": pl.Boolean}, orient="row"
    )
    open_ended = residence.with_columns(
        pl.lit(None, pl.Date).alias("from_date"), pl.lit(None, pl.Date).alias("to_date")
    )
    return family_members(tie, ages.cast({"birth_date": pl.Date}), open_ended, KEY, Moment(AS_OF, 18))


def _day(dates: list[str], place: int) -> date | None:
    return date.fromisoformat(dates[place]) if len(dates) > place and dates[place] != "-" else None


def families(ties: str, homes: str = "", born: dict[str, date | None] | None = None) -> set[str]:
    """Each family as its members in order, adults in capitals."""
    found = members(ties, homes, born).sort("person_id")
    name = (
        pl.when(pl.col("role") == "adult").then(pl.col("person_id").str.to_uppercase()).otherwise("person_id")
    )
    return {"".join(group) for group in found.group_by("family_id").agg(name.alias("name"))["name"]}


def test_parents_and_their_children() -> None:
    assert families("c mother m\nc parent f\nk mother m") == {"cFkM"}


def test_partners_are_a_family_and_so_are_one_parent_and_child() -> None:
    assert families("m spouse_or_partner p") == {"MP"}
    assert families("c parent m") == {"cM"}


def test_ties_that_have_ended_or_not_begun_do_not_count() -> None:
    assert families("m spouse_or_partner p 2010-01-01 2020-01-01") == set()
    assert families("m spouse_or_partner p 2030-01-01 -") == set()
    assert families(f"c parent m 2010-01-01 {AS_OF}") == set()


TWO_HOMES = "c mother m\nc parent f\nm spouse_or_partner s"


@pytest.mark.parametrize(
    ("homes", "expected"),
    [
        ("", {"cFMS"}),
        ("m h1\ns h1\nf h1", {"cFMS"}),
        ("m h1\nf h2", {"cF", "cMS"}),
        ("m h1\nm h2\nf h2", {"cFMS"}),
        ("m h1", {"cFMS"}),
        ("m h1\ns h2", {"cFMS"}),
        ("m h1 hidden", {"cF", "cM"}),
    ],
)
def test_a_child_with_two_homes(homes: str, expected: set[str]) -> None:
    assert families(TWO_HOMES, homes) == expected


def test_someone_hidden_is_with_their_own_children_alone() -> None:
    found = families("c mother m\nc parent f\nm spouse_or_partner f", "m h1 hidden\nf h2")
    assert found == {"cF", "cM"}


def test_grown_up_children_are_not_of_the_parents_family() -> None:
    assert families("g parent m\nc parent m") == {"cM"}
    assert families("g parent m") == set()


def test_who_is_cared_for_is_with_the_carer_whatever_their_age() -> None:
    assert families("o carer d\nc parent d") == {"cDO"}
    assert families("o carer d\no carer e") == {"DO", "EO"}


def test_a_child_who_cares_does_not_raise_the_parent() -> None:
    assert families("m carer t\nt mother m") == {"Mt"}


def test_a_young_parent_is_a_child_in_both_families() -> None:
    assert families("c mother t\nt mother m") == {"ct", "Mt"}


def test_dependants_of_a_claim_are_raised_by_the_claimant() -> None:
    assert families("m dependant c") == {"cM"}


def test_a_sources_own_family_joins_its_adults_and_gives_them_its_children() -> None:
    assert families("c family m\nc family p\nm family p\nc family k\nk family m\nk family p") == {"ckMP"}
    apart = families("c family m\nc family p\nm family p", "m h1\np h2")
    assert apart == {"cM", "cP"}


def test_children_without_any_known_adult_are_a_family_by_siblings() -> None:
    assert families("c sibling k\nk sibling t") == {"ckt"}
    assert families("c sibling k\nk mother m") == {"kM"}


def test_without_a_birth_date_the_tie_says_who_is_the_child() -> None:
    unknown: dict[str, date | None] = {"x": None, "y": None}
    assert families("x mother y", born=unknown) == {"xY"}
    assert families("x carer y", born=unknown) == {"XY"}


def test_too_many_adults_are_no_family() -> None:
    ties = "\n".join(f"c parent {name}" for name in "abdefghijlmn")
    assert len(ties.splitlines()) == LARGEST_FAMILY
    assert len(families(ties)) == 1
    assert families(ties + "\nc parent o") == set()


def test_membership_lasts_from_the_first_tie_to_the_last() -> None:
    found = members(
        "c mother m 2014-04-04 -\nk mother m 2016-06-06 2030-01-01\nm spouse_or_partner p 2012-01-01 2026-01-01"
    )
    spans = {row[0]: row[1:] for row in found.select("person_id", "from_date", "to_date").rows()}
    assert spans == {
        "c": (date(2014, 4, 4), None),
        "k": (date(2016, 6, 6), date(2030, 1, 1)),
        "m": (date(2012, 1, 1), None),
        "p": (date(2012, 1, 1), date(2026, 1, 1)),
    }
