"""Every part of the score, and why a part is missing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import polars as pl

from wholeplace.config import Config
from wholeplace.picture.published import population_tables
from wholeplace.score.parts.drawn.costs import score_costs
from wholeplace.score.parts.drawn.population import score_population
from wholeplace.score.parts.drawn.services import score_contacts, score_overlap
from wholeplace.score.parts.drawn.states import score_main_states
from wholeplace.score.parts.drawn.true import STORED, Drawn, true_picture
from wholeplace.score.parts.homes import main_person, score_households
from wholeplace.score.parts.months import score_months
from wholeplace.score.parts.people import registrations, score_people
from wholeplace.score.parts.refusals import score_refused
from wholeplace.score.parts.thought import score_thought
from wholeplace.score.parts.ties import score_ties
from wholeplace.score.truth import Truth, load_truth
from wholeplace.score.words import lines

STORE_TABLES = (
    "record", "record_person", "address", "relation", "residence", "tie", "spell", "exposure", "refused",
    "person", "audit_group", "link_quality",
)  # fmt: skip
PICTURE_TABLES = (*STORED, "contact", "cost", "overlap", "population")
YEARS = 5
NOT_YET = {
    "link_effects": "no step estimates the effects of links yet",
    "attribution": "no step attributes need to circumstances yet",
    "projection": "no step projects yet",
    "pilot": "no step evaluates a pilot yet",
}

NEEDS = {
    ("people", "by_age"): "person",
    ("people", "by_origin"): "person",
    ("people", "known"): "person",
    ("people", "false_in_one_household"): "residence",
    ("people", "forbidden_joins"): "forbidden",
    ("spells", "found_of_recorded"): "recorded",
    ("exposures", "found_of_recorded"): "recorded",
    ("contacts", "recorded"): "event",
}
"""Measures within a part that need a table of the truth which the part does not."""


@dataclass(frozen=True)
class Score:
    """The store held against the truth. parts: by name, measures or None; reasons: why a part is None.

    A share is {"value", "low", "high", "of"}: its 95% interval, and what it is a share of; value is null
    where there was nothing to judge.
    """

    as_of: date
    parts: Mapping[str, dict[str, Any] | None]
    reasons: Mapping[str, str]

    def as_dict(self) -> dict[str, Any]:
        """For JSON: every part by name, null where missing, and `reasons`."""
        return {"as_of": str(self.as_of), **self.parts, "reasons": dict(self.reasons)}

    def lines(self) -> list[str]:
        """In words, one line a measure."""
        return lines(self.parts, self.reasons)


class _Missing(Exception):
    """A table that a part needs is not there."""


def score_place(
    folder: Path, read: Callable[[str], pl.DataFrame], as_of: date, config: Config | None = None
) -> Score:
    """The score of the place in `folder`. read: gives a table of its store by name. as_of: the place's date."""
    wanted = STORE_TABLES if config is None else (*STORE_TABLES, *PICTURE_TABLES)
    return score({name: read(name) for name in wanted}, load_truth(folder), as_of, config)


def score(
    tables: Mapping[str, pl.DataFrame], truth: Truth, as_of: date, config: Config | None = None
) -> Score:
    """Every part. tables: of the store, by name, as its contracts have them; one may be missing.

    Months and years are compared from the first day of the truth's `period`; without it, over five years.
    config: the place's settings, by which the true picture is drawn; without it the parts that need it are null.
    """
    given = _Given(tables, truth, as_of, _since(truth, as_of), config)
    parts: dict[str, dict[str, Any] | None] = {}
    reasons: dict[str, str] = {}
    for name, make in _MAKERS.items():
        try:
            parts[name] = make(given)
        except _Missing as missing:
            parts[name], reasons[name] = None, str(missing)
    reasons |= {
        f"{name}.{measure}": f"truth/ has no table {table}"
        for (name, measure), table in NEEDS.items()
        if parts[name] and truth.get(table) is None
    }
    return Score(as_of, parts | dict.fromkeys(NOT_YET), reasons | NOT_YET)


@dataclass(frozen=True)
class _Given:
    """What there is to score with. `table` and `true` raise _Missing."""

    tables: Mapping[str, pl.DataFrame]
    truth: Truth
    as_of: date
    since: date
    settings: Config | None = None

    def table(self, name: str) -> pl.DataFrame:
        found = self.tables.get(name)
        if found is None:
            raise _Missing(f"the store has no table {name}")
        return found

    def true(self, name: str) -> pl.DataFrame:
        found = self.truth.get(name)
        if found is None:
            raise _Missing(f"truth/ has no table {name}")
        return found

    @cached_property
    def rows(self) -> pl.DataFrame:
        stored = {name: self.table(name) for name in ("record", "record_person")}
        return registrations(self.true("record_person"), stored)

    @property
    def config(self) -> Config:
        if self.settings is None:
            raise _Missing("no settings of the place were given, by which the true picture is drawn")
        return self.settings

    @cached_property
    def who(self) -> pl.DataFrame:
        """person_id and the true_person who has most of its registrations."""
        return main_person(self.rows, "person_id", "true_person")

    @cached_property
    def drawn(self) -> Drawn:
        config = self.config
        stored = {name: self.table(name) for name in STORED}
        true = {name: self.true(name) for name in ("spell", "exposure", "recorded")}
        return true_picture(self.rows, stored, true, config)


def _people(given: _Given) -> dict[str, Any]:
    extra = {name: given.truth.get(name) for name in ("person", "residence", "forbidden")}
    return score_people(given.rows, given.tables, given.as_of, **extra)


def _thought(given: _Given) -> dict[str, Any]:
    stored = {name: given.table(name) for name in ("person", "audit_group", "link_quality")}
    return score_thought(given.rows, stored, given.as_of)


def _households(given: _Given) -> dict[str, Any]:
    found, true = given.table("residence"), given.true("residence")
    stored = {name: given.tables.get(name) for name in ("address", "record")}
    return score_households(given.rows, found, true, given.since, given.as_of, **stored)


def _ties(given: _Given) -> dict[str, Any]:
    return score_ties(
        given.rows, given.table("tie"), given.true("tie"),
        relation=given.tables.get("relation"), person=given.truth.get("person"), since=given.since,
    )  # fmt: skip


def _spells(given: _Given) -> dict[str, Any]:
    """By track and state, and by track alone: in any of its states, whichever the source could tell."""
    by_state, by_track = _months(given, "spell", ["track", "state"]), _months(given, "spell", ["track"])
    return {**by_state, "by_track": by_track, "main": _main(given)}


def _main(given: _Given) -> dict[str, Any] | None:
    recorded = given.truth.get("recorded")
    if given.settings is None or recorded is None:
        return None
    found = given.table("spell").join(given.who, on="person_id")
    return score_main_states(found, given.true("spell"), recorded, given.since, given.settings)


def _months(given: _Given, name: str, keys: list[str]) -> dict[str, Any]:
    """The store's periods, carried to the true person who has most of the registrations of each of its people."""
    found, true = given.table(name), given.true(name)
    if "holder" in found.columns:
        found = found.filter(pl.col("holder") == "self")
    if "known_to" in found.columns and name == "exposure":
        found = found.with_columns(to_date=pl.coalesce("to_date", "known_to"))
    found = found.select("person_id", *keys, **{"from": "from_date", "to": "to_date"})
    placed = found.join(given.who, on="person_id", how="left")
    recorded = given.truth.get("recorded")
    told = None if recorded is None else recorded.filter(pl.col("fact_table") == name)
    measures = score_months(placed.drop_nulls("true_person"), true, told, keys, given.since, given.as_of)
    return measures | {"without_truth": placed["true_person"].null_count()}


def _contacts(given: _Given) -> dict[str, Any]:
    true = given.drawn.contact
    event, recorded = (given.truth.get(name) for name in ("event", "recorded"))
    return score_contacts(given.table("contact"), true, given.who, event, recorded)


def _overlap(given: _Given) -> dict[str, Any]:
    true = given.drawn.overlap
    return score_overlap(given.table("overlap"), true, given.who, given.as_of)


def _costs(given: _Given) -> dict[str, Any]:
    drawn = given.drawn
    return score_costs(given.table("cost"), drawn.cost, drawn.whole_cost, given.who)


def _population(given: _Given) -> dict[str, Any]:
    published = population_tables(given.config)["published_population"]
    if published.is_empty():
        raise _Missing("no counts of residents are published for the place")
    return score_population(given.table("population"), published, given.as_of)


def _since(truth: Truth, as_of: date) -> date:
    period = truth.get("period")
    if period is not None and period.height and period["from"][0]:
        return period["from"][0]
    next_day = as_of + timedelta(days=1)
    return next_day.replace(year=next_day.year - YEARS)


_MAKERS: dict[str, Callable[[_Given], dict[str, Any]]] = {
    "people": _people,
    "thought": _thought,
    "households": _households,
    "ties": _ties,
    "spells": _spells,
    "exposures": lambda given: _months(given, "exposure", ["factor"]),
    "contacts": _contacts,
    "overlap": _overlap,
    "costs": _costs,
    "population": _population,
    "refused": lambda given: score_refused(given.table("refused"), given.true("defect")),
}
