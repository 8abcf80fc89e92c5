"""The picture's SQL models in the order they build on each other, and how they are run over frames."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from functools import cache
from importlib.resources import files

import polars as pl

from wholeplace.engine import run_models
from wholeplace.picture.contracts import TABLES

ORDER = (
    "coverage",
    "known_parent",
    "claim",
    "spell",
    "contact",
    "exposure",
    "known",
    "overlap",
    "family",
    "track_month",
)
"""`claim` and `known` are steps on the way: rules that several models share, said once."""


@dataclass(frozen=True)
class Settings:
    """What the models read by getvariable('name').

    as_of: the place's date. contact_gap_days: how long after a contact its service still knows the person.
    overlap_months: months that overlap and families look back on. known_parent_share: 0 to 1. years: how far
    back months are shown. adult_age: years of age from which somebody is no child.
    """

    as_of: date
    contact_gap_days: int
    overlap_months: int
    known_parent_share: float
    years: int
    adult_age: int


@cache
def model_texts() -> dict[str, str]:
    """The text of every model by name, in order."""
    folder = files("wholeplace").joinpath("picture")
    return {name: folder.joinpath(f"{name}.sql").read_text(encoding="utf-8") for name in ORDER}


def draw(tables: Mapping[str, pl.DataFrame], settings: Settings, *, jobs: int = 1) -> dict[str, pl.DataFrame]:
    """Every table of the picture by name, from the frames that the models name.

    tables: person, person_event, person_spell, person_exposure, family_member, arrival; person_source
    (person_id, source, records); source_stated (source, service, agency, as_of); system_state and
    system_factor as the system map's frames.
    """
    drawn = run_models(model_texts(), tables, asdict(settings), jobs=jobs)
    return {table.name: drawn[table.name] for table in TABLES}
