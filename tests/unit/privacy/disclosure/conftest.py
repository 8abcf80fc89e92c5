"""A small place to ask about: 600 people, their contacts and money, and a table of counts."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from wholeplace.engine import run_query
from wholeplace.privacy.disclosure import apply, plan_query

PEOPLE = 600


@pytest.fixture(scope="session")
def tables() -> dict[str, pl.DataFrame]:
    """Place tables by name. Person 0 alone is of sex "other"; person 1 has nearly all of service "rich"."""
    n = pl.int_range(PEOPLE, eager=True)
    person = pl.DataFrame(
        {
            "person_id": pl.select(pl.format("p{}", n)).to_series(),
            "household_id": pl.select(pl.format("h{}", n // 3)).to_series(),
            "sex": pl.select(pl.when(n == 0).then(pl.lit("other")).when(n % 2 == 0).then(pl.lit("male"))
                             .otherwise(pl.lit("female"))).to_series(),
            "area": pl.select(pl.format("E{}", n % 4)).to_series(),
        }
    )  # fmt: skip
    m = pl.int_range(3 * PEOPLE, eager=True)
    event = pl.DataFrame(
        {
            "fact_id": pl.select(pl.format("f{}", m)).to_series(),
            "person_id": pl.select(pl.format("p{}", m % PEOPLE)).to_series(),
            "service": pl.select(pl.when(m < 4).then(pl.lit("rare")).when(m < 60).then(pl.lit("rich"))
                                 .otherwise(pl.lit("common"))).to_series(),
            "date": pl.select(pl.date(2024, 1, 1) + pl.duration(days=m % 700)).to_series(),
            "amount_pence": pl.select(pl.when(m == 30).then(5_000_000).otherwise(1000 + m)).to_series(),
            "flag": pl.select(m % PEOPLE < 5).to_series(),
        }
    )  # fmt: skip
    population = pl.DataFrame({"area": ["E0", "E1"] * 12, "people": [30, 0] * 12})
    arrival = pl.DataFrame({"source": ["a", "b"], "rows_in": [3, 40]})
    record = pl.DataFrame({"record_id": ["r1"], "given_name": ["Zebedee"], "birth_date": ["2011-01-01"]})
    return {"person": person, "event": event, "population": population, "arrival": arrival, "record": record}


@pytest.fixture(scope="session")
def columns(tables: dict[str, pl.DataFrame]) -> dict[str, list[str]]:
    """Columns by table."""
    return {name: frame.columns for name, frame in tables.items()}


@pytest.fixture(scope="session")
def ask(tables: dict[str, pl.DataFrame], columns: dict[str, list[str]]) -> Callable[[str], pl.DataFrame]:
    """Ask as `wholeplace query` does without --rows."""

    def answer(sql: str) -> pl.DataFrame:
        plan = plan_query(sql, columns)
        return apply(plan, run_query(plan.sql, {name: tables[name] for name in plan.tables}))

    return answer
