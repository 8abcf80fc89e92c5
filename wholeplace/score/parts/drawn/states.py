"""The state that somebody is mainly in: of all that stand on one day in one track, the most intensive.

A child in care is a child in need as well, and one source says only the one; what each stands for in the main
is the same whoever says it.
"""

from __future__ import annotations

from dataclasses import asdict
from datetime import date
from typing import Any

import polars as pl

from wholeplace.config import Config
from wholeplace.engine import run_models
from wholeplace.picture.models import model_texts
from wholeplace.picture.step import own_map, settings_of
from wholeplace.score.parts.months import score_months
from wholeplace.system_map import load_system_map

KEYS = ["track", "state"]


def score_main_states(
    found: pl.DataFrame, true: pl.DataFrame, recorded: pl.DataFrame, since: date, config: Config
) -> dict[str, Any]:
    """`found_of_recorded` and `false` in person-months by main state. found: the store's `spell` with true_person.

    recorded: the truth's, all tables. Months are as `score_months` counts them.
    """
    told = true.join(recorded.filter(fact_table="spell"), left_on="id", right_on="fact_id", how="semi")
    named = {"from_date": "from", "to_date": "to"}
    mine = _main(found.select("true_person", *KEYS, "from_date", "to_date"), config)
    real, known = (
        _main(side.rename({new: old for old, new in named.items()}), config) for side in (true, told)
    )
    by_state = score_months(mine, known, None, KEYS, since, config.as_of)
    return {
        "found_of_recorded": by_state["found_of_all"],
        "false": score_months(mine, real, None, KEYS, since, config.as_of)["false"],
    }


def _main(periods: pl.DataFrame, config: Config) -> pl.DataFrame:
    """true_person, track, state, from, to: cut so that nobody is in two states of a track on one day."""
    states = load_system_map(own_map(config)).state_frame().with_columns(exclusive=pl.lit(True))
    claim = periods.drop_nulls("from_date").select(
        *KEYS, "from_date", person_id="true_person", fact_id=pl.lit(""), source=pl.lit(""),
        until=pl.col("to_date").fill_null(date(9999, 12, 31)), known_to="from_date",
    ).filter(pl.col("until") > pl.col("from_date"))  # fmt: skip
    drawn = run_models(
        {"spell": model_texts()["spell"]},
        {"claim": claim, "system_state": states},
        asdict(settings_of(config)),
    )
    spell = drawn["spell"]
    return spell.select(
        "track", "state", true_person="person_id", id=pl.lit(""), **{"from": "from_date", "to": "to_date"}
    )
