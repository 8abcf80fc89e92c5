"""Police records with the data items of the minimum POLE standards: people, crimes, incidents.

The standard names the items that each entity must hold, not the headers of a file, and leaves the reference
that joins a person to an event to each force. Headers here are the items' names; the references, the role
and the place of an event are our own additions, marked by their source. Roles are an open list: a force's
own words are kept. A person is complete with given name, surname, birth date and gender and one contact
reference ("4+1"): a rule over columns, for the reader.
"""

from __future__ import annotations

import re
from pathlib import Path

from reference.council.form import codes, columns, refuse_gaps
from reference.tables import Code, Column, read_rows

STANDARD = "npcc_pole"

COLUMNS = [
    *columns(
        "person",
        STANDARD,
        """
        Person Reference | text | key | | LOCAL_ID | wholeplace_police
        Given Name | name | required | | NAME
        Surname | name | required | | NAME
        Date of Birth | date | optional | | DOB
        Age | integer
        Gender | code | required | gender
        Home Address | text | optional | | ADDRESS
        Postcode | postcode | optional | | POSTCODE
        Telephone | text | optional | | PHONE
        Email | text | optional | | EMAIL
        CRO Number | text | optional | | CRO
        PNC ID | text | optional | | PNC
        National Insurance Number | nino | optional | | NINO
        SAFE number
        """,
    ),
    *columns(
        "crime",
        STANDARD,
        """
        Crime Reference | text | key | | EVENT_ID | wholeplace_police
        Home Office Classification | text | required
        Crime Type | text | required
        Crime Outcome
        Crime Status | text | required
        Hate Crime | boolean
        Date of Offence | date
        Time of Offence
        MO | text | optional | | FREE_TEXT
        Reported Date | date | required
        Event Postcode | postcode | optional | | POSTCODE | wholeplace_police
        Event Area | text | | | | wholeplace_police
        """,
    ),
    *columns(
        "incident",
        STANDARD,
        """
        Incident Reference | text | key | | EVENT_ID | wholeplace_police
        Home Office Classification
        NSIR Opening Code | text | required
        NSIR Closing Code
        Date of Incident | date | required
        Time of Incident
        Event Postcode | postcode | optional | | POSTCODE | wholeplace_police
        Event Area | text | | | | wholeplace_police
        """,
    ),
    *columns(
        "person_event",
        STANDARD,
        """
        Person Reference | text | key | | LOCAL_ID | wholeplace_police
        Event Reference | text | key | | EVENT_ID | wholeplace_police
        Role | text | required | role | | wholeplace_police
        Repeat Victim | boolean
        Children Present | boolean
        Person Relationship
        """,
    ),
]

GENDER = codes(
    "gender",
    """
    M | male | male
    MALE | male | male
    F | female | female
    FEMALE | female | female
    O | neither male nor female | other
    OTHER | neither male nor female | other
    U | not known | unknown
    UNKNOWN | not known | unknown
    """,
)
ROLES = codes(
    "role",
    """
    SUBJECT | the person the incident is about |
    VICTIM | victim | crime_victim
    SUSPECT | suspect, nothing decided |
    OFFENDER | found to have done it, by caution or conviction | offending
    WITNESS | witness |
    INFORMANT | told the police |
    MISSING | reported missing | missing_episodes
    """,
)

ELSEWHERE = {
    "incident.Person": "joined through person_event",
    "attribute.National Insurance Number": "a column of person",
    "attribute.SAFE number": "a column of person",
    "attribute.Repeat Victim": "a column of person_event",
    "attribute.Children Present": "a column of person_event",
    "attribute.Person Relationship": "a column of person_event",
}


def build(data: Path) -> tuple[list[Column], list[Code]]:
    """The police layout's columns and codes, checked against the items of the standard."""
    published = {
        f"{row['table'].lower()}.{_item(row['column'])}"
        for row in read_rows(data / "police_pole" / "spec.csv")
    }
    carried = [f"{row.table}.{row.column}" for row in COLUMNS]
    refuse_gaps("police", published, carried, ELSEWHERE)
    return COLUMNS, [*GENDER, *ROLES]


def _item(name: str) -> str:
    """An item's name without its number: `Given Name (DS_031)` is `Given Name`."""
    return re.sub(r"\s*\(.*\)$", "", name)
