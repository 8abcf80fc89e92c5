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


def links(name: str = "Nerys Coulson", sex: str = "unknown", address: str = HOME, more: str = "") -> set[str]:
    """Whom the police record goes to."""
    frames = {name: table(name) for name in READS} | {
        "record": table("record", RECORD + POLICE.format(name, sex) + more),
        "address": table("address", address),
    }
    known = comparison_columns(frames, AS_OF, ())
    people = known.select("n", pl.col("n").alias("label"))
    found = name_links(known, people, frames["address"], hide_kinds=[], jobs=1)
    ids = known["record_id"]
    pairs = [{ids[a], ids[b]} for a, b in found.select("a", "b").rows()]
    return {other for pair in pairs if "police" in pair for other in pair - {"police"}}


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
