"""Which table of a template a file is, and how its columns are read."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from tests.unit.sources.mapping.conftest import HEAD
from wholeplace.sources.files import OTHER_KINDS, RawTable
from wholeplace.sources.mapping import (
    OTHER_ROWS,
    Template,
    balances,
    load_template,
    own_tables,
    past_dates,
    which_table,
)

SET = """
[table.people]
match = ["First Name", "Born"]
key = ["Ref No."]
null_values = ["-"]
[table.people.record]
given_name = "First Name"
birth_date = "Born"
[table.visits]
match = ["Ref No.", "Day"]
key = ["Ref No."]
[[table.visits.event]]
kind = "visit"
date = "Day"
[[table.visits.money]]
item = "owed"
column = "Owed"
per = "balance"
"""
KINDS = """
[table.claim]
header = false
record_type = "D"
key = ["2"]
[table.claim.record]
birth_date = "3"
[table.partner]
header = false
rows_of = "claim"
only_if = ["4"]
key = ["2"]
key_suffix = "partner"
[table.partner.record]
birth_date = "5"
"""


def template(folder: Path, text: str) -> Template:
    (folder / "own.toml").write_text(HEAD + text, encoding="utf-8")
    return load_template("own.toml", folder)


def raw(*header: str, name: str = "any") -> RawTable:
    frame = pl.DataFrame({column: ["x"] for column in header or ("1", "2")} | {"_line": [2]})
    return RawTable(name, "any.csv", header, frame, 1, (), "utf-8", ",")


@pytest.mark.parametrize(
    ("header", "table"),
    [
        (("refno", "first_name", "BORN", "more"), "people"),
        (("Ref No.", "Day"), "visits"),
        (("First Name", "Born"), ""),
        (("Ref No.", "Date"), ""),
        (("Ref No.", "First Name", "Born", "Day"), "people"),
    ],
)
def test_a_file_is_the_table_that_asks_for_most_of_its_columns(
    tmp_path: Path, header: tuple[str, ...], table: str
) -> None:
    assert which_table(template(tmp_path, SET), raw(*header)) == table


def test_a_file_that_two_tables_ask_alike_for_is_none_of_them(tmp_path: Path) -> None:
    alike = template(tmp_path, SET.replace('match = ["First Name", "Born"]', 'match = ["First Name"]'))
    assert which_table(alike, raw("Ref No.", "First Name", "Day")) == ""
    assert which_table(alike, raw("Ref No.", "First Name")) == "people"


def test_rows_without_a_header_are_known_by_their_kind(tmp_path: Path) -> None:
    kinds = template(tmp_path, KINDS)
    assert which_table(kinds, raw(name="D")) == "claim"
    assert which_table(kinds, raw(name=OTHER_KINDS)) == OTHER_ROWS
    assert which_table(kinds, raw(name="anything")) == ""


def test_one_table_without_a_header_takes_any_file_without_one(tmp_path: Path) -> None:
    single = template(tmp_path, KINDS.replace('record_type = "D"\n', ""))
    assert which_table(single, raw()) == "claim"
    assert which_table(single, raw("Ref", "Name")) == ""
    assert list(own_tables(single)) == ["claim"]


def test_columns_are_read_as_what_the_template_needs_of_them(tmp_path: Path) -> None:
    tables = own_tables(template(tmp_path, SET))
    assert {column.name: (column.type, column.need) for column in tables["people"].columns} == {
        "Ref No.": ("text", "key"), "First Name": ("name", "expected"), "Born": ("date", "expected")
    }  # fmt: skip
    assert tables["people"].null_values == ("", "-")
    assert {column.name: column.type for column in tables["visits"].columns} == {
        "Ref No.": "text", "Day": "date", "Owed": "money"
    }  # fmt: skip


def test_a_key_has_one_form_in_every_table(tmp_path: Path) -> None:
    by_day = SET.replace('key = ["Ref No."]', 'key = ["Ref No.", "Born"]')
    tables = own_tables(template(tmp_path, by_day.replace('["Ref No.", "Day"]', '["Born", "Day"]')))
    types = {column.name: column.type for column in tables["visits"].columns}
    assert types["Born"] == "date"


def test_guests_are_read_from_the_columns_of_their_host(tmp_path: Path) -> None:
    kinds = template(tmp_path, KINDS)
    tables = own_tables(kinds)
    assert list(tables) == ["claim", OTHER_ROWS]
    assert tables["claim"].names() == ("2", "3", "4", "5")
    assert past_dates(kinds) == ("3", "5")


def test_only_balances_may_be_below_nought(tmp_path: Path) -> None:
    assert balances(template(tmp_path, SET)) == ("Owed",)
