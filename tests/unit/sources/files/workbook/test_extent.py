from __future__ import annotations

import struct

import pytest

from wholeplace.sources.files.model import FileRefused
from wholeplace.sources.files.workbook import extent as module
from wholeplace.sources.files.workbook.extent import CELLS, Extent


def _rule(*pieces: bytes) -> str | None:
    extent = Extent()
    try:
        for piece in pieces:
            extent.add(piece)
    except FileRefused as refused:
        return refused.problem.rule
    return None


def _cell(place: str, held: str = "><v>1</v></c>") -> bytes:
    row = "".join(c for c in place if c.isdigit())
    return f'<row r="{row}"><c r="{place}"{held}</row>'.encode()


@pytest.mark.parametrize("place", ["A1", "Z1048576", "CQ1048576", "XFD6000", "AA10"])
def test_sheets_within_reason_pass(place: str) -> None:
    assert _rule(_cell(place)) is None


@pytest.mark.parametrize("place", ["XFD1048576", "CR1060000", "A99999999", "ABCDEFGH1", "xfd99999"])
def test_far_off_cells_are_refused(place: str) -> None:
    assert _rule(_cell(place)) == "sheet_too_large"


def test_the_corner_may_be_of_two_cells() -> None:
    assert _rule(_cell("XFD1"), _cell("A20000")) == "sheet_too_large"


@pytest.mark.parametrize(
    "far",
    [
        b"<x:row r='1048576'><x:c s='1' r='XFD1048576' t='s'><x:v>1</x:v>",
        b'<row spans="1:1" r="1048576"><c s="1" r="XFD1048576"><v>1</v>',
    ],
)
def test_however_it_is_written(far: bytes) -> None:
    assert _rule(far) == "sheet_too_large"
    for cut in range(1, len(far)):
        assert _rule(far[:cut], far[cut:]) == "sheet_too_large"


def test_cells_and_rows_that_are_only_styled_take_no_room() -> None:
    assert _rule(b'<row r="1048576" ht="9"/>', _cell("XFD1"), _cell("XFD1048576", ' s="1"/>')[18:]) is None


@pytest.mark.parametrize(("count", "rule"), [("99999999", None), ("100000000", "damaged_workbook")])
def test_false_counts_are_refused(count: str, rule: str | None) -> None:
    assert _rule(f'<sst count="1" uniqueCount="{count}">'.encode()) == rule
    assert _rule(b"<sst uniqueCo", f'unt="{count}">'.encode()) == rule


@pytest.mark.parametrize(("rows", "columns", "refused"), [(1000, 20, False), (1_048_575, 16_383, True)])
def test_binary_sheets_state_how_far_they_reach(rows: int, columns: int, refused: bool) -> None:
    head = b"\x81\x01\0\x94\x01\x10" + struct.pack("<4I", 0, rows, 0, columns)
    extent = Extent()
    extent.add_binary(b"nothing of the kind")
    if refused:
        with pytest.raises(FileRefused):
            extent.add_binary(head)
    else:
        extent.add_binary(head)


def test_columns_are_numbered_as_spreadsheets_do() -> None:
    assert [module._number(name) for name in (b"A", b"Z", b"AA", b"XFD")] == [1, 26, 27, 16_384]
    assert CELLS >= 1_048_576 * 95
