"""The sample's datasets as extracts of a place on census day, 1 April 2030, and who truly lives together then.

Sources: the census of that day, as the register of everybody that it is; the census of 2020; the yearly lists of women,
infants and children's help (WIC), the American Community Survey and the Current Population Survey up to that day, which
each tell where somebody lived once; and social security, which knows names, birth dates, deaths and no address.
People in institutions are left out, as one address each stands for all of a kind.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl

from bench.linkage.pseudopeople.noise import UNANSWERED, WAYS, spoilt

SEED = 17
DAY = date(2030, 4, 1)
BEFORE = date(2020, 4, 1)
WHERE = ("street_number", "unit_number", "street_name", "city", "state", "zipcode")
COLUMNS = (*WAYS, "city", "state", "zipcode", "copy_date_of_birth", "seen_from", "seen_to", "death_date")
TEMPLATE = """\
date_formats = ["%Y-%m-%d"]
[table.rows.record]
given_name = "first_name"
middle_names = "middle"
family_name = "last_name"
birth_date = "date_of_birth"
death_date = "death_date"
sex = "sex"
seen_from = "seen_from"
seen_to = "seen_to"
[table.rows.address]
address_text = ["street_number", "unit_number", "street_name", "city", "state", "zipcode"]
[[table.rows.identifier]]
scheme = "ssn"
column = "ssn"
[table.rows.values.sex]
Male = "male"
Female = "female"
"""


def noised(data: Path, level: float) -> tuple[dict[str, pl.DataFrame], pl.DataFrame]:
    """Rows by source, and true_person with true_household on the day. level: times the published rates of noise."""
    whole = {name: make(data / "pseudopeople_sample") for name, make in SOURCES.items()}
    lived = whole["census_2030"].select(true_person="simulant_id", true_household="household_id")
    return {name: _spoilt(name, rows, level) for name, rows in whole.items()}, lived.sort("true_person")


def _spoilt(name: str, rows: pl.DataFrame, level: float) -> pl.DataFrame:
    luck = random.Random(f"{SEED} {name}")
    there = [row for row in rows.to_dicts() if luck.random() >= UNANSWERED.get(name, 0)]
    told = [
        {"row_key": f"{name}-{number}", "true_person": row["simulant_id"], **spoilt(row, level, luck)}
        for number, row in enumerate(there)
    ]
    schema = {"row_key": pl.String, "true_person": pl.String, **dict.fromkeys(COLUMNS, pl.String)}
    return pl.DataFrame(told, schema=schema).drop("copy_date_of_birth")


def _read(folder: Path, name: str) -> pl.DataFrame:
    frame = pl.read_parquet(folder / f"{name}.parquet")
    dated = frame.with_columns(pl.col(pl.Datetime).dt.date()).with_columns(
        pl.col(pl.Categorical).cast(pl.String)
    )
    if "housing_type" in dated.columns:
        dated = dated.filter(pl.col("housing_type") == "Household")
    middle = next((column for column in ("middle_initial", "middle_name") if column in dated.columns), None)
    return dated.with_columns(middle=pl.col(middle) if middle else pl.lit(None, pl.String))


def _asked(frame: pl.DataFrame, since: pl.Expr, until: pl.Expr) -> pl.DataFrame:
    """Rows as text, in order; of columns that the dataset lacks, empty."""
    dated = frame.with_columns(seen_from=since, seen_to=until)
    missing = [pl.lit(None, pl.String).alias(name) for name in COLUMNS if name not in dated.columns]
    home = pl.lit(None, pl.String).alias("household_id")
    named = dated.with_columns(*missing, *([] if "household_id" in dated.columns else [home]))
    texts = named.select("simulant_id", "household_id", pl.col(COLUMNS).cast(pl.String))
    return texts.unique().sort(texts.columns, nulls_last=True)


def _census(day: date, *, current: bool) -> Callable[[Path], pl.DataFrame]:
    until = pl.lit(None, pl.Date) if current else pl.lit(day)

    def make(folder: Path) -> pl.DataFrame:
        frame = _read(folder, "decennial_census").filter(pl.col("year") == day.year)
        return _asked(frame, pl.lit(day), until)

    return make


def _survey(name: str) -> Callable[[Path], pl.DataFrame]:
    def make(folder: Path) -> pl.DataFrame:
        frame = _read(folder, name).filter(pl.col("survey_date") <= DAY)
        return _asked(frame, pl.col("survey_date"), pl.col("survey_date"))

    return make


def _wic(folder: Path) -> pl.DataFrame:
    frame = _read(folder, "women_infants_and_children").filter(pl.col("year") < DAY.year)
    return _asked(frame, pl.date("year", 1, 1), pl.date("year", 12, 31))


def _social_security(folder: Path) -> pl.DataFrame:
    frame = _read(folder, "social_security").filter(pl.col("event_date") <= DAY)
    dead = pl.when(pl.col("event_type") == "death").then("event_date")
    return _asked(frame.with_columns(death_date=dead), pl.col("event_date"), pl.col("event_date"))


SOURCES: dict[str, Callable[[Path], pl.DataFrame]] = {
    "census_2030": _census(DAY, current=True),
    "census_2020": _census(BEFORE, current=False),
    "acs": _survey("american_community_survey"),
    "cps": _survey("current_population_survey"),
    "wic": _wic,
    "ssa": _social_security,
}
