"""Police extract: a person's part in crimes and incidents."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.support.extracts import Reading, read_texts

TEXTS = {
    "person.csv": """
        Person Reference,Given Name,Surname,Date of Birth,Gender,Home Address,Postcode,National Insurance Number
        P1,Orla,Ravenhill,01/05/1985,F,9 Beacon Lane,LS1 1AA,ab 12 34 56 c
        P2,Tobin,Szabo,02/06/1990,Male,,,
    """,
    "crime.csv": """
        Crime Reference,Crime Type,Crime Outcome,Crime Status,Date of Offence,Reported Date,Event Postcode
        C1,Domestic abuse assault,Charged,Closed,,03/02/2024,LS1 1AB
        C2,Theft,,Open,05/02/2024,06/02/2024,
    """,
    "incident.csv": """
        Incident Reference,Home Office Classification,NSIR Opening Code,NSIR Closing Code,Date of Incident
        I1,,D1,D1,07/02/2024
        I2,,D1,D1,
    """,
    "person_event.csv": """
        Person Reference,Event Reference,Role,Repeat Victim,Children Present
        P1,C1,Victim,N,Y
        P2,C2,Suspect,,
        P2,I1,Witness,,
        P2,X9,Victim,,
    """,
}


def _read(folder: Path) -> Reading:
    return read_texts("police", folder, TEXTS)


def test_people_with_their_numbers_and_homes(tmp_path: Path) -> None:
    found = _read(tmp_path)
    assert found.rows("record", "given_name", "sex", "birth_date") == [
        ("P1", "Orla", "female", date(1985, 5, 1)),
        ("P2", "Tobin", "male", date(1990, 6, 2)),
    ]
    assert found.rows("identifier", "scheme", "value", "verified") == [("P1", "nino", "AB123456", True)]
    assert found.rows("address", "kind", "address_text", "postcode", "from_date", "to_date") == [
        ("P1", "home", "9 Beacon Lane", "LS1 1AA", None, None),
        ("P1", "incident", None, "LS1 1AB", date(2024, 2, 3), date(2024, 2, 4)),
    ]


def test_parts_are_contacts_only_where_the_event_arrived(tmp_path: Path) -> None:
    found = _read(tmp_path)
    assert found.rows("event", "kind", "date", "outcome") == [
        ("P1", "crime", date(2024, 2, 3), "Charged"),
        ("P2", "crime", date(2024, 2, 5), None),
        ("P2", "incident", date(2024, 2, 7), "D1"),
    ]
    assert found.refused() == [("missing_required_date", "incident", 3, "Date of Incident")]


def test_a_victim_of_what_the_force_calls_domestic_abuse(tmp_path: Path) -> None:
    rows = _read(tmp_path).rows("exposure_reported", "from_date", factor="domestic_abuse")
    assert rows == [("P1", date(2024, 2, 3))]
