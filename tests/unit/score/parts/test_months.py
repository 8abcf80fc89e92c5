from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.score.conftest import AS_OF, START, frame
from wholeplace.score.parts.months import score_months

COLUMNS = "id true_person state from to"


def _score(found: pl.DataFrame, true: pl.DataFrame, recorded: pl.DataFrame | None = None) -> dict[str, Any]:
    return score_months(found.drop("id"), true, recorded, ["state"], START, AS_OF)


def test_by_hand() -> None:
    """True January to April 2024 in two periods that meet; found February to June: 3 of 4, and 2 of 5 false."""
    true = frame(
        COLUMNS,
        ("1", "p", "a", date(2024, 1, 10), date(2024, 4, 1)),
        ("2", "p", "a", date(2024, 4, 1), date(2024, 5, 2)),
    )
    found = frame(COLUMNS, ("-", "p", "a", date(2024, 2, 29), date(2024, 7, 15)))
    part = _score(found, true, frame("fact_id", ("1",)))
    assert part["found_of_all"]["a"] | {"low": 0, "high": 0} == {"value": 0.75, "low": 0, "high": 0, "of": 4}
    assert part["found_of_recorded"]["a"]["value"] == round(2 / 3, 6)
    assert (part["false"]["a"]["value"], part["false"]["a"]["of"]) == (0.4, 5)
    assert part["people"]["a"]["value"] == 1


def test_a_month_counts_by_its_last_day() -> None:
    true = frame(
        COLUMNS,
        ("1", "p", "a", date(2024, 1, 31), date(2024, 2, 1)),
        ("2", "q", "a", date(2024, 1, 1), date(2024, 1, 31)),
    )
    part = _score(true, true)
    assert part["found_of_all"]["all"] == part["found_of_all"]["all"] | {"value": 1, "of": 1}


def test_months_outside_the_period_are_left_out_and_open_ones_run_to_its_end() -> None:
    true = frame(COLUMNS, ("1", "p", "a", date(2001, 1, 1), None))
    assert _score(true, true)["found_of_all"]["a"]["of"] == 36


def test_another_state_or_person_is_not_the_same() -> None:
    true = frame(COLUMNS, ("1", "p", "a", date(2024, 1, 1), date(2024, 3, 1)))
    for person, state in (("p", "b"), ("q", "a")):
        found = true.with_columns(true_person=pl.lit(person), state=pl.lit(state))
        part = _score(found, true)
        assert part["found_of_all"]["all"]["value"] == 0
        assert part["false"]["all"]["value"] == 1


def test_what_has_no_start_counts_as_held_but_has_no_months() -> None:
    true = frame(COLUMNS, ("1", "p", "a", date(2024, 1, 1), date(2024, 3, 1)))
    part = _score(frame(COLUMNS, ("-", "p", "a", None, None)), true)
    assert part["without_start"] == 1
    assert part["found_of_all"]["a"]["value"] == 0
    assert part["people"]["a"]["value"] == 1


def test_without_a_word_on_what_was_recorded_it_is_not_known() -> None:
    true = frame(COLUMNS, ("1", "p", "a", date(2024, 1, 1), date(2024, 3, 1)))
    assert _score(true, true)["found_of_recorded"] is None


DAYS = st.integers(0, 1500).map(lambda days: date(2022, 12, 1) + timedelta(days=days))
SPANS = st.lists(
    st.tuples(st.sampled_from("pq"), st.sampled_from("ab"), DAYS, st.one_of(st.none(), DAYS)), max_size=8
)


def _plain(rows: list[tuple[str, str, date, date | None]]) -> set[tuple[str, str, date]]:
    """Every person, state and last day of a month in the period that a row covers, day by day."""
    days = [START + timedelta(days=day) for day in range((AS_OF - START).days + 1)]
    last = [day for day in days if (day + timedelta(days=1)).day == 1]
    return {
        (p, s, day) for p, s, since, to in rows for day in last if since <= day and (to is None or day < to)
    }


@given(SPANS, SPANS)
def test_runs_agree_with_counting_every_month(
    true: list[tuple[str, str, date, date | None]], found: list[tuple[str, str, date, date | None]]
) -> None:
    frames = [frame(COLUMNS, *(("-", *row) for row in rows)) for rows in (true, found)]
    frames = [each.cast({"id": pl.String, "true_person": pl.String, "state": pl.String}) for each in frames]
    part = _score(frames[1], frames[0])
    real, mine = _plain(true), _plain(found)
    assert part["found_of_all"]["all"]["of"] == len(real)
    assert part["false"]["all"]["of"] == len(mine)
    if real:
        assert part["found_of_all"]["all"]["value"] == round(len(real & mine) / len(real), 6)
    if mine:
        assert part["false"]["all"]["value"] == round(len(mine - real) / len(mine), 6)
