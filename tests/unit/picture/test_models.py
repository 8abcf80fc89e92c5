from __future__ import annotations

import re

import pytest

from tests.support.picture_tables import COLUMNS, SETTINGS, place
from wholeplace.picture.contracts import TABLES
from wholeplace.picture.models import ORDER, draw, model_texts


def test_every_table_has_a_model_and_every_model_is_run() -> None:
    assert {table.name for table in TABLES} == set(ORDER) - {"claim", "known", "member", "paid", "bearing"}
    assert tuple(model_texts()) == ORDER


@pytest.mark.parametrize("name", ORDER)
def test_a_model_begins_by_saying_what_it_means(name: str) -> None:
    text = model_texts()[name]
    header = re.match(r"(--.*\n)+", text)
    assert header is not None
    assert len(header[0].split()) > 25
    assert max(len(line) for line in text.splitlines()) <= 120


@pytest.mark.parametrize("name", ORDER)
def test_a_model_reads_only_settings_there_are(name: str) -> None:
    assert set(re.findall(r"getvariable\('(\w+)'\)", model_texts()[name])) <= set(vars(SETTINGS))


def test_nothing_in_nothing_out() -> None:
    tables = place(source_stated=[])
    assert set(tables) == set(COLUMNS)
    drawn = draw(tables, SETTINGS)
    assert {name: frame.height for name, frame in drawn.items()} == {table.name: 0 for table in TABLES}
    for table in TABLES:
        assert table.shape(drawn[table.name]).is_empty()


def test_threads_and_the_order_of_rows_make_no_difference() -> None:
    told = "person_id source track state from_date to_date\n" + "\n".join(
        f"p{n % 40} {('cin', 'ssd')[n % 2]} help in_need 2024-01-{1 + n % 28:02} 2024-02-{1 + n % 13:02}"
        for n in range(400)
    )
    tables = place(person_spell=told)
    turned = {name: frame.reverse() for name, frame in tables.items()}
    one, two = draw(tables, SETTINGS, jobs=1), draw(turned, SETTINGS, jobs=2)
    for table in TABLES:
        assert table.shape(one[table.name]).equals(table.shape(two[table.name]))
