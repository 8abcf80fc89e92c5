"""Council tax, housing benefit and council tax support, as tables of the Academy system.

Assessments in force are those with `type_ind` 1; a discretionary payment has `dhp_ind` 1 and another
`type_ind`. An open end is written as a far date. The two assessment tables have the same columns, so that
only the name of the file tells them apart. Claim notes and letters are left out: free text about people.
"""

from __future__ import annotations

from pathlib import Path

from reference.council.form import codes, columns, refuse_gaps
from reference.tables import Code, Column, read_rows

TEST_SCHEMA, DATA_PLATFORM = "hackney_single_view", "hackney_data_platform"

COUNCIL_TAX = [
    *columns(
        "ctaccount",
        TEST_SCHEMA,
        """
        account_ref | text | key | | ACCOUNT_ID
        account_cd
        party_ref | text | optional | | LOCAL_ID | hackney_data_platform
        lead_liab_pos | code | optional | liability_position | | hackney_data_platform
        lead_liab_title
        lead_liab_name | name | required | | NAME
        lead_liab_forename | name | optional | | NAME
        lead_liab_surname | name | optional | | NAME
        for_addr1 | text | optional | | ADDRESS
        for_addr2 | text | optional | | ADDRESS
        for_addr3 | text | optional | | ADDRESS
        for_addr4 | text | optional | | ADDRESS
        for_postcode | postcode | optional | | POSTCODE
        paymeth_code
        """,
    ),
    *columns(
        "ctliab_person",
        DATA_PLATFORM,
        """
        account_ref | text | key | | ACCOUNT_ID
        party_ref | text | key | | LOCAL_ID
        liab_pers_occ | integer | required
        liab_pos | code | required | liability_position
        liab_name | name | required | | NAME
        """,
    ),
    *columns(
        "ctnon_liab",
        DATA_PLATFORM,
        """
        account_ref | text | key | | ACCOUNT_ID
        party_ref | text | key | | LOCAL_ID
        nonliab_occ | integer | required
        nonliab_name | name | required | | NAME
        """,
    ),
    *columns(
        "ctoccupation",
        TEST_SCHEMA,
        """
        account_ref | text | key | | ACCOUNT_ID
        property_ref | text | key | | PROPERTY_ID
        occupation_date | date | required | | | hackney_data_platform
        vacation_date | date
        live_ind | boolean | optional | | | hackney_data_platform
        """,
    ),
    *columns(
        "ctproperty",
        TEST_SCHEMA,
        """
        property_ref | text | key | | PROPERTY_ID
        uprn | uprn | required | | UPRN | hackney_data_platform
        addr1 | text | optional | | ADDRESS
        addr2 | text | optional | | ADDRESS
        addr3 | text | optional | | ADDRESS
        addr4 | text | optional | | ADDRESS
        postcode | postcode | required | | POSTCODE
        """,
    ),
    *columns(
        "vw_acc_bal",
        TEST_SCHEMA,
        """
        account_ref | text | key | | ACCOUNT_ID
        total | decimal | required
        """,
    ),
    *columns(
        "cttransaction",
        TEST_SCHEMA,
        """
        account_ref | text | key | | ACCOUNT_ID
        process_date | date | required
        tran_code | text | required
        tran_amount | decimal | required
        """,
    ),
    *columns("cttrancode", TEST_SCHEMA, "tran_code | text | key\ntran_desc | text | required"),
    *columns(
        "ctpaymethod",
        TEST_SCHEMA,
        "paymeth_code | text | key\npaymeth_year | date\npaymeth_desc | text | required",
    ),
]

BENEFITS = [
    *columns(
        "hbclaim",
        TEST_SCHEMA,
        "claim_id | text | key | | CLAIM_ID\ncheck_digit\nstatus_ind | integer\nnotes_db_handle",
    ),
    *columns(
        "hbmember",
        TEST_SCHEMA,
        """
        claim_id | text | key | | CLAIM_ID
        house_id | text | key | | HOUSEHOLD_ID
        member_id | text | optional | | LOCAL_ID | hackney_data_platform
        person_ref | text | optional | | LOCAL_ID
        title
        name | name | optional | | NAME | hackney_data_platform
        forename | name | optional | | NAME
        surname | name | optional | | NAME
        birth_date | date | optional | | DOB
        gender | code | optional | gender | | hackney_data_platform
        nino | nino | optional | | NINO
        """,
    ),
    *columns(
        "hbhousehold",
        TEST_SCHEMA,
        """
        claim_id | text | key | | CLAIM_ID
        house_id | text | key | | HOUSEHOLD_ID
        from_date | date | required | | | hackney_data_platform
        to_date | date
        addr1 | text | optional | | ADDRESS
        addr2 | text | optional | | ADDRESS
        addr3 | text | optional | | ADDRESS
        addr4 | text | optional | | ADDRESS
        post_code | postcode | required | | POSTCODE
        uprn | uprn | optional | | UPRN | hackney_data_platform
        """,
    ),
    *columns(
        "hbincome",
        TEST_SCHEMA,
        """
        claim_id | text | key | | CLAIM_ID
        house_id | text | key | | HOUSEHOLD_ID
        inc_code | text | required
        inc_amt | decimal | required
        freq_period | integer
        freq_len | integer
        """,
    ),
    *columns("hbinccode", TEST_SCHEMA, "code | text | key\nto_date | date\ndescrip1 | text | required"),
    *columns(
        "hbctaxclaim",
        TEST_SCHEMA,
        """
        claim_id | text | key | | CLAIM_ID
        ctax_claim_id | text | required
        ctax_ref | text | key | | ACCOUNT_ID
        """,
    ),
    *(
        column
        for table in ("hbrentass", "hbctaxcalc_statement")
        for column in columns(
            table,
            DATA_PLATFORM,
            """
            claim_id | text | key | | CLAIM_ID
            from_date | date | required
            to_date | date
            type_ind | integer | required
            dhp_ind | boolean
            model_amt | decimal | required
            """,
        )
    ),
]

POSITIONS = codes(
    "liability_position",
    """
    -1 | error in the source |
    0 | lives there and is not liable | resident
    1 | liable together with others | liable
    2 | owns the freehold and is liable, may live elsewhere | liable
    3 | holds the lease and is liable | liable
    4 | rents and is liable | liable
    5 | lives there by permission and is liable | liable
    6 | lives there and is liable as a resident | resident
    7 | owns and is liable, may live elsewhere | liable
    8 | assumed, the person is not known |
    9 | void entry |
    10 | other |
    11 | suspense account, no person |
    12 | pays the bill | liable
    """,
)
GENDER = codes("gender", "1 | male | male\n2 | female | female")

# Where the public description gives a table a descriptive name, the name that its source really has.
REAL_NAMES = {
    "ctliability_person": "ctliab_person",
    "ctnonliability_person": "ctnon_liab",
    "hbctaxass": "hbctaxcalc_statement",
}
LEFT_OUT_TABLES = {
    "hbclaimnotes": "free text about people",
    "hbdocout": "letters and the names of staff who sent them",
}


def build_council_tax(data: Path) -> tuple[list[Column], list[Code]]:
    """The council tax layout's columns and codes."""
    _check(data)
    return COUNCIL_TAX, POSITIONS


def build_benefits(data: Path) -> tuple[list[Column], list[Code]]:
    """The benefits layout's columns and codes."""
    _check(data)
    return BENEFITS, GENDER


def _check(data: Path) -> None:
    rows = read_rows(data / "revenues_benefits" / "spec.csv")
    published = {
        f"{REAL_NAMES.get(row['table'], row['table'])}.{row['column']}"
        for row in rows
        if row["table"] not in LEFT_OUT_TABLES
    }
    carried = [f"{column.table}.{column.column}" for column in (*COUNCIL_TAX, *BENEFITS)]
    refuse_gaps("revenues and benefits", published, carried, {})
