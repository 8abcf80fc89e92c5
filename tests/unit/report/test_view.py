"""What a page is made of."""

from __future__ import annotations

import polars as pl

from wholeplace.privacy import MARK
from wholeplace.report.view import Chart, Column, DataTable, Page, Panel, Section, table_of

COLUMNS = (Column("Kind", "text"), Column("People"))


def table(*rows: tuple[str, str]) -> DataTable:
    return DataTable("t", "Title", COLUMNS, rows, "Source: x.")


def test_a_table_knows_whether_it_hides_anything() -> None:
    assert not table(("a", "10"), ("b", "20")).hides
    assert table(("a", "10"), ("b", MARK)).hides


def test_a_table_is_blank_only_where_every_figure_is_hidden() -> None:
    assert table(("a", MARK), ("b", MARK)).blank
    assert not table(("a", "10"), ("b", MARK)).blank
    assert not table().blank
    assert not DataTable("t", "T", (Column("A", "text"),), (("x",),), "s").blank


def test_a_table_that_tells_more_than_figures_is_never_blank() -> None:
    columns = (Column("What was wrong", "text"), Column("Times"), Column("Cure", "text"))
    assert not DataTable("t", "T", columns, (("empty", MARK, "fill it in"),), "s").blank


def test_a_chart_of_one_class_tells_nothing() -> None:
    one = Chart("c", "C", "u", (Panel({}, "said"),), table(("1 or more", "500")), valued=True)
    assert one.blank
    assert not Chart("c", "C", "u", (Panel({}, "said"),), table(("March", "500"))).blank
    assert Chart("c", "C", "u", (), table()).blank


def test_a_frame_becomes_a_table_in_the_columns_asked_for() -> None:
    frame = pl.DataFrame({"people": ["10", None], "extra": [1, 2], "kind": ["a", "b"]})
    made = table_of(frame, {"kind": COLUMNS[0], "people": COLUMNS[1]}, id="t", title="T", source="s")
    assert made.rows == (("a", "10"), ("b", ""))


def test_a_page_draws_only_charts_that_show_something() -> None:
    drawn, blank = (
        Chart(name, name, "unit", (Panel({}, "said"),), table(row))
        for name, row in (("x", ("a", "10")), ("y", ("a", MARK)))
    )
    page = Page("P", "today", "", (), (Section("s", "S", (drawn, blank)),), "1")
    assert page.charts() == (drawn,)
