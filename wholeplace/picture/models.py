"""The picture's SQL models in the order they build on each other, and how they are run over frames."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, timedelta
from functools import cache
from importlib.resources import files

import polars as pl

from wholeplace.engine import run_models
from wholeplace.picture.contracts import TABLES
from wholeplace.prices import financial_year

ORDER = (
    "coverage",
    "known_parent",
    "claim",
    "spell",
    "contact",
    "exposure",
    "known",
    "overlap",
    "member",
    "family",
    "track_month",
    "paid",
    "bearing",
    "cost",
    "assessment",
    "conflict",
    "family_year",
    "family_feature",
    "concentration",
    "population",
    "person_month",
)
"""`claim`, `known`, `member`, `paid` and `bearing` are steps on the way: rules that several models share, said once."""


@dataclass(frozen=True)
class Settings:
    """What the models read by getvariable('name').

    as_of: the place's date. contact_gap_days: how long after a contact its service still knows the person.
    overlap_months: months that overlap and families look back on. factor_months: how long a circumstance or strength
    is taken to last of which nobody says that it ended. known_parent_share: 0 to 1. years: how far
    back months are shown. adult_age: years of age from which somebody is no child.
    """

    as_of: date
    contact_gap_days: int
    overlap_months: int
    factor_months: int
    known_parent_share: float
    years: int
    adult_age: int


@cache
def model_texts() -> dict[str, str]:
    """The text of every model by name, in order."""
    folder = files("wholeplace").joinpath("picture")
    return {name: folder.joinpath(f"{name}.sql").read_text(encoding="utf-8") for name in ORDER}


def needed(wanted: Iterable[str], given: Iterable[str] = ()) -> dict[str, str]:
    """The models that `wanted` are made by, in order, with all that those build on but what is given."""
    texts, made = model_texts(), set(wanted)
    for name in reversed(ORDER):
        if name in made:
            made |= set(re.findall(r"\w+", _without_comments(texts[name]))) & (set(ORDER) - set(given))
    return {name: texts[name] for name in ORDER if name in made}


def _without_comments(sql: str) -> str:
    return re.sub(r"--.*", "", sql)


def draw(
    tables: Mapping[str, pl.DataFrame],
    settings: Settings,
    *,
    jobs: int = 1,
    wanted: Collection[str] = tuple(table.name for table in TABLES),
) -> dict[str, pl.DataFrame]:
    """The wanted tables of the picture by name (all of them), from the frames that the models name.

    tables: person, person_event, person_spell, person_exposure, person_money, family_member, arrival; person_source
    (person_id, source, records); source_stated (source, service, agency, as_of); system_state and
    system_factor as the system map's frames; residence; price, price_for and price_reported (see
    `picture.priced`); school (urn, kind); question, arm and feature
    (see `picture.lists`); published_population and age_band (see `picture.published`).
    """
    given = {**tables, "cost_year": cost_years(settings)}
    drawn = run_models(needed(wanted), given, asdict(settings), jobs=jobs)
    return {name: drawn[name] for name in wanted}


def cost_years(settings: Settings) -> pl.DataFrame:
    """The financial years that costs are told for: the year they begin in, first day, first day after."""
    last = financial_year(settings.as_of)
    rows = [
        (year, date(year, 4, 1), min(date(year + 1, 4, 1), settings.as_of + timedelta(days=1)))
        for year in range(last - settings.years + 1, last + 1)
    ]
    return pl.DataFrame(
        rows, schema={"year": pl.Int32, "first_day": pl.Date, "next_day": pl.Date}, orient="row"
    )
