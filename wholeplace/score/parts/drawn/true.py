"""The picture that a place would have if all that sources recorded had been read and joined rightly.

The picture's own models draw it, so that only its material differs: true periods and circumstances that any
source was told of, each by the sources that were; and contacts and amounts as sources reported them, for the
person whom they are truly about. What no source was told of is drawn apart, as told by a source of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import timedelta

import polars as pl

from wholeplace.config import Config
from wholeplace.engine import run_models
from wholeplace.picture.lists.schools import SCHEMA as SCHOOLS
from wholeplace.picture.models import cost_years, model_texts
from wholeplace.picture.priced import price_tables
from wholeplace.picture.step import own_map, settings_of, source_stated
from wholeplace.prices import OWN_PRICES
from wholeplace.score.parts.homes import main_person
from wholeplace.system_map import load_system_map

Tables = Mapping[str, pl.DataFrame]
NOBODY = "no source"
STORED = ("event", "spell_reported", "money_reported", "person", "coverage")
PRICED = ("claim", "spell", "contact", "exposure", "paid", "bearing", "cost")
KNOWN = ("known", "overlap")


@dataclass(frozen=True)
class Drawn:
    """contact, cost and overlap by true person, from what was recorded; whole_cost: from all that is true."""

    contact: pl.DataFrame
    cost: pl.DataFrame
    overlap: pl.DataFrame
    whole_cost: pl.DataFrame


def true_picture(rows: pl.DataFrame, stored: Tables, true: Tables, config: Config) -> Drawn:
    """rows: as `registrations` gives them. stored: the tables `STORED`; true: spell, exposure and recorded."""
    given = _settled(config) | {
        "coverage": _coverage(stored["coverage"], config),
        "person": _people(rows, stored["person"]),
    }
    given["person_event"] = _of_true(rows, stored["event"])
    true = {**true, "exposure": _lasting(true["exposure"], config)}
    told = {name: _told(true[name], true["recorded"], name) for name in ("spell", "exposure")}
    amounts = {
        "person_money": _of_true(rows, stored["money_reported"]),
        "person_spell": _of_true(rows, stored["spell_reported"]),
    }
    paid = {"paid": _draw(("paid",), given | amounts, config)["paid"]}
    drawn = _draw((*PRICED, *KNOWN), given | _facts(told) | paid, config)
    untold = {name: _untold(true[name], true["recorded"], name) for name in told}
    whole = {name: pl.concat([told[name], untold[name]]) for name in told}
    all_costs = _draw(PRICED, given | _facts(whole) | paid, config)["cost"]
    return Drawn(drawn["contact"], drawn["cost"], drawn["overlap"], all_costs)


def _draw(names: tuple[str, ...], tables: Tables, config: Config) -> dict[str, pl.DataFrame]:
    texts = model_texts()
    return run_models({n: texts[n] for n in names if n not in tables}, tables, asdict(settings_of(config)))


def _settled(config: Config) -> dict[str, pl.DataFrame]:
    """What the picture's models read beside facts. Nobody is a source too: what no other was told of is theirs."""
    system_map, settings = load_system_map(own_map(config)), settings_of(config)
    stated = source_stated(config)
    nobody = pl.DataFrame([(NOBODY, NOBODY, NOBODY, None)], schema=stated.schema, orient="row")
    return {
        "system_state": system_map.state_frame(),
        "system_factor": system_map.factor_frame(),
        "source_stated": pl.concat([stated, nobody]),
        "school": pl.DataFrame(schema=SCHOOLS),
        "cost_year": cost_years(settings),
        **price_tables(config.folder / OWN_PRICES, settings),
    }


def _coverage(coverage: pl.DataFrame, config: Config) -> pl.DataFrame:
    """Of nobody as a source everything is known up to the place's date."""
    nobody = pl.DataFrame({"source": [NOBODY], "as_of": [config.as_of]})
    return pl.concat([coverage.select("source", "as_of"), nobody])


def _lasting(exposure: pl.DataFrame, config: Config) -> pl.DataFrame:
    """What truly goes on is known to: the picture takes what is only not said to have ended for a time alone."""
    return exposure.with_columns(pl.col("to").fill_null(config.as_of + timedelta(days=1)))


def _people(rows: pl.DataFrame, person: pl.DataFrame) -> pl.DataFrame:
    """True people as `person`: the models ask no more of them than when they died, as the store has it."""
    store_of = main_person(rows, "true_person", "person_id")
    joined = store_of.join(person.select("person_id", "death_month"), on="person_id", how="left")
    return joined.select(pl.col("true_person").alias("person_id"), "death_month")


def _of_true(rows: pl.DataFrame, facts: pl.DataFrame) -> pl.DataFrame:
    """Facts of records as facts of the people whom the records are truly about."""
    who = rows.select("record_id", person_id="true_person").drop_nulls()
    return facts.join(who, on="record_id").drop("record_id")


def _told(facts: pl.DataFrame, recorded: pl.DataFrame, table: str) -> pl.DataFrame:
    """A true fact once for each source that was told of it."""
    told = recorded.filter(fact_table=table).select("source", id="fact_id")
    return facts.join(told, on="id").select(*facts.columns, "source")


def _untold(facts: pl.DataFrame, recorded: pl.DataFrame, table: str) -> pl.DataFrame:
    told = recorded.filter(fact_table=table).select(id="fact_id")
    return facts.join(told, on="id", how="anti").with_columns(source=pl.lit(NOBODY))


def _facts(facts: Tables) -> dict[str, pl.DataFrame]:
    """True periods and circumstances in the form in which the picture reads reported ones."""
    named = {
        name: frame.rename(
            {"id": "fact_id", "true_person": "person_id", "from": "from_date", "to": "to_date"}
        )
        for name, frame in facts.items()
    }
    return {
        "person_spell": named["spell"].with_columns(
            withheld=pl.lit(None, pl.String), code=pl.lit(None, pl.String)
        ),
        "person_exposure": named["exposure"].with_columns(holder=pl.lit("self")),
    }
