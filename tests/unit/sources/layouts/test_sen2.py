"""SEN2 person level: rows found to their person through the tables between."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from tests.support.extracts import Reading, read_texts

RETURN = {
    "sen2.csv": "sen2tableid,collection,year,referencedate\n1,SEN2,2025,2025-01-16",
    "person.csv": """
        persontableid,sen2tableid,surname,forename,personbirthdate,sex,ethnicity,postcode,upn,uniquelearnernumber,upnunknown
        11,1,Ravenhill,Orla,2012-05-01,F,WCOR,LS1 1AA,U299000000005,,
        12,1,Szabo,Tobin,2010-02-03,M,,,A000,,
    """,
    "requests.csv": """
        requeststableid,persontableid,receiveddate,rya,requestoutcomedate,requestoutcome
        21,11,2024-01-01,,2024-02-01,Y
        22,12,2019-05-01,,,H
        23,99,2024-05-01,,,A
    """,
    "assessment.csv": """
        assessmenttableid,requeststableid,assessmentoutcome,assessmentoutcomedate,week20
        31,21,Y,2024-04-01,1
        33,23,Y,2024-04-01,1
    """,
    "namedplan.csv": "namedplantableid,assessmenttableid,startdate,ceasedate,ceasereason\n41,31,2024-05-10,,",
    "plandetail.csv": """
        plandetailtableid,namedplantableid,urn,ukprn,sensetting,placementrank,senunitindicator,resourcedprovisionindicator
        51,41,100001,,,2,1,0
        52,41,,,EHE,1,0,0
    """,
    "activeplans.csv": "activeplanstableid,requeststableid,transferla,lastreview\n61,21,,2024-11-01\n62,22,,2024-10-01",
    "placementdetail.csv": """
        placementdetailtableid,activeplanstableid,urn,sensetting,placementrank,entrydate,leavingdate,senunitindicator,resourcedprovisionindicator
        71,61,100001,,1,2020-09-01,,0,1
        72,62,100002,,1,2021-09-01,2024-07-20,0,0
        73,69,100002,,1,2021-09-01,,0,0
    """,
    "senneed.csv": "senneedtableid,activeplanstableid,sentype,sentyperank\n81,61,ASD,1\n82,62,SLD,1",
}


def _read(folder: Path, **changed: str) -> Reading:
    return read_texts("sen2", folder, {**RETURN, **changed})


def test_people_and_their_numbers(tmp_path: Path) -> None:
    found = _read(tmp_path)
    assert found.rows("record", "given_name", "family_name", "birth_date", "sex", "ethnicity", "seen_to") == [
        ("11", "Orla", "Ravenhill", date(2012, 5, 1), "female", "WBRI", date(2025, 1, 16)),
        ("12", "Tobin", "Szabo", date(2010, 2, 3), "male", None, date(2025, 1, 16)),
    ]
    assert found.rows("identifier", "scheme", "value", "verified") == [
        ("11", "upn", "U299000000005", True),
        ("12", "upn", "A000", False),
    ]
    assert found.rows("address", "postcode", "kind", "hidden") == [("11", "LS1 1AA", "home", False)]


def test_assessments_plans_and_placements(tmp_path: Path) -> None:
    found = _read(tmp_path)
    assert found.rows("spell_reported", "state", "from_date", "to_date", "track") == [
        ("11", "ehc_needs_assessment", date(2024, 1, 1), date(2024, 5, 10), "send"),
        ("11", "ehc_plan_mainstream_unit", date(2024, 5, 10), None, "send"),
        ("11", "ehc_plan_other", date(2024, 5, 10), None, "send"),
        ("12", "ehc_plan_unstated", date(2021, 9, 1), date(2024, 7, 20), "send"),
    ]
    assert found.rows("event", "kind", "date") == [
        ("11", "ehc_assessment_decision", date(2024, 4, 1)),
        ("11", "ehc_plan_review", date(2024, 11, 1)),
        ("11", "ehc_request", date(2024, 1, 1)),
        ("12", "ehc_plan_review", date(2024, 10, 1)),
        ("12", "ehc_request", date(2019, 5, 1)),
    ]


def test_needs_hold_from_the_day_of_the_return(tmp_path: Path) -> None:
    assert _read(tmp_path).rows("exposure_reported", "factor", "from_date", "code") == [
        ("11", "autism", date(2025, 1, 16), "ASD"),
        ("12", "learning_disability", date(2025, 1, 16), "SLD"),
    ]


def test_rows_below_one_that_did_not_arrive_are_refused(tmp_path: Path) -> None:
    found = _read(tmp_path)
    # Request 23 names nobody known, and takes its assessment along; placement 73 has no plan.
    assert found.refused() == [
        ("child_without_header", "assessment", 3, None),
        ("child_without_header", "placementdetail", 4, None),
        ("child_without_header", "requests", 4, None),
    ]
    assert found.counts()["requests"] == (3, 2, 1)


def test_an_assessment_without_requests_is_nobodys(tmp_path: Path) -> None:
    found = read_texts("sen2", tmp_path, {"assessment.csv": RETURN["assessment.csv"]})
    assert found.counts() == {"assessment": (2, 0, 2)}


def test_a_request_without_a_table_of_people_still_names_its_person(tmp_path: Path) -> None:
    found = read_texts("sen2", tmp_path, {"requests.csv": RETURN["requests.csv"]})
    assert found.rows("spell_reported", "from_date") == [
        ("11", date(2024, 1, 1)),
        ("99", date(2024, 5, 1)),
    ]
    assert found.counts() == {"requests": (3, 3, 0)}
