"""The Family Context model: one file of people and one for each service, joined by the person's number.

A housing case has no date of its own, so its columns say only that a case is open, closed or not found.
Kinds of offence are an open list: the model's own and those of its sample differ.
"""

from __future__ import annotations

from pathlib import Path

from reference.council.form import codes, column_names, columns, refuse_gaps
from reference.tables import Code, Column, TableFault

MODEL = "family_context"

COLUMNS = [
    *columns(
        "person",
        MODEL,
        """
        id | text | key | | LOCAL_ID
        firstName | name | required | | NAME
        lastName | name | required | | NAME
        dateOfBirth | date | optional | | DOB
        gender | code | required | gender
        address | text | optional | | ADDRESS
        """,
    ),
    *columns(
        "school",
        MODEL,
        """
        personId | text | key | | LOCAL_ID
        serviceInvolvement | code | required | involvement
        schoolName
        admissionType
        contactName | text | optional | | STAFF
        contactPhone | text | optional | | STAFF
        """,
    ),
    *columns(
        "adult_social_care",
        MODEL,
        """
        personId | text | key | | LOCAL_ID
        serviceInvolvement | code | required | involvement
        localAuthorityOrganisation
        contactName | text | optional | | STAFF
        contactPhone | text | optional | | STAFF
        contactEmail | text | optional | | STAFF
        startDateOfLastInvolvement | date
        dateOfMostRecentInteraction | date
        """,
    ),
    *columns(
        "housing",
        MODEL,
        """
        personId | text | key | | LOCAL_ID
        serviceInvolvement | code | required | involvement
        housingAssociation
        contactName | text | optional | | STAFF
        contactPhone | text | optional | | STAFF
        contactEmail | text | optional | | STAFF
        contactRole | text | optional | | STAFF
        tenancyStart | date
        antiSocialBehaviour | code | optional | antisocial_behaviour_case
        rentArrears | code | optional | rent_arrears_case
        noticeSeekingPossession | code | optional | possession_case
        eviction | code | optional | eviction_case
        """,
    ),
    *columns(
        "police",
        MODEL,
        """
        personId | text | key | | LOCAL_ID
        policeArea
        contactName | text | optional | | STAFF
        contactPhone | text | optional | | STAFF
        """,
    ),
    *columns(
        "police_offence",
        MODEL,
        """
        personId | text | key | | LOCAL_ID
        dateOfOffence | date | required
        typeOfOffence | text | required | offence
        natureOfInvolvement | code | required | part_in_offence
        """,
    ),
    *columns(
        "datasources",
        MODEL,
        """
        Id | text | key
        DataSource
        Title
        Schema Ref
        Schema Data
        Last Synchronised
        Coverage Start Date | date
        Coverage End Date | date
        Coverage Explanation
        """,
    ),
]


def _case(name: str, canonical: str) -> list[Code]:
    return codes(
        name,
        f"""
        open | a case is open | {canonical}
        closed | a case was open and is closed |
        no records found | no case found |
        none found | no case found |
        """,
    )


CODES = [
    *codes(
        "gender",
        """
        male | male | male
        female | female | female
        other | neither male nor female | other
        unknown | not known | unknown
        """,
    ),
    *codes(
        "involvement",
        """
        current | the service is involved now |
        historic | the service was involved before |
        none found | no involvement found |
        """,
    ),
    *_case("antisocial_behaviour_case", "antisocial_behaviour"),
    *_case("rent_arrears_case", "arrears"),
    *_case("possession_case", "insecure_housing"),
    *_case("eviction_case", "insecure_housing"),
    *codes(
        "offence",
        """
        Homicide | killing |
        Violence with injury | violence, with injury |
        Violence without injury | violence, without injury |
        Rape | rape |
        Other sexual offences | other sexual offence |
        Robbery | robbery |
        Possession of weapons | carrying a weapon |
        Possession of drugs | carrying drugs |
        AntiSocial Behaviour | antisocial behaviour | antisocial_behaviour
        """,
    ),
    *codes(
        "part_in_offence",
        """
        Convict | convicted | offending
        Offender | convicted (word of the sample files) | offending
        Suspect | suspected, nothing decided |
        """,
    ),
]

NOT_EXTRACTS = {"spec": "our description of the model, not one of its files"}


def build(data: Path) -> tuple[list[Column], list[Code]]:
    """The layout's columns and codes, checked against the headers of the published sample files."""
    published: set[str] = set()
    for path in sorted((data / "family_context").glob("*.csv")):
        if path.stem not in NOT_EXTRACTS:
            published |= {f"{path.stem}.{name}" for name in _header(path)}
    if not published:
        raise TableFault("family_context: no sample files to check against")
    refuse_gaps("family_context", published, column_names(COLUMNS), {})
    return COLUMNS, CODES


def _header(path: Path) -> list[str]:
    first = path.read_text(encoding="utf-8-sig").splitlines()[0]
    return [name.strip() for name in first.split(",")]
