"""Family Context: people, and the services involved with them."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.support.extracts import Reading, read_files, read_texts

SAMPLES = Path(__file__).resolve().parents[5] / "shared" / "data" / "returns" / "family_context"
TEXTS = {
    "person.csv": """
        id,firstName,lastName,dateOfBirth,gender,address
        1,Orla,Ravenhill,1985-05-01,Female,"9 Beacon Lane, Fenwick LS1 1AA"
        2,Tobin,Szabo,1990-06-02,Male,
    """,
    "adult_social_care.csv": """
        personId,serviceInvolvement,localAuthorityOrganisation,startDateOfLastInvolvement,dateOfMostRecentInteraction
        1,Current,North,2023-01-01,2024-01-05
    """,
}


def _read(folder: Path) -> Reading:
    return read_texts("family_context", folder, TEXTS)


def test_people_and_the_postcode_at_the_end_of_an_address(tmp_path: Path) -> None:
    found = _read(tmp_path)
    assert found.rows("record", "given_name", "family_name", "sex") == [
        ("1", "Orla", "Ravenhill", "female"),
        ("2", "Tobin", "Szabo", "male"),
    ]
    assert [row[2] for row in found.rows("address", "address_text", "postcode")] == ["LS1 1AA"]


def test_contacts_are_of_the_service_that_had_them(tmp_path: Path) -> None:
    assert _read(tmp_path).rows("event", "service", "kind", "date") == [
        ("1", "adult_social_care", "interaction", date(2024, 1, 5)),
        ("1", "adult_social_care", "involvement", date(2023, 1, 1)),
    ]


@pytest.mark.samples
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the public sample returns are not beside the project")
def test_the_public_files_add_up() -> None:
    found = read_files("family_context", sorted(SAMPLES.glob("[a-r]*.csv")))
    assert found.tables["record"].height > 0
    assert all(rows == accepted + refused for rows, accepted, refused in found.counts().values())
