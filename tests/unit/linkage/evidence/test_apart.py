from __future__ import annotations

import polars as pl
import pytest

from tests.support.link_places import AS_OF, READS, table
from wholeplace.linkage.evidence.apart import MOST_IN_A_BLOCK, listed_together, marks, rivals
from wholeplace.linkage.evidence.clean import comparison_columns


def records(record: str, event: str = "") -> pl.DataFrame:
    frames = {name: table(name) for name in READS} | {
        "record": table("record", record),
        "event": table("event", event),
    }
    return comparison_columns(frames, AS_OF, ())


def clashing(record: str, identifier: str, event: str = "") -> set[str]:
    """Pairs of records with two values of one mark, and the mark."""
    known = records(record, event)
    found = marks(known, table("identifier", identifier), jobs=1).join(known.select("n", "record_id"), on="n")
    pairs = found.join(found, on="mark").filter(
        pl.col("record_id") < pl.col("record_id_right"), pl.col("value") != pl.col("value_right")
    )
    return {f"{a} {b} {mark}" for a, b, mark in pairs.select("record_id", "record_id_right", "mark").rows()}


THREE = "record_id source file\na s autumn\nb s spring\nc t spring"


def test_two_verified_values_of_one_scheme_are_two_people() -> None:
    found = clashing(
        THREE,
        """
        record_id  source  file    scheme      value       verified
        a          s       autumn  nhs_number  9990000018  true
        b          s       spring  nhs_number  9990000026  true
        c          t       spring  nhs_number  9990000026  true
        """,
    )
    assert found == {"a b nhs_number", "a c nhs_number"}


def test_unverified_values_tell_people_apart_within_one_file_only() -> None:
    found = clashing(
        THREE + "\nd s autumn",
        """
        record_id  source  file    scheme       value  verified
        a          s       autumn  upn          ONE    false
        b          s       spring  upn          TWO    false
        c          t       spring  upn          SIX    false
        d          s       autumn  upn          TEN    false
        a          s       autumn  la_child_id  1      -
        d          s       autumn  la_child_id  2      -
        """,
    )
    assert found == {"a d upn|s|l|autumn"}


def test_a_record_with_two_values_of_its_own_has_no_mark() -> None:
    found = clashing(
        THREE,
        """
        record_id  source  file    scheme  value      verified
        a          s       autumn  nino    NC000001   true
        a          s       spring  nino    NC000002   true
        c          t       spring  nino    NC000003   true
        """,
    )
    assert found == set()


FORMER = """
    record_id  source  file    scheme      value          verified
    a          s       autumn  upn         A299000000001  true
    b          s       spring  upn         B299000000002  true
    b          s       spring  former_upn  A299000000001  true
    c          t       spring  upn         {}             true
    """


def test_a_former_pupil_number_is_the_same_mark_as_the_new_one_but_not_after_an_adoption() -> None:
    assert clashing(THREE, FORMER.format("B299000000002")) == set()
    assert clashing(THREE, FORMER.format("C299000000003")) == {"a c upn", "b c upn"}
    adopted = "record_id kind date\nb adopted 2023-01-01"
    assert clashing(THREE, FORMER.format("B299000000002"), adopted) == {"a b upn", "a c upn"}


def test_a_former_pupil_number_changes_no_number_of_another_kind() -> None:
    found = clashing(
        NAMED,
        """
        record_id  source  file  scheme      value  verified
        a  s  autumn  nhs_number  1  true
        b  t  spring  nhs_number  3  true
        d  v  spring  former_upn  3  true
        d  v  spring  upn         1  true
        """,
    )
    assert "a b nhs_number" in found


def test_a_temporary_pupil_number_is_no_mark_across_files() -> None:
    assert clashing(THREE, FORMER.replace("A2990", "T2990").format("T29900000003X")) == set()


NAMED = """
record_id  source  file    given_name  family_name  birth_date
a          s       autumn  Femi        Adeyemi      1980-05-14
b          t       spring  Femi        Adeyemi      1980-05-14
c          u       spring  Grace       Adeyemi      1983-11-02
d          v       spring  Grace       Adeyemi      1983-11-02
"""


def test_a_number_that_is_mostly_of_somebody_else_tells_nobody_apart() -> None:
    """The second system holds his wife's number against him; hers still is a mark of hers."""
    found = clashing(
        NAMED,
        """
        record_id  source  file  scheme      value       verified
        a  s  autumn  nhs_number  9990000018  true
        b  t  spring  nhs_number  9990000026  true
        c  u  spring  nhs_number  9990000026  true
        d  v  spring  nhs_number  9990000026  true
        """,
    )
    assert found == {"a c nhs_number", "a d nhs_number"}


def test_a_number_that_as_many_of_two_people_bear_is_a_mark_of_neither() -> None:
    found = clashing(
        NAMED,
        """
        record_id  source  file  scheme      value       verified
        a  s  autumn  nhs_number  9990000018  true
        b  t  spring  nhs_number  9990000026  true
        c  u  spring  nhs_number  9990000026  true
        """,
    )
    assert not found


@pytest.mark.parametrize(
    "change",
    [
        "c Femi Adeyemi 1983-11-02",
        "c Grace Adeyemi 1980-05-14",
        "c Grace Adeyemi 1980-05-15",
        "c Fred Adeyemi 1980-01-01",
        "c Fred Adeyemi 1979-05-14",
    ],
)
def test_a_number_under_another_name_or_date_alone_is_still_a_mark(change: str) -> None:
    """A new name or a slip in a date is no sign that a number is somebody else's; nor a date that may be one."""
    record, given, family, born = change.split()
    rows = [line for line in NAMED.strip().splitlines() if not line.startswith(("c", "d"))]
    found = clashing(
        "\n".join([*rows, f"{record} u spring {given} {family} {born}"]),
        """
        record_id  source  file  scheme      value       verified
        a  s  autumn  nhs_number  9990000018  true
        b  t  spring  nhs_number  9990000026  true
        c  u  spring  nhs_number  9990000026  true
        """,
    )
    assert found == {"a b nhs_number", "a c nhs_number"}


@pytest.mark.parametrize(
    ("mine", "other", "apart"),
    [
        ("NC114564", "NC184564", False),
        ("NC114564", "NC184664", True),
    ],
)
def test_a_slip_in_a_national_insurance_number_is_no_second_one(mine: str, other: str, apart: bool) -> None:
    """It has no check digit; two of one name and birth date have one number, unless more of it differs."""
    found = clashing(
        NAMED,
        f"""
        record_id  source  file  scheme  value    verified
        a  s  autumn  nino    {mine}   true
        b  t  spring  nino    {other}  true
        """,
    )
    assert found == ({"a b nino"} if apart else set())


def test_numbers_a_digit_apart_are_of_two_people_where_their_names_are() -> None:
    found = clashing(
        NAMED,
        """
        record_id  source  file  scheme  value     verified
        a  s  autumn  nino    NC114564  true
        c  u  spring  nino    NC184564  true
        """,
    )
    assert found == {"a c nino"}


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("Jayden", "Kayden", True),
        ("Marie", "Marta", True),
        ("Jack", "Jace", True),
        ("Kathryn", "Kathrin", False),
        ("Naseema", "Nasima", False),
        ("Sam", "Samuel", False),
        ("Bob", "Robert", True),
        ("S", "Samuel", False),
        ("Samuel", "Samuel", False),
    ],
)
def test_one_source_tells_clearly_different_given_names_apart(one: str, other: str, apart: bool) -> None:
    known = records(
        f"""
        record_id  given_name  family_name  birth_date
        a          {one}       Wickham      2015-05-01
        b          {other}     Wickham      2015-05-01
        """
    )
    assert rivals(known, jobs=1).rows() == ([(0, 1)] if apart else [])


@pytest.mark.parametrize("change", ["source", "family_name", "birth_date"])
def test_rivals_are_of_one_source_family_name_and_birth_date(change: str) -> None:
    row = {"source": "s", "family_name": "Wickham", "birth_date": "2015-05-01"}
    other = row | {change: {"source": "t", "family_name": "Hollis", "birth_date": "2015-05-02"}[change]}
    text = "record_id given_name " + " ".join(row)
    text += "\na Orla " + " ".join(row.values()) + "\nb Nell " + " ".join(other.values())
    assert rivals(records(text), jobs=1).is_empty()


def test_a_preferred_name_makes_no_rival_and_a_block_of_many_says_nothing() -> None:
    known = records(
        """
        record_id  given_name  family_name  birth_date  preferred_name
        a          Margaret    Oakden       1950-06-06  Bunty
        b          Bunty       Oakden       1950-06-06  -
        """
    )
    assert rivals(known, jobs=1).is_empty()
    plain = known.with_columns(pl.lit(None, pl.String).alias("preferred"))
    assert rivals(plain, jobs=1).rows() == [(0, 1)]
    assert rivals(pl.concat([plain] * (MOST_IN_A_BLOCK // 2 + 1)), jobs=1).is_empty()


HOUSEHOLD = """
    record_id  given_name  family_name  birth_date
    a          Orin        Wickham      1960-05-01
    b          {}          -
    """


@pytest.mark.parametrize(
    ("name", "kind", "apart"),
    [
        ("Orin Wickham", "household", True),
        ("O Wickham", "tenancy", True),
        ("Nell Wickham", "household", False),
        ("Orin Hollis", "household", True),
        ("O Hollis", "household", False),
        ("Orin Wickham", "family", False),
    ],
)
def test_a_list_of_a_home_names_each_of_its_people_once(name: str, kind: str, apart: bool) -> None:
    known = records(HOUSEHOLD.format(name))
    relation = table("relation", f"record_id kind group_id\na {kind} g\nb {kind} g")
    assert listed_together(known, relation).rows() == ([(0, 1)] if apart else [])


def test_two_homes_or_two_birth_dates_do_not_tell_apart() -> None:
    alike = HOUSEHOLD.format("Orin Wickham")
    homes = table("relation", "record_id kind group_id\na household g\nb household h")
    assert listed_together(records(alike), homes).is_empty()
    home = table("relation", "record_id kind group_id\na household g\nb household g")
    both = HOUSEHOLD.replace("  -", "  1960-05-01").format("Orin Wickham")
    assert listed_together(records(both), home).is_empty()
