"""The `picture` step: from linked people and their facts to periods of support, contacts, overlap and families."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from wholeplace.config import NOT_STATED, Config, Source
from wholeplace.content import content_hash, text_hash
from wholeplace.errors import StepError
from wholeplace.picture.contracts import TABLES
from wholeplace.picture.lists.packaged import arms, features, questions
from wholeplace.picture.lists.schools import OWN_SCHOOLS, schools
from wholeplace.picture.models import Settings, draw, model_texts
from wholeplace.picture.patterns import find_patterns
from wholeplace.picture.patterns.contracts import TABLES as PATTERN_TABLES
from wholeplace.picture.priced import price_tables
from wholeplace.picture.published import population_tables
from wholeplace.prices import OWN_PRICES
from wholeplace.sources.registry import layout_of
from wholeplace.steps import Step, StepInput
from wholeplace.system_map import load_system_map

USE = "planning"
PATTERNS = "1"
"""How patterns are found: raised when that changes, so that they are found anew."""
OWN_MAP = "system_map.toml"
FACTS = (
    *("person", "person_event", "person_spell", "person_exposure", "person_money", "residence"),
    *("family_member", "arrival"),
)
IDENTITY = ("record", "record_person")


def picture(given: StepInput) -> dict[str, pl.DataFrame]:
    """The picture's tables by name. Raises StepError where facts use words that the system map has not."""
    system_map = load_system_map(own_map(given.config))
    tables = {name: given.tables(name) for name in FACTS}
    tables["system_state"] = system_map.state_frame()
    tables["system_factor"] = system_map.factor_frame()
    tables["source_stated"] = source_stated(given.config)
    tables["person_source"] = person_source(given.tables("record"), given.tables("record_person"))
    _check_words(tables)
    settings = settings_of(given.config)
    tables |= price_tables(given.config.folder / OWN_PRICES, settings)
    tables |= population_tables(given.config)
    tables |= {"question": questions(), "arm": arms(), "feature": features()}
    tables["school"] = schools(given.config.folder / OWN_SCHOOLS, tables["system_state"])
    drawn = draw(tables, settings, jobs=given.jobs)
    return drawn | find_patterns(
        drawn["family_feature"], drawn["family_year"], drawn["family"], tables["feature"]
    )


def source_stated(config: Config) -> pl.DataFrame:
    """One row a source that may be used: its service and agency (else its layout's) and its date, if stated."""
    rows = [_stated(source, config) for source in config.source if source.permits(USE)]
    schema = {"source": pl.String, "service": pl.String, "agency": pl.String, "as_of": pl.Date}
    return pl.DataFrame(rows, schema=schema, orient="row")


def _stated(source: Source, config: Config) -> tuple[str, str, str, date | None]:
    layout = layout_of(source, config)
    agency = layout.agency if source.agency == NOT_STATED else source.agency
    return (source.name, source.service or layout.service, agency, source.as_of)


def person_source(record: pl.DataFrame, record_person: pl.DataFrame) -> pl.DataFrame:
    """Which sources tell of which person, in how many records. Of identity tables nothing else is used."""
    linked = record_person.select("record_id", "person_id").join(
        record.select("record_id", "source"), on="record_id"
    )
    return linked.group_by("person_id", "source").agg(pl.len().cast(pl.UInt32).alias("records"))


def settings_of(config: Config) -> Settings:
    """The settings that models read, from `place.toml`."""
    return Settings(
        as_of=config.as_of,
        contact_gap_days=config.picture.contact_gap_days,
        overlap_months=config.picture.overlap_months,
        factor_months=config.picture.factor_months,
        known_parent_share=config.picture.known_parent_share,
        years=config.report.years,
        adult_age=config.link.adult_age,
    )


def own_map(config: Config) -> Path | None:
    """Where the place's own system map lies, if it has one."""
    path = config.folder / OWN_MAP
    return path if path.is_file() else None


def _check_words(tables: dict[str, pl.DataFrame]) -> None:
    """SQL would drop what it cannot place; nothing is dropped silently."""
    spells, exposures = tables["person_spell"], tables["person_exposure"]
    _refuse_unknown(spells, tables["system_state"], ["track", "state"], "person_spell", "states")
    _refuse_unknown(exposures, tables["system_factor"], ["factor"], "person_exposure", "factors")


def _refuse_unknown(facts: pl.DataFrame, known: pl.DataFrame, on: list[str], table: str, words: str) -> None:
    unknown = facts.select(on).unique().join(known, on=on, how="anti").height
    if unknown:
        raise StepError(
            f"{unknown} {words} that the system map has not",
            where=f"{table}.{on[-1]}",
            cure=f"Add them to {OWN_MAP}, or use the map's own IDs in the source's template",
        )


def _depends_on(config: Config) -> dict[str, Any]:
    """Everything but tables that the picture depends on, for the step's fingerprint."""
    system_map, settings = load_system_map(own_map(config)), settings_of(config)
    frames = price_tables(config.folder / OWN_PRICES, settings) | population_tables(config)
    frames |= {"question": questions(), "arm": arms(), "feature": features()}
    frames["school"] = schools(config.folder / OWN_SCHOOLS, system_map.state_frame())
    return {
        "settings": vars(settings),
        "frames": {name: content_hash(frame) for name, frame in frames.items()},
        "sources": source_stated(config).rows(),
        "system_map": [
            content_hash(frame) for frame in (system_map.state_frame(), system_map.factor_frame())
        ],
    }


PICTURE = Step(
    name="picture",
    title="Draw the picture of people, families and services",
    use=USE,
    reads=(*FACTS, *IDENTITY),
    writes=(*TABLES, *PATTERN_TABLES),
    run=picture,
    settings=_depends_on,
    version=text_hash("".join([*model_texts().values(), PATTERNS])),
)
