"""The true picture of a small place, drawn by the picture's own models."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from wholeplace.config import Config, Source
from wholeplace.score.parts.drawn.states import score_main_states
from wholeplace.score.parts.drawn.true import Drawn, true_picture

DATES = {"from": pl.Date, "to": pl.Date}
RECORDED = pl.DataFrame(
    [("spell", "a", "cin"), ("exposure", "x", "cin")],
    schema=["fact_table", "fact_id", "source"],
    orient="row",
)
SPELL = pl.DataFrame(
    [
        ("a", "1", "childrens_help", "child_in_need", date(2025, 4, 8), date(2025, 4, 22)),
        ("b", "2", "childrens_help", "child_in_need", date(2025, 4, 8), date(2025, 5, 6)),
    ],
    schema={"id": pl.String, "true_person": pl.String, "track": pl.String, "state": pl.String, **DATES},
    orient="row",
)
EXPOSURE = pl.DataFrame(
    [("x", "1", "caring_burden", date(2021, 4, 1), None)],
    schema={"id": pl.String, "true_person": pl.String, "factor": pl.String, **DATES},
    orient="row",
)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    source = Source(name="cin", layout="cin", files=("c.xml",), synthetic=True)
    return Config(
        folder=tmp_path, name="Small", authority="E09000002", as_of=date(2026, 3, 31), created=date(2026, 3, 31),
        synthetic=True, source=(source,),
    )  # fmt: skip


def stored() -> dict[str, pl.DataFrame]:
    event: dict[str, Any] = {
        "record_id": "r1", "source": "cin", "service": "childrens_social_care", "agency": "council", "kind": "visit",
        "date": date(2025, 6, 2), "end_date": None, "team": None,
    }  # fmt: skip
    money = dict.fromkeys(("fact_id", "record_id", "source", "item", "per", "payer"), pl.String)
    spells = dict.fromkeys(
        ("fact_id", "record_id", "source", "track", "state", "code", "withheld"), pl.String
    )
    days = {"from_date": pl.Date, "to_date": pl.Date}
    return {
        "event": pl.DataFrame([event], schema_overrides={"end_date": pl.Date, "team": pl.String}),
        "spell_reported": pl.DataFrame(schema={**spells, **days}),
        "money_reported": pl.DataFrame(schema={**money, "amount_pence": pl.Int64, **days}),
        "person": pl.DataFrame(
            {"person_id": ["p1"], "death_month": [None]}, schema_overrides={"death_month": pl.Date}
        ),
        "coverage": pl.DataFrame({"source": ["cin"], "as_of": [date(2026, 3, 31)]}),
    }


def drawn(config: Config) -> Drawn:
    rows = pl.DataFrame({"row": [0], "record_id": ["r1"], "person_id": ["p1"], "true_person": ["1"]})
    return true_picture(rows, stored(), {"spell": SPELL, "exposure": EXPOSURE, "recorded": RECORDED}, config)


def test_only_what_was_recorded_is_priced_and_the_whole_apart(config: Config) -> None:
    made = drawn(config)
    work = made.cost.filter(item="social_work_child")
    assert (work["person_id"].to_list(), work["units"].to_list()) == (["1"], [2.0])
    whole = made.whole_cost.filter(item="social_work_child").sort("person_id")
    assert (whole["person_id"].to_list(), whole["units"].to_list()) == (["1", "2"], [2.0, 4.0])
    assert made.contact["person_id"].to_list() == ["1"]
    assert set(made.overlap["person_id"]) == {"1"}


def test_what_truly_goes_on_counts_to_the_end_however_long(config: Config) -> None:
    care = drawn(config).cost.filter(item="unpaid_care_hour")
    assert care["year"].sort().to_list() == [2021, 2022, 2023, 2024, 2025]


def test_the_main_state_of_a_month_is_the_most_intensive(config: Config) -> None:
    """In truth in care; a source has the child in need as well, and another month in need alone that is not true."""
    cared = SPELL.head(1).with_columns(state=pl.lit("looked_after_fostering"), to=pl.lit(date(2025, 6, 2)))
    found = pl.DataFrame(
        [
            ("1", "childrens_help", "looked_after_fostering", date(2025, 4, 8), date(2025, 6, 2)),
            ("1", "childrens_help", "child_in_need", date(2025, 4, 8), date(2025, 7, 2)),
        ],
        schema=["true_person", "track", "state", "from_date", "to_date"],
        orient="row",
    )
    part = score_main_states(found, cared, RECORDED, date(2025, 4, 1), config)
    assert part["found_of_recorded"]["childrens_help:looked_after_fostering"]["value"] == 1
    assert part["false"]["childrens_help:looked_after_fostering"]["value"] == 0
    assert part["false"]["childrens_help:child_in_need"] == part["false"]["childrens_help:child_in_need"] | {
        "of": 1
    }
