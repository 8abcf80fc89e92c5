"""Layout tables of the children looked after return (SSDA903), collection years 2017 to 2027."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reference.labels import all_codes, label_codes
from reference.schemas import Specs, column_codes, column_names, latest, read_history, spans
from reference.tables import Code, Column, read_rows, write_codes, write_columns

LAYOUT = "ssda903"
LIIA, VALIDATOR = "liia_ssda903", "csc_validator_903"
TABLES = {
    "header": "header", "episodes": "episodes", "reviews": "reviews", "uasc": "uasc", "oc2": "oc2",
    "oc3": "oc3", "ad1": "ad1", "placed_adoption": "placed_adoption", "prev_perm": "prev_perm",
    "missing": "missing", "sw_episodes": "social_worker",
}  # fmt: skip
"""Our table names and the schema's, in the order in which the return is loaded."""

LISTS = {
    "SEX": "sex", "ETHNIC": "ethnicity", "RNE": "new_episode_reason", "LS": "legal_status", "CIN": "need",
    "PLACE": "placement", "PLACE_PROVIDER": "provider", "REC": "episode_end_reason",
    "REASON_PLACE_CHANGE": "placement_change_reason", "REVIEW_CODE": "review_participation",
    "MISSING": "missing_kind", "SDQ_REASON": "sdq_reason", "IN_TOUCH": "in_touch", "ACTIV": "activity",
    "ACCOM": "accommodation", "SEX_ADOPTR": "adopters_sex", "LS_ADOPTR": "adopters_status",
    "REASON_PLACED_CEASED": "placing_ceased_reason", "PREV_PERM": "previous_permanence",
    "SW_REASON": "worker_change_reason",
}  # fmt: skip

# A row without its own date says nothing that can be placed in time, so it is refused. The birth date is
# needed once, in the header: elsewhere it only repeats it. An adoption row still tells of the adoption
# without the dates of decision and match, so these stay optional.
REQUIRED_DATES = {
    ("header", "DOB"), ("episodes", "DECOM"), ("reviews", "REVIEW"), ("missing", "MIS_START"),
    ("placed_adoption", "DATE_PLACED"), ("sw_episodes", "SW_DECOM"), ("dolo", "DOLO_START"),
}  # fmt: skip
IDENTIFIERS = {"CHILD": "LOCAL_ID", "UPN": "UPN", "DOB": "DOB", "MC_DOB": "DOB"}
IDENTIFIERS |= {"HOME_POST": "POSTCODE", "PL_POST": "POSTCODE"}
ENDED = {("placement", "Z1"): 2025}
"""Codes that the schemas keep and the open checker no longer takes: Z11 to Z14 stand in for Z1 from 2026."""

FIRST_DOLO_YEAR = 2027
"""Deprivation of liberty orders enter with the rules for 2026 to 2027."""


def compile_layout(data: Path, out: Path) -> None:
    """Writes `ssda903.csv` and `ssda903_codes.csv`."""
    history = read_history(data / "ssda903" / "liia")
    columns = [
        _column(history, ours, theirs, column)
        for ours, theirs in TABLES.items()
        for column in spans(history, column_names(theirs))
    ]
    write_columns(LAYOUT, columns + _dolo(data), out)
    write_codes(LAYOUT, _codes(history), out)


def _column(history: Mapping[int, Specs], ours: str, theirs: str, name: str) -> Column:
    spec = latest(history, theirs, name)
    kind, codes = _type(name, spec)
    years = spans(history, column_names(theirs))[name]
    need = _need(ours, name, kind, blank=spec["canbeblank"] == "yes")
    return Column(ours, name, kind, need, codes, IDENTIFIERS.get(name, ""), *years, LIIA)


def _type(name: str, spec: Mapping[str, Any]) -> tuple[str, str]:
    if name == "UPN":
        return "upn", "upn_unknown"
    if name in LISTS:
        return "code", LISTS[name]
    if "category" in spec:
        return "boolean", ""
    if "date" in spec:
        return "date", ""
    if "numeric" in spec:
        return "integer", ""
    return ("postcode" if spec["string"] == "postcode" else "text"), ""


def _need(table: str, column: str, kind: str, *, blank: bool) -> str:
    if column == "CHILD":
        return "key"
    if kind == "date":
        return "required" if (table, column) in REQUIRED_DATES else "optional"
    return "optional" if blank else "required"


def _dolo(data: Path) -> list[Column]:
    rows = [row for row in read_rows(data / "ssda903" / "spec.csv") if row["table"] == "DoLo"]
    return [
        Column(
            "dolo",
            row["column"],
            "date" if row["type"] == "date" else "text",
            _need("dolo", row["column"], "date", blank=True),
            identifier=IDENTIFIERS.get(row["column"], ""),
            from_year=FIRST_DOLO_YEAR,
            source=VALIDATOR,
        )
        for row in rows
    ]


def _codes(history: Mapping[int, Specs]) -> list[Code]:
    codes = all_codes(LAYOUT, "upn_unknown")
    for column, name in LISTS.items():
        theirs = next(table for table in TABLES.values() if column in spans(history, column_names(table)))
        years = spans(history, column_codes(theirs, column))
        codes += label_codes("ethnicity" if name == "ethnicity" else LAYOUT, name, years)
    return [code._replace(to_year=ENDED.get((code.list, code.code), code.to_year)) for code in codes]
