"""Layout tables of the child-level lists 1 to 11 that an inspection asks for (Annex A).

Councils send one workbook with headers, sheet names and values in their own wording. Three more tables hold
patterns of ours for what varies. A header's pattern is for the whole header and a sheet's for the whole name, in
any case; a value's is looked for anywhere in the value in lower case, and the first of its list that is found
gives the code, since most values hold the code of a return somewhere.
"""

from __future__ import annotations

from pathlib import Path

from reference.labels import LABELS, all_codes, lists_of
from reference.tables import Code, Column, TableFault, read_rows, write_codes, write_columns, write_table

LAYOUT = "annex_a"
LIIA = "liia_annex_a"
CHILD, ADOPTER = "Child Unique ID", "Individual adopter identifier"
REQUIRED_DATES = {
    ("list_1", "Date of Contact"), ("list_2", "Assessment start date"), ("list_3", "Date of referral"),
    ("list_4", "Continuous Assessment Start Date"),
    ("list_5", "Strategy discussion initiating Section 47 Enquiry Start Date"),
    ("list_7", "Child Protection Plan Start Date"), ("list_8", "Date Started to be Looked After"),
}  # fmt: skip

# Coded columns are read as text, since a value becomes a code only through the patterns of annex_a_values.csv.
LISTS = {
    "Gender": "sex", "Ethnicity": "ethnicity", "Contact Source": "source", "Referral Source": "source",
    "Primary Need Code": "need", "Child's Category of Need": "need", "Reason for Closure": "closure_reason",
    "Case Status": "case_status", "Initial Category of Abuse": "abuse_category",
    "Latest Category of Abuse": "abuse_category", "Child's Legal Status": "legal_status",
    "What is the permanence plan for this child?": "permanence_plan",
    "Reason Ceased to be Looked After": "care_end", "Placement Type": "placement",
    "Placement Provider": "provider", "Placement Location": "inside", "Eligibility Category": "leaver_status",
    "LA in Touch": "in_touch", "Type of Accommodation": "accommodation",
    "Suitability of Accommodation": "suitability", "Activity Status": "activity",
    "Reason Why Child No Longer Placed for Adoption": "adoption_stop",
    "Reason for leaving adoption process": "adopter_leaves",
    "Does the Child have a Disability": "disability", "Disability": "disability",
}  # fmt: skip
FREE_TEXT = {"LA of Placement"}
TYPES = {"date": "date", "numeric": "integer", "postcode": "postcode"}
ROLES = {
    CHILD: "LOCAL_ID", ADOPTER: "LOCAL_ID", "Family identifier": "FAMILY_ID", "Date of Birth": "DOB",
    "Placement postcode": "POSTCODE",
}  # fmt: skip

SHEETS = {
    "list_1": "contacts?", "list_2": "early help|common assessment|caf", "list_3": "referrals?",
    "list_4": "assessments?", "list_5": r"section 47|s ?47|strategy|icpc",
    "list_6": r"in need|\bcin\b", "list_7": r"protection|\bcpp?\b",
    "list_8": r"looked after|children in care|\bcla\b|\blac\b", "list_9": r"leavers?|leaving care",
    "list_10": r"adoption|adopted", "list_11": r"adopters?|prospective",
}  # fmt: skip
"""What a sheet may be called instead of `List 1`, `List 2` and so on."""


def compile_layout(data: Path, out: Path) -> None:
    """Writes columns and codes, and our patterns for headers, sheets and values."""
    rows = read_rows(data / "annex_a" / "spec.csv")
    columns = [_column(row) for row in rows]
    patterns = {row["column"]: row["pattern"] for row in read_rows(LABELS / f"{LAYOUT}_headers.csv")}
    unpatterned = sorted({column.column for column in columns} - set(patterns))
    if unpatterned:
        raise TableFault(f"{LAYOUT}: columns without a header pattern: {', '.join(unpatterned)}")
    write_columns(LAYOUT, columns, out)
    write_codes(LAYOUT, _codes(), out)
    headers = [(column.table, column.column, patterns[column.column]) for column in columns]
    write_table(f"{LAYOUT}_headers", ("table", "column", "pattern"), headers, out)
    write_table(f"{LAYOUT}_sheets", ("table", "pattern"), _sheets(), out)
    values = [(row["list"], row["pattern"], row["code"]) for row in read_rows(LABELS / f"{LAYOUT}.csv")]
    write_table(f"{LAYOUT}_values", ("list", "pattern", "code"), values, out)


def _column(row: dict[str, str]) -> Column:
    table, name = row["table"], row["column"]
    coded = row["type"] == "category" and name not in FREE_TEXT
    codes = LISTS.get(name, "yes_no") if coded else ""
    kind = TYPES.get(row["type"], "text")
    return Column(table, name, kind, _need(row, kind), codes, ROLES.get(name, ""), source=LIIA)


def _need(row: dict[str, str], kind: str) -> str:
    table, name = row["table"], row["column"]
    if name == (ADOPTER if table == "list_11" else CHILD):
        return "key"
    if kind == "date":
        return "required" if (table, name) in REQUIRED_DATES else "optional"
    return "required" if row["required"] == "yes" else "optional"


def _sheets() -> list[tuple[str, str]]:
    numbered = [(table, rf"(annex a )?list[ _-]*0?{table.split('_')[1]}\b.*") for table in SHEETS]
    return numbered + [(table, rf".*({words}).*") for table, words in SHEETS.items()]


def _codes() -> list[Code]:
    return [code for name in lists_of(LAYOUT) for code in all_codes(LAYOUT, name)]
