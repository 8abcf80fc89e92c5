"""Answers without --rows: right where they are shown, rounded, and silent about the few."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from wholeplace.engine import run_query
from wholeplace.privacy.disclosure import apply, plan_query

Ask = Callable[[str], pl.DataFrame]
NOTHING = "[c]"


def test_a_count_is_rounded_and_named_as_asked(ask: Ask) -> None:
    assert ask("SELECT count(*) FROM person").to_dicts() == [{"count(*)": 600}]
    assert ask("SELECT count(*) AS n FROM person WHERE sex <> 'other' AND area <> 'E1'").to_dicts() == [
        {"n": 450}
    ]
    assert ask(
        "SELECT count(DISTINCT person_id) AS n, count(DISTINCT household_id) h FROM person"
    ).rows() == [(600, 200)]


def test_a_small_group_and_its_cover_go_into_one_row(ask: Ask) -> None:
    found = ask("SELECT sex, count(*) AS n FROM person GROUP BY sex ORDER BY n")
    assert found.rows() == [("female", 300, None), (None, None, NOTHING)]


@pytest.mark.parametrize("where", ["sex = 'other'", "sex = 'nobody'"])
def test_few_and_none_look_alike(ask: Ask, where: str) -> None:
    assert ask(f"SELECT count(*) AS n FROM person WHERE {where}").to_dicts() == [{"n": None, "note": NOTHING}]
    grouped = ask(f"SELECT area, count(*) AS n FROM person WHERE {where} GROUP BY area")
    assert grouped.to_dicts() == [{"area": None, "n": None, "note": NOTHING}]


def test_many_rows_of_few_people_are_hidden(ask: Ask) -> None:
    found = ask("SELECT count(*) AS n, avg(amount_pence) AS mean FROM event WHERE flag")
    assert found.rows() == [(None, None, NOTHING)]


def test_a_sum_that_is_mostly_one_persons_is_hidden(ask: Ask) -> None:
    sql = "SELECT {} FROM event WHERE service = 'rich'"
    assert ask(sql.format("count(*) AS n")).rows() == [(55,)]
    assert ask(sql.format("sum(amount_pence) AS s")).rows() == [(None, NOTHING)]
    both = ask(sql.format("count(*) AS n, avg(amount_pence) AS mean"))
    assert both.rows() == [(55, None, NOTHING)]


def test_a_sum_is_hidden_wherever_a_count_of_the_same_rows_is(ask: Ask) -> None:
    found = ask(
        "SELECT sex, count(*) AS n, sum(amount_pence) AS s FROM person JOIN event USING (person_id) GROUP BY sex"
    )
    assert found["sex"].to_list() == ["female", None]
    assert found["s"].to_list()[1:] == [None]


def test_a_flag_summed_is_a_count_of_those_who_have_it(ask: Ask) -> None:
    assert ask("SELECT sum(TRY_CAST(flag AS INTEGER)) AS n FROM event").rows() == [(None, NOTHING)]


def test_sums_and_means_are_near_the_truth(ask: Ask, tables: dict[str, pl.DataFrame]) -> None:
    common = tables["event"].filter(pl.col("service") == "common")["amount_pence"]
    asked = "sum(amount_pence) AS s, sum(amount_pence) / 100 AS pounds, avg(amount_pence) AS mean"
    row = ask(f"SELECT {asked} FROM event WHERE service = 'common'").to_dicts()[0]
    assert row["s"] == pytest.approx(common.sum(), rel=0.01)
    assert row["pounds"] == row["s"] / 100
    assert row["mean"] == pytest.approx(common.mean(), rel=0.01)
    assert row["s"] % 20_000 == 0  # five people bring about 28,000 pence


def test_arithmetic_is_done_on_what_is_shown(ask: Ask) -> None:
    males = "count(*) FILTER (WHERE sex = 'male')"
    found = ask(
        f"SELECT area, count(*) AS n, 100 * {males} / n AS share FROM person GROUP BY area ORDER BY area"
    )
    # All of E2 are male, 149 of E0 are, and none elsewhere: E0 is hidden to cover those.
    assert found["n"].to_list() == [150] * 4
    assert found["share"].to_list() == [None, None, 100.0, None]
    assert found["note"].to_list() == [NOTHING, NOTHING, None, NOTHING]


def test_having_order_and_limit_work_on_what_is_shown(ask: Ask) -> None:
    sql = "SELECT area, count(*) AS n FROM person GROUP BY area HAVING n {} ORDER BY 1 DESC LIMIT 2 OFFSET 1"
    assert ask(sql.format("= 150")).rows() == [("E2", 150), ("E1", 150)]
    assert ask(sql.format("> 150")).height == 0
    uneven = (
        "SELECT sex, count(*) AS n FROM person WHERE sex <> 'male' OR area = 'E0' GROUP BY sex HAVING n = {}"
    )
    assert ask(uneven.format(299)).rows() == [(None, None, NOTHING)]


def test_people_are_counted_by_how_often_they_appear(ask: Ask) -> None:
    each = "SELECT person_id, count(*) AS n FROM event GROUP BY person_id"
    found = ask(f"WITH each AS ({each}) SELECT n, count(*) AS people FROM each GROUP BY n")
    assert found.rows() == [(3, 600)]
    assert ask(f"SELECT n, count(*) AS people FROM ({each}) AS t GROUP BY n").rows() == found.rows()


def test_joins_keep_to_one_person(ask: Ask) -> None:
    joined = "person p {} JOIN event e ON p.person_id = e.person_id AND e.service = 'common'"
    counts = "SELECT count(*) AS n, count(DISTINCT p.person_id) AS people FROM "
    assert ask(counts + joined.format("")).rows() == [(1740, 600)]
    by_sex = f"SELECT sex, count(*) AS n FROM {joined.format('LEFT')} WHERE p.sex <> 'other' GROUP BY sex ORDER BY 1"
    assert ask(by_sex).rows() == [("female", 870), ("male", 870)]


def test_people_with_and_without_can_be_counted(ask: Ask) -> None:
    assert ask("SELECT count(*) AS n FROM person SEMI JOIN event USING (person_id)").rows() == [(600,)]
    assert ask("SELECT count(*) AS n FROM person ANTI JOIN event USING (person_id)").rows() == [
        (None, NOTHING)
    ]


def test_dates_can_be_grouped(ask: Ask) -> None:
    found = ask("SELECT year(date) AS y, count(*) AS n FROM event GROUP BY year(date) ORDER BY y")
    assert found["y"].to_list() == [2024, 2025]
    months = ask(
        "SELECT date_trunc('month', date) AS m, count(*) AS n FROM event GROUP BY m ORDER BY m LIMIT 2"
    )
    assert months.height == 2


def test_a_table_of_counts_is_protected_by_its_counts(ask: Ask) -> None:
    found = ask("SELECT area, sum(people) AS n FROM population GROUP BY area")
    assert found.rows() == [(None, None, NOTHING)]
    assert ask("SELECT sum(people) AS n FROM population WHERE area = 'E0'").rows() == [(400,)]  # 360, by 100


def test_a_column_called_note_keeps_its_name(ask: Ask) -> None:
    found = ask("SELECT sex AS note, count(*) AS n FROM person GROUP BY sex")
    assert found.columns == ["note", "n", "hidden_note"]


def test_threshold_and_base_are_settings(
    tables: dict[str, pl.DataFrame], columns: dict[str, list[str]]
) -> None:
    sql = "SELECT count(*) AS n FROM event WHERE service = 'rare'"
    plan = plan_query(sql, columns, threshold=3)
    result = run_query(plan.sql, tables)
    assert apply(plan, result, base=1).rows() == [(4,)]
    assert apply(plan_query(sql, columns, threshold=5), result, base=1).rows() == [(None, NOTHING)]


def test_what_runs_never_shows_a_name_of_a_hidden_group(ask: Ask) -> None:
    found = ask("SELECT amount_pence, count(*) AS n FROM event GROUP BY amount_pence")
    assert found.rows() == [(None, None, NOTHING)]
