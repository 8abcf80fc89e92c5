"""Housing benefit and council tax support: members, homes, households, awards."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tests.support.sources import Extract, read

MEMBERS = """
    claim_id,house_id,person_ref,title,forename,surname,birth_date,gender,nino
    500,1,1,MR,NED,TANSLEY,1980-03-04,1,
    500,1,2,,IDA,TANSLEY,2014-11-19,2,
    500,2,1,MR,NED,TANSLEY,1980-03-04,1,
    """
HOUSEHOLDS = """
    claim_id,house_id,from_date,to_date,addr1,post_code,uprn
    500,1,2018-04-02,2020-06-01,1 IVY ROAD,ZZ9 9AA,999000000001
    500,2,2020-06-01,2099-12-31,2 IVY ROAD,ZZ9 9AB,999000000002
    """
ASSESSED = "claim_id,from_date,to_date,type_ind,dhp_ind,model_amt\n"
FIRST, MOVED, LAST = date(2018, 4, 2), date(2020, 6, 1), date(2021, 4, 5)


def taken(tmp_path: Path, **more: str) -> Extract:
    files = {"hbmember": MEMBERS, "hbhousehold": HOUSEHOLDS, **more}
    return read(tmp_path, "benefits", {f"{name}.csv": text for name, text in files.items()})


def test_a_member_is_one_person_in_every_home(tmp_path: Path) -> None:
    got = taken(tmp_path)
    assert got.facts("record", "id", "title", "given_name", "sex", "birth_date", "seen_from", "seen_to") == [
        ("500|p1", "Mr", "NED", "male", date(1980, 3, 4), FIRST, None),
        ("500|p2", None, "IDA", "female", date(2014, 11, 19), FIRST, MOVED),
    ]
    assert got.facts("address", "id", "postcode", "uprn", "kind", "from_date", "to_date") == [
        ("500|p1", "ZZ9 9AA", "999000000001", "home", FIRST, MOVED),
        ("500|p1", "ZZ9 9AB", "999000000002", "home", MOVED, None),
        ("500|p2", "ZZ9 9AA", "999000000001", "home", FIRST, MOVED),
    ]
    households = got.tables["relation"].group_by("group_id").agg(pl.col("id").sort())
    assert sorted(households["id"].to_list()) == [["500|p1"], ["500|p1", "500|p2"]]
    assert not got.rules()


def test_members_without_a_number_of_their_own_are_told_apart_by_what_they_have(tmp_path: Path) -> None:
    members = """
        claim_id,house_id,member_id,name,birth_date,gender
        500,1,1,"TANSLEY, MR NED",1980-03-04,1
        500,1,,IDA TANSLEY,2014-11-19,2
        500,1,,,,
        """
    got = taken(tmp_path, hbmember=members)
    assert got.facts("record", "title", "given_name", "family_name") == [
        ("Mr", "NED", "TANSLEY"), (None, "IDA", "TANSLEY")
    ]  # fmt: skip
    assert got.rules("row") == {("missing_key", "hbmember", None): 1}
    assert got.arrived()["hbmember"] == (2, 1)


def test_an_award_is_in_force_by_type_and_amount(tmp_path: Path) -> None:
    assessed = ASSESSED + (
        "500,2018-04-02,2019-04-01,1,0,100.50\n"  # housing benefit
        "500,2019-04-01,2021-04-05,1,0,120.10\n"  # and its next amount
        "500,2019-04-01,2019-07-01,3,1,15\n"  # a discretionary payment
        "500,2018-04-02,2021-04-05,2,0,80\n"  # of another type: not in force
        "500,2018-04-02,2021-04-05,1,0,0\n"  # nothing is paid
    )
    got = taken(tmp_path, hbrentass=assessed)
    assert got.facts("money_reported", "id", "item", "amount_pence", "per", "from_date") == [
        ("500|p1", "discretionary_housing_payment", 1500, "week", date(2019, 4, 1)),
        ("500|p1", "housing_benefit", 10050, "week", FIRST),
        ("500|p1", "housing_benefit", 12010, "week", date(2019, 4, 1)),
    ]
    assert got.facts("event", "id", "kind", "code", "date", "end_date") == [
        ("500|p1", "benefit_award", "DHP", date(2019, 4, 1), date(2019, 7, 1)),
        ("500|p1", "benefit_award", "HB", FIRST, MOVED),
        ("500|p1", "benefit_award", "HB", MOVED, LAST),
        ("500|p2", "benefit_award", "DHP", date(2019, 4, 1), date(2019, 7, 1)),
        ("500|p2", "benefit_award", "HB", FIRST, MOVED),
    ]


def test_all_of_the_home_are_poor_while_on_an_award_and_no_longer(tmp_path: Path) -> None:
    assessed = ASSESSED + "500,2019-04-01,2021-04-05,1,0,9\n500,2022-04-04,2099-12-31,1,0,9\n"
    got = taken(tmp_path, hbrentass=assessed)
    assert got.facts("exposure_reported", "id", "factor", "from_date", "to_date") == [
        ("500|p1", "poverty", date(2019, 4, 1), MOVED),
        ("500|p1", "poverty", MOVED, LAST),
        ("500|p1", "poverty", date(2022, 4, 4), None),
        ("500|p2", "poverty", date(2019, 4, 1), MOVED),
    ]


def test_council_tax_support_is_an_award_of_no_known_period(tmp_path: Path) -> None:
    got = taken(tmp_path, hbctaxcalc_statement=ASSESSED + "500,2020-06-01,2099-12-31,1,0,9\n")
    assert got.facts("event", "id", "code", "date", "end_date") == [("500|p1", "CTS", MOVED, None)]
    assert got.facts("exposure_reported", "id", "factor") == [("500|p1", "poverty")]
    assert got.facts("money_reported", "id") == []


@pytest.mark.parametrize(
    ("file", "table"),
    [
        ("core_hbrentass_2025", "hbrentass"),
        ("HBCTAXCALC_STATEMENT", "hbctaxcalc_statement"),
        ("assessments", None),
        ("hbrentass_and_hbctaxcalc_statement", None),
    ],
)
def test_only_its_name_tells_which_table_of_assessments_a_file_is(
    tmp_path: Path, file: str, table: str | None
) -> None:
    got = taken(tmp_path, **{file: ASSESSED + "500,2020-06-01,2099-12-31,1,0,9\n"})
    assert got.arrived()[table] == ((1, 0) if table else (0, 1))


def test_the_council_tax_account_is_joined_without_its_check_digit(tmp_path: Path) -> None:
    got = taken(tmp_path, hbctaxclaim="claim_id,ctax_claim_id,ctax_ref\n500,1,700000015\n")
    assert got.facts("identifier", "id", "scheme", "value") == [
        ("500|p1", "council_tax_account", "70000001"), ("500|p2", "council_tax_account", "70000001")
    ]  # fmt: skip


def test_a_systems_whole_table_is_read_whatever_else_it_holds(tmp_path: Path) -> None:
    wide = ",".join(f"col{number}" for number in range(40))
    lines = [line.strip() for line in MEMBERS.strip().splitlines()]
    members = "\n".join([f"{lines[0]},{wide}", *(f"{line}{',' * 40}" for line in lines[1:])]) + "\n"
    got = taken(tmp_path, hbmember=members)
    assert got.arrived()["hbmember"] == (3, 0)
    assert sum(times for (rule, _, _), times in got.rules().items() if rule == "unknown_column") == 40


def test_rows_of_a_claim_that_did_not_arrive_are_told(tmp_path: Path) -> None:
    got = taken(
        tmp_path, hbrentass=ASSESSED + "999,2020-06-01,2099-12-31,1,0,9\n500,2020-06-01,2019-01-01,1,0,9\n",
        hbmember=MEMBERS.rstrip(" ") + "    501,1,1,,SAM,THORNE,,1,\n",
    )  # fmt: skip
    assert got.rules() == {
        ("orphan_row", "hbrentass", "claim_id"): 1,
        ("orphan_row", "hbmember", "house_id"): 1,
        ("dates_out_of_order", "hbrentass", "to_date"): 1,
    }
    assert got.facts("event", "id") == got.facts("exposure_reported", "id") == []
    assert len(got.facts("record", "id")) == 3
