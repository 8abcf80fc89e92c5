"""Standard Safeguarding Dataset: every row under its person, and only what the tables say."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.support.extracts import Reading, read_texts

PEOPLE = """
    pers_person_id,pers_forename,pers_surname,pers_sex,pers_gender,pers_ethnicity,pers_dob,pers_common_child_id,pers_expected_dob,pers_death_date,pers_send_flag
    C1,Orla,Ravenhill,F,01,WCOR,2012-05-01 00:00:00.000,9990000069,,,Y
    C2,Tobin,Ravenhill,,01,NOBT,2015-02-03,,,2024-12-01,N
    C3,,Szabo,U,,,,SSD_PH,2025-06-01,,
    C4,Maren,Holloway,F,,,2010-01-01,,,,
"""
CARE = {
    "ssd_cla_episodes.csv": """
        clae_cla_episode_id,clae_person_id,clae_cla_episode_start_date,clae_cla_episode_ceased_date,clae_cla_id,clae_cla_placement_id
        E1,C1,2023-01-10,2023-06-01,P1,PL1
        E2,C1,2023-06-01,,P1,PL2
        E3,C2,2024-01-01,2024-02-01,P2,
        E4,C4,2024-03-05,2024-03-07,P4,
    """,
    "cla_placement.csv": """
        clap_cla_placement_id,clap_cla_placement_start_date,clap_cla_placement_type,clap_cla_id,clap_cla_placement_postcode,clap_cla_placement_end_date,clap_person_id
        PL1,2023-01-10,U1,P1,LS1 1AA,2023-06-01,C1
        PL2,2023-06-01,K2,P1,LS2 2AA,,
        PL9,2023-06-01,K2,P77,,,
    """,
    "legal_status.csv": """
        lega_legal_status_id,lega_person_id,lega_legal_status,lega_legal_status_start_date,lega_legal_status_end_date
        L1,C1,C2,2023-01-10,
        L4,C4,V4,2024-03-01,2024-09-01
    """,
    "cla_reviews.csv": """
        clar_cla_review_id,clar_cla_id,clar_cla_review_due_date,clar_cla_review_date,clar_cla_review_cancelled,clar_cla_review_participation
        R1,P1,2023-02-01,2023-02-03,N,PN1
        R2,P1,2023-08-01,2023-08-01,Y,PN1
        R3,P77,2023-08-01,2023-08-02,N,PN1
    """,
}


def _read(folder: Path, **texts: str) -> Reading:
    return read_texts("ssd", folder, {"ssd_person.csv": PEOPLE, **texts})


def test_people_with_birth_expected_or_known(tmp_path: Path) -> None:
    found = _read(tmp_path)
    said = found.rows(
        "record", "given_name", "sex", "birth_date", "birth_date_kind", "death_date", "ethnicity"
    )
    assert said == [
        ("C1", "Orla", "female", date(2012, 5, 1), "exact", None, "WBRI"),
        ("C2", "Tobin", "male", date(2015, 2, 3), "exact", date(2024, 12, 1), "NOBT"),
        ("C3", None, "unknown", date(2025, 6, 1), "expected", None, None),
        ("C4", "Maren", "female", date(2010, 1, 1), "exact", None, None),
    ]
    assert found.rows("exposure_reported", "factor") == [("C1", "special_educational_needs")]


def test_identifiers_take_the_form_of_their_scheme(tmp_path: Path) -> None:
    links = """
        link_table_id,link_person_id,link_identifier_type,link_identifier_value
        1,C1,Unique Pupil Number,u 299000000005
        2,C2,Unique Pupil Number,A123
        3,C2,YOT Number,y 77
        4,C2,Library Card,9
        5,C8,YOT Number,3
    """
    found = _read(tmp_path, **{"linked_identifiers.csv": links})
    assert found.rows("identifier", "scheme", "value", "verified") == [
        ("C1", "la_child_id", "C1", None),
        ("C1", "nhs_number", "9990000069", True),
        ("C1", "upn", "U299000000005", True),
        ("C2", "la_child_id", "C2", None),
        ("C2", "upn", "A123", False),
        ("C2", "yot_number", "Y77", None),
        ("C3", "la_child_id", "C3", None),
        ("C4", "la_child_id", "C4", None),
    ]
    assert found.refused() == [("child_without_header", "linked_identifiers", 6, None)]
    assert ("failed_check", "linked_identifiers", 3, "link_identifier_value") in found.refused("warning")
    assert ("unknown_code", "linked_identifiers", 5, "link_identifier_type") in found.refused("warning")


def test_addresses_hide_placements_and_refuges(tmp_path: Path) -> None:
    rows = """
        addr_table_id;addr_address_json;addr_person_id;addr_address_type;addr_address_start_date;addr_address_end_date;addr_address_postcode
        1;{"PAON":"4","STREET":"Heron Close","UPRN":"100012345","POSTCODE":"LS1 1AA"};C1;Home;2020-01-01;2023-01-10;
        2;{"street":"9 Beacon Lane"};C1;Foster placement;2023-01-10;;LS2 2AB
        3;{broken};C2;Refuge;2020-01-01;;ls9 9ab
        4;{"STREET":"School Road"};C2;School;;;
        5;{};C2;Home;;;
    """
    found = _read(tmp_path, **{"ssd_address.csv": rows})
    assert found.rows("address", "address_text", "postcode", "uprn", "kind", "hidden", "from_date") == [
        ("C1", "4, Heron Close", "LS1 1AA", "100012345", "home", False, date(2020, 1, 1)),
        ("C1", "9 Beacon Lane", "LS2 2AB", None, "placement", True, date(2023, 1, 10)),
        ("C2", "School Road", None, None, "correspondence", False, None),
        ("C2", None, "LS9 9AB", None, "home", True, date(2020, 1, 1)),
    ]


def test_a_mother_without_a_row_of_her_own_is_a_relation(tmp_path: Path) -> None:
    texts = {
        "ssd_mother.csv": """
            moth_table_id,moth_person_id,moth_childs_person_id,moth_childs_dob
            1,A9,C1,2012-05-01
            2,A9,C77,2012-05-01
        """,
        "ssd_family.csv": "fami_table_id,fami_family_id,fami_person_id\n1,F1,C1\n2,F1,C2\n3,F1,A9",
    }
    found = _read(tmp_path, **texts)
    assert found.rows("relation", "kind", "other", "group") == [
        ("C1", "family", None, "F1"),
        ("C1", "mother", "A9", None),
        ("C2", "family", None, "F1"),
    ]
    assert found.refused() == [
        ("child_without_header", "family", 4, None),
        ("child_without_header", "mother", 3, None),
    ]


def test_need_and_protection(tmp_path: Path) -> None:
    texts = {
        "cin_episodes.csv": """
            cine_referral_id,cine_person_id,cine_referral_date,cine_cin_primary_need_code,cine_referral_nfa,cine_close_date
            R1,C1,2024-01-05,N4,0,2024-09-01
            R2,C2,2024-01-06,N9,1,2024-01-08
        """,
        "cp_plans.csv": """
            cppl_cp_plan_id,cppl_person_id,cppl_cp_plan_start_date,cppl_cp_plan_end_date,cppl_cp_plan_latest_category
            1,C1,2024-03-01,2024-02-01,NEG
        """,
        "s47.csv": """
            s47e_s47_enquiry_id,s47e_person_id,s47e_s47_start_date,s47e_s47_end_date
            1,C1,2024-02-01,2024-02-15
        """,
    }
    found = _read(tmp_path, **texts)
    assert found.rows("spell_reported", "state", "from_date", "to_date", "withheld") == [
        ("C1", "child_in_need", date(2024, 1, 5), date(2024, 9, 1), None),
        ("C1", "child_protection_plan", date(2024, 3, 1), date(2024, 2, 1), "dates_out_of_order"),
        ("C1", "section_47_enquiry", date(2024, 2, 1), date(2024, 2, 15), None),
    ]
    assert [row[1] for row in found.rows("event", "kind")] == ["referral", "section_47_enquiry", "referral"]
    assert ("C1", "family_stress", "parent") in found.rows("exposure_reported", "factor", "holder")


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ('["1B","4A"]', [("alcohol_misuse", "parent"), ("mental_ill_health", "self")]),
        ('{"3C":"Y","4A":"N"}', [("domestic_abuse", "other")]),
        ('{"16a": true, "1B": false}', [("neglect", "self")]),
        ('["20"]', []),
        ("{}", []),
    ],
)
def test_factors_are_dated_by_their_assessment(
    tmp_path: Path, said: str, expected: list[tuple[str, str]]
) -> None:
    texts = {
        "cin_assessments.csv": "cina_assessment_id,cina_person_id,cina_assessment_start_date\nA1,C2,2024-02-02",
        "assessment_factors.csv": f"cinf_table_id|cinf_assessment_id|cinf_assessment_factors_json\n1|A1|{said}",
    }
    found = _read(tmp_path, **texts)
    rows = found.rows("exposure_reported", "factor", "holder", from_date=date(2024, 2, 2))
    assert rows == [("C2", *pair) for pair in expected]


def test_factors_of_an_assessment_that_did_not_arrive_are_refused(tmp_path: Path) -> None:
    found = _read(
        tmp_path,
        **{"f.csv": 'cinf_table_id|cinf_assessment_id|cinf_assessment_factors_json\n1|A1|["1B"]'},
    )
    assert found.refused() == [("child_without_header", "assessment_factors", 2, None)]


def test_care_by_placement_else_episode_and_short_breaks_apart(tmp_path: Path) -> None:
    found = _read(tmp_path, **CARE)
    assert found.rows("spell_reported", "state", "from_date", "to_date") == [
        ("C1", "looked_after_childrens_home", date(2023, 6, 1), None),
        ("C1", "looked_after_kinship_fostering", date(2023, 1, 10), date(2023, 6, 1)),
        ("C2", "looked_after_unstated", date(2024, 1, 1), date(2024, 2, 1)),
        ("C4", "short_breaks", date(2024, 3, 1), date(2024, 9, 1)),
    ]
    assert found.rows("event", "kind", "date", "service") == [
        ("C1", "review", date(2023, 2, 3), "children_looked_after")
    ]
    assert found.refused() == [
        ("child_without_header", "cla_placement", 4, None),
        ("child_without_header", "cla_reviews", 4, None),
    ]
    assert all(row[-1] for row in found.rows("address", "hidden"))


def test_plans_for_special_needs_by_the_chain_of_tables(tmp_path: Path) -> None:
    texts = {
        "send.csv": "send_table_id,send_upn,send_person_id\nS1,U299000000005,C1\nS2,,C2",
        "requests.csv": """
            ehcr_ehcp_request_id,ehcr_send_table_id,ehcr_ehcp_req_date,ehcr_ehcp_req_outcome_date,ehcr_ehcp_req_outcome
            Q1,S1,2024-01-01,2024-02-01,Y
            Q2,S2,2024-05-01,,A
            Q3,S9,2024-05-01,,A
        """,
        "assessment.csv": """
            ehca_ehcp_assessment_id,ehca_ehcp_request_id,ehca_ehcp_assessment_outcome_date,ehca_ehcp_assessment_outcome
            A1,Q1,2024-04-01,Y
            A3,Q3,2024-04-01,Y
        """,
        "plan.csv": "ehcn_named_plan_id,ehcn_ehcp_asmt_id,ehcn_named_plan_start_date\nN1,A1,2024-05-10",
    }
    found = _read(tmp_path, **texts)
    assert found.rows("spell_reported", "track", "state", "from_date", "to_date") == [
        ("C1", "send", "ehc_needs_assessment", date(2024, 1, 1), date(2024, 5, 10)),
        ("C1", "send", "ehc_plan_unstated", date(2024, 5, 10), None),
        ("C2", "send", "ehc_needs_assessment", date(2024, 5, 1), None),
    ]
    # The refused request takes the assessment below it along.
    assert [(rule[1], rule[2]) for rule in found.refused()] == [("ehcp_assessment", 3), ("ehcp_requests", 4)]


def test_rows_without_any_table_of_people_are_kept(tmp_path: Path) -> None:
    rows = "earl_episode_id,earl_person_id,earl_episode_start_date,earl_episode_end_date\n1,C5,2024-01-01,"
    found = read_texts("ssd", tmp_path, {"early_help_episodes.csv": rows})
    assert found.rows("spell_reported", "state") == [("C5", "early_help")]
    assert found.counts() == {"early_help_episodes": (1, 1, 0)}
