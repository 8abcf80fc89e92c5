"""A place's tables as the report reads them, invented whole: any number of people, no one of them real.

The shapes are those of a council: more people in few services than in many, support that changes with time,
one source that stopped early, one that few people are in, one that told of no parents.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl

from tests.support.report_areas import area_of, population
from tests.support.report_families import around
from tests.support.report_lives import lived
from wholeplace.config import Config, Source
from wholeplace.linkage.contracts import (
    FAMILY_MEMBER,
    HOUSEHOLD,
    LINK_QUALITY,
    PERSON,
    RESIDENCE,
    REVIEW,
    UNASSIGNED,
)
from wholeplace.picture.contracts import (
    COST,
    COVERAGE,
    EXPOSURE,
    FAMILY,
    KNOWN_PARENT,
    OVERLAP,
    POPULATION,
    SPELL,
    TRACK_MONTH,
)
from wholeplace.picture.family_contracts import ASSESSMENT, CONFLICT, FAMILY_YEAR
from wholeplace.picture.patterns.contracts import PATTERN, PATTERN_FEATURE
from wholeplace.report.given import Given
from wholeplace.sources.contracts import ARRIVAL, REFUSED
from wholeplace.sources.rules import RULES
from wholeplace.store import Table
from wholeplace.system_map import load_system_map

AS_OF = date(2025, 3, 31)
TABLES = {
    table.name: table
    for table in (
        ARRIVAL,
        REFUSED,
        PERSON,
        HOUSEHOLD,
        RESIDENCE,
        REVIEW,
        COVERAGE,
        KNOWN_PARENT,
        FAMILY,
        OVERLAP,
        TRACK_MONTH,
        FAMILY_MEMBER,
        EXPOSURE,
        SPELL,
        COST,
        POPULATION,
        FAMILY_YEAR,
        ASSESSMENT,
        CONFLICT,
        LINK_QUALITY,
        UNASSIGNED,
        PATTERN,
        PATTERN_FEATURE,
    )
}
SOURCES = (
    # name, layout, service, agency, share of people, share of children with a parent, as of
    ("looked_after", "ssda903", "", "council", 0.05, 0.0, date(2025, 3, 31)),
    ("children_in_need", "cin", "", "council", 0.14, 0.41, date(2025, 3, 31)),
    ("school_census", "school_census", "", "schools", 0.46, 0.72, date(2025, 1, 16)),
    ("adult_social_care", "cld", "", "council", 0.17, 0.0, date(2025, 3, 31)),
    ("police", "police", "", "police", 0.11, 0.2, date(2024, 9, 30)),
    ("housing_benefit", "family_context", "housing_benefit", "council", 0.38, 0.86, date(2025, 3, 31)),
    ("young_carers_project", "family_context", "young_carers", "voluntary", 0.0002, 0.5, date(2025, 2, 28)),
)
SERVICES = (
    "adult_social_care",
    "children_looked_after",
    "childrens_social_care",
    "housing_benefit",
    "police",
    "schools",
)
# track, state, people at the end per 1,000 known, yearly growth
LEVELS = (
    ("childrens_help", "early_help", 21.0, -0.11),
    ("childrens_help", "child_in_need", 24.0, 0.02),
    ("childrens_help", "section_47_enquiry", 2.2, 0.08),
    ("childrens_help", "child_protection_plan", 5.1, 0.05),
    ("childrens_help", "looked_after_kinship_fostering", 3.1, 0.06),
    ("childrens_help", "looked_after_fostering", 8.6, -0.01),
    ("childrens_help", "looked_after_childrens_home", 1.9, 0.12),
    ("childrens_help", "looked_after_custody", 0.1, 0.0),
    ("childrens_help", "care_leaver", 9.5, 0.04),
    ("send", "sen_support", 61.0, 0.03),
    ("send", "ehc_needs_assessment", 3.0, 0.1),
    ("send", "ehc_plan_mainstream", 12.0, 0.13),
    ("send", "ehc_plan_special", 8.0, 0.06),
    ("send", "ehc_plan_independent_special", 1.2, 0.15),
    ("adult_social_care", "short_term", 2.1, 0.0),
    ("adult_social_care", "reablement", 4.1, 0.03),
    ("adult_social_care", "home_care", 38.0, 0.02),
    ("adult_social_care", "residential", 15.0, -0.02),
    ("adult_social_care", "nursing", 7.0, 0.01),
    ("carer_support", "direct_support", 9.0, 0.04),
    ("carer_support", "respite", 0.3, 0.0),
)


def config(synthetic: bool = True, **changes: object) -> Config:
    """Settings of the invented place; `changes` replace any of them."""
    sources = tuple(
        Source(
            name=name,
            layout=layout,
            files=("x.csv",),
            service=service,
            agency=agency,
            as_of=as_of,
            synthetic=synthetic,
        )
        for name, layout, service, agency, _, _, as_of in SOURCES
    )
    settings: dict[str, object] = {
        "name": "Harrowmere",
        "as_of": AS_OF,
        "created": AS_OF,
        "synthetic": synthetic,
        "source": sources,
        "folder": Path("nowhere"),
    }
    return Config.model_validate({**settings, **changes})


def given(frames: Mapping[str, pl.DataFrame], settings: Config | None = None) -> Given:
    """What a section is given, from these frames."""
    return Given(settings or config(), lambda name: frames[name], load_system_map())


def empty_frames() -> dict[str, pl.DataFrame]:
    """Every table with no row."""
    return {name: table.empty() for name, table in TABLES.items()}


def frames(people: int, seed: int = 7, years: int = 5) -> dict[str, pl.DataFrame]:
    """Every table that the report reads, for so many people and years."""
    random = np.random.default_rng(seed)
    made = {
        "person": _person(people, random),
        "family": _family(people, random),
        "overlap": _overlap(people, random, _months(years)),
        "track_month": _track_month(people, random, _months(years)),
        "coverage": _coverage(people),
        "known_parent": _known_parent(people),
        "arrival": _arrival(people),
        "refused": _refused(people),
        "review": _review(people // 160),
        "population": population(people, AS_OF.replace(day=1)),
        **around(people, AS_OF),
        "link_quality": _link_quality(people),
        "unassigned": _unassigned(people),
        **_homes(people, random),
        **lived(people),
    }
    return {name: TABLES[name].shape(frame) for name, frame in made.items()}


GROUPS = (
    ("all", "all", 1.0),
    ("audit_group", "african", 0.4),
    ("audit_group", "not_told", 0.01),
    ("source", "police", 0.1),
)


def _link_quality(people: int) -> pl.DataFrame:
    rows = [
        (
            by,
            name,
            measure,
            value,
            value - 0.02,
            min(value + 0.01, 1.0),
            5.0 * people,
            int(people * share),
            0,
            False,
        )
        for by, name, share in GROUPS
        for measure, value in (("precision", 0.998), ("recall", 0.982))
    ]
    return pl.DataFrame(rows, schema=LINK_QUALITY.columns, orient="row")


def _unassigned(people: int) -> pl.DataFrame:
    rows = [(by, name, int(people * share), int(people * share * 0.03)) for by, name, share in GROUPS]
    return pl.DataFrame(rows, schema=UNASSIGNED.columns, orient="row")


def table(name: str) -> Table:
    """The contract of one of the tables."""
    return TABLES[name]


def _ids(letter: str, count: int) -> pl.Series:
    return pl.select(
        pl.format("{}{}", pl.lit(letter), pl.int_range(count).cast(pl.String).str.zfill(8))
    ).to_series()


def _person(people: int, random: np.random.Generator) -> pl.DataFrame:
    ages = np.where(
        random.random(people) < 0.52, random.uniform(0, 18, people), 18 + 78 * random.beta(1.2, 1.9, people)
    )
    born = [AS_OF.replace(day=1) - timedelta(days=int(age * 365.25)) for age in np.minimum(ages, 101)]
    known = random.random(people) > 0.013
    sexes = random.choice(["female", "male", "other", "unknown"], people, p=[0.515, 0.474, 0.001, 0.01])
    return pl.DataFrame(
        {
            "person_id": _ids("p", people),
            "birth_month": [
                day.replace(day=1) if told else None for day, told in zip(born, known, strict=True)
            ],
            "birth_date_kind": np.where(known, "exact", "unknown"),
            "death_month": [
                date(2024, 6, 1) if gone else None for gone in (ages > 70) & (random.random(people) < 0.1)
            ],
            "sex": sexes,
            "area": area_of(people),
            "records": random.integers(1, 6, people),
            "sources": 1 + random.binomial(4, 0.16, people),
            "known_parent": (ages < 18) & (random.random(people) < 0.68),
        }
    )


def _homes(people: int, random: np.random.Generator) -> dict[str, pl.DataFrame]:
    size = 1 + random.binomial(6, 0.24, people // 2)
    homes = _ids("h", len(size))
    kind = np.where(random.random(len(size)) < 0.004, "communal", "private")
    household = pl.DataFrame({"household_id": homes, "address_id": homes, "kind": kind, "people": size})
    share = int(people * 0.93)
    residence = pl.DataFrame(
        {
            "person_id": _ids("p", people)[:share],
            "household_id": homes.gather(random.integers(0, len(homes), share)) if len(homes) else [],
            "sources": ["housing_benefit"] * share,
            "hidden": [False] * share,
        },
        schema_overrides={"household_id": pl.String},
    )
    return {"household": household, "residence": residence}


def _family(people: int, random: np.random.Generator) -> pl.DataFrame:
    count = people // 4
    children = random.binomial(4, 0.35, count)
    adults = 1 + random.binomial(2, 0.4, count)
    services = np.minimum(random.poisson(1.35, count), 6)
    withheld = (children > 0) & (random.random(count) < 0.21)
    frame = pl.DataFrame(
        {
            "family_id": _ids("f", count), "people": children + adults, "children": children, "adults": adults,
            "services": services, "agencies": services, "sources": ["school_census"] * count, "held": withheld,
        }
    )  # fmt: skip
    kept = ~pl.col("held")
    return frame.with_columns(
        *(pl.when(kept).then(name).alias(name) for name in ("services", "agencies", "sources")),
        pl.when("held").then(pl.lit("few known parents")).alias("withheld"),
    ).drop("held")


def _months(years: int) -> list[date]:
    first = AS_OF.year * 12 + AS_OF.month - 12 * years
    return [date(number // 12, number % 12 + 1, 1) for number in range(first, first + 12 * years)]


def _overlap(people: int, random: np.random.Generator, months: list[date]) -> pl.DataFrame:
    rank = np.arange(1, people + 1) / max(1, people)
    parts = []
    for at, month in enumerate(months):
        there = rank < 0.62 + at * 0.003
        bits = random.random((int(there.sum()), len(SERVICES))) < np.array([0.2, 0.05, 0.16, 0.36, 0.1, 0.5])
        bits[np.arange(len(bits)), random.integers(0, len(SERVICES), len(bits))] = True
        names = pl.DataFrame(
            {name: bits[:, i] for i, name in enumerate(SERVICES)}, schema=dict.fromkeys(SERVICES, pl.Boolean)
        ).select(pl.when(name).then(pl.lit(name)).alias(name) for name in SERVICES)
        lists = names.select(pl.concat_str(SERVICES, separator=", ", ignore_nulls=True)).to_series()
        parts.append(
            pl.DataFrame(
                {
                    "person_id": _ids("p", people).filter(pl.Series(there)), "month": [month] * len(bits),
                    "services": bits.sum(axis=1), "agencies": np.minimum(bits.sum(axis=1), 3),
                    "service_list": lists, "services_in_month": (bits.sum(axis=1) + 1) // 2, "agencies_in_month": 1,
                }
            )
        )  # fmt: skip
    return pl.concat(parts)


def _track_month(people: int, random: np.random.Generator, months: list[date]) -> pl.DataFrame:
    rows = []
    for track, state, level, growth in LEVELS:
        for back, month in enumerate(reversed(months)):
            mean = level * people / 1000 * (1 + growth) ** (-back / 12)
            number = int(random.poisson(mean * 1.0)) if mean < 40 else int(mean * random.normal(1, 0.012))
            rows.append((month, track, state, number, int(number * 0.9), "looked_after, children_in_need"))
    schema = ["month", "track", "state", "people", "main_people", "sources"]
    return pl.DataFrame(rows, schema=schema, orient="row")


def _coverage(people: int) -> pl.DataFrame:
    rows = []
    for name, _, _, _, share, parents, as_of in SOURCES:
        known = int(people * share)
        children = int(known * (0.02 if name == "adult_social_care" else 0.7))
        first = date(2012, 6, 4) if name == "looked_after" else date(2019, 4, 8)
        rows.append((name, int(known * 1.3), known, first, as_of, as_of, children, int(children * parents)))
    schema = [
        "source",
        "records",
        "people",
        "first_date",
        "last_date",
        "as_of",
        "children",
        "children_with_parent",
    ]
    return pl.DataFrame(rows, schema=schema, orient="row")


def _known_parent(people: int) -> pl.DataFrame:
    ages = {"0 to 4": 0.2, "5 to 10": 0.4, "11 to 15": 0.3, "16 and over": 0.1}
    rows = [
        (name, age, int(people * share * 0.7 * part), int(people * share * 0.7 * part * parents))
        for name, _, _, _, share, parents, _ in SOURCES
        for age, part in ages.items()
    ]
    return pl.DataFrame(rows, schema=["source", "age", "children", "children_with_parent"], orient="row")


def _arrival(people: int) -> pl.DataFrame:
    tables = {
        "ssda903": ("header", "episodes", "reviews"), "cin": ("child", "cin_details", "assessment"),
        "school_census": ("pupil_on_roll", "sen_need"), "cld": ("cld",), "police": ("person", "incident"),
        "family_context": ("person",),
    }  # fmt: skip
    rows = []
    for name, layout, _, _, share, _, as_of in SOURCES:
        for at, part in enumerate(tables[layout]):
            total = int(people * share * (1 + at * 0.87))
            refused = int(total * 0.006 * (2 - at) ** 2)
            rows.append(
                (name, layout, part, f"{part}.csv", "0" * 64, 2025, total, total - refused, refused,
                 int(total * 0.03), int(total * 0.0015), int(total * 0.04), as_of)
            )  # fmt: skip
    schema = ["source", "layout", "layout_table", "file", "sha256", "year", "rows_in", "accepted", "refused",
              "warnings", "excluded", "superseded", "last_date"]  # fmt: skip
    return pl.DataFrame(rows, schema=schema, orient="row")


def _refused(people: int) -> pl.DataFrame:
    told = (
        ("looked_after", "ssda903", "episodes", None, "child_without_header", 0.0004),
        ("looked_after", "ssda903", "header", "DOB", "missing_required_date", 0.001),
        ("school_census", "school_census", "pupil_on_roll", None, "exact_duplicate", 0.009),
        ("police", "police", "person", None, "missing_key", 0.002),
        ("housing_benefit", "family_context", "person", None, "missing_key", 0.0008),
        ("adult_social_care", "cld", "cld", None, "missing_key", 0.0031),
        ("children_in_need", "cin", "child", "UPN", "failed_check", 0.011),
        ("school_census", "school_census", "sen_need", None, "unknown_code", 0.0072),
        ("adult_social_care", "cld", "cld", None, "unparseable_date", 0.02),
        ("police", "police", "person", "secret header", "unknown_column", 0.0007),
    )
    parts = []
    for source, layout, part, column, rule, share in told:
        said = RULES[rule]
        row = {"source": source, "layout": layout, "layout_table": part, "file": f"{part}.csv", "column": column,
               "level": said.level, "rule": rule, "why": said.why, "cure": said.cure}  # fmt: skip
        parts.append(pl.DataFrame([row] * int(people * share), schema=dict.fromkeys(row, pl.String)))
    return pl.concat(parts)


def _review(count: int) -> pl.DataFrame:
    ids = {
        name: _ids(letter, count)
        for name, letter in (("review_id", "v"), ("record_a", "r"), ("record_b", "s"))
    }
    return pl.DataFrame(
        {
            **ids,
            "reason": ["names differ"] * count,
            "score": [0.5] * count,
            "harm": [1.0] * count,
            "uncertainty": [0.5] * count,
            "priority": [0.5] * count,
            "second_reviewer": [False] * count,
        }
    )
