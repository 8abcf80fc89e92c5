"""How the people of a query are counted, and what a sub-query must keep."""

from __future__ import annotations

import pytest
import sqlglot
from sqlglot import exp

from wholeplace.errors import PrivacyError, QueryError
from wholeplace.privacy.disclosure.relations import read_sources, subquery_columns

TABLES = {
    "person": ["person_id", "sex", "area"],
    "event": ["fact_id", "person_id", "record_id", "service"],
    "early": ["record_id", "track"],
    "tie": ["person_a", "person_b", "kind"],
    "history": ["person_id", "other_person_id"],
    "residence": ["person_id", "household_id", "from_date"],
    "household": ["household_id", "size"],
    "population": ["area", "people"],
}


def select(sql: str) -> exp.Select:
    tree = sqlglot.parse_one(sql, read="duckdb")
    assert isinstance(tree, exp.Select)
    return tree


@pytest.mark.parametrize(
    ("source", "who"),
    [
        ("person", ("person", "person_id")),
        ("person AS p", ("p", "person_id")),
        ("event e JOIN person p USING (person_id)", ("e", "person_id")),
        ("early", ("early", "record_id")),
        ("household h JOIN residence r USING (household_id)", ("r", "person_id")),
        ("household", ("household", "household_id")),
        ("population", None),
        ("tie", ("tie", "person_a")),
        ("tie t JOIN person p ON p.person_id = t.person_a", ("p", "person_id")),
        (
            "person p JOIN tie t ON t.person_b = p.person_id JOIN event e ON e.person_id = t.person_b",
            ("p", "person_id"),
        ),
        ("person p SEMI JOIN event e USING (person_id)", ("p", "person_id")),
        ("population JOIN person ON population.area = person.area", ("person", "person_id")),
        ("(SELECT person_id, count(*) AS n FROM event GROUP BY person_id) AS t", ("t", "person_id")),
        ("(SELECT DISTINCT household_id FROM residence) AS t", ("t", "household_id")),
    ],
)
def test_people_are_counted_before_records_and_households(source: str, who: tuple[str, str] | None) -> None:
    assert read_sources(select(f"SELECT 1 FROM {source}"), TABLES).who == who


@pytest.mark.parametrize(
    "source",
    [
        "person p JOIN history h ON p.person_id = h.other_person_id",
        "person a JOIN tie t ON t.person_a = a.person_id JOIN person b ON b.person_id = t.person_b",
        "person a JOIN tie t ON t.kind = a.sex",
        "person a JOIN event b ON a.person_id = b.fact_id",
        "residence a JOIN residence b ON a.household_id = b.household_id",
        "person JOIN event ON person_id = person_id",
        "person p JOIN person p USING (person_id)",
        "person p JOIN event e USING (person_id) RIGHT JOIN history t USING (person_id)",
        "person p FULL JOIN event e USING (person_id)",
    ],
)
def test_two_people_in_one_row_are_refused(source: str) -> None:
    with pytest.raises((PrivacyError, QueryError)):
        read_sources(select(f"SELECT 1 FROM {source}"), TABLES)


def test_a_table_with_names_is_refused_whatever_it_is_called() -> None:
    with pytest.raises(PrivacyError, match="names or identifiers"):
        read_sources(select("SELECT 1 FROM people"), {"people": ["person_id", "Given_Name"]})


def test_a_subquery_offers_its_own_columns() -> None:
    sql = "SELECT person_id, count(*) AS n, max(service) AS last FROM event GROUP BY person_id HAVING count(*) > 1"
    assert subquery_columns(select(sql), TABLES) == {"person_id", "n", "last"}


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("SELECT count(*) AS n FROM event", "must keep the person_id"),
        ("SELECT people FROM population", "must keep the key"),
        ("SELECT person_id, count(*) FROM event GROUP BY person_id", "needs a name"),
        ("SELECT person_id AS other FROM event", "keeps its name"),
        ("SELECT sex AS person_id FROM person", "cannot take a key's name"),
        ("SELECT person_id, sex AS fact_id FROM person", "cannot take a key's name"),
    ],
)
def test_a_subquery_keeps_its_key(sql: str, said: str) -> None:
    with pytest.raises(PrivacyError, match=said):
        subquery_columns(select(sql), TABLES)
