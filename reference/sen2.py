"""Layout tables of the person-level special educational needs survey (SEN2), from 2023.

Nine tables of one return: a person's requests lead to assessments and plans. Each table holds the id of the row
above it, which is what its rows are useless without.
"""

from __future__ import annotations

from pathlib import Path

from reference.labels import all_codes
from reference.tables import Code, Column, read_rows, write_codes, write_columns

LAYOUT = "sen2"
WITAN = "witan_sen2"
KEYS = {
    "sen2": "sen2tableid", "person": "persontableid", "requests": "persontableid",
    "assessment": "requeststableid", "namedplan": "assessmenttableid", "plandetail": "namedplantableid",
    "activeplans": "requeststableid", "placementdetail": "activeplanstableid", "senneed": "activeplanstableid",
}  # fmt: skip
LISTS = {
    "sex": "sex", "gendercurrent": "sex", "ethnicity": "ethnicity", "upnunknown": "upn_unknown",
    "requestoutcome": "request_outcome", "assessmentoutcome": "assessment_outcome",
    "ceasereason": "cease_reason", "sensetting": "sen_setting", "sentype": "sen_type",
}  # fmt: skip
TYPES = {
    "surname": "name", "forename": "name", "postcode": "postcode", "upn": "upn", "uniquelearnernumber": "uln",
    "datetime": "datetime", "year": "integer", "placementrank": "integer", "sentyperank": "integer",
}  # fmt: skip
ROLES = {"persontableid": "LOCAL_ID"}

# A request or a placement without its date still tells that there is one; a plan without a start does not say
# since when it is in force.
REQUIRED_DATES = {("namedplan", "startdate")}


def compile_layout(data: Path, out: Path) -> None:
    """Writes `sen2.csv` and `sen2_codes.csv`."""
    rows = read_rows(data / "sen2" / "spec.csv")
    write_columns(LAYOUT, [_column(row) for row in rows], out)
    write_codes(LAYOUT, _codes(), out)


def _column(row: dict[str, str]) -> Column:
    table, name = row["table"], row["column"]
    kind = "code" if name in LISTS else TYPES.get(name, _plain_type(row["type"]))
    role = row["identifier"] or ROLES.get(name, "")
    return Column(table, name, kind, _need(table, name), LISTS.get(name, ""), role, source=WITAN)


def _plain_type(text: str) -> str:
    return "date" if text.startswith("date") else "boolean" if text == "boolean" else "text"


def _need(table: str, name: str) -> str:
    if name == KEYS[table]:
        return "key"
    own_id = name == f"{table}tableid" and table not in ("plandetail", "placementdetail", "senneed")
    return "required" if own_id or (table, name) in REQUIRED_DATES else "optional"


def _codes() -> list[Code]:
    needs = ("request_outcome", "assessment_outcome", "cease_reason", "sen_setting", "sen_type")
    return [
        *all_codes("cin", "sex"),
        *all_codes("ethnicity", "ethnicity"),
        *all_codes("cin", "upn_unknown"),
        *(code for name in needs for code in all_codes("sen", name)),
    ]
