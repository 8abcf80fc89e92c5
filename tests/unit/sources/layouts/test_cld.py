"""Client Level Data: events of adult social care, resubmitted whole, the latest of a period winning."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from tests.support.extracts import Reading, read_texts
from wholeplace.sources.spec import load_spec

COLUMNS = load_spec("cld")["cld"].names()
PERSON = {
    "LA Code": "123", "Reporting Period Start Date": "01/04/2024", "Reporting Period End Date": "31/12/2024",
    "NHS Number": "9990000069", "LA Person Unique Identifier": "A1", "First Name": "Orla",
    "Last Name": "Ravenhill", "Gender": "Female", "Ethnicity": "NULL", "Date of Birth": "01/05/1940",
    "Client Type": "Service User", "Postcode": "LS1 1AA", "Accommodation Status": "Refuge",
    "Has Unpaid Carer": "No",
}  # fmt: skip
CARE = {
    "Event Type": "Service", "Event Start Date": "01/06/2024", "Service Type": "Long Term Support: Nursing Care",
    "Unit Cost": "700", "Cost Frequency (Unit Type)": "Weekly",
}  # fmt: skip


def _file(*rows: Mapping[str, str]) -> str:
    lines = [",".join(row.get(column, "NULL") for column in COLUMNS) for row in rows]
    return "\n".join([",".join(COLUMNS), *lines])


def _read(folder: Path, *rows: Mapping[str, str]) -> Reading:
    return read_texts("cld", folder, {"cld.csv": _file(*({**PERSON, **row} for row in rows))})


def test_a_person_whose_refuge_is_hidden(tmp_path: Path) -> None:
    found = _read(tmp_path, CARE)
    assert found.rows("record", "given_name", "sex", "birth_date", "ethnicity", "seen_to") == [
        ("A1", "Orla", "female", date(1940, 5, 1), None, date(2024, 12, 31))
    ]
    assert found.rows("identifier", "scheme", "value", "verified") == [
        ("A1", "la_adult_id", "A1", None),
        ("A1", "nhs_number", "9990000069", True),
    ]
    assert found.rows("address", "postcode", "hidden") == [("A1", "LS1 1AA", True)]


def test_support_and_what_it_costs(tmp_path: Path) -> None:
    found = _read(tmp_path, CARE)
    assert found.rows("spell_reported", "track", "state", "from_date", "to_date") == [
        ("A1", "adult_social_care", "nursing", date(2024, 6, 1), None)
    ]
    assert found.rows("money_reported", "amount_pence", "per") == [("A1", 70000, "week")]


def test_requests_are_contacts_and_not_support(tmp_path: Path) -> None:
    found = _read(tmp_path, {"Event Type": "Request", "Event Start Date": "02/05/2024"})
    assert found.rows("event", "kind", "date") == [("A1", "request", date(2024, 5, 2))]
    assert found.tables["spell_reported"].is_empty()


def test_a_carer_and_the_one_cared_for(tmp_path: Path) -> None:
    carer = {
        "Client Type": "Carer", "LA Person Unique Identifier": "A2", "Adult 1 Linked Person_ID": "A1",
        "Event Type": "Assessment", "Event Start Date": "03/05/2024", "NHS Number": "NULL",
    }  # fmt: skip
    assert _read(tmp_path, carer).rows("relation", "kind", "other") == [("A2", "cared_for", "A1")]


def test_the_latest_submission_of_a_period_wins(tmp_path: Path) -> None:
    first = {**PERSON, **CARE}
    later = {
        **first, "Reporting Period Start Date": "01/04/2024", "Reporting Period End Date": "31/03/2025",
        "Event End Date": "01/02/2025",
    }  # fmt: skip
    before = {**first, "Event Start Date": "01/01/2024", "Event End Date": "01/03/2024"}
    texts = {"q3.csv": _file(first, before), "q4.csv": _file(later)}
    found = read_texts("cld", tmp_path, texts)
    assert found.rows("spell_reported", "from_date", "to_date") == [
        ("A1", date(2024, 1, 1), date(2024, 3, 1)),
        ("A1", date(2024, 6, 1), date(2025, 2, 1)),
    ]
    assert found.counts() == {"cld": (3, 3, 0)}
    assert found.tables["arrival"]["superseded"].sort().to_list() == [0, 1]


def test_a_row_without_a_person_is_refused(tmp_path: Path) -> None:
    found = _read(tmp_path, {**CARE, "LA Person Unique Identifier": "NULL"})
    assert found.refused() == [("missing_key", "cld", 2, None)]
