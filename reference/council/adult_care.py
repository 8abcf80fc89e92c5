"""Adult social care Client Level Data: one table of events, Release 1 and Release 2.

A row is known by its person (the local identifier); an event's own reference is not unique and is no key.
Birth, death and event dates are optional, so that a bad one costs the date and not the row: a carer known
only by association has no event, and a person without a readable birth date is still known by number.
Columns whose list of values is not public stay text, so that no true value is called unknown.
"""

from __future__ import annotations

from pathlib import Path

from reference.council.adult_care_codes import CODES
from reference.council.form import columns, refuse_gaps
from reference.tables import Code, Column, TableFault, read_rows

COLUMNS = columns(
    "cld",
    "dhsc_cld",
    """
    LA Code | text | required
    Reporting Period Start Date | date | required
    Reporting Period End Date | date | required
    NHS Number | nhs_number | required | | NHS
    LA Person Unique Identifier | text | key | | LOCAL_ID
    First Name | name | | | NAME
    Last Name | name | | | NAME
    GP Practice Name
    GP Practice Code
    Gender | code | required | gender
    Ethnicity | code | required | ethnicity
    Date of Birth | date | optional | | DOB
    Date of Death | date
    Client Type | code | required | client_type
    Primary Support Reason | code | optional | primary_support_reason
    Postcode | postcode | required | | POSTCODE
    Accommodation Status | code | required | accommodation_status
    Employment Status | code | optional | employment_status
    Has Unpaid Carer | code | required | has_unpaid_carer
    Autism Spectrum Disorder (ASD) | code | optional | autism
    Visual Impairment | code | optional | visual_impairment
    Hearing Impairment | code | optional | hearing_impairment
    Dementia | code | optional | dementia
    Client Funding Status | code | optional | client_funding_status
    Event Type | code | optional | event_type
    Event Reference | text | optional | | EVENT_ID
    Event Start Date | date
    Event End Date | date
    Event Description | text | optional | | FREE_TEXT
    Event Outcome | code | optional | event_outcome
    Request: Route of Access
    Assessment Type
    Eligible Needs Identified
    Method of Assessment
    Total Hrs Caring per week
    No. of adults being cared for | integer
    Adult 1 Linked Person_ID | text | optional | | LINKED_PERSON
    Adult 2 Linked Person_ID | text | optional | | LINKED_PERSON
    Adult 3 Linked Person_ID | text | optional | | LINKED_PERSON
    Service Type | code | optional | service_type
    Service Component | code | optional | service_component
    Delivery Mechanism | code | optional | delivery_mechanism
    Provider CQC Location Name
    Provider CQC Location ID
    Review Reason
    Review Outcomes Achieved
    Method of Review
    Unit Cost | decimal
    Cost Frequency (Unit Type) | code | optional | cost_frequency
    Planned units per week | decimal
    """,
)

PUBLISHED_LISTS = {
    "Accommodation_Status": "accommodation_status",
    "Delivery_Mechanism": "delivery_mechanism",
    "Ethnicity_Description": "ethnicity",
    "Event_Outcome": "event_outcome",
    "Primary_Support_Reason": "primary_support_reason",
    "Service_Type": "service_type",
}
RELEASE_2_LISTS = {
    "Ethnicity_Cleaned": "ethnicity",
    "Event_Outcome_Cleaned": "event_outcome",
    "Service_Type_Cleaned": "service_type",
}
NOT_CODES = {
    "invalid and not mapped": "the department's own mark, not sent by councils",
    "release 1 specification only: not mapped": "the department's own mark, not sent by councils",
    "accommodation_status/long term support: nursing care": "a service type that strayed into a query",
}


def build(data: Path) -> tuple[list[Column], list[Code]]:
    """The layout's columns and codes, checked against the public lists of both releases."""
    spec = [row["column"] for row in read_rows(data / "cld" / "spec.csv")]
    if spec != [row.column for row in COLUMNS]:
        raise TableFault("cld: columns or their order differ from the public specification")
    published = _release_1(data) | _release_2(data)
    refuse_gaps("cld", published, _carried(), NOT_CODES)
    return COLUMNS, CODES


def _carried() -> set[str]:
    return {f"{row.list}/{row.code}".lower() for row in CODES}


def _release_1(data: Path) -> set[str]:
    rows = read_rows(data / "cld" / "codes_release1.csv")
    return {f"{PUBLISHED_LISTS[row['field']]}/{row['value']}".lower() for row in rows}


def _release_2(data: Path) -> set[str]:
    """Codes of the grouped lists: each list is headed by its own name."""
    found, current = set(), ""
    for line in (data / "cld" / "codes_release2_grouped.tsv").read_text(encoding="utf-8").splitlines():
        code = line.split("\t")[0].strip()
        if code in RELEASE_2_LISTS:
            current = RELEASE_2_LISTS[code]
        elif code and code.lower() not in NOT_CODES:
            found.add(f"{current}/{code}".lower())
    return found
