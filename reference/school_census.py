"""Layout tables of the school census (the CSV set that schools' returns are exported as), 2015 to 2026.

The collection year is the calendar year of the term. The three terms ask for different things: one of our
tables holds all columns that any term or year has, and requires only what every term asks for now.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from reference.labels import all_codes, label_codes
from reference.schemas import (
    Span,
    Specs,
    column_codes,
    column_names,
    latest,
    merge_spans,
    read_history,
    spans,
)
from reference.tables import Code, Column, TableFault, write_codes, write_columns, write_table

LAYOUT = "school_census"
LIIA = "liia_school_census"
TERMS = ("autumn", "spring", "summer")
Histories = Mapping[str, Mapping[int, Specs]]


class Table(NamedTuple):
    """One of our tables: what the files of each term call it, the column that says whose row it is, and the
    date without which a row means nothing.

    A pupil is named by the table id, which the schema never leaves blank and by which every other table says
    whose row it is. UPN and birth date may be blank: a pupil new to the country, or not yet given a number.
    """

    names: tuple[str, ...]
    key: str
    needed_date: str = ""


ON, OFF = "pupilonrolltableid", "pupilnolongeronrolltableid"
TABLES = {
    "school_census": Table(("schoolcensus",), "schoolcensustableid"),
    "school": Table(("school",), "schoolcensustableid"),
    "pupil_on_roll": Table(("pupilonroll",), ON),
    "pupil_off_roll": Table(("pupilnolongeronroll",), OFF),
    "address_on_roll": Table(("addressesonroll", "addresses"), ON),
    "address_off_roll": Table(("addressesoffroll",), OFF),
    "fsm_period": Table(("fsmperiodsonroll", "fsmperiod"), ON, "fsmstartdate"),
    "sen_need": Table(("senneeds",), ON),
    "exclusion_on_roll": Table(("termlyexclusionsonroll",), ON, "startdate"),
    "exclusion_off_roll": Table(("termlyexclusionsoffroll",), OFF, "startdate"),
    "session_on_roll": Table(("termlysessiondetailsonroll",), ON),
    "session_off_roll": Table(("termlysessiondetailsoffroll",), OFF),
    "half_term_session_on_roll": Table(("summerhalfterm2sessiondetailsonroll",), ON),
    "half_term_session_off_roll": Table(("summerhalfterm2sessiondetailsoffroll",), OFF),
    "annual_session_on_roll": Table(("annualsessiondetailsonroll",), ON),
    "annual_session_off_roll": Table(("annualsessiondetailsoffroll",), OFF),
    "ap_provision_on_roll": Table(("approvisiondetailonroll",), ON),
    "ap_provision_off_roll": Table(("approvisiondetailoffroll",), OFF),
    "school_arranged_ap_on_roll": Table(("schoolarrangedapdetailonroll",), ON),
    "school_arranged_ap_off_roll": Table(("schoolarrangedapdetailoffroll",), OFF),
    "learner_support_on_roll": Table(("learnersupportonroll",), ON),
    "learner_support_off_roll": Table(("learnersupportoffroll",), OFF),
    "funding_basis": Table(("fundingbasisitems",), ON),
}

LEFT_OUT = {
    "levels": "a technical list",
    "classes": "lessons on one day, without pupils",
    "childcare": "what a school offers, without pupils",
    "provisions": "what a school offers, without pupils",
    "learningaimsonroll": "courses of sixth forms", "learningaimsoffroll": "courses of sixth forms",
    "programmeaimsonroll": "courses of sixth forms", "programmeaimsoffroll": "courses of sixth forms",
    "workplaceentityonroll": "work placements of sixth forms",
    "workplaceentityoffroll": "work placements of sixth forms",
    "learnerfamonroll": "funding of catch-up lessons", "learnerfamoffroll": "funding of catch-up lessons",
    "nationalitiesonroll": "collected from 2016 to 2018 only and withdrawn",
    "nationalitiesoffroll": "collected from 2016 to 2018 only and withdrawn",
}  # fmt: skip
"""Tables that we do not read, with the reason."""

LISTS = {
    "sex": "sex", "gender": "sex", "ethnicity": "ethnicity", "senprovision": "sen_provision",
    "senprovisionentry": "sen_provision", "senprovisionleaving": "sen_provision",
    "ncyearactual": "year_group", "ncyearleaving": "year_group", "enrolstatus": "enrolment",
    "boarder": "boarder", "plaa": "care_history", "adoptedfromcare": "care_history",
    "servicechild": "service_child", "youngcarer": "young_carer", "fundingbasis": "funding_basis",
    "category": "exclusion_category", "reason": "exclusion_reason", "reason1": "exclusion_reason",
    "reason2": "exclusion_reason", "reason3": "exclusion_reason", "attendancereason": "attendance",
    "ukcountry": "uk_country",
}  # fmt: skip
"""Columns whose codes we say in our words. Other coded columns stay text: they decide nothing in our reading.
The type of need has no list in the schema: its codes are those of the special educational needs survey."""

TYPES = {
    "upn": "upn", "formerupn": "upn", "uniquelearnernumber": "uln", "uniquepropertyreferencenumber": "uprn",
    "surname": "name", "forename": "name", "middlenames": "name", "preferredsurname": "name",
    "formersurname": "name", "preferredforename": "name",
}  # fmt: skip
ROLES = {
    "upn": "UPN", "formerupn": "UPN", "uniquelearnernumber": "ULN", "dob": "DOB", "postcode": "POSTCODE",
    "uniquepropertyreferencenumber": "UPRN", ON: "LOCAL_ID", OFF: "LOCAL_ID",
} | {column: "NAME" for column, kind in TYPES.items() if kind == "name"}  # fmt: skip
TYPES |= dict.fromkeys(
    ("urn", "ukprn", "prevurn", "phoneno", "serialno", "eligibilitycode", "thirtyhourcode"), "text"
)
"""Numbers that only name something are text, so that no leading nought is lost."""

SAMPLES_ONLY = {
    "pupil_on_roll": {
        "summerhalfterm2sessionseducational": "integer", "summerhalfterm2sessionsexceptional": "integer",
        "summerhalfterm2sessionscoronavirus": "integer",
    },
    "pupil_off_roll": {
        "preferredsurname": "name", "summerhalfterm2sessionseducational": "integer",
        "summerhalfterm2sessionsexceptional": "integer", "summerhalfterm2sessionscoronavirus": "integer",
    },
}  # fmt: skip
"""Columns that the published sample files have and no year's schema names."""

ADDRESS_LINES = ("saon", "paon", "street", "locality", "town", "administrativearea", "posttown")


def compile_layout(data: Path, out: Path) -> None:
    """Writes the columns, the codes, and which file name is which table in which term."""
    histories = {term: read_history(data / "school_census" / "liia", term) for term in TERMS}
    _refuse_unknown_tables(histories)
    columns = [column for name, table in TABLES.items() for column in _table(histories, name, table)]
    write_columns(LAYOUT, columns, out)
    write_codes(LAYOUT, _codes(histories), out)
    files = [
        (name, pattern, term)
        for name, table in TABLES.items()
        for pattern in table.names
        for term in TERMS
        if any(pattern in specs for specs in histories[term].values())
    ]
    write_table(f"{LAYOUT}_tables", ("table", "pattern", "term"), files, out)


def _refuse_unknown_tables(histories: Histories) -> None:
    known = {name for table in TABLES.values() for name in table.names} | set(LEFT_OUT)
    found = {table for history in histories.values() for specs in history.values() for table in specs}
    if found - known:
        raise TableFault(f"{LAYOUT}: tables neither read nor left out: {', '.join(sorted(found - known))}")


def _table(histories: Histories, name: str, table: Table) -> list[Column]:
    parts = list(_parts(histories, table))
    years = merge_spans(*(spans(history, column_names(theirs)) for history, theirs in parts))
    more = SAMPLES_ONLY.get(name, {})
    return [_column(parts, name, column, years[column]) for column in _key_first(years, table.key)] + [
        Column(name, column, kind, identifier=ROLES.get(column, ""), source=LIIA)
        for column, kind in more.items()
    ]


def _parts(histories: Histories, table: Table) -> Iterable[tuple[Mapping[int, Specs], str]]:
    """The schemas, by term, that have the table, with its name there."""
    for history in histories.values():
        for theirs in table.names:
            if any(theirs in specs for specs in history.values()):
                yield history, theirs


def _key_first(columns: Iterable[str], key: str) -> list[str]:
    return sorted(columns, key=lambda column: column != key)


def _column(parts: list[tuple[Mapping[int, Specs], str]], name: str, column: str, years: Span) -> Column:
    history, theirs = next(
        (history, theirs) for history, theirs in parts if column in spans(history, column_names(theirs))
    )
    kind, codes = _type(column, latest(history, theirs, column))
    always = all(column in history[max(history)].get(theirs, {}) for history, theirs in parts)
    asked = always and all(latest(*part, column)["canbeblank"] == "no" for part in parts)
    need = "required" if asked or column == TABLES[name].needed_date else "optional"
    role = "ADDRESS" if column in ADDRESS_LINES or column.startswith("addressline") else ROLES.get(column, "")
    return Column(
        name, column, kind, "key" if column == TABLES[name].key else need, codes, role, *years, LIIA
    )


def _type(column: str, spec: Mapping[str, Any]) -> tuple[str, str]:
    if column == "sentype":
        return "code", "sen_type"
    if column in LISTS:
        return "code", LISTS[column]
    if column in TYPES:
        return TYPES[column], ""
    if {entry["code"] for entry in spec.get("category", [])} == {"0", "1"}:
        return "boolean", ""
    if "numeric" in spec:
        return ("integer" if spec["numeric"]["type"] == "integer" else "decimal"), ""
    if "date" in spec:
        return "date", ""
    return ("postcode" if spec.get("string") == "postcode" else "text"), ""


def _codes(histories: Histories) -> list[Code]:
    years: dict[str, dict[str, Span]] = {}
    for table in TABLES.values():
        for history, theirs in _parts(histories, table):
            for column in spans(history, column_names(theirs)):
                if column in LISTS:
                    found = spans(history, column_codes(theirs, column))
                    years[LISTS[column]] = merge_spans(years.get(LISTS[column], {}), found)
    ordered = dict.fromkeys(name for name in LISTS.values() if name in years)
    codes = [
        code
        for name in ordered
        for code in label_codes("ethnicity" if name == "ethnicity" else LAYOUT, name, years[name])
    ]
    return codes + all_codes("sen", "sen_type")
