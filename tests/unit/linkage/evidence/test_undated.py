from __future__ import annotations

import polars as pl
import pytest

from tests.support.link_places import AS_OF, READS, table
from wholeplace.linkage.evidence.clean import comparison_columns
from wholeplace.linkage.evidence.undated import undated_links

RECORD = """
    record_id  source  given_name  family_name  birth_date
    gp         gp      Nerys       Coulson      1980-02-02
    tax        tax     Nerys       Coulson      -
    """
ADDRESS = """
    record_id  source  kind      uprn          from_date   to_date
    gp         gp      home      999000000001  2019-01-01  -
    tax        tax     property  999000000001  2020-01-01  -
    """


def links(record: str = RECORD, address: str = ADDRESS, same: tuple[str, ...] = ()) -> set[str]:
    """Links as `a b`. same: records already known to be of one person."""
    frames = {name: table(name) for name in READS} | {
        "record": table("record", record),
        "address": table("address", address),
    }
    known = comparison_columns(frames, AS_OF, ())
    first = known.filter(pl.col("record_id").is_in(same))["n"].min() if same else None
    label = (
        pl.when(pl.col("record_id").is_in(same)).then(pl.lit(first, pl.UInt32)).otherwise("n").alias("label")
    )
    people = known.select("n", label)
    found = undated_links(
        known, people, frames["address"], as_of=AS_OF, adult_age=18, hide_kinds=["placement"], jobs=1
    )
    ids = known["record_id"]
    return {f"{ids[a]} {ids[b]}" for a, b in found.select("a", "b").rows()}


def test_name_address_and_dates_together_link() -> None:
    assert links() == {"gp tax"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Nerys       Coulson      -", "N           Coulson      -"),
        ("Nerys       Coulson      -", "Nerys       Colson       -"),
        ("1980-02-02", "2003-01-01"),
    ],
)
def test_another_name_or_someone_not_grown_up_by_then_does_not(old: str, new: str) -> None:
    assert links(RECORD.replace(old, new)) == set()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("property  999000000001", "property  999000000002"),
        ("property  999000000001", "property  -           "),
        ("property  999000000001", "placement 999000000001"),
        ("property  999000000001", "correspondence 999000000001"),
        ("2019-01-01  -", "2019-01-01  2020-01-01"),
    ],
)
def test_another_place_time_or_kind_of_address_does_not(old: str, new: str) -> None:
    assert links(address=ADDRESS.replace(old, new)) == set()


def test_a_hidden_address_is_no_evidence() -> None:
    hidden = ADDRESS.replace("to_date", "to_date hidden").replace("-\n", "- true\n")
    assert hidden.count("true") == 2
    assert links(address=hidden) == set()


OTHER = RECORD + "    two        {}     Nerys       Coulson      {}\n"
THERE = ADDRESS + "    two        {}     home      999000000001  2001-01-01  -\n"


def test_two_bearers_of_the_name_there_leave_it_open() -> None:
    assert links(OTHER.format("gp", "1955-01-01"), THERE.format("gp")) == set()
    assert links(OTHER.format("tax", "-"), THERE.format("tax")) == set()


def test_two_records_of_the_one_bearer_do_not() -> None:
    assert links(OTHER.format("ssd", "1980-02-02"), THERE.format("ssd"), same=("gp", "two")) == {
        "gp tax",
        "tax two",
    }


def test_two_undated_records_of_two_sources_are_linked_where_each_is_the_only_one() -> None:
    rent = RECORD.replace("1980-02-02", "-").replace("gp ", "rent")
    home = ADDRESS.replace("gp ", "rent")
    assert links(rent, home) == {"rent tax"}
    third = rent + "    two        rent    Nerys       Coulson      -\n"
    assert links(third, home + "    two  rent  home  999000000001  2001-01-01  -\n") == set()


def test_dated_records_are_never_linked_here() -> None:
    assert links(RECORD.replace("Coulson      -", "Coulson      1980-02-02")) == set()
