from __future__ import annotations

from datetime import date

import polars as pl
import pytest

from wholeplace.errors import StoreError
from wholeplace.picture.contracts import FAMILY, SPELL, TABLES, TRACK_MONTH
from wholeplace.store import Table

SPELL_ROW = {
    "person_id": "p1", "track": "help", "state": "in_need", "from_date": date(2024, 1, 1),
    "to_date": date(2024, 2, 1), "known_to": date(2024, 2, 1), "sources": "cin", "claims": 1, "source_conflict": False,
}  # fmt: skip
FAMILY_ROW = {"family_id": "f1", "people": 2, "children": 1, "adults": 1, "services": 0, "agencies": 0}
MONTH_ROW = {
    "month": date(2024, 1, 1), "track": "help", "state": "in_need", "people": 2, "main_people": 1, "sources": "cin"
}  # fmt: skip


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_says_what_it_means(table: Table) -> None:
    unsaid = [name for name, column in table.schema.columns().items() if not column.description]
    assert unsaid == []
    assert table.zone == "place"
    assert set(table.sort) | set(table.groups) <= set(table.columns)


@pytest.mark.parametrize(
    ("table", "row"),
    [(SPELL, SPELL_ROW), (FAMILY, FAMILY_ROW), (TRACK_MONTH, MONTH_ROW)],
    ids=["spell", "family", "month"],
)
def test_a_sound_row_passes(table: Table, row: dict[str, object]) -> None:
    assert table.shape(pl.DataFrame([row])).height == 1


@pytest.mark.parametrize(
    ("table", "row"),
    [
        (SPELL, SPELL_ROW | {"to_date": date(2024, 1, 1), "known_to": date(2024, 1, 1)}),
        (SPELL, SPELL_ROW | {"known_to": date(2023, 12, 31)}),
        (SPELL, SPELL_ROW | {"known_to": date(2024, 2, 2)}),
        (SPELL, SPELL_ROW | {"claims": 0}),
        (FAMILY, FAMILY_ROW | {"people": 3}),
        (FAMILY, FAMILY_ROW | {"withheld": "few known parents"}),
        (FAMILY, FAMILY_ROW | {"services": None}),
        (TRACK_MONTH, MONTH_ROW | {"main_people": 3}),
    ],
)
def test_a_row_that_cannot_be_is_refused(table: Table, row: dict[str, object]) -> None:
    with pytest.raises(StoreError, match=f"table {table.name} breaks its contract"):
        table.shape(pl.DataFrame([row]))
