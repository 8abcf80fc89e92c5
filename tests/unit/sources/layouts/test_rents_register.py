"""The housing register: people who apply together, where each says they live."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.support.sources import Extract, read

APPLIED = date(2023, 1, 2)
APPLICATIONS = """
    app_ref,app_date,fin_date,wl_status,app_band,post_code,corr_addr
    A1,2023-01-02,1900-01-01,ACT,B,ZZ9 9AA,c/o 9 High Row
    """
MEMBERS = """
    app_ref,person_no,title,forename,surname,gender,dob,ni_no,m_address
    A1,1,MS,ORLA,TANSLEY,F,1990-02-01,,"3 Ivy Road, Quillton zz9 9ac"
    A1,2,,IDA,TANSLEY,F,2020-02-01,,"3 Ivy Road, Quillton ZZ9 9AC"
    A1,3,MR,NED,TANSLEY,M,1988-02-01,,
    """


def taken(tmp_path: Path, applications: str = APPLICATIONS) -> Extract:
    return read(tmp_path, "rents", {"wlapp.csv": applications, "wlmember.csv": MEMBERS})


def test_applicants_are_contacts_of_the_register_from_their_application(tmp_path: Path) -> None:
    got = taken(tmp_path)
    assert got.facts("record", "id", "given_name", "seen_from", "seen_to")[0] == (
        "register|A1|1", "ORLA", APPLIED, None
    )  # fmt: skip
    assert (
        got.facts("event", "service", "kind", "date", "end_date", "code", "outcome")
        == [("housing_register", "housing_register_application", APPLIED, None, "B", "ACT")] * 3
    )
    assert got.facts("exposure_reported", "id") == []


def test_each_lives_where_they_say_and_only_then_together(tmp_path: Path) -> None:
    got = taken(tmp_path)
    homes = [row for row in got.facts("address", "id", "kind", "postcode") if row[1] == "home"]
    assert homes == [
        ("register|A1|1", "home", "ZZ9 9AC"),
        ("register|A1|2", "home", "ZZ9 9AC"),
        ("register|A1|3", "home", "ZZ9 9AA"),
    ]
    assert got.facts("relation", "id", "kind") == [
        ("register|A1|1", "household"),
        ("register|A1|2", "household"),
    ]
    assert got.tables["relation"]["group_id"].n_unique() == 1


def test_people_of_an_application_that_did_not_arrive_are_told(tmp_path: Path) -> None:
    got = taken(tmp_path, APPLICATIONS.replace("A1", "A2"))
    assert got.rules() == {("orphan_row", "wlmember", "app_ref"): 3}
    assert len(got.facts("record", "id")) == 3
    assert got.facts("event", "id") == []
