"""Council rents and the housing register: tenancies, arrears, applications."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.support.sources import Extract, read

BEGAN, NOTICE = date(2015, 2, 2), date(2025, 1, 6)
MEMBERS = """
    house_ref,person_no,title,forename,surname,gender,dob,ni_no,responsible
    H1,1,MR,NED,TANSLEY,M,1980-03-04 00:00:00,,1
    H1,2,MISS,IDA,TANSLEY,F,1900-01-01 00:00:00,,0
    """
TENANCY = {
    "tag_ref": "T1/01     ", "prop_ref": "P1", "house_ref": "H1", "cot": "2015-02-02 00:00:00",
    "eot": "1900-01-01 00:00:00", "tenure": "SEC", "cur_bal": "345.67", "u_saff_rentacc": "1900001", "terminated": "0",
    "arrears_case": "0", "nosp": "0", "u_notice_served": "1900-01-01 00:00:00", "courtdate": "1900-01-01 00:00:00",
    "possorder": "0", "evictdate": "1900-01-01 00:00:00",
}  # fmt: skip
PROPERTY = """
    prop_ref,u_llpg_ref,short_address,post_code,u_temporary_accom
    P1,999000000001,1 Ivy Road,ZZ9 9AA,
    P2,999000000002,2 Ivy Road,ZZ9 9AB,Y
    """
UNCLEAR = "    P3,999000000003,3 Ivy Road,ZZ9 9AC,maybe\n"
TENURES = """
    ten_type,ten_desc
    SEC,Secure
    GAR,Garage
    """


def tenancy(**changed: str) -> str:
    cells = TENANCY | changed
    return ",".join(cells) + "\n" + ",".join(cells.values()) + "\n"


def taken(tmp_path: Path, *, changed: dict[str, str] | None = None, **more: str) -> Extract:
    files = {
        "member": MEMBERS,
        "tenagree": tenancy(**changed or {}),
        "property": PROPERTY,
        "tenure": TENURES,
        **more,
    }
    return read(tmp_path, "rents", {f"{name}.csv": text for name, text in files.items()})


def test_members_live_in_the_home_of_their_tenancy(tmp_path: Path) -> None:
    got = taken(tmp_path)
    assert got.facts("record", "id", "title", "given_name", "sex", "birth_date", "seen_from", "seen_to") == [
        ("H1|1", "Mr", "NED", "male", date(1980, 3, 4), BEGAN, None),
        ("H1|2", "Miss", "IDA", "female", None, BEGAN, None),
    ]
    assert got.facts("address", "id", "address_text", "postcode", "uprn", "kind", "from_date", "to_date") == [
        ("H1|1", "1 Ivy Road", "ZZ9 9AA", "999000000001", "home", BEGAN, None),
        ("H1|2", "1 Ivy Road", "ZZ9 9AA", "999000000001", "home", BEGAN, None),
    ]
    assert got.facts("relation", "id", "kind", "from_date") == [
        ("H1|1", "household", BEGAN), ("H1|1", "tenancy", BEGAN), ("H1|2", "household", BEGAN)
    ]  # fmt: skip
    assert got.facts("identifier", "id", "scheme", "value") == [("H1|1", "rent_account", "1900001")]
    assert not got.rules()


def test_every_date_of_1900_is_unknown(tmp_path: Path) -> None:
    got = taken(tmp_path)
    assert got.facts("event", "id") == got.facts("spell_reported", "id") == []
    assert got.facts("address", "to_date") == [(None,), (None,)]


def test_where_nobody_is_marked_the_first_member_holds_the_tenancy(tmp_path: Path) -> None:
    got = taken(tmp_path, member=MEMBERS.replace(",1\n", ",\n").replace(",0\n", ",\n"))
    assert ("H1|1", "tenancy") in got.facts("relation", "id", "kind")
    assert len(got.facts("relation", "id")) == 3


@pytest.mark.parametrize(
    ("changed", "ends"),
    [
        ({"eot": "2020-01-06 00:00:00", "terminated": "1"}, date(2020, 1, 6)),
        ({"terminated": "1"}, date(2015, 2, 3)),
        ({}, None),
    ],
)
def test_a_tenancy_ends_on_its_day_or_is_known_for_its_first(
    tmp_path: Path, changed: dict[str, str], ends: date | None
) -> None:
    got = taken(tmp_path, changed=changed)
    assert got.facts("address", "to_date") == [(ends,), (ends,)]
    assert got.facts("record", "seen_to") == [(ends,), (ends,)]


def test_nobody_lives_in_a_garage(tmp_path: Path) -> None:
    got = taken(tmp_path, changed={"tenure": "GAR"})
    assert got.facts("address", "kind") == [("property",), ("property",)]
    assert got.facts("relation", "id") == []


@pytest.mark.parametrize(("balance", "pence"), [("345.67", 34567), ("-20.00", -2000), ("0", 0)])
def test_a_balance_is_told_once_with_its_sign(tmp_path: Path, balance: str, pence: int) -> None:
    got = taken(tmp_path, changed={"cur_bal": balance})
    assert got.facts("money_reported", "id", "item", "amount_pence", "per") == [
        ("H1|1", "rent_balance", pence, "balance")
    ]
    assert got.facts("exposure_reported", "id") == []


def test_an_arrears_action_is_a_contact_and_no_period(tmp_path: Path) -> None:
    actions = """
        tag_ref,araction_sid,action_date,action_code,action_balance
        T1/01,1,2024-11-04 00:00:00,IC1,120.00
        T1/01,2,2024-12-04 00:00:00,IC4,-2
        T1/01,3,2024-12-05 00:00:00,ZZZ,3
        T9/01,4,2024-12-05 00:00:00,IC1,3
        """
    got = taken(tmp_path, araction=actions)
    assert got.facts("event", "id", "kind", "date", "code", "outcome") == [
        ("H1|1", "arrears_action", date(2024, 11, 4), "IC1", "arrears"),
        ("H1|1", "arrears_action", date(2024, 12, 4), "IC4", "recovery"),
        ("H1|1", "arrears_action", date(2024, 12, 5), "ZZZ", None),
    ]
    assert got.facts("spell_reported", "id") == []
    assert got.rules("row") == {}
    assert got.rules()["orphan_row", "araction", "tag_ref"] == 1


def test_recovery_is_dated_by_a_notice_or_order_that_stands(tmp_path: Path) -> None:
    got = taken(
        tmp_path,
        changed={
            "nosp": "1", "u_notice_served": "2025-01-06 00:00:00", "possorder": "1", "arrears_case": "1",
            "courtdate": "2025-03-03 00:00:00", "evictdate": "2025-06-02 00:00:00",
        },
    )  # fmt: skip
    assert got.facts("spell_reported", "id", "track", "state", "from_date", "withheld") == [
        ("H1|1", "debt", "arrears", None, "no_start_date"),
        ("H1|1", "debt", "recovery", NOTICE, None),
        ("H1|1", "debt", "recovery", date(2025, 3, 3), None),
    ]
    assert got.facts("event", "id", "kind", "date") == [
        ("H1|1", "court_hearing", date(2025, 3, 3)),
        ("H1|1", "eviction", date(2025, 6, 2)),
        ("H1|1", "notice_served", NOTICE),
    ]
    assert got.facts("exposure_reported", "id", "factor", "from_date") == [
        ("H1|1", "insecure_housing", NOTICE), ("H1|2", "insecure_housing", NOTICE)
    ]  # fmt: skip


def test_a_notice_that_no_longer_stands_is_an_event_alone(tmp_path: Path) -> None:
    got = taken(tmp_path, changed={"u_notice_served": "2025-01-06 00:00:00"})
    assert got.facts("event", "kind", "date") == [("notice_served", NOTICE)]
    assert got.facts("spell_reported", "id") == got.facts("exposure_reported", "id") == []


def test_a_home_for_the_time_being_is_temporary_accommodation(tmp_path: Path) -> None:
    got = taken(tmp_path, changed={"prop_ref": "P2"})
    assert got.facts("spell_reported", "id", "track", "state", "from_date") == [
        ("H1|1", "homelessness", "temporary_accommodation", BEGAN),
        ("H1|2", "homelessness", "temporary_accommodation", BEGAN),
    ]
    assert (
        got.facts("exposure_reported", "factor", "code")
        == [("insecure_housing", "temporary accommodation")] * 2
    )


def test_a_mark_of_temporary_accommodation_that_is_neither_yes_nor_no_is_told(tmp_path: Path) -> None:
    got = taken(tmp_path, changed={"prop_ref": "P3"}, property=PROPERTY.rstrip(" ") + UNCLEAR)
    assert got.facts("spell_reported", "id") == []
    assert got.rules() == {("not_a_boolean", "property", "u_temporary_accom"): 1}


def test_rows_that_belong_to_nothing_are_told(tmp_path: Path) -> None:
    got = taken(tmp_path, changed={"house_ref": "H9", "prop_ref": "P9", "eot": "2014-01-01 00:00:00"})
    assert got.rules() == {
        ("orphan_row", "tenagree", "house_ref"): 1,
        ("orphan_row", "tenagree", "prop_ref"): 1,
        ("dates_out_of_order", "tenagree", "eot"): 1,
    }
    assert got.facts("address", "id") == []


def test_addresses_and_contacts_fill_in_what_the_property_has_not(tmp_path: Path) -> None:
    got = taken(
        tmp_path, changed={"prop_ref": "P7"},
        addresses="prop_ref,post_preamble,aline1,aline2,post_code\nP7,Flat 2,7 Ivy Road,Quillton,ZZ9 9AD\n",
        contacts="con_key,con_ref,con_address,con_postcode\n1,H1,9 High Row,ZZ9 9AE\n",
    )  # fmt: skip
    assert got.facts("address", "id", "kind", "address_text", "postcode") == [
        ("H1|1", "correspondence", "9 High Row", "ZZ9 9AE"),
        ("H1|1", "home", "Flat 2, 7 Ivy Road, Quillton", "ZZ9 9AD"),
        ("H1|2", "correspondence", "9 High Row", "ZZ9 9AE"),
        ("H1|2", "home", "Flat 2, 7 Ivy Road, Quillton", "ZZ9 9AD"),
    ]
