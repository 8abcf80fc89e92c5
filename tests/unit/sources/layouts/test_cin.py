"""Children in need census: one message, read by where its elements stand."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.support.extracts import Reading, read_files, read_texts

SAMPLE = (
    Path(__file__).resolve().parents[5]
    / "shared"
    / "data"
    / "returns"
    / "cin"
    / "fake_data"
    / "fake_CIN_data.xml"
)
DETAILS = """
    <CINdetails>
      <CINreferralDate>2024-04-01</CINreferralDate><ReferralSource>1A</ReferralSource>
      <PrimaryNeedCode>N4</PrimaryNeedCode><ReferralNFA>0</ReferralNFA>
      <CINclosureDate>2024-12-01</CINclosureDate><ReasonForClosure>RC1</ReasonForClosure>
      <Assessments>
        <AssessmentActualStartDate>2024-04-05</AssessmentActualStartDate>
        <FactorsIdentifiedAtAssessment>
          <AssessmentFactors>3B</AssessmentFactors><AssessmentFactors>4A</AssessmentFactors>
        </FactorsIdentifiedAtAssessment>
      </Assessments>
      <CINPlanDates>
        <CINPlanStartDate>2024-05-01</CINPlanStartDate><CINPlanEndDate>2024-06-01</CINPlanEndDate>
      </CINPlanDates>
      <CINPlanDates>
        <CINPlanStartDate>2024-08-01</CINPlanStartDate><CINPlanEndDate>2024-07-01</CINPlanEndDate>
      </CINPlanDates>
      <ChildProtectionPlans>
        <CPPstartDate>2024-06-01</CPPstartDate><LatestCategoryOfAbuse>NEG</LatestCategoryOfAbuse>
        <Reviews><CPPreviewDate>2024-09-01</CPPreviewDate></Reviews>
      </ChildProtectionPlans>
    </CINdetails>
"""


def _message(details: str = DETAILS, born: str = "<PersonBirthDate>2012-05-01</PersonBirthDate>") -> str:
    return f"""
        <Message><Header><CollectionDetails><Collection>CIN</Collection><Year>2025</Year></CollectionDetails></Header>
        <Children><Child>
          <ChildIdentifiers><LAchildID>C1</LAchildID><UPN>U299000000005</UPN>{born}<Sex>F</Sex></ChildIdentifiers>
          <ChildCharacteristics><Ethnicity>WBRI</Ethnicity>
            <Disabilities><Disability>HAND</Disability></Disabilities></ChildCharacteristics>
          {details}
        </Child></Children></Message>
    """


def _read(folder: Path, text: str) -> Reading:
    return read_texts("cin", folder, {"cin.xml": text})


def test_a_child_and_an_unborn_child(tmp_path: Path) -> None:
    columns = ("sex", "birth_date", "birth_date_kind", "ethnicity")
    assert _read(tmp_path, _message()).rows("record", *columns) == [
        ("C1", "female", date(2012, 5, 1), "exact", "WBRI")
    ]
    unborn = _message(born="<ExpectedPersonBirthDate>2025-06-01</ExpectedPersonBirthDate>")
    assert _read(tmp_path, unborn).rows("record", *columns) == [
        ("C1", "female", date(2025, 6, 1), "expected", "WBRI")
    ]


def test_periods_contacts_and_factors(tmp_path: Path) -> None:
    found = _read(tmp_path, _message())
    assert found.rows("spell_reported", "state", "from_date", "to_date") == [
        ("C1", "child_in_need", date(2024, 4, 1), date(2024, 12, 1)),
        ("C1", "child_protection_plan", date(2024, 6, 1), None),
    ]
    assert found.rows("event", "kind", "date") == [
        ("C1", "adopted", date(2024, 12, 1)),
        ("C1", "assessment", date(2024, 4, 5)),
        ("C1", "child_in_need_plan", date(2024, 5, 1)),
        ("C1", "child_protection_review", date(2024, 9, 1)),
        ("C1", "referral", date(2024, 4, 1)),
    ]
    assert found.rows("exposure_reported", "factor", "holder", "from_date") == [
        ("C1", "domestic_abuse", "parent", date(2024, 4, 5)),
        ("C1", "mental_ill_health", "self", date(2024, 4, 5)),
        ("C1", "physical_disability_or_illness", "self", None),
    ]


def test_a_plan_that_ends_before_it_starts_is_told(tmp_path: Path) -> None:
    warned = _read(tmp_path, _message()).refused("warning")
    unordered = [row[:2] + row[3:] for row in warned if row[0] == "dates_out_of_order"]
    assert unordered == [("dates_out_of_order", "cin_plan", "CINPlanEndDate")]


@pytest.mark.parametrize("said", ["true", "1"])
def test_a_referral_that_led_nowhere_is_no_period(tmp_path: Path, said: str) -> None:
    details = DETAILS.replace("<ReferralNFA>0<", f"<ReferralNFA>{said}<")
    states = [row[1] for row in _read(tmp_path, _message(details)).rows("spell_reported", "state")]
    assert states == ["child_protection_plan"]


def test_other_documents_are_refused(tmp_path: Path) -> None:
    found = _read(tmp_path, "<Message><Pupils/></Message>")
    assert [row[0] for row in found.refused("file")] == ["unknown_table"]


@pytest.mark.samples
@pytest.mark.skipif(not SAMPLE.is_file(), reason="the public sample returns are not beside the project")
def test_the_public_message_is_read_whole() -> None:
    found = read_files("cin", [SAMPLE])
    assert found.tables["record"].height == 332
    assert found.counts()["child"] == (332, 332, 0)
    assert found.counts()["cin_details"] == (402, 402, 0)
    assert found.of_rule("failed_check") == 320
