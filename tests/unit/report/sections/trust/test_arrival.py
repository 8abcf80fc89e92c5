"""What arrived: rows add up before the reader's eyes, and few rows can't be worked out from what stands beside."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl
import pytest
from hypothesis import given as example
from hypothesis import settings
from hypothesis import strategies as st

from tests.support import report_frames
from tests.support.report_tables import place, said, shown, tables
from wholeplace.privacy import MARK
from wholeplace.report.given import Given
from wholeplace.report.sections.trust import arrival
from wholeplace.sources.rules import RULES

Frames = Mapping[str, pl.DataFrame]
EMPTY = report_frames.empty_frames()


def arrived(*rows: tuple[str, str | None, int, int]) -> pl.DataFrame:
    """(source, table, rows in, refused)."""
    layouts = {name: layout for name, layout, *_ in report_frames.SOURCES}
    return pl.DataFrame(
        [
            {"source": source, "layout": layouts[source], "layout_table": part, "file": "f", "sha256": "",
             "rows_in": rows_in, "refused": refused, "accepted": rows_in - refused,
             "warnings": 0, "excluded": 0, "superseded": 0}
            for source, part, rows_in, refused in rows
        ]
    )  # fmt: skip


def refusals(
    rule: str, times: int, *, column: str | None = None, part: str | None = "person"
) -> pl.DataFrame:
    said = RULES[rule]
    row = {"source": "police", "layout": "police", "layout_table": part, "file": "f", "column": column,
           "level": said.level, "rule": rule, "why": said.why, "cure": said.cure}  # fmt: skip
    return pl.DataFrame([row] * times)


def test_rows_in_are_seen_to_be_accepted_and_refused() -> None:
    given = place(EMPTY, arrival=arrived(("police", "person", 9088, 33), ("police", "incident", 410, 0)))
    police = shown(arrival.section(given), "arrival-by-source")["Police"]
    assert police[:4] == ("9,498", "9,465", "33", "0.3%")


def test_every_table_adds_up(given: Given) -> None:
    rows = shown(arrival.section(given), "arrival-by-source").values()
    whole = [
        [int(text.replace(",", "")) for text in row[:3]]
        for row in rows
        if MARK not in row[:3] and "more" not in row[0]
    ]
    assert whole
    assert all(rows_in == accepted + refused for rows_in, accepted, refused in whole)


def test_few_refused_rows_cannot_be_had_by_subtraction() -> None:
    given = place(EMPTY, arrival=arrived(("police", "person", 5050, 3)))
    assert shown(arrival.section(given), "arrival-by-source")["Police"][:4] == (
        "5,050",
        "more than 5,040",
        MARK,
        MARK,
    )


def test_few_accepted_rows_are_hidden_the_same_way() -> None:
    given = place(EMPTY, arrival=arrived(("police", "person", 5050, 5046)))
    assert shown(arrival.section(given), "arrival-by-source")["Police"][:3] == (
        "5,050",
        MARK,
        "more than 5,040",
    )


def test_a_total_does_not_give_a_hidden_part_away() -> None:
    given = place(EMPTY, arrival=arrived(("police", "person", 5050, 200), ("police", "incident", 3000, 4)))
    section = arrival.section(given)
    assert shown(section, "arrival-by-source")["Police"][:3] == ("8,050", "more than 7,840", "more than 200")
    assert shown(section, "arrival-by-source")["All sources"][:3] == (
        "8,050",
        "more than 7,840",
        "more than 200",
    )


@settings(max_examples=15, derandomize=True, deadline=None)
@example(st.lists(st.tuples(st.integers(10, 400), st.integers(0, 400)), min_size=1, max_size=3), st.data())
def test_the_page_is_the_same_whatever_the_few(parts: list[tuple[int, int]], data: st.DataObject) -> None:
    """Where a few rows are refused, any other few would have led to the same texts."""
    names = ("person", "crime", "incident")
    few = data.draw(st.tuples(st.integers(1, 9), st.integers(1, 9)))
    rows = [
        ("police", name, total + 30, min(refused, total))
        for name, (total, refused) in zip(names, parts, strict=False)
    ]
    pages = [
        shown(
            arrival.section(place(EMPTY, arrival=arrived(*rows, ("police", "person_event", 500, number)))),
            "arrival-by-source",
        )
        for number in few
    ]
    assert pages[0] == pages[1]


def test_reasons_come_with_place_and_cure() -> None:
    given = place(EMPTY, arrival=arrived(("police", "person", 500, 61)), refused=refusals("missing_key", 61))
    section = arrival.section(given)
    assert tables(section)["refused-rules"].rows == (
        ("the row has no usable key", "Police, person", "60", "Fill in the identifier in the source system"),
    )
    assert arrival.worst_rule(given) == "the row has no usable key"


def test_a_rare_reason_is_told_without_its_number() -> None:
    given = place(EMPTY, arrival=arrived(("police", "person", 500, 4)), refused=refusals("missing_key", 4))
    table = tables(arrival.section(given))["refused-rules"]
    assert [row[2] for row in table.rows] == [MARK]
    assert not table.blank
    assert arrival.worst_rule(given) is None


@pytest.mark.parametrize("column", ["Jane Example, 1 High Street", "1980-01-01"])
def test_a_header_that_may_be_a_value_is_not_shown(column: str) -> None:
    given = place(
        EMPTY,
        arrival=arrived(("police", "person", 500, 0)),
        refused=refusals("unknown_column", 12, column=column),
    )
    assert column not in str(arrival.section(given))


def test_a_table_name_that_no_layout_knows_is_not_shown() -> None:
    given = place(
        EMPTY, arrival=arrived(("police", "Jane Example", 500, 500)),
        refused=refusals("unknown_table", 500, part="Jane Example"),
    )  # fmt: skip
    assert "Jane Example" not in str(arrival.section(given))
    assert "file not recognised" in str(arrival.section(given))


def test_sources_that_sent_nothing_are_named() -> None:
    given = place(EMPTY, arrival=arrived(("police", "person", 500, 0)))
    assert "Nothing arrived from: Looked after, Children in need, School census" in said(
        arrival.section(given)
    )


def test_all_rows_in_a_sentence() -> None:
    given = place(EMPTY, arrival=arrived(("police", "person", 5050, 3), ("looked_after", "header", 4, 0)))
    assert arrival.rows_in(given) == "more than 5,000"
    assert arrival.rows_refused(given) == "some"


def test_nothing_arrived(nothing: Given) -> None:
    assert said(arrival.section(nothing)) == "Nothing has arrived yet."
