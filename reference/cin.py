"""Layout tables of the children in need census, collection years 2017 to 2026, from its XML schemas."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from reference.labels import label_codes
from reference.schemas import Span, Specs, column_codes, column_names, latest, merge_spans, spans
from reference.tables import Code, Column, TableFault, read_rows, write_codes, write_columns

LAYOUT = "cin"
LIIA, VALIDATOR = "liia_cin", "csc_validator_cin"
XS = "{http://www.w3.org/2001/XMLSchema}"
PREPROCEEDINGS_FROM = 2026


class Table(NamedTuple):
    """One of our tables: the schema types it is made of, and what it repeats from the elements around it."""

    types: tuple[str, ...]
    repeats: tuple[tuple[str, str], ...] = ()
    needed_date: str = ""


CHILD = (("child", "LAchildID"),)
EPISODE = (*CHILD, ("cin_details", "CINreferralDate"))
TABLES = {
    "header": Table(("collectiondetailstype", "sourcetype")),
    "child": Table(("childidentifierstype", "childcharacteristicstype")),
    "disability": Table(("Disabilities",), CHILD),
    "cin_details": Table(("cindetailstype",), CHILD, "CINreferralDate"),
    "assessment": Table(("assessmentstype",), EPISODE, "AssessmentActualStartDate"),
    "assessment_factor": Table(
        ("FactorsIdentifiedAtAssessment",),
        (
            *EPISODE,
            ("assessment", "AssessmentActualStartDate"),
            ("assessment", "AssessmentAuthorisationDate"),
        ),
    ),
    "cin_plan": Table(("cinplandatesttype",), EPISODE, "CINPlanStartDate"),
    "section47": Table(("section47type",), EPISODE, "S47ActualStartDate"),
    "child_protection_plan": Table(("childprotectionplanstype",), EPISODE, "CPPstartDate"),
    "cpp_review": Table(("Reviews",), (*EPISODE, ("child_protection_plan", "CPPstartDate")), "CPPreviewDate"),
}
"""A nested element becomes a row of its own table, which repeats the child's id and the dates that name the
elements around it."""

KEYS = {"header": "LEA"}
EITHER = {"Sex", "GenderCurrent"}
"""A child has one or the other, by the year and often by the system: neither alone can be called missing."""

LISTS = {
    "GenderCurrent": "sex", "Sex": "sex", "UPNunknown": "upn_unknown", "Ethnicity": "ethnicity",
    "Disability": "disability", "ReferralSource": "referral_source", "PrimaryNeedCode": "need",
    "ReasonForClosure": "closure_reason", "AssessmentFactors": "assessment_factor",
    "InitialCategoryOfAbuse": "abuse_category", "LatestCategoryOfAbuse": "abuse_category",
}  # fmt: skip
IDENTIFIERS = {
    "LAchildID": "LOCAL_ID", "UPN": "UPN", "FormerUPN": "UPN", "PersonBirthDate": "DOB",
    "ExpectedPersonBirthDate": "DOB",
}  # fmt: skip
TYPES = {
    "xs:date": "date", "xs:dateTime": "datetime", "xs:gYear": "integer", "positiveintegertype": "integer",
    "yesnotype": "boolean", "upntype": "upn",
}  # fmt: skip

# The element of 2026 is known from the open checker and its sample, not from a schema. A family meeting can
# be offered outside pre-proceedings, so no date of it is required; the outcome codes are not published.
PREPROCEEDINGS_TYPES = {"FGDMMeetingOffer": "boolean", "FGDMMeetingFac": "boolean", "PPOutcome": "text"}
PREPROCEEDINGS_TYPES |= {"ReviewMeetingsCount": "integer"}


def compile_layout(data: Path, out: Path) -> None:
    """Writes `cin.csv` and `cin_codes.csv`."""
    folder = data / "cin" / "liia"
    history = {int(re.findall(r"\d{4}", path.name)[0]): _read_xsd(path) for path in folder.glob("*.xsd")}
    columns = [column for name in TABLES for column in _table(history, name)]
    write_columns(LAYOUT, columns + _preproceedings(data), out)
    write_codes(LAYOUT, _codes(history), out)


def _read_xsd(path: Path) -> Specs:
    """Our tables as one year's schema has them: type, whether it may be absent, and codes of each column."""
    root = ET.parse(path).getroot()
    groups = {name: node for node in root.iter() if (name := node.get("name")) and _is_group(node)}
    values = {node.get("name", ""): _enumeration(node) for node in root.findall(f"{XS}simpleType")}
    return {
        name: {
            column: spec
            for part in table.types
            if part in groups
            for column, spec in _fields(groups[part], values)
        }
        for name, table in TABLES.items()
    }


def _is_group(node: ET.Element) -> bool:
    return node.tag == f"{XS}complexType" or node.find(f"{XS}complexType") is not None


def _fields(group: ET.Element, values: Mapping[str, list[str]]) -> list[tuple[str, dict[str, Any]]]:
    sequence = next(group.iter(f"{XS}sequence"))
    return [
        (
            node.get("name", ""),
            {"type": node.get("type", ""), "absent": node.get("minOccurs") == "0"} | _list(node, values),
        )
        for node in sequence.findall(f"{XS}element")
        if not _is_group(node)
        and (node.get("type", "") in (*TYPES, *values, "xs:string") or not node.get("type"))
    ]


def _list(node: ET.Element, values: Mapping[str, list[str]]) -> dict[str, Any]:
    codes = values.get(node.get("type", ""), []) or _enumeration(node)
    return {"category": [{"code": code} for code in codes]}


def _enumeration(node: ET.Element) -> list[str]:
    return [entry.get("value", "") for entry in node.iter(f"{XS}enumeration")]


def _table(history: Mapping[int, Specs], name: str) -> list[Column]:
    found = spans(history, column_names(name))
    if not found:
        raise TableFault(f"{LAYOUT}: the schemas have no {name}")
    since = next(iter(found.values()))
    repeated = [
        _column(name, column, latest(history, table, column), since, repeats=True)
        for table, column in TABLES[name].repeats
    ]
    own = [_column(name, column, latest(history, name, column), years) for column, years in found.items()]
    return repeated + own


def _column(table: str, name: str, spec: Mapping[str, Any], years: Span, *, repeats: bool = False) -> Column:
    kind = "code" if name in LISTS else TYPES.get(spec["type"], "text")
    need = "optional" if repeats or spec["absent"] or name in EITHER else "required"
    if name == KEYS.get(table, "LAchildID"):
        need = "key"
    elif kind in ("date", "datetime"):
        need = "required" if name == TABLES[table].needed_date else "optional"
    return Column(table, name, kind, need, LISTS.get(name, ""), IDENTIFIERS.get(name, ""), *years, LIIA)


def _preproceedings(data: Path) -> list[Column]:
    rows = [row for row in read_rows(data / "cin" / "spec.csv") if row["table"] == "PreProceedingsandFGDM"]
    repeated = [("LAchildID", "text", "key", "LOCAL_ID"), ("CINreferralDate", "date", "optional", "")]
    own = [(row["column"], PREPROCEEDINGS_TYPES.get(row["column"], "date"), "optional", "") for row in rows]
    return [
        Column("preproceedings", name, kind, need, "", role, PREPROCEEDINGS_FROM, None, VALIDATOR)
        for name, kind, need, role in repeated + own
    ]


def _codes(history: Mapping[int, Specs]) -> list[Code]:
    years: dict[str, dict[str, Span]] = {}
    for column, name in LISTS.items():
        table = next(table for table in TABLES if column in spans(history, column_names(table)))
        years[name] = merge_spans(years.get(name, {}), spans(history, column_codes(table, column)))
    return [
        code
        for name, found in years.items()
        for code in label_codes("ethnicity" if name == "ethnicity" else LAYOUT, name, found)
    ]
