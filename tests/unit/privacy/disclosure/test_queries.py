"""What may be asked without --rows, and above all what may not."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl
import pytest

from wholeplace.errors import PrivacyError, QueryError, WholeplaceError
from wholeplace.privacy.disclosure.queries import plan_query

Ask = Callable[[str], pl.DataFrame]
Columns = dict[str, list[str]]

SHOWS_ROWS = [
    "SELECT * FROM person",
    "FROM person",
    "SELECT sex FROM person",
    "SELECT sex FROM person GROUP BY sex",
    "SELECT DISTINCT sex FROM person",
    "SELECT area, count(*) FROM person GROUP BY sex",
    "SELECT person FROM person GROUP BY ALL",
    "SELECT COLUMNS('.*') FROM person",
    "SELECT person.* EXCLUDE (sex), count(*) FROM person GROUP BY ALL",
]
SHOWS_ONE_VALUE = [
    f"SELECT {call} FROM event"
    for call in (
        "max(amount_pence)", "min(date)", "list(service)", "array_agg(service)", "string_agg(service, ',')",
        "arg_min(service, date)", "arg_max(service, date)", "any_value(service)", "first(service)",
        "last(service)", "median(amount_pence)", "mode(service)", "quantile_cont(amount_pence, 0.01)",
        "quantile(amount_pence, 0.01)", "histogram(amount_pence)", "stddev(amount_pence)", "bit_or(amount_pence)",
        "approx_quantile(amount_pence, 0.5)", "product(amount_pence)", "bool_or(flag)", "min_by(service, date)",
        "sum(DISTINCT amount_pence)", "count(DISTINCT amount_pence)", "count(*) OVER ()", "sum(max(amount_pence))",
        "sum(amount_pence) OVER (ORDER BY date)", "entropy(service)", "summarize(event)", "sum(count(*))",
    )
]  # fmt: skip
PICKS_SOMEBODY = [
    "SELECT count(*) FROM person WHERE person_id = 'p1'",
    "SELECT count(*) FROM person WHERE \"PERSON_ID\" = 'p1'",
    "SELECT count(*) FROM person WHERE person_id IN ('p1')",
    "SELECT count(*) FROM person WHERE person_id LIKE 'p1%'",
    "SELECT count(*) FROM person WHERE person_id IS NOT DISTINCT FROM 'p1'",
    "SELECT count(*) FROM person WHERE lower(person_id) = 'p1'",
    "SELECT count(*) FROM person WHERE household_id = 'h1'",
    "SELECT count(*) FILTER (WHERE person_id = 'p1') FROM person",
    "SELECT count(person_id = 'p1' OR NULL) FROM person",
    "SELECT person_id, count(*) FROM person GROUP BY person_id",
    "SELECT person_id AS x, count(*) FROM person GROUP BY x",
    "SELECT count(*) FROM person GROUP BY person_id",
    "SELECT person_id, count(*) FROM person GROUP BY 1",
    "SELECT person_id, count(*) FROM person GROUP BY ALL",
    "SELECT left(person_id, 3) AS x, count(*) FROM person GROUP BY x",
    "SELECT sum(CASE WHEN person_id = 'p1' THEN amount_pence END) FROM event",
    "SELECT sum(CASE WHEN date = '2024-02-01' THEN amount_pence END) FROM event",
    "SELECT sum(amount_pence * flag::INT) FROM event",
    "SELECT sum(amount_pence) FROM event WHERE fact_id = 'f1'",
    "SELECT count(*) FROM event GROUP BY fact_id",
    "SELECT count(*) FROM person WHERE rowid = 1",
    "SELECT count(*) FROM person ORDER BY person_id",
    "SELECT count(*) FROM person HAVING person_id = 'p1'",
    "SELECT count(*) FROM person p JOIN event e ON p.person_id = e.person_id AND e.person_id = 'p1'",
    "SELECT count(*) FROM person p JOIN event e ON p.person_id = e.service",
]
SMUGGLES = [
    "SELECT count(*) FROM (SELECT person_id FROM person LIMIT 1) t",
    "SELECT count(*) FROM (SELECT person_id FROM person ORDER BY sex) t",
    "SELECT count(*) FROM (SELECT person_id FROM person WHERE person_id = 'p1') t",
    "SELECT count(*) FROM (SELECT person_id FROM person USING SAMPLE 1) t",
    "SELECT count(*) FROM (SELECT person_id FROM person QUALIFY row_number() OVER () = 1) t",
    "SELECT count(*) FROM (SELECT DISTINCT ON (sex) person_id FROM person) t",
    "SELECT count(*) FROM (SELECT service FROM event) t",
    "SELECT count(*) FROM (SELECT sex AS person_id FROM person) t",
    "SELECT count(*) FROM (SELECT fact_id AS person_id, service FROM event) t",
    "SELECT x, count(*) FROM (SELECT person_id, person_id AS x FROM person) t GROUP BY x",
    "SELECT x, count(*) FROM (SELECT person_id, lower(person_id) AS x FROM person) t GROUP BY x",
    "SELECT count(*) FROM (SELECT person_id FROM person UNION ALL SELECT person_id FROM person) t",
    "SELECT count(*) FROM (SELECT person_id, max(person_id) AS top FROM person GROUP BY person_id) t",
    "WITH RECURSIVE t AS (SELECT person_id FROM person) SELECT count(*) FROM t",
    "WITH person AS (SELECT person_id, sex FROM person) SELECT count(*) FROM person",
    "WITH t AS (SELECT person_id FROM person LIMIT 1) SELECT count(*) FROM t",
    "WITH arrival AS (SELECT * FROM person) SELECT * FROM arrival",
    "SELECT count(*) FROM (VALUES ('p1')) AS t(person_id)",
    "SELECT count(*) FROM person AS t(a, b, c, d)",
    "SELECT count(*) FROM person WHERE sex = (SELECT sex FROM person LIMIT 1)",
    "SELECT count(*) FROM person WHERE person_id IN (SELECT person_id FROM event LIMIT 1)",
    "SELECT count(*) FROM person WHERE EXISTS (SELECT 1 FROM event)",
    "SELECT (SELECT max(sex) FROM person), count(*) FROM person",
    "SELECT count(*) FROM person LIMIT (SELECT 1)",
    "SELECT count(*) FROM person TABLESAMPLE 1 ROWS",
    "SELECT count(*) FROM person, event",
    "SELECT count(*) FROM person CROSS JOIN event",
    "SELECT count(*) FROM person NATURAL JOIN event",
    "SELECT count(*) FROM person JOIN event ON true",
    "SELECT count(*) FROM person a JOIN person b USING (household_id)",
    "SELECT count(*) FROM person a JOIN event b ON a.area = b.service",
    "SELECT count(*) FROM person POSITIONAL JOIN event",
    "SELECT count(*) FROM person, LATERAL (SELECT 1) t",
    "SELECT count(*) FROM person UNION SELECT count(*) FROM event",
    "SELECT sex, count(*) FROM person GROUP BY ROLLUP (sex)",
    "SELECT sex, count(*) FROM person GROUP BY GROUPING SETS ((sex), ())",
    "SELECT sex, count(*) FROM person GROUP BY CUBE (sex)",
    "PIVOT person ON sex USING count(*)",
]
REACHES_OUT = [
    "SELECT count(*) FROM read_csv('x')",
    "SELECT count(*) FROM read_parquet('x')",
    "SELECT count(*) FROM read_text('x')",
    "SELECT count(*) FROM glob('*')",
    "SELECT count(*) FROM 'x.parquet'",
    "SELECT count(*) FROM duckdb_settings()",
    "SELECT count(*) FROM range(3)",
    "SELECT count(*) FROM query('select 1')",
    "SELECT count(*) FROM other.person",
    "SELECT count(*) FROM information_schema.tables",
    "SELECT getenv('HOME'), count(*) FROM person",
    "SELECT current_setting('threads'), count(*) FROM person",
    "SELECT error('x'), count(*) FROM person",
    "SELECT getvariable('x'), count(*) FROM person",
    "SELECT count(*) FROM person WHERE random() < 0.5",
    "SELECT count(*) FROM person WHERE sex = ?",
    "COPY person TO 'x'", "ATTACH 'x'", "PRAGMA show_tables", "SET threads = 1", "INSTALL httpfs",
    "SELECT 1; SELECT 2", "DELETE FROM person", "CREATE TABLE t AS SELECT 1", "EXPORT DATABASE 'x'",
    "DESCRIBE person", "SHOW TABLES", "SUMMARIZE person", "CALL pragma_version()", "EXPLAIN SELECT 1",
    "SELECT count(*) FROM record", "SELECT count(*) FROM nowhere", "SELECT 1", "", "SELECT (", "SELECT 'x",
]  # fmt: skip
OVERFLOWS = [
    "SELECT count(*) FROM event WHERE amount_pence * 1000000000000000 > 0",
    "SELECT count(*) FROM event WHERE amount_pence + 1 > 0",
    "SELECT count(*) FROM event WHERE amount_pence - 9223372036854775807 > 0",
    "SELECT n + 1 AS n, count(*) FROM person GROUP BY sex",
]


@pytest.mark.parametrize(
    "sql", SHOWS_ROWS + SHOWS_ONE_VALUE + PICKS_SOMEBODY + SMUGGLES + REACHES_OUT + OVERFLOWS
)
def test_it_is_refused_before_anything_runs(sql: str, columns: Columns) -> None:
    with pytest.raises((PrivacyError, QueryError)) as error:
        plan_query(sql, columns)
    assert error.value.cure


def test_a_cast_never_fails_on_a_value(columns: Columns) -> None:
    plan = plan_query("SELECT CAST(service AS INTEGER) AS n, count(*) FROM event GROUP BY 1", columns)
    assert "TRY_CAST" in plan.sql
    assert " CAST" not in plan.sql


def test_a_plan_names_its_tables_groups_and_counts(columns: Columns) -> None:
    plan = plan_query(
        "SELECT sex, count(*), sum(amount_pence) FROM Person JOIN event USING (person_id) GROUP BY sex",
        columns,
    )
    assert (plan.tables, plan.dimensions, plan.counts) == (
        ("person", "event"),
        ("d0",),
        ("people0", "people1"),
    )
    assert plan.protected
    assert "--" not in plan_query("SELECT count(*) FROM person -- all", columns).sql


def test_tables_about_files_are_answered_as_they_stand(ask: Ask, columns: Columns) -> None:
    assert not plan_query("SELECT * FROM arrival", columns).protected
    assert ask("SELECT source, rows_in FROM arrival ORDER BY rows_in").rows() == [("a", 3), ("b", 40)]
    with pytest.raises(WholeplaceError):
        ask("SELECT * FROM arrival, person")
    with pytest.raises(WholeplaceError):
        ask("SELECT * FROM arrival, read_csv('x')")
