from __future__ import annotations

import struct

import pytest

from tests.support.file_bytes import xls
from wholeplace.sources.files.model import FileRefused
from wholeplace.sources.files.workbook.ole import check_ole

SOUND = xls([["id", "born"], ["A1", "x"]])
TABLE, FOLDER, STREAM = 512, 1024, 1536
BOOK = FOLDER + 128
SHEET = SOUND.index(struct.pack("<HH", 0x200, 14))


def _changed(at: int, form: str, *values: int) -> bytes:
    data = bytearray(SOUND)
    struct.pack_into(form, data, at, *values)
    return bytes(data)


def test_a_sound_workbook_passes() -> None:
    check_ole(SOUND)


@pytest.mark.parametrize("rows", [1, 200])
def test_workbooks_of_any_size_pass(rows: int) -> None:
    check_ole(xls([["id", "born"]] * rows))


def test_cells_at_the_edge_pass() -> None:
    check_ole(_changed(SHEET + 4, "<IIHH", 0, 65_536, 0, 256))


@pytest.mark.parametrize(
    "data",
    [
        SOUND[:511],
        SOUND[:1300],
        SOUND[:-512],
        _changed(0x1E, "<H", 20),
        _changed(0x2C, "<I", 99),
        _changed(0x30, "<I", 5_000),
        _changed(0x38, "<II", 4096, 9) [:0x3C] + struct.pack("<II", 7_000, 1) + SOUND[0x44:],
        _changed(0x40, "<I", 1_000_000),
        _changed(0x44, "<II", 1, 1_000_000),
        _changed(0x4C, "<I", 77),
        _changed(TABLE + 4, "<I", 1),
        _changed(TABLE + 8, "<I", 2),
        _changed(TABLE + 8, "<I", 90),
        _changed(TABLE + 12, "<I", 0xFFFFFFFE),
        _changed(BOOK + 0x40, "<H", 65_535),
        _changed(BOOK + 0x74, "<I", 3_000),
        _changed(BOOK + 0x78, "<I", 1_000_000_000),
        _changed(BOOK + 0x78, "<I", 4_000),
        _changed(SHEET + 4, "<IIHH", 0, 1_000_000, 0, 2),
        _changed(SHEET + 4, "<IIHH", 9, 2, 0, 2),
        _changed(SHEET + 4, "<IIHH", 0, 2, 65_535, 2),
        _changed(SHEET + 18 + 4, "<HH", 0, 300),
    ],
)  # fmt: skip
def test_what_would_be_followed_for_ever_is_refused(data: bytes) -> None:
    with pytest.raises(FileRefused) as caught:
        check_ole(data)
    assert caught.value.problem.rule == "damaged_workbook"


def test_a_table_told_of_in_further_sectors_is_followed() -> None:
    more = len(SOUND) // 512 - 1
    data = (
        _changed(0x2C, "<I", 1)[:0x44]
        + struct.pack("<II", more, 1)
        + struct.pack("<I", 0xFFFFFFFF)
        + SOUND[0x50:]
    )
    check_ole(data + struct.pack("<128I", 0, *[0xFFFFFFFF] * 126, 0xFFFFFFFE))


def test_more_strings_than_there_is_room_for() -> None:
    strings = struct.pack("<HHII", 0xFC, 8, 1, 0x7FFFFFFF)
    with pytest.raises(FileRefused):
        check_ole(SOUND[:SHEET] + strings + SOUND[SHEET + len(strings) :])
