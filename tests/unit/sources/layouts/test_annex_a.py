"""Annex A: sheets, headers and words as councils write them, read to facts; adopters kept apart."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path

import polars as pl
import pytest
import xlsxwriter

from tests.support.extracts import Reading, read_files
from wholeplace.sources.layouts.annex_a_values import to_codes, value_patterns
from wholeplace.sources.spec import load_codes, load_spec

Sheet = Sequence[Sequence[object]]
PLAIN = ("Child Unique ID", "Gender", "Ethnicity", "Date of Birth")
ORLA = ("C1", "b) Female", "White - British", datetime(2012, 5, 1))


def _workbook(folder: Path, sheets: Mapping[str, Sheet]) -> Reading:
    path = folder / "annex.xlsx"
    with xlsxwriter.Workbook(path, {"default_date_format": "dd/mm/yyyy"}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for place, value in enumerate(row):
                    sheet.write(number, place, value)
    return read_files("annex_a", [path])


def _list(number: int, **values: object) -> tuple[tuple[object, ...], tuple[object, ...]]:
    """A list with all its columns and one row: Orla, and these values by column."""
    names = load_spec("annex_a")[f"list_{number}"].names()
    known = dict(zip(PLAIN, ORLA, strict=True)) | values
    return names, tuple(known.get(name) for name in names)


def test_a_child_of_several_lists_is_one_record(tmp_path: Path) -> None:
    contacts = (
        (*PLAIN, "Date of contact", "Source of contact"),
        (*ORLA, datetime(2024, 4, 2), "2A: Schools"),
        ("C2", "Male", "Chinese", datetime(2015, 1, 1), datetime(2024, 4, 3), "Police"),
    )
    leaver = _list(9, **{"Eligibility Category": "Former relevant", "Activity Status": "G5 NEET"})
    found = _workbook(tmp_path, {"List 1": contacts, "Care leavers": leaver})
    assert found.rows("record", "sex", "ethnicity", "birth_date") == [
        ("C1", "female", "WBRI", date(2012, 5, 1)),
        ("C2", "male", "CHNE", date(2015, 1, 1)),
    ]
    assert found.rows("event", "kind", "date", "code") == [
        ("C1", "contact", date(2024, 4, 2), "2A"),
        ("C2", "contact", date(2024, 4, 3), "6"),
    ]
    assert found.rows("spell_reported", "from_date", "to_date") == [
        ("C1", date(2030, 5, 1), date(2037, 5, 1))
    ]
    assert found.rows("exposure_reported", "factor") == [("C1", "neet")]


def test_care_before_and_in_the_latest_placement(tmp_path: Path) -> None:
    care = {
        "Date Started to be Looked After": datetime(2023, 1, 10),
        "Start Date of Most Recent Placement": datetime(2024, 6, 1),
        "Child's Legal Status": "C2 Full care order", "Placement Type": "h) Children's Homes",
        "Placement postcode": "ls1 1aa", "Child's Category of Need": "N5 - Family dysfunction",
        "Date of Latest Statutory Review": datetime(2024, 9, 1),
        "Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)": "a) Yes",
    }  # fmt: skip
    found = _workbook(tmp_path, {"List 8": _list(8, **care)})
    assert found.rows("spell_reported", "state", "from_date", "to_date") == [
        ("C1", "looked_after_childrens_home", date(2024, 6, 1), None),
        ("C1", "looked_after_unstated", date(2023, 1, 10), date(2024, 6, 1)),
    ]
    assert found.rows("address", "postcode", "kind", "hidden") == [("C1", "LS1 1AA", "placement", True)]
    assert found.rows("exposure_reported", "factor", "holder") == [
        ("C1", "parenting_difficulties", "parent"),
        ("C1", "unaccompanied_asylum_seeking", "self"),
    ]
    assert found.rows("event", "kind", "service") == [("C1", "review", "children_looked_after")]


def test_a_series_of_short_breaks_is_not_care(tmp_path: Path) -> None:
    care = {
        "Date Started to be Looked After": datetime(2023, 1, 10),
        "Child's Legal Status": "V4 - agreed series of short term breaks", "Placement Type": "K2",
    }  # fmt: skip
    found = _workbook(tmp_path, {"List 8": _list(8, **care)})
    assert found.rows("spell_reported", "state", "from_date") == [("C1", "short_breaks", date(2023, 1, 10))]


@pytest.mark.parametrize(
    ("status", "closed", "withheld"),
    [
        ("e) Closed episode", None, "no_end_date"),
        ("c) CIN plan", None, None),
        ("e)", datetime(2024, 9, 1), None),
    ],
)
def test_a_closed_case_without_its_day_is_kept_back(
    tmp_path: Path, status: str, closed: datetime | None, withheld: str | None
) -> None:
    need = {
        "CIN Start Date": datetime(2024, 1, 5), "Case Status": status, "CIN Closure Date": closed,
        "Primary Need Code": "N1", "Does the Child have a Disability": "N",
    }  # fmt: skip
    found = _workbook(tmp_path, {"List 6": _list(6, **need)})
    assert found.rows("spell_reported", "state", "withheld") == [("C1", "child_in_need", withheld)]
    assert found.rows("exposure_reported", "factor") == [("C1", "abuse_or_neglect")]


def test_adopters_meet_no_child(tmp_path: Path) -> None:
    placed = {"Family identifier": "F1", "Date Placed for Adoption": datetime(2024, 5, 1)}
    names = load_spec("annex_a")["list_11"].names()
    adopter = {
        "Individual adopter identifier": "C1", "Family identifier": "F1", "Gender": "Female",
        "Disability": "No", "Date enquiry received": datetime(2023, 1, 1),
        "Date child/children placed with adopter(s)": datetime(2024, 5, 1),
    }  # fmt: skip
    sheets = {"List 10": _list(10, **placed), "List 11": (names, tuple(map(adopter.get, names)))}
    found = _workbook(tmp_path, sheets)
    assert found.tables["relation"].is_empty()
    assert found.rows("identifier", "scheme", "value") == [
        ("C1", "la_child_id", "C1"),
        ("adopter|C1", "adopter_id", "C1"),
    ]
    assert found.rows("event", "kind", "date") == [
        ("C1", "placed_for_adoption", date(2024, 5, 1)),
        ("adopter|C1", "adopter_enquiry", date(2023, 1, 1)),
    ]
    assert found.tables["record"]["record_id"].n_unique() == 2


def test_unknown_words_become_nothing_and_are_told(tmp_path: Path) -> None:
    plan = {
        "Child Protection Plan Start Date": datetime(2024, 3, 1), "Latest Category of Abuse": "Xyzzy",
        "Gender": "qqq", "Initial Category of Abuse": "Neglect",
    }  # fmt: skip
    found = _workbook(tmp_path, {"List 7": _list(7, **plan)})
    warnings = [row for row in found.refused("warning") if row[0] == "unknown_code"]
    assert warnings == [
        ("unknown_code", "list_7", 2, "Gender"),
        ("unknown_code", "list_7", 2, "Latest Category of Abuse"),
    ]
    assert found.rows("spell_reported", "state", "code") == [("C1", "child_protection_plan", None)]
    assert found.rows("record", "sex") == [("C1", "unknown")]


def test_text_that_is_a_formula_is_told(tmp_path: Path) -> None:
    path = tmp_path / "List 3.csv"
    names = ["Child ID", "Gender", "Ethnicity", "Date of Birth", "Date of referral", "Referral Source"]
    path.write_text(",".join(names) + "\nC1,F,WBRI,01/05/2012,02/04/2024,=A1\nC2,F,WBRI,,=G2+13,6\n")
    found = read_files("annex_a", [path])
    assert ("spreadsheet_formula", "list_3", 2, "Referral Source") in found.refused("warning")
    assert found.refused() == [("unparseable_required_date", "list_3", 3, "Date of referral")]


def test_other_sheets_are_refused_not_guessed(tmp_path: Path) -> None:
    other = (("Ward", "Children"), ("North", 12))
    contacts = (("Child Unique ID", "Ward"), ("C1", "North"))
    found = _workbook(tmp_path, {"Summary": other, "Contacts": contacts, "List 2": (("Gender",), ("F",))})
    assert {row[0] for row in found.refused("file")} == {"missing_column", "unknown_table"}
    assert len(found.refused("file")) == 3
    assert found.tables["record"].is_empty()


@pytest.mark.parametrize("name", ["List 5", "Annex A List 5", "list_05 s47", "S47 and ICPC"])
def test_sheets_are_known_by_the_names_in_use(tmp_path: Path, name: str) -> None:
    enquiry = {"Strategy discussion initiating Section 47 Enquiry Start Date": datetime(2024, 2, 1)}
    found = _workbook(tmp_path, {name: _list(5, **enquiry)})
    assert found.counts() == {"list_5": (1, 1, 0)}


def test_every_pattern_gives_a_code_that_is_listed() -> None:
    codes = load_codes("annex_a")
    listed = {(name, code) for name, pairs in value_patterns().items() for _, code in pairs if name in codes}
    assert {(name, code) for name, code in listed if code.upper() not in codes[name]} == set()


@pytest.mark.parametrize(
    ("code_list", "words", "code"),
    [
        ("sex", "c) Not stated/recorded (or unborn)", "U"),
        ("yes_no", "a) Yes", "1"),
        ("yes_no", "maybe", None),
        ("disability", "Autism", "1"),
        ("legal_status", "S20 - single period of accommodation", "V2"),
        ("placement", "U4 long term fostering", "U6"),
        ("abuse_category", "Neglect and emotional abuse", "MUL"),
    ],
)
def test_words_in_use_become_codes(code_list: str, words: str, code: str | None) -> None:
    assert to_codes(pl.Series([words, None]), code_list).to_list() == [code, None]
