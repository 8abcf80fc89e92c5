"""The gate: what is shown is rounded, what is hidden is marked, and figures go with their counts."""

from __future__ import annotations

import sys

import polars as pl
import pytest

from wholeplace.errors import PrivacyError
from wholeplace.privacy.disclosure.protect import percent, protect, shown, step_above, step_below, to_step

BY_SEX = pl.DataFrame(
    {"sex": ["male", "female", "unknown"], "people": [123, 47, 6], "pence": [90_123, 5_431, 7]}
)


def test_counts_are_rounded_to_the_nearest_base() -> None:
    table = pl.DataFrame({"area": list("abcd"), "people": [12, 13, 17, 18]})
    assert protect(table, counts=["people"], dimensions=["area"]).table["people"].to_list() == [
        10,
        15,
        15,
        20,
    ]
    tens = protect(table, counts=["people"], dimensions=["area"], base=10).table
    assert tens["people"].to_list() == [10, 10, 20, 20]


def test_hidden_cells_are_marked_all_alike() -> None:
    found = protect(BY_SEX.select("sex", "people"), counts=["people"], dimensions=["sex"])
    assert found.table.rows() == [("male", 125, None), ("female", None, "[c]"), ("unknown", None, "[c]")]
    assert (found.hidden, found.weak) == (2, 0)


def test_sums_and_means_are_hidden_and_rounded_with_their_count() -> None:
    table = BY_SEX.with_columns((pl.col("pence") / pl.col("people")).alias("mean"))
    kept = {"sums": {"pence": "people"}, "means": {"mean": "people"}}
    found = protect(table, counts=["people"], dimensions=["sex"], **kept).table
    # 5 people of 123 bring about 3,664 pence, so the sum goes to the nearest 2,000 and the mean to 20.
    assert found["pence"].to_list() == [90_000, None, None]
    assert found["mean"].to_list() == [740.0, None, None]


def test_one_person_more_leaves_a_sum_within_one_step() -> None:
    def total(people: int) -> int:
        table = pl.DataFrame({"people": [people], "pence": [people * 731]})
        return protect(table, counts=["people"], dimensions=[], sums={"pence": "people"}).table["pence"][0]

    totals = {total(people) for people in range(100, 104)}
    assert len(totals) <= 2


def test_combinations_that_are_absent_are_cells_of_nobody() -> None:
    table = pl.DataFrame({"sex": ["m", "f", "f"], "area": ["a", "a", "b"], "people": [50, 60, 70]})
    found = protect(table, counts=["people"], dimensions=["sex", "area"]).table
    assert found.height == 4
    assert found["people_note"].to_list() == ["[c]"] * 4
    open_zeros = protect(table, counts=["people"], dimensions=["sex", "area"], show_zeros=True).table
    assert open_zeros["people"].to_list() == [50, 0, 60, 70]


def test_a_missing_category_is_a_category() -> None:
    table = pl.DataFrame({"sex": ["m", None, "f"], "people": [50, 3, 70]})
    found = protect(table, counts=["people"], dimensions=["sex"]).table
    assert found.rows() == [("m", None, "[c]"), (None, None, "[c]"), ("f", 70, None)]


def test_each_count_has_its_own_pattern() -> None:
    table = pl.DataFrame({"area": list("abc"), "people": [50, 60, 70], "children": [3, 30, 40]})
    found = protect(table, counts=["people", "children"], dimensions=["area"])
    assert found.table["people"].to_list() == [50, 60, 70]
    assert found.table["children"].to_list() == [None, None, 40]
    assert found.hidden == 2


def test_without_dimensions_there_is_one_cell() -> None:
    one = pl.DataFrame({"people": [9]})
    assert protect(one, counts=["people"], dimensions=[]).table.rows() == [(None, "[c]")]
    assert protect(one.with_columns(people=10), counts=["people"], dimensions=[]).table.rows() == [(10, None)]


def test_a_table_of_nothing_stays_so() -> None:
    assert protect(BY_SEX.clear(), counts=["people"], dimensions=["sex"]).table.height == 0


def test_two_rows_for_one_cell_are_a_fault_of_the_caller() -> None:
    with pytest.raises(ValueError, match="group by every dimension"):
        protect(pl.concat([BY_SEX, BY_SEX]), counts=["people"], dimensions=["sex"])
    with pytest.raises(ValueError, match="group by every dimension"):
        protect(BY_SEX, counts=["people"], dimensions=[])


def test_a_table_of_too_many_cells_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules[protect.__module__], "MOST_CELLS", 3)
    table = pl.DataFrame({"sex": ["m", "f"], "area": ["a", "b"], "people": [50, 60]})
    with pytest.raises(PrivacyError, match="4 cells"):
        protect(table, counts=["people"], dimensions=["sex", "area"])


def test_totals_are_sums_of_what_is_shown() -> None:
    table = pl.DataFrame(
        {"area": list("aabbcc"), "sex": ["m", "f"] * 3, "people": [32, 41, 52, 63, 3, 8]},
    )
    found = protect(table, counts=["people"], dimensions=["area", "sex"])
    assert found.totals(["area"]).rows() == [("a", None, "[c]"), ("b", 115, None), ("c", None, "[c]")]
    assert found.totals().rows() == [(115, "[c]")]


def test_figures_as_text() -> None:
    table = pl.DataFrame(
        {
            "n": [5, 1234, 1234567, None],
            "n_note": [None, None, None, "[c]"],
            "pounds": [-1234.5, 0.0, 10.25, 3.0],
        }
    )
    text = table.select(shown("n"), shown("pounds", "n"))
    assert text["n"].to_list() == ["5", "1,234", "1,234,567", "[c]"]
    assert text["pounds"].to_list() == ["-1,234.5", "0.0", "10.25", "[c]"]


def test_percentages_come_of_the_rounded_counts() -> None:
    table = pl.DataFrame({"known": [35, None, 0], "all": [105, 50, 0]})
    assert table.select(percent("known", "all"))["known_percent"].to_list() == [33, None, None]


def test_steps_are_ones_twos_and_fives() -> None:
    values = pl.Series(
        [0.3, 1.0, 1.9, 2.0, 4.9, 5.0, 9.9, 10.0, 731.0, 0.0, -1.0, float("inf"), float("nan")]
    )
    assert step_below(values).round(6).to_list() == [0.2, 1, 1, 2, 2, 5, 5, 10, 500, None, None, None, None]
    above = step_above(values.head(9)).round(6).to_list()
    assert above == [0.5, 1, 2, 2, 5, 5, 10, 10, 1000]


def test_a_figure_without_a_step_stays_as_it_is() -> None:
    values, steps = pl.Series([7.3, -7.3, 12.5]), pl.Series([5.0, 5.0, None])
    assert to_step(values, steps).to_list() == [5.0, -5.0, 12.5]


def _nested(cells: dict[tuple[str, str], int]) -> dict[tuple[str, str], int | None]:
    table = pl.DataFrame(
        [(*cell, n) for cell, n in cells.items()], schema=["track", "state", "n"], orient="row"
    )
    done = protect(table, counts=["n"], dimensions=["track", "state"]).table
    return {(track, state): n for track, state, n in done.select("track", "state", "n").rows()}


def test_a_state_of_one_track_alone_is_shown_though_other_tracks_have_none_of_it() -> None:
    shown_ = _nested(
        {("help", "need"): 108, ("help", "plan"): 25, ("care", "home"): 39, ("care", "visits"): 96}
    )
    assert {cell: n for cell, n in shown_.items() if n is not None} == {
        ("help", "need"): 110,
        ("help", "plan"): 25,
        ("care", "home"): 40,
        ("care", "visits"): 95,
    }


@pytest.mark.parametrize("small", range(1, 10))
def test_a_small_state_is_covered_by_another_of_its_own_track(small: int) -> None:
    shown_ = _nested(
        {("help", "need"): 108, ("help", "plan"): 25, ("help", "secure"): small, ("care", "home"): 39}
    )
    hidden = [state for track, state in shown_ if track == "help" and shown_[track, state] is None]
    assert "secure" in hidden
    assert {"need", "plan"} & set(hidden), "the track's total would give the small state away"
    assert shown_["care", "home"] == 40


def test_a_table_whose_values_cross_is_not_taken_for_nested() -> None:
    crossed = _nested({("a", "x"): 50, ("a", "y"): 4, ("b", "x"): 60, ("b", "y"): 70})
    assert sum(n is None for n in crossed.values()) == 4
