"""School census: a pupil's row is of one term, and says how things were on census day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from tests.support.extracts import read_files, read_texts

SAMPLES = Path(__file__).resolve().parents[5] / "shared" / "data" / "returns" / "school_census" / "liia"
PUPILS = """
    pupilonrolltableid,upn,surname,forename,dob,sex,ethnicity,entrydate,senprovision,termlysessionspossible,termlysessionsauthorised,termlysessionsunauthorised
    1,U299000000005,Ravenhill,Orla,2012-May-01 00:00:00,F,WBRI,2020-Sep-01 00:00:00,E,100,6,4
    2,A00,Szabo,Tobin,2013-Jun-02 00:00:00,M,,2020-Sep-01 00:00:00,N,100,5,4
"""
ADDRESSES = """
    addressesonrolltableid,pupilonrolltableid,postcode,street,town,uniquepropertyreferencenumber
    1,1,ls1 1aa,9 Beacon Lane,Fenwick,100012345
    2,7,LS1 1AA,1 Nowhere,Fenwick,
"""


def test_a_term_is_a_record_of_its_own_on_census_day(tmp_path: Path) -> None:
    texts = {
        "2025_spring_pupilonroll.csv": PUPILS,
        "2024_autumn_pupilonroll.csv": PUPILS.replace(",100,6,", ",100,1,"),
    }
    found = read_texts("school_census", tmp_path, texts)
    assert found.rows("record", "given_name", "sex", "seen_from", "seen_to") == [
        ("on:2024autumn:1", "Orla", "female", date(2020, 9, 1), date(2024, 10, 3)),
        ("on:2024autumn:2", "Tobin", "male", date(2020, 9, 1), date(2024, 10, 3)),
        ("on:2025spring:1", "Orla", "female", date(2020, 9, 1), date(2025, 1, 16)),
        ("on:2025spring:2", "Tobin", "male", date(2020, 9, 1), date(2025, 1, 16)),
    ]
    assert found.rows("exposure_reported", "factor", "from_date") == [
        ("on:2024autumn:1", "special_educational_needs", date(2024, 10, 3)),
        ("on:2025spring:1", "school_absence", date(2025, 1, 16)),
        ("on:2025spring:1", "special_educational_needs", date(2025, 1, 16)),
    ]
    assert found.tables["spell_reported"].is_empty()


def test_addresses_find_their_pupil_or_are_refused(tmp_path: Path) -> None:
    texts = {"2025_spring_pupilonroll.csv": PUPILS, "2025_spring_addressesonroll.csv": ADDRESSES}
    found = read_texts("school_census", tmp_path, texts)
    assert found.rows("address", "address_text", "postcode", "uprn") == [
        ("on:2025spring:1", "9 Beacon Lane, Fenwick", "LS1 1AA", "100012345")
    ]
    assert found.refused() == [("child_without_header", "address_on_roll", 3, None)]


@pytest.mark.parametrize("day", [date(2024, 10, 3), date(2024, 1, 18), date(2024, 5, 16)])
def test_the_collection_year_is_the_calendar_year_of_the_term(tmp_path: Path, day: date) -> None:
    found = read_texts("school_census", tmp_path, {"pupilonroll.csv": PUPILS}, day)
    assert found.tables["arrival"]["year"].to_list() == [2024]


def test_suspensions_are_contacts_and_circumstances(tmp_path: Path) -> None:
    rows = (
        "termlyexclusionsonrolltableid,pupilonrolltableid,category,reason1,startdate\n1,1,PERM,PP,2024-Nov-05"
    )
    texts = {"2025_spring_pupilonroll.csv": PUPILS, "2025_spring_termlyexclusionsonroll.csv": rows}
    found = read_texts("school_census", tmp_path, texts)
    assert found.rows("event", "kind", "date") == [
        ("on:2025spring:1", "permanent_exclusion", date(2024, 11, 5))
    ]


@pytest.mark.samples
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the public sample returns are not beside the project")
def test_the_public_terms_hold_the_same_pupils() -> None:
    found = read_files("school_census", sorted(SAMPLES.glob("*pupilonroll.csv.gz")), date(2025, 7, 31))
    record = found.tables["record"]
    assert record.group_by("file").len().sort("file")["len"].to_list() == [9088, 9498, 9912]
    upns = found.tables["identifier"].filter(pl.col("scheme") == "upn")
    terms = [set(upns.filter(pl.col("file").str.contains(term))["value"]) for term in ("autumn", "spring")]
    assert len(terms[0] & terms[1]) == 9075
