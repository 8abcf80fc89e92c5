"""Council tax accounts: names held as one text, homes by occupation, balances told once."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.support.sources import Extract, read

MOVED_IN, MOVED_OUT = date(2020, 4, 1), date(2024, 6, 1)
ACCOUNT = """
    account_ref,account_cd,party_ref,lead_liab_pos,lead_liab_name,for_addr1,for_postcode
    """
OCCUPATION = """
    account_ref,property_ref,occupation_date,vacation_date,live_ind
    """
PROPERTY = """
    property_ref,uprn,addr1,addr2,postcode
    R1,999000000001,1 IVY ROAD,QUILLTON,ZZ9 9AA
    R2,999000000002,2 IVY ROAD,,ZZ9 9AB
    """


def rows(header: str, *lines: str) -> str:
    return header.rstrip(" ") + "".join(f"    {line}\n" for line in lines)


def taken(tmp_path: Path, *accounts: str, occupied: tuple[str, ...] = (), **more: str) -> Extract:
    files = {"ctaccount.csv": rows(ACCOUNT, *accounts), "ctproperty.csv": PROPERTY}
    if occupied:
        files["ctoccupation.csv"] = rows(OCCUPATION, *occupied)
    return read(tmp_path, "council_tax", files | {f"{name}.csv": text for name, text in more.items()})


def test_one_name_may_be_two_people(tmp_path: Path) -> None:
    got = taken(tmp_path, '100,1,P1,4,"TANSLEY, MR NED & MRS ORLA",,')
    assert got.facts("record", "id", "title", "given_name", "family_name") == [
        ("100|P1|lead#1", "Mr", "NED", "TANSLEY"),
        ("100|P1|lead#2", "Mrs", "ORLA", "TANSLEY"),
    ]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("QUILL LETTINGS LTD", "organisation"),
        ("EXECUTORS OF MRS A TANSLEY", "executors"),
        ("MR N TANSLEY (DECEASED)", "executors"),
        ("THE OCCUPIER", "unnamed"),
        ("MR N TANSLEY", "person"),
    ],
)
def test_names_that_are_no_living_person_are_told_apart(tmp_path: Path, name: str, kind: str) -> None:
    got = taken(tmp_path, f'100,1,,4,"{name}",,', occupied=("100,R1,01/04/2020,,1",))
    assert got.facts("record", "name_kind") == [(kind,)]
    homes = [("home",)] if kind == "person" else [("property",)]
    assert got.facts("address", "kind") == homes


def test_a_home_has_the_dates_of_its_occupation(tmp_path: Path) -> None:
    got = taken(
        tmp_path, '100,1,P1,4,"TANSLEY, MR NED",,',
        occupied=("100,R1,01/04/2020,01/06/2024,0", "100,R2,01/06/2024,31/12/2099,1"),
    )  # fmt: skip
    assert got.facts("address", "address_text", "postcode", "uprn", "kind", "from_date", "to_date") == [
        ("1 IVY ROAD, QUILLTON", "ZZ9 9AA", "999000000001", "home", MOVED_IN, MOVED_OUT),
        ("2 IVY ROAD", "ZZ9 9AB", "999000000002", "home", MOVED_OUT, None),
    ]
    assert got.facts("record", "seen_from", "seen_to") == [(MOVED_IN, None)]
    assert got.facts("relation", "kind", "from_date", "to_date") == [
        ("household", MOVED_IN, MOVED_OUT), ("household", MOVED_OUT, None), ("liable", None, None)
    ]  # fmt: skip
    assert got.tables["relation"]["group_id"].n_unique() == 3


def test_an_occupation_that_is_not_live_and_has_no_end_is_known_for_its_first_day(tmp_path: Path) -> None:
    got = taken(tmp_path, '100,1,P1,4,"TANSLEY, MR NED",,', occupied=("100,R1,01/04/2020,,0",))
    assert got.facts("address", "from_date", "to_date") == [(MOVED_IN, date(2020, 4, 2))]


@pytest.mark.parametrize(
    ("position", "posted", "kind"),
    [
        ("4", "", "home"),
        ("2", "", "property"),
        ("12", "", "property"),
        ("", "ZZ9 9AB", "property"),
        ("", "ZZ9 9AA", "home"),
    ],
)
def test_an_owner_may_live_elsewhere(tmp_path: Path, position: str, posted: str, kind: str) -> None:
    got = taken(
        tmp_path,
        f'100,1,P1,{position},"TANSLEY, MR NED",9 HIGH ROW,{posted}',
        occupied=("100,R1,01/04/2020,,1",),
    )
    assert (kind,) in got.facts("address", "kind")
    assert ("household" in {one for (one,) in got.facts("relation", "kind")}) == (kind == "home")


def test_the_lead_is_one_with_their_own_row_among_the_liable(tmp_path: Path) -> None:
    got = taken(
        tmp_path, '100,1,P1,1,"TANSLEY, MR NED",,', occupied=("100,R1,01/04/2020,,1",),
        ctliab_person="account_ref,party_ref,liab_pers_occ,liab_pos,liab_name\n"
        '100,P1,1,1,"TANSLEY, MR NED"\n100,P2,2,1,"TANSLEY, MRS ORLA"\n',
        ctnon_liab='account_ref,party_ref,nonliab_occ,nonliab_name\n100,P3,1,"TANSLEY, MISS IDA"\n',
    )  # fmt: skip
    assert got.facts("record", "id", "given_name") == [
        ("100|P1|L1#1", "NED"), ("100|P2|L2#1", "ORLA"), ("100|P3|N1#1", "IDA")
    ]  # fmt: skip
    ties = got.tables["relation"].group_by("kind").agg("id").sort("kind")
    assert {kind: sorted(set(ids)) for kind, ids in ties.rows()} == {
        "household": ["100|P1|L1#1", "100|P2|L2#1", "100|P3|N1#1"],
        "liable": ["100|P1|L1#1", "100|P2|L2#1"],
    }


def test_two_leads_of_one_account_are_never_run_together(tmp_path: Path) -> None:
    got = taken(tmp_path, '100,1,,,"TANSLEY, MR NED",,', "100,1,,,QUILL LETTINGS LTD,,")
    assert got.facts("record", "family_name", "name_kind") == [
        ("QUILL LETTINGS LTD", "organisation"), ("TANSLEY", "person")
    ]  # fmt: skip


def test_accounts_and_parties_are_references_that_other_systems_hold(tmp_path: Path) -> None:
    got = taken(tmp_path, '100,1,P1,4,"TANSLEY, MR NED",,')
    assert got.facts("identifier", "scheme", "value", "verified") == [
        ("council_tax_account", "100", None), ("council_tax_party", "P1", None)
    ]  # fmt: skip


def test_a_balance_is_told_once_and_says_nothing_of_arrears(tmp_path: Path) -> None:
    balances = "account_ref,total\n100,1234.56\n200,-20.00\n300,5\n"
    got = taken(
        tmp_path, '100,1,,1,"TANSLEY, MR NED & MRS ORLA",,', "200,1,,4,MS I THORNE,,", vw_acc_bal=balances
    )
    assert got.facts("money_reported", "id", "item", "amount_pence", "per") == [
        ("100||lead#1", "council_tax_balance", 123456, "balance"),
        ("200||lead#1", "council_tax_balance", -2000, "balance"),
    ]
    assert got.facts("exposure_reported", "id") == got.facts("spell_reported", "id") == []
    assert got.rules() == {("orphan_row", "vw_acc_bal", "account_ref"): 1}


def test_names_in_parts_serve_where_there_is_no_whole_one(tmp_path: Path) -> None:
    text = "account_ref,lead_liab_name,lead_liab_title,lead_liab_forename,lead_liab_surname\n100,,MR,NED,TANSLEY\n"
    got = read(tmp_path, "council_tax", {"ctaccount.csv": text})
    assert got.facts("record", "title", "given_name", "family_name") == [("Mr", "NED", "TANSLEY")]


def test_rows_that_belong_to_nothing_are_told(tmp_path: Path) -> None:
    got = taken(
        tmp_path, '100,1,,4,"TANSLEY, MR NED",,',
        occupied=("100,R9,01/04/2020,,1", "999,R1,01/04/2020,,1", "100,R1,01/06/2024,01/04/2020,0"),
    )  # fmt: skip
    assert got.rules() == {
        ("orphan_row", "ctoccupation", "property_ref"): 1,
        ("orphan_row", "ctoccupation", "account_ref"): 1,
        ("dates_out_of_order", "ctoccupation", "vacation_date"): 1,
    }
    assert got.facts("address", "id") == []
    assert got.arrived()["ctoccupation"] == (3, 0)


def test_a_later_extract_takes_the_place_of_an_earlier_balance(tmp_path: Path) -> None:
    got = taken(
        tmp_path, '100,1,,4,"TANSLEY, MR NED",,', vw_acc_bal_1="account_ref,total\n100,50\n",
        vw_acc_bal_2="account_ref,total\n100,70\n",
    )  # fmt: skip
    assert got.facts("money_reported", "amount_pence") == [(7000,)]
