"""Records with a name and neither birth date nor address."""

from __future__ import annotations

import polars as pl
import pytest

from tests.support.link_places import AS_OF, READS, table
from wholeplace.linkage.closer.name_alone import name_links
from wholeplace.linkage.evidence.clean import comparison_columns

CROWD = "".join(f"x{i} gp {a}{b} {b}{a}son 19{50 + i % 40}-01-02 unknown\n" for i, (a, b) in enumerate(
    (a, b) for a in ("Or", "Ta", "Wil", "Pet", "Sun", "Mar") for b in ("la", "bin", "dek", "mond", "fred", "gar")
))  # fmt: skip
RECORD = (
    "record_id source given_name family_name birth_date sex\n"
    + CROWD
    + "gp gp Nerys Coulson 1980-02-02 female\n"
)
POLICE = "police police {} - {}\n"
HOME = "record_id source kind postcode from_date to_date\ngp gp home LS1~1AA 2019-01-01 -\n"
SCENE = "police police incident {} {} 2023-05-06\n"


def goes_to(record: str, frames: dict[str, pl.DataFrame], one: dict[str, str] | None = None) -> set[str]:
    """Whom a record is linked with. one: records already known to be of another's person."""
    known = comparison_columns(frames, AS_OF, ())
    whose = pl.col("record_id").replace(one or {})
    people = known.select("n", pl.col("n").min().over(whose).alias("label"))
    found = name_links(known, people, frames["address"], hide_kinds=[], jobs=1)
    ids = known["record_id"]
    pairs = [{ids[a], ids[b]} for a, b in found.select("a", "b").rows()]
    return {other for pair in pairs if record in pair for other in pair - {record}}


def links(name: str = "Nerys Coulson", sex: str = "unknown", address: str = HOME, more: str = "") -> set[str]:
    """Whom the police record goes to."""
    frames = {name: table(name) for name in READS} | {
        "record": table("record", RECORD + POLICE.format(name, sex) + more),
        "address": table("address", address),
    }
    return goes_to("police", frames)


AT = HOME + SCENE.format("LS1~1AA", "2023-05-05")


@pytest.mark.parametrize("name", ["Nerys Coulson", "Neris Colson"])
def test_somebody_of_the_name_who_lived_at_the_postcode_that_day(name: str) -> None:
    assert links(name, address=AT) == {"gp"}


def test_not_by_a_given_name_of_another_a_sex_of_another_or_a_time_before_they_came() -> None:
    assert links("Gwen Coulson", address=AT) == set()
    assert links(sex="male", address=AT) == set()
    before = HOME + SCENE.format("LS1~1AA", "2018-05-05")
    assert links("Nery Coulson", address=before.replace("2023-05-06", "2018-05-06")) == set()


def test_two_of_the_name_there_leave_it_open() -> None:
    both = AT + "two ssd home LS1~1AA 2019-01-01 -\n"
    assert links(address=both, more="two ssd Neris Colson 1990-01-01 female\n") == set()


def test_a_name_that_one_person_bears_says_who_it_is_where_there_is_no_address() -> None:
    assert links() == {"gp"}
    assert links(address=HOME + "police police home LS9~9ZZ - -\n") == set(), (
        "nobody of the name was ever there"
    )
    assert links("Neris Coulson") == {"gp"}, "as it sounds"
    assert links("Neri Coulson") == set()


def test_a_name_that_several_bear_does_not() -> None:
    more = "".join(
        f"y{i} gp Nerys Jones 197{i}-01-01 female\nz{i} gp Gwen Coulson 197{i}-05-01 female\n"
        for i in range(9)
    )
    assert links(more=more) == set(), "many bear each name, so that somebody else may bear both"
    assert links(more="two ssd Nerys Coulson 1990-01-01 female\n") == set()


ELSEWHERE = "gp gp home LS9~9ZZ 2010-01-01 2018-12-31\n"
TAX = "tax council_tax {} - unknown\n"
ACCOUNT = "tax council_tax property LS1~1AA {} {}\n"


def account(name: str, address: str, more: str = "") -> set[str]:
    """Whom an account without a birth date goes to."""
    frames = {name: table(name) for name in READS} | {
        "record": table("record", RECORD + TAX.format(name) + more),
        "address": table("address", address),
    }
    return goes_to("tax", frames)


def test_an_initial_is_enough_for_the_day_and_the_postcode() -> None:
    assert links("N Coulson", address=AT) == {"gp"}
    assert links("G Coulson", address=AT) == set()


INCIDENT = (
    "record_id source kind postcode from_date to_date\n"
    "gp gp incident LS1~1AA 2023-05-05 2023-05-06\n" + ELSEWHERE
)


def test_somebody_to_whom_something_happened_where_the_account_is() -> None:
    assert account("Nerys Coulson", INCIDENT + ACCOUNT.format("2020-01-01", "-")) == {"gp"}
    assert account("N Coulson", INCIDENT + ACCOUNT.format("2020-01-01", "-")) == set(), "not by an initial"
    assert account("Nerys Coulson", INCIDENT + ACCOUNT.format("2024-01-01", "-")) == set(), "before they came"


def test_two_to_whom_something_happened_at_one_postcode() -> None:
    both = "record_id source kind postcode from_date to_date\n" + SCENE.format("LS1~1AA", "2023-05-05")
    other = both + "gp gp incident LS1~1AA 2021-02-02 2021-02-03\n"
    assert links("Nery Coulson", address=other) == {"gp"}
    assert links("N Coulson", address=other) == set()
    assert links("Nery Coulson", address=both + "gp gp incident LS2~2BB 2021-02-02 2021-02-03\n") == set()


LIVED = """
    record_id source      kind     uprn         from_date  to_date
    gp        gp          home     999000000001 2010-01-01 2018-12-31
    son       gp          home     999000000001 2010-01-01 2018-12-31
    son2      school      home     999000000002 2020-01-01 -
    tax       council_tax property 999000000002 {} -
    """
SON = "son gp Ivor Coulson 2010-05-01 male\nson2 school Ivor Coulson 2010-05-01 male\n"


def with_son(
    name: str = "Nerys Coulson", since: str = "2020-01-01", more: str = "", places: str = LIVED
) -> set[str]:
    """Whom an account goes to at the new address of a son, whose two records are known to be of one person."""
    frames = {name: table(name) for name in READS} | {
        "record": table("record", RECORD + TAX.format(name) + SON + more),
        "address": table("address", places.format(since)),
    }
    return goes_to("tax", frames, {"son2": "son"})


@pytest.mark.parametrize("name", ["Nerys Coulson", "Neris Colson", "N Coulson"])
def test_families_move_together(name: str) -> None:
    assert with_son(name) == {"gp"}


def test_not_by_another_name_nor_with_somebody_who_had_left_before_the_account() -> None:
    assert with_son("Gwen Coulson") == set()
    assert with_son(since="2024-01-01") == {"gp"}
    gone = LIVED.replace("999000000002 2020-01-01 -", "999000000002 2020-01-01 2022-01-01")
    assert gone != LIVED
    assert with_son(since="2024-01-01", places=gone) == set()


def test_nor_where_somebody_of_the_name_is_at_the_very_address() -> None:
    there = "two gp home 999000000002 2020-01-01 -\n"
    assert with_son(more="two gp Nerys Coulson 1995-01-01 female\n", places=LIVED + there) == set()


def test_nor_whom_the_council_has_an_account_of_already() -> None:
    known = "gp2 council_tax Nerys Coulson 1980-02-02 female\n"
    # One person in two records, of which one is an account with a birth date.
    frames = {name: table(name) for name in READS} | {
        "record": table("record", RECORD + TAX.format("Nerys Coulson") + SON + known),
        "address": table("address", LIVED.format("2020-01-01")),
    }
    records = comparison_columns(frames, AS_OF, ())
    whose = pl.col("record_id").replace({"son2": "son", "gp2": "gp"})
    people = records.select("n", pl.col("n").min().over(whose).alias("label"))
    assert name_links(records, people, frames["address"], hide_kinds=[], jobs=1).is_empty()
