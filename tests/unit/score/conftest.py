"""A small place by hand: what is true of it, and what a store made of it.

Ann (1) and Ben (2) live in home A with their children Cy (3) and Di (4), Ann's; Eve (5) lives alone in B and
moves into A on 1 January 2025. Ann has three registrations, of which the store left one apart; Cy's and Di's
are joined; Eve's was refused.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl
import pytest

from wholeplace.score.truth import COLUMNS, Truth, shaped

START = date(2023, 4, 1)
AS_OF = date(2026, 3, 31)

Frames = dict[str, pl.DataFrame]


def frame(columns: str, *rows: tuple[Any, ...]) -> pl.DataFrame:
    """A table by rows; a column named from, to or ..._date holds dates."""
    names = columns.split()
    kinds = {name: pl.Date for name in names if name in ("from", "to") or name.endswith("_date")}
    return pl.DataFrame(list(rows), schema=names, orient="row", schema_overrides=kinds)


@pytest.fixture
def true() -> Frames:
    """The truth's tables."""
    tables = {
        "record_person": frame(
            "source layout_table source_record_id true_person",
            ("schools", "pupil", "s3", "3"), ("schools", "pupil", "s4", "4"), ("tax", "account", "t1", "1"),
            ("gp", "list", "g1", "1"), ("gp", "list", "g2", "2"), ("gp", "list", "g1b", "1"),
            ("gp", "list", "g5", "5"),
        ),
        "person": frame(
            "true_person sex birth_month origin",
            ("1", "F", date(1985, 5, 1), "indian"), ("2", "M", date(1984, 1, 1), "indian"),
            ("3", "M", date(2014, 4, 1), "indian"), ("4", "F", date(2014, 3, 1), "indian"),
            ("5", "F", date(1960, 6, 1), "white_british"), ("6", "M", date(1999, 1, 1), "white_british"),
        ),
        "residence": frame(
            "true_person true_household from to",
            *((person, "A", START, None) for person in "1234"),
            ("5", "B", START, date(2025, 1, 1)), ("5", "A", date(2025, 1, 1), None),
        ),
        "tie": frame(
            "a b kind from to",
            ("3", "1", "parent", None, None), ("4", "1", "parent", None, None),
            ("2", "1", "spouse_or_partner", None, None), ("5", "1", "carer", None, None),
        ),
        "spell": frame(
            "id true_person track state from to",
            ("x1", "3", "help", "plan", date(2024, 1, 10), date(2024, 4, 1)),
            ("x2", "3", "help", "plan", date(2024, 4, 1), date(2024, 5, 2)),
            ("x3", "1", "care", "home", date(2026, 1, 31), None),
        ),
        "exposure": frame(
            "id true_person factor from to", ("y1", "1", "debt", date(2025, 1, 1), date(2025, 7, 1))
        ),
        "recorded": frame(
            "fact_table fact_id source", ("spell", "x1", "cin"), ("exposure", "y1", "tax"), ("spell", "y1", "tax")
        ),
        "defect": frame(
            "source file line rule",
            ("gp", "list.csv", 5, "bad_date"), ("gp", "list.csv", 6, "bad_code"), ("gp", "list.csv", 7, None),
            ("tax", "a.csv", None, "bad_header"),
        ),
        "forbidden": frame(
            "a_source a_table a_id b_source b_table b_id why",
            ("schools", "pupil", "s3", "schools", "pupil", "s4", "adopted"),
            ("tax", "account", "t1", "gp", "list", "g2", "protected"),
            ("gp", "list", "g5", "gp", "list", "g5x", "protected"),
        ),
    }  # fmt: skip
    return {name: shaped(table, name) for name, table in tables.items() if name in COLUMNS}


@pytest.fixture
def truth(true: Frames) -> Truth:
    """The truth."""
    return Truth(true)


@pytest.fixture
def store() -> Frames:
    """The store's tables, of the columns that are used."""
    read = (
        ("s3", "pupil", "schools"),
        ("s4", "pupil", "schools"),
        ("t1", "account", "tax"),
        ("g1", "list", "gp"),
    )
    return {
        "record": frame(
            "source_record_id layout_table source record_id",
            *((own, table, source, f"r{own}") for own, table, source in read),
            ("g2", "list", "gp", "rg2"), ("g1b", "list", "gp", "rg1b"), ("g9", "list", "gp", "rg9"),
        ).with_columns(
            pl.lit(None, pl.Date).alias(name) for name in ("seen_from", "seen_to", "death_date")
        ),
        "record_person": frame(
            "record_id person_id",
            ("rs3", "P3"), ("rs4", "P3"), ("rt1", "P1"), ("rg1", "P1"), ("rg1b", "P1b"), ("rg2", "P2"), ("rg9", "P9"),
        ),
        "address": frame(
            "record_id kind address_text postcode uprn hidden",
            *((record, "home", None, None, "999000000001", False) for record in ("rt1", "rg2", "rs3")),
            ("rs4", "home", None, None, "999000000001", True),
        ).cast({"address_text": pl.String, "postcode": pl.String}).with_columns(
            pl.lit(None, pl.Date).alias(name) for name in ("from_date", "to_date")
        ),
        "relation": frame(
            "kind record_id other_record_id",
            ("mother", "rs3", "rg1"), ("cared_for", "rt1", "rs4"), ("household", "rg2", "rg1"),
            ("mother", "rs3", "rg9"),
        ),
        "person": frame(
            "person_id sex birth_month",
            ("P1", "female", date(1985, 5, 1)), ("P1b", None, None), ("P2", "male", date(1984, 1, 1)),
            ("P3", "male", date(2014, 4, 1)), ("P9", None, None),
        ),
        "audit_group": frame(
            "person_id audit_group", ("P1", "african"), ("P1b", "not_told"), ("P2", "african"), ("P3", "south_asian"),
        ),
        "link_quality": frame(
            "by name measure estimate low high pairs",
            ("all", "all", "precision", 0.6, 0.4, 0.7, 10.0), ("all", "all", "recall", 0.5, 0.4, 0.6, 10.0),
            ("all", "all", "missed_unmet", 0.1, None, None, 10.0), ("source", "gp", "recall", 0.3, 0.2, 0.4, 10.0),
            ("age", "25 to 44", "recall", 0.4, 0.3, 0.5, 10.0), ("audit_group", "african", "recall", 0.4, 0.3, 0.5, 9),
            ("audit_group", "not_told", "recall", 0.9, 0.8, 1.0, 10.0),
        ),
        "residence": frame(
            "person_id household_id from_date to_date",
            ("P1", "H", date(2020, 1, 1), None), ("P2", "H", None, None), ("P3", "J", START, None),
            ("P2", "K", date(2019, 1, 1), date(2020, 1, 1)), ("P9", "H", None, None),
        ),
        "tie": frame(
            "person_a person_b kind source",
            ("P3", "P1", "mother", "schools"), ("P1", "P2", "spouse_or_partner", "tax"),
            ("P2", "P3", "carer", "tax"), ("P1", "P9", "carer", "tax"), ("P1", "P2", "household", "tax"),
            ("P1", "P3", "dependant", "tax"),
        ),
        "spell": frame(
            "person_id track state from_date to_date",
            ("P3", "help", "plan", date(2024, 2, 1), date(2024, 7, 1)),
            ("P9", "help", "plan", date(2024, 2, 1), date(2024, 7, 1)),
        ),
        "exposure": frame(
            "person_id factor holder from_date to_date",
            ("P1", "debt", "self", None, None), ("P1", "debt", "parent", date(2025, 1, 1), None),
            ("P2", "debt", "self", date(2026, 3, 1), None),
        ),
        "refused": frame(
            "source file line rule level",
            ("gp", "list.csv", 5, "bad_date", "row"), ("gp", "list.csv", 6, "other", "warning"),
            ("gp", "list.csv", 7, "other", "row"), ("gp", "list.csv", 9, "other", "row"),
            ("gp", "list.csv", 9, "another", "row"), ("tax", "a.csv", None, "bad_header", "file"),
            ("tax", "a.csv", 3, "bad_date", "warning"),
        ),
    }  # fmt: skip
