"""Small places for tests of the picture: tables written as text, with what a test does not care about filled in."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl

from wholeplace.picture.contracts import TABLES
from wholeplace.picture.models import Settings, draw
from wholeplace.picture.published import age_bands
from wholeplace.prices.schedule import SCHEMA as SCHEDULE

SETTINGS = Settings(
    as_of=date(2024, 6, 30),
    contact_gap_days=28,
    overlap_months=12,
    factor_months=24,
    known_parent_share=0.5,
    years=5,
    adult_age=18,
)

COLUMNS: dict[str, dict[str, Any]] = {
    "person": {
        "person_id": pl.String,
        "birth_month": pl.Date,
        "death_month": pl.Date,
        "sex": pl.String,
        "first_seen": pl.Date,
        "known_parent": pl.Boolean,
    },
    "residence": {
        "person_id": pl.String,
        "household_id": pl.String,
        "area": pl.String,
        "from_date": pl.Date,
        "to_date": pl.Date,
    },
    "published_population": {
        "area": pl.String,
        "age_band": pl.String,
        "age_from": pl.Int32,
        "sex": pl.String,
        "people": pl.Float64,
        "year": pl.Int32,
    },
    "age_band": {
        "age_band": pl.String,
        "age_from": pl.Int32,
        "first_month": pl.Int32,
        "next_month": pl.Int32,
    },
    "person_spell": {
        "fact_id": pl.String,
        "person_id": pl.String,
        "source": pl.String,
        "track": pl.String,
        "state": pl.String,
        "from_date": pl.Date,
        "to_date": pl.Date,
        "code": pl.String,
        "withheld": pl.String,
    },
    "person_event": {
        "person_id": pl.String,
        "source": pl.String,
        "service": pl.String,
        "agency": pl.String,
        "kind": pl.String,
        "date": pl.Date,
        "end_date": pl.Date,
        "team": pl.String,
    },
    "question": {"kind": pl.String, "service": pl.String, "question": pl.String},
    "feature": {
        "of": pl.String,
        "track": pl.String,
        "name": pl.String,
        "feature": pl.String,
        "kind": pl.String,
    },
    "arm": {"of": pl.String, "track": pl.String, "name": pl.String, "service": pl.String, "arm": pl.String},
    "person_exposure": {
        "person_id": pl.String,
        "source": pl.String,
        "factor": pl.String,
        "holder": pl.String,
        "from_date": pl.Date,
        "to_date": pl.Date,
    },
    "person_money": {
        "fact_id": pl.String,
        "person_id": pl.String,
        "source": pl.String,
        "item": pl.String,
        "amount_pence": pl.Int64,
        "per": pl.String,
        "from_date": pl.Date,
        "to_date": pl.Date,
        "payer": pl.String,
    },
    "family_member": {
        "family_id": pl.String,
        "person_id": pl.String,
        "role": pl.String,
        "from_date": pl.Date,
        "to_date": pl.Date,
    },
    "school": {"urn": pl.String, "kind": pl.String},
    "arrival": {"source": pl.String, "first_date": pl.Date, "last_date": pl.Date},
    "person_source": {"person_id": pl.String, "source": pl.String, "records": pl.UInt32},
    "source_stated": {"source": pl.String, "service": pl.String, "agency": pl.String, "as_of": pl.Date},
    "system_state": {
        "track": pl.String,
        "state": pl.String,
        "exclusive": pl.Boolean,
        "precedence": pl.Int32,
    },
    "system_factor": {"factor": pl.String, "kind": pl.String},
    "price": SCHEDULE,
    "price_for": {
        "number": pl.Int64,
        "of": pl.String,
        "track": pl.String,
        "name": pl.String,
        "service": pl.String,
        "item": pl.String,
        "line": pl.String,
        "units": pl.Float64,
        "by_time": pl.Boolean,
    },
    "price_reported": {
        "item": pl.String,
        "payer": pl.String,
        "fund": pl.String,
        "kind": pl.String,
        "weeks_a_year": pl.Int64,
    },
}

STATES = [
    {"track": "care", "state": "secure", "exclusive": True, "precedence": 1},
    {"track": "care", "state": "fostered", "exclusive": True, "precedence": 2},
    {"track": "care", "state": "leaving", "exclusive": True, "precedence": 3},
    {"track": "help", "state": "section_47", "exclusive": False, "precedence": 1},
    {"track": "help", "state": "in_need", "exclusive": False, "precedence": 2},
    {"track": "help", "state": "early_help", "exclusive": False, "precedence": 3},
    {"track": "help", "state": "ehc_plan_unstated", "exclusive": False, "precedence": 4},
]
FACTORS = [
    {"factor": "poverty", "kind": "circumstance"},
    {"factor": "disability", "kind": "characteristic"},
    {"factor": "kin_support", "kind": "strength"},
]
SOURCES = [
    {"source": "cin", "service": "social_care", "agency": "council", "as_of": date(2024, 6, 30)},
    {"source": "ssd", "service": "social_care", "agency": "council", "as_of": date(2024, 6, 30)},
    {"source": "police", "service": "police", "agency": "police", "as_of": date(2024, 6, 30)},
]

BANDS = age_bands((0, 17, 18, 40)).rename({"first_age": "age_from"}).to_dicts()

Rows = list[dict[str, Any]]


def frame(name: str, rows: Rows) -> pl.DataFrame:
    """Rows as the table of that name; what a row leaves out is null."""
    whole = [{column: row.get(column) for column in COLUMNS[name]} for row in rows]
    return pl.DataFrame(whole, schema=COLUMNS[name], orient="row")


def read(text: str) -> Rows:
    """Rows of a table written as text: a header, spaces between columns, `.` for null, 2024-01-31, lists as a,b."""
    header, *lines = [line.split() for line in text.strip().splitlines()]
    return [
        {column: _value(cell) for column, cell in zip(header, line, strict=True) if cell != "."}
        for line in lines
    ]


def _value(cell: str) -> Any:
    if len(cell) == 10 and cell[4] == cell[7] == "-":
        return date.fromisoformat(cell)
    known = {"true": True, "false": False}
    return known.get(cell, int(cell) if cell.isdigit() else cell.replace(",", ", "))


def place(**texts: str | Rows) -> dict[str, pl.DataFrame]:
    """Every table that the picture is drawn from. People and the sources that tell of them follow from the facts."""
    rows: dict[str, Rows] = {
        name: read(given) if isinstance(given, str) else given for name, given in texts.items()
    }
    rows = {
        "age_band": BANDS,
        "system_state": STATES,
        "system_factor": FACTORS,
        "source_stated": SOURCES,
        **rows,
    }
    facts = [
        row
        for name in ("person_spell", "person_event", "person_exposure", "person_money")
        for row in rows.get(name, [])
    ]
    people = sorted(
        {row["person_id"] for row in [*facts, *rows.get("family_member", []), *rows.get("residence", [])]}
    )
    told = sorted({(row["person_id"], row["source"]) for row in facts})
    rows.setdefault("person", [{"person_id": person, "known_parent": True} for person in people])
    rows.setdefault("person_source", [{"person_id": p, "source": s, "records": 1} for p, s in told])
    return {name: frame(name, rows.get(name, [])) for name in COLUMNS}


def drawn(name: str, **given: Any) -> pl.DataFrame:
    """One table of the picture, checked against its contract, in its order. given: tables, and settings by name."""
    chosen = replace(SETTINGS, **{key: value for key, value in given.items() if key in vars(SETTINGS)})
    tables = place(**{key: value for key, value in given.items() if key not in vars(SETTINGS)})
    kind = next(table for table in TABLES if table.name == name)
    return kind.shape(draw(tables, chosen, wanted=[name])[name])


def assert_holds(table: pl.DataFrame, text: str) -> None:
    """The table has exactly the rows of the text, in the columns that the text names."""
    rows = table.select(text.strip().splitlines()[0].split()).to_dicts()
    found = [{key: value for key, value in row.items() if value is not None} for row in rows]
    assert found == read(text)
