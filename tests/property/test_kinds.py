"""Files of several kinds of row, generated: no row is lost, and quick and careful reading agree."""

from __future__ import annotations

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from wholeplace.sources.files.csv import ragged
from wholeplace.sources.files.csv.ragged import FIELDS, read_ragged
from wholeplace.sources.files.kinds import OTHER_KINDS, read_kinds
from wholeplace.sources.files.model import RawTable
from wholeplace.sources.files.text import Text

cell = st.text(alphabet='ab1 é;"', max_size=4)
row = st.tuples(st.sampled_from(["D", "S", "A", "T"]), st.lists(cell, max_size=4))


def written(rows: list[tuple[str, list[str]]], ending: str) -> bytes:
    lines = [",".join([kind, *(_quoted(text) for text in cells)]) for kind, cells in rows]
    return (ending.join(lines) + ending).encode()


def _quoted(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if '"' in text else text


def tables(data: bytes) -> dict[str, RawTable]:
    found = read_kinds(Text(data, "utf-8", ()), "any", "any.csv", ("D", "S"))
    return {table.name: table for table in found}


@settings(max_examples=150, derandomize=True, deadline=None)
@given(rows=st.lists(row, min_size=1, max_size=12), ending=st.sampled_from(["\n", "\r\n"]))
def test_every_row_is_in_one_table_or_refused(rows: list[tuple[str, list[str]]], ending: str) -> None:
    found = tables(written(rows, ending))
    counted = Counter(kind for kind, _ in rows)
    assert sum(table.rows_in for table in found.values()) == len(rows)
    for kind in ("D", "S"):
        if counted[kind]:
            refused = [problem for problem in found[kind].problems if problem.level == "row"]
            assert found[kind].rows_in == counted[kind] == found[kind].frame.height + len(refused)
            widths = Counter(1 + len(cells) for one, cells in rows if one == kind)
            assert found[kind].frame.height == max(widths.values())
    if counted["D"] + counted["S"]:
        others = found[OTHER_KINDS].rows_in if OTHER_KINDS in found else 0
        assert others == counted["A"] + counted["T"]


@settings(max_examples=100, derandomize=True, deadline=None)
@given(rows=st.lists(row, min_size=1, max_size=12), ending=st.sampled_from(["\n", "\r\n"]))
def test_careful_reading_gives_the_same_rows(rows: list[tuple[str, list[str]]], ending: str) -> None:
    data = written(rows, ending)
    quick = [block.frame for block in read_ragged(data, ",")]
    careful = ragged._careful(data, ",", 0, len(data), 1).frame
    assert len(quick) == 1
    assert quick[0].width == careful.width
    assert quick[0].rows() == careful.rows()
    assert careful[FIELDS].to_list() == [1 + len(cells) for _, cells in rows]
