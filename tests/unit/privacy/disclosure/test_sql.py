"""The door for queries that may show rows, and the log's form of a query."""

from __future__ import annotations

import pytest

from wholeplace.errors import PrivacyError, QueryError
from wholeplace.privacy.disclosure.sql import check_select, is_key, without_values

TABLES = ("person", "event")


@pytest.mark.parametrize(
    ("sql", "tables"),
    [
        ("SELECT * FROM person WHERE person_id = 'p1'", ("person",)),
        ("select max(date) from EVENT join Person using (person_id) limit 3;", ("event", "person")),
        ("WITH t AS (FROM event) SELECT *, row_number() OVER () FROM t UNION ALL FROM event", ("event",)),
        ("SELECT * FROM range(3), (VALUES (1)) AS v(x), unnest([1, 2])", ()),
        ("SELECT upper(sex), list(area) FROM person GROUP BY ALL HAVING count(*) > 1", ("person",)),
        ("SELECT (SELECT count(*) FROM event e WHERE e.person_id = p.person_id) FROM person p", ("person", "event")),
    ],
)  # fmt: skip
def test_one_select_over_known_tables_is_taken(sql: str, tables: tuple[str, ...]) -> None:
    found = check_select(sql, TABLES)
    assert set(found.tables) == set(tables)
    assert ";" not in found.sql


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM record", "SELECT * FROM 'a.parquet'", "SELECT * FROM read_csv('x')",
        "SELECT * FROM read_parquet(['x'])", "SELECT * FROM read_blob('x')", "SELECT * FROM glob('*')",
        "SELECT * FROM sqlite_scan('a', 'b')", "SELECT * FROM main.person", "SELECT * FROM duckdb_secrets()",
        "SELECT * FROM query_table('person')", "SELECT * FROM pragma_table_info('person')",
        "SELECT getenv('HOME')", "SELECT current_setting('threads')", "SELECT which_secret('a', 'b')",
        "SELECT * FROM (SELECT * FROM read_json('x'))", "WITH t AS (SELECT * FROM read_csv('x')) SELECT * FROM t",
        "SELECT * FROM information_schema.columns", "SELECT * FROM json_execute_serialized_sql('x')",
        "SELECT * FROM person WHERE sex = $1", "SELECT * FROM parquet_metadata('x')", "SELECT nextval('x')",
        "COPY person TO 'x'", "COPY (SELECT * FROM person) TO 'x'", "ATTACH 'x' AS y", "PRAGMA database_list",
        "SET threads = 1", "RESET threads", "INSTALL httpfs", "LOAD httpfs", "USE x", "CHECKPOINT",
        "INSERT INTO person VALUES (1)", "UPDATE person SET sex = 'x'", "DELETE FROM person", "DROP TABLE person",
        "CREATE VIEW v AS SELECT * FROM person", "SELECT * INTO t FROM person", "EXPORT DATABASE 'x'",
        "SELECT 1; DROP TABLE person", "", "   ", "--", "SELEC * FROM person", "SELECT 'a", "SELECT * FROM (",
        "PREPARE p AS SELECT 1", "EXECUTE p", "BEGIN", "VACUUM", "CALL f()", "SUMMARIZE person",
    ],
)  # fmt: skip
def test_anything_else_is_refused(sql: str) -> None:
    with pytest.raises((PrivacyError, QueryError)) as error:
        check_select(sql, TABLES)
    assert error.value.cure


def test_deep_nesting_is_an_error_of_ours() -> None:
    with pytest.raises(QueryError, match="cannot be read"):
        check_select("SELECT " + "(" * 5000 + "1" + ")" * 5000, TABLES)


def test_what_runs_is_written_anew() -> None:
    assert check_select("select  sex /* a note */ from person", TABLES).sql == 'SELECT "sex" FROM "person"'


def test_a_query_in_the_log_has_no_values() -> None:
    shape = without_values("SELECT count(*) FROM person WHERE sex = 'Zebedee' AND n > 1234 -- Zebedee")
    assert shape == "SELECT COUNT(*) FROM person WHERE sex = ? AND n > ?"


def test_keys_are_told_by_their_names() -> None:
    assert all(
        map(
            is_key,
            (
                "person_id",
                "other_record_id",
                "fact_id",
                "address_id",
                "group_id",
                "person_a",
                "record_b",
                "line",
            ),
        )
    )
    assert not any(map(is_key, ("sex", "area", "people", "amount_pence", "birth_month")))
