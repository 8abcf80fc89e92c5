"""Council rents and housing register, as tables of the Universal Housing system.

An unknown birth date is written as 1900-01-01; references are padded with spaces. Health, belief and
orientation columns that the system offers are not carried: no use of ours needs them. Codes of arrears
actions are one council's and are an open list: others are kept as they stand.
"""

from __future__ import annotations

from pathlib import Path

from reference.council.form import codes, column_names, columns, refuse_gaps
from reference.tables import Code, Column, read_rows

TEST_SCHEMA, SYSTEM = "hackney_single_view", "hackney_housing_tables"

COLUMNS = [
    *columns(
        "tenagree",
        TEST_SCHEMA,
        """
        tag_ref | text | key | | TENANCY_ID
        prop_ref | text | required | | PROPERTY_ID
        house_ref | text | required | | HOUSEHOLD_ID
        cot | date | required
        eot | date
        tenure
        prd_code
        rent | decimal
        service | decimal | | | | hackney_housing_tables
        other_charge | decimal | | | | hackney_housing_tables
        cur_bal | decimal
        u_saff_rentacc | text | optional | | ACCOUNT_ID
        present | boolean | | | | hackney_housing_tables
        terminated | boolean | | | | hackney_housing_tables
        reason_term | text | | | | hackney_housing_tables
        arrears_case | boolean | | | | hackney_housing_tables
        nosp | boolean | | | | hackney_housing_tables
        u_notice_served | date | | | | hackney_housing_tables
        u_notice_expiry | date | | | | hackney_housing_tables
        courtdate | date | | | | hackney_housing_tables
        possorder | boolean | | | | hackney_housing_tables
        suppossorder | boolean | | | | hackney_housing_tables
        eviction | boolean | | | | hackney_housing_tables
        evictdate | date | | | | hackney_housing_tables
        """,
    ),
    *columns("tenure", TEST_SCHEMA, "ten_type | text | key\nten_desc | text | required"),
    *columns("period", TEST_SCHEMA, "prd_code | text | key\nprd_desc | text | required"),
    *columns(
        "househ",
        TEST_SCHEMA,
        """
        house_ref | text | key | | HOUSEHOLD_ID
        prop_ref | text | | | PROPERTY_ID | hackney_housing_tables
        """,
    ),
    *columns(
        "member",
        TEST_SCHEMA,
        """
        member_sid
        house_ref | text | key | | HOUSEHOLD_ID
        person_no | text | key | | LOCAL_ID
        title
        forename | name | required | | NAME
        surname | name | required | | NAME
        gender | code | optional | gender | | hackney_housing_tables
        dob | date | optional | | DOB
        ni_no | nino | optional | | NINO
        relationship | text | | | | hackney_housing_tables
        responsible | boolean | | | | hackney_housing_tables
        liablemember | boolean | | | | hackney_housing_tables
        """,
    ),
    *columns(
        "property",
        SYSTEM,
        """
        prop_ref | text | key | | PROPERTY_ID
        u_llpg_ref | uprn | required | | UPRN | hackney_single_view
        short_address | text | optional | | ADDRESS
        post_code | postcode | required | | POSTCODE
        num_bedrooms | integer
        cat_type
        occ_stat
        u_temporary_accom
        """,
    ),
    *columns(
        "addresses",
        TEST_SCHEMA,
        """
        prop_ref | text | key | | PROPERTY_ID
        post_preamble | text | optional | | ADDRESS
        aline1 | text | required | | ADDRESS
        aline2 | text | optional | | ADDRESS
        aline3 | text | optional | | ADDRESS
        aline4 | text | optional | | ADDRESS
        post_code | postcode | required | | POSTCODE
        """,
    ),
    *columns(
        "contacts",
        TEST_SCHEMA,
        """
        con_key | text | key
        con_ref
        con_address | text | optional | | ADDRESS
        con_postcode | postcode | optional | | POSTCODE
        con_phone1 | text | optional | | PHONE
        con_phone2 | text | optional | | PHONE
        con_phone3 | text | optional | | PHONE
        """,
    ),
    *columns(
        "araction",
        TEST_SCHEMA,
        """
        tag_ref | text | key | | TENANCY_ID
        araction_sid | text | required | | EVENT_ID
        action_date | date | required
        action_code | text | | arrears_action | | hackney_housing_tables
        action_balance | decimal | | | | hackney_housing_tables
        action_comment | text | optional | | FREE_TEXT
        username | text | optional | | STAFF
        """,
    ),
    *columns(
        "wlapp",
        TEST_SCHEMA,
        """
        app_ref | text | key | | CASE_ID
        house_ref | text | | | HOUSEHOLD_ID | hackney_housing_tables
        app_date | date | required | | | hackney_housing_tables
        fin_date | date | | | | hackney_housing_tables
        wl_status
        app_band
        u_eff_band_date | date | | | | hackney_housing_tables
        post_code | postcode | optional | | POSTCODE
        corr_addr | text | optional | | ADDRESS
        con_key
        u_novalet_ref
        """,
    ),
    *columns(
        "wlmember",
        TEST_SCHEMA,
        """
        app_ref | text | key | | CASE_ID
        person_no | text | key | | LOCAL_ID
        title
        forename | name | required | | NAME
        surname | name | required | | NAME
        gender | code | optional | gender | | hackney_housing_tables
        dob | date | optional | | DOB
        ni_no | nino | optional | | NINO
        relationship | text | | | | hackney_housing_tables
        m_address | text | optional | | ADDRESS
        home_phone | text | optional | | PHONE
        work_phone | text | optional | | PHONE
        u_memmobile | text | optional | | PHONE
        u_eff_band_date | date
        con_key
        """,
    ),
    *columns("wlaneeds", TEST_SCHEMA, "app_ref | text | key | | CASE_ID\nfield_ref | text | key\nr_to"),
]

GENDER = codes("gender", "M | male | male\nF | female | female")
ARREARS_ACTIONS = codes(
    "arrears_action",
    """
    GAT | text message, sent by the system | arrears
    GMS | text message, sent by a person | arrears
    AMS | text message, second stage | arrears
    SMS | text message | arrears
    GAE | email, sent by the system | arrears
    GME | email, sent by a person | arrears
    IC1 | first letter | arrears
    SO1 | first letter (older code) | arrears
    IC2 | second letter | arrears
    ZR2 | second letter (older code) | arrears
    IC3 | letter before a notice seeking possession | arrears
    IC4 | letter before court | recovery
    ZR3 | third stage reached: court warning | recovery
    CBL | letter on breach of a court order | recovery
    ADT | court outcome: adjourned on terms | recovery
    PPO | court outcome: possession postponed | recovery
    SPO | court outcome: possession suspended | recovery
    """,
)

LEFT_OUT_TABLES = {"parking_permit": "not of the housing system"}
OUR_TABLE_NAMES = {"Addresses": "addresses"}


def build(data: Path) -> tuple[list[Column], list[Code]]:
    """The rents layout's columns and codes, checked against the public schema."""
    published = {
        f"{OUR_TABLE_NAMES.get(row['table'], row['table'])}.{row['column']}"
        for row in read_rows(data / "housing_rents" / "spec.csv")
        if row["table"] not in LEFT_OUT_TABLES
    }
    refuse_gaps("rents", published, column_names(COLUMNS), {})
    return COLUMNS, [*GENDER, *ARREARS_ACTIONS]
