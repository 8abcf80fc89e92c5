"""Rules of who lived where, each in a place as small as shows it. Record ids are people's names, then a digit."""

from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from tests.support.link_places import AS_OF, KEY, table
from wholeplace.linkage.homes.households import household_tables
from wholeplace.linkage.homes.stays import ALONE, CEILING, NOWHERE, WITH_ADULTS, residences

HERE, THERE = "999000000001", "999000000002"
DATES = ("birth_date", "death_date", "seen_from", "seen_to", "listed_from", "listed_to")
Stay = tuple[str, str, date, date | None]


def lived(
    address: str, dealing: str = "", parent: str = "", protected: tuple[str, ...] = (), fled: str = ""
) -> list[Stay]:
    """Person, place (here, there, hidden), and from and to (None while open) of each stay.

    dealing: `record` and any of `source given family` and DATES; records left out have none of them.
    fled: person, company and day.
    """
    rows = table("address", address)
    said = {line[0]: line[1:] for line in (text.split() for text in dealing.strip().splitlines()[1:])}
    names = dealing.split("\n", 1)[0].split()[1:] if dealing else []
    each = [
        {
            "record_id": record,
            "person_id": record[0],
            "source": source,
            **dict(zip(names, said.get(record, ()), strict=False)),
        }
        for record, source in rows.unique("record_id").select("record_id", "source").sort("record_id").rows()
    ]
    empty = dict.fromkeys(("given", "family", *DATES))
    frame = pl.DataFrame([empty | one for one in each], schema_overrides=dict.fromkeys(empty, pl.String))
    frame = frame.with_columns(pl.col("given", "family", *DATES).replace({"-": None}))
    frame = frame.with_columns(pl.col(DATES).str.to_date())
    pairs = [tuple(line.split()) for line in parent.strip().splitlines()]
    parents = pl.DataFrame(pairs, schema={"child": pl.String, "adult": pl.String}, orient="row")
    away = [tuple(line.split()) for line in fled.strip().splitlines()]
    company = pl.DataFrame(away, schema=dict.fromkeys(ALONE.columns, pl.String), orient="row")
    found = residences(
        rows, frame, parents, pl.Series(protected, dtype=pl.String), as_of=AS_OF, gap_days=92, jobs=1,
        hide_kinds=["placement"], company=company.with_columns(pl.col("from_date").str.to_date()),
    )  # fmt: skip
    where = {f"uprn {HERE}": "here", f"uprn {THERE}": "there", NOWHERE: "hidden"}
    return [
        (person, where[place], since, None if until == CEILING else until)
        for person, place, since, until in found.select("person_id", "place", "from_date", "to_date")
        .sort("person_id", "from_date")
        .rows()
    ]


def day(year: int, month: int = 1) -> date:
    return date(year, month, 1)


DATED = f"record_id source uprn from_date\na tax {HERE} {{}}\na2 gp {THERE} -"
ON_LIST = "record listed_from\na2 2010-01-01"


def test_an_account_of_late_goes_before_a_registers_address_without_a_date() -> None:
    assert lived(DATED.format("2023-01-01"), ON_LIST)[-1] == ("a", "here", day(2023), None)


def test_an_old_stay_that_nobody_ended_does_not() -> None:
    assert lived(DATED.format("2015-01-01"), ON_LIST)[-1][:2] == ("a", "there")


def test_a_stay_with_both_its_ends_known_is_believed_throughout() -> None:
    rows = f"record_id source uprn from_date to_date\na tax {HERE} 2015-01-01 2022-01-01\na2 gp {THERE} - -"
    assert lived(rows, ON_LIST)[-2:] == [
        ("a", "here", day(2015), day(2022)), ("a", "there", day(2022), None),
    ]  # fmt: skip


def test_a_register_that_was_not_told_does_not_keep_whoever_left() -> None:
    rows = f"record_id source uprn from_date to_date\na tax {HERE} 2015-01-01 2022-01-01\na2 gp {HERE} - -"
    assert lived(rows, ON_LIST) == [("a", "here", day(2015), day(2022))]


def test_nor_does_another_source_that_was_not_told() -> None:
    rows = f"record_id source uprn from_date to_date\na tax {HERE} 2015-01-01 2022-01-01\na2 care {HERE} 2018-01-01 -"
    assert lived(rows, "record seen_to\na2 2019-01-01") == [("a", "here", day(2015), day(2022))]
    assert lived(rows.replace("2018", "2022"), "record seen_to\na2 2022-06-01")[-1][3] is None


def test_whom_one_source_has_at_two_places_left_the_first_for_the_second() -> None:
    rows = f"""record_id source uprn from_date
        a tax {HERE} 2010-01-01
        a2 tax {THERE} 2015-01-01
        a3 gp {HERE} -"""
    assert lived(rows, "record listed_from\na3 2010-01-01") == [
        ("a", "here", day(2010), day(2015)), ("a", "there", day(2015), None),
    ]  # fmt: skip


TURNOVER = f"""record_id source uprn from_date to_date
    m tax {HERE} 2010-01-01 2019-12-20
    c gp {HERE} - -
    n tax {HERE} 2020-01-01 -
    d gp {HERE} - -"""


def test_a_household_leaves_together_and_its_successors_by_name_came_with_the_new_account() -> None:
    names = "record family listed_from\nm Ash -\nc {} 2008-01-01\nn Oak -\nd Oak 2018-01-01"
    homes = {person: (since, until) for person, _, since, until in lived(TURNOVER, names.format("Ash"))}
    assert homes["c"] == homes["m"] == (day(2010), date(2019, 12, 20))
    assert homes["d"] == homes["n"] == (day(2020), None)
    others = {person: until for person, *_, until in lived(TURNOVER, names.format("Elm"))}
    assert others["c"] is None


def test_what_somebody_told_after_that_does() -> None:
    rows = (
        f"record_id source uprn from_date to_date\na tax {HERE} 2015-01-01 2022-01-01\na2 police {HERE} - -"
    )
    assert lived(rows, "record seen_from seen_to\na2 2021-01-01 2024-01-01") == [
        ("a", "here", day(2015), None)
    ]


def test_a_registers_address_holds_from_when_the_household_came() -> None:
    rows = f"record_id source uprn from_date\na tax {HERE} 2020-01-01\nb gp {HERE} -"
    assert lived(rows, "record listed_from\nb 2005-01-01")[1] == ("b", "here", day(2020), None)


def test_on_an_account_from_before_they_came_people_count_from_when_they_first_show() -> None:
    rows = f"""record_id source uprn from_date
        a tax {HERE} 2015-01-01
        b tax {HERE} 2015-01-01
        a2 gp {HERE} -
        b2 gp {HERE} -"""
    seen = "record listed_from\na2 2010-01-01\nb2 2021-01-01"
    assert lived(rows, seen) == [("a", "here", day(2015), None), ("b", "here", day(2021), None)]
    # Of two who show on one day neither came later than the other, whosever id comes first.
    both = "record listed_from\na2 2021-01-01\nb2 2021-01-01"
    assert lived(rows, both) == [("a", "here", day(2015), None), ("b", "here", day(2015), None)]


def test_nobody_lives_anywhere_before_the_month_of_their_birth() -> None:
    rows = f"record_id source uprn from_date\nb hb {HERE} 2015-01-01"
    assert lived(rows, "record birth_date\nb 2020-05-17") == [("b", "here", day(2020, 5), None)]


def test_whom_a_register_has_within_half_a_year_of_birth_was_born_there() -> None:
    rows = f"record_id source uprn\nb gp {HERE}"
    said = "record birth_date listed_from\nb 2020-05-17 {}"
    assert lived(rows, said.format("2020-07-30")) == [("b", "here", day(2020, 5), None)]
    assert lived(rows, said.format("2021-01-30")) == [("b", "here", date(2021, 1, 30), None)]


@pytest.mark.parametrize(
    ("told_here", "homes"),
    [
        # Known elsewhere on the way, so that they came after; but not if they had been known here before.
        ("2024-05-01", [("a", "there", day(2022), date(2023, 5, 1)), ("a", "here", date(2023, 5, 1), None)]),
        ("2021-05-01", [("a", "here", day(2010), None)]),
    ],
)
def test_who_is_listed_here_and_was_known_elsewhere_came_after(told_here: str, homes: list[Stay]) -> None:
    rows = f"record_id source uprn\na gp {HERE}\na2 school {THERE}\na3 police {HERE}"
    said = f"""record listed_from seen_from seen_to
        a 2010-01-01 - -
        a2 - 2022-01-01 2023-05-01
        a3 - {told_here} {told_here}"""
    assert lived(rows, said)[:2] == homes


def test_where_somebody_was_known_first_they_lived_since_their_family_came() -> None:
    rows = f"""record_id source uprn from_date to_date
        a tax {HERE} 2015-01-01 2024-01-01
        b school {HERE} - -"""
    said = "record family seen_from seen_to\na Ash - -\nb {} 2020-01-01 2021-01-01"
    assert lived(rows, said.format("Ash"))[1][:3] == ("b", "here", day(2015))
    assert lived(rows, said.format("Oak"))[1][:3] == ("b", "here", day(2020))


def test_of_whom_no_address_is_known_since_they_fled_lives_at_a_hidden_one_until_one_is() -> None:
    rows = f"record_id source uprn from_date to_date\na tax {HERE} 2015-01-01 2022-01-01"
    here, fled = ("a", "here", day(2015), day(2022)), "a a 2022-01-01"
    assert lived(rows) == [here]
    assert lived(rows, fled=fled) == [here, ("a", "hidden", day(2022), None)]
    again = f"{rows}\na2 tax {THERE} 2023-01-01 -"
    assert lived(again, fled=fled) == [
        here, ("a", "hidden", day(2022), day(2023)), ("a", "there", day(2023), None),
    ]  # fmt: skip
    dead = "record death_date\na 2022-11-09"
    assert lived(rows, dead, fled=fled) == [here, ("a", "hidden", day(2022), day(2022, 12))]


def test_the_dead_live_nowhere_from_the_month_after() -> None:
    rows = f"record_id source uprn from_date\na tax {HERE} 2015-01-01"
    assert lived(rows, "record death_date\na 2022-03-09") == [("a", "here", day(2015), day(2022, 4))]


FAMILY = f"""record_id source uprn from_date to_date
    m tax {HERE} 2015-01-01 2022-01-01
    m2 tax {THERE} 2022-01-01 -
    c school {HERE} - -"""
AGES = "record birth_date seen_from seen_to\nm 1985-01-01 - -\nc 2014-01-01 2018-01-01 2019-01-01"


def test_children_move_with_the_adults_of_their_home() -> None:
    assert lived(FAMILY, AGES)[0] == ("c", "here", day(2018), day(2022))
    assert lived(FAMILY, AGES)[1] == ("c", "there", day(2022), day(2032))


def test_nobody_follows_the_protected_nor_do_they_follow() -> None:
    for safe in ("m", "c"):
        assert ("c", "there") not in {stay[:2] for stay in lived(FAMILY, AGES, protected=(safe,))}


TOGETHER = f"""record_id source uprn from_date to_date
    m tax {THERE} 2015-01-01 2022-01-01
    m2 tax {HERE} 2022-01-01 -
    n tax {HERE} {{}} -"""


@pytest.mark.parametrize(
    ("family", "came", "before"),
    [("Ash", "2022-01-20", True), ("Oak", "2022-01-20", False), ("Ash", "2022-03-20", False)],
)
def test_whoever_of_one_family_name_moves_in_with_somebody_had_lived_with_them(
    family: str, came: str, before: bool
) -> None:
    names = f"record family\nm Ash\nm2 Ash\nn {family}"
    homes = lived(TOGETHER.format(came), names)
    assert (("n", "there", day(2015), day(2022)) in homes) == before
    assert {stay[:2] for stay in homes} >= {("n", "here"), ("m", "there"), ("m", "here")}


def test_who_follows_is_in_the_household_without_an_address_of_their_own() -> None:
    stays = pl.DataFrame(
        {
            "person_id": ["c", "m"], "place": [HERE, HERE], "hidden": [False, False], "sources": [WITH_ADULTS, "tax"],
            "from_date": [day(2020)] * 2, "to_date": [CEILING] * 2, "people": [2, 2], "household_key": ["k", "k"],
            "household_from": [day(2020)] * 2, "household_to": [CEILING] * 2,
        }
    )  # fmt: skip
    household, residence, home = household_tables(stays, KEY, 11)
    assert household["address_id"].null_count() == 0
    assert residence.filter(pl.col("address_id").is_null())["person_id"].to_list() == ["c"]
    assert home.drop_nulls()["person_id"].to_list() == ["m"]


WRITTEN = """record_id source postcode address_text
    a tax AA1~1AA 12~Mill~Lane
    b tax AA1~1AA 12~Mill~Lane
    c gp AA1~1AA {}"""


@pytest.mark.parametrize(
    ("text", "family", "together"),
    [
        ("12~Mil~Lane", "Ash", True),
        ("12~Mil~Lane", "Oak", False),
        ("21~Mill~Lane", "Ash", False),
        ("12~Hall~Lane", "Ash", False),
    ],
)
def test_an_address_one_slip_away_is_the_same_to_people_of_one_family_name(
    text: str, family: str, together: bool
) -> None:
    rows = table("address", WRITTEN.format(text))
    dealing = pl.DataFrame(
        {"record_id": list("abc"), "person_id": list("abc"), "family": ["Ash", "Ash", family]}
    )
    known = dealing.with_columns(
        pl.lit("gp").alias("source"), pl.lit(None, pl.String).alias("given"),
        *(pl.lit(None, pl.Date).alias(name) for name in DATES),
    )  # fmt: skip
    found = residences(
        rows, known, pl.DataFrame(schema={"child": pl.String, "adult": pl.String}), pl.Series([], dtype=pl.String),
        as_of=AS_OF, gap_days=92, hide_kinds=[], jobs=1,
    )  # fmt: skip
    assert found["place"].n_unique() == (1 if together else 2)


TWO_HOMES = f"""record_id source uprn from_date
    c gp {HERE} -
    c2 school {THERE} -
    m tax {HERE} 2015-01-01
    f tax {THERE} 2015-01-01"""
BOTH = """record family birth_date listed_from seen_from seen_to
    c  Ash 2014-01-01 2014-02-01 - -
    c2 Ash 2014-01-01 - 2023-09-01 2024-05-01
    m  Ash 1985-01-01 - - -
    f  {} 1985-01-01 - - -"""


@pytest.mark.parametrize(
    ("name", "parent", "homes"),
    [("Ash", "", {"here", "there"}), ("Oak", "", {"here"}), ("Oak", "c f", {"here", "there"})],
)
def test_a_child_of_whom_two_sources_say_two_homes_has_both_where_a_parent_lives_there(
    name: str, parent: str, homes: set[str]
) -> None:
    now = [stay for stay in lived(TWO_HOMES, BOTH.format(name), parent) if stay[3] is None or stay[3] > AS_OF]
    assert {place for person, place, *_ in now if person == "c"} == homes
