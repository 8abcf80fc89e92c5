"""How much room a workbook will ask for, seen before it is opened.

The reader sets room aside for every cell between the first and the last, and for as many strings and styles as
the workbook says it has. One stray cell in the far corner (XFD1048576) or one false count asks for hundreds of
gigabytes and ends the process, where no error can be caught. So both are looked at while it is still packed.
"""

from __future__ import annotations

import re
import struct

from wholeplace.sources.files.model import FileRefused

CELLS = 100_000_000
"""Cells from the first to the last that a sheet may span: every row of a full sheet, 95 columns wide."""

_ROW = re.compile(rb"row\s[^<>]*?\br=[\"'](\d+)[\"'](?:[^<>]*[^/<>])?>")
_FAR = re.compile(rb"\br=[\"']([A-Za-z]{2,}\d+|[A-Za-z]?\d{7,})[\"'](?:[^<>]*[^/<>])?>")
_MAY_BE_FAR = [re.compile(one) for one in (rb'r="[A-Za-z]{2}', rb'r="[A-Za-z]?\d{7}', rb"r='")]
_FALSE_COUNT = re.compile(rb"ount=[\"']\+?0*[1-9]\d{8}")  # 100 million or more
_BINARY_EXTENT = re.compile(rb"\x94\x01\x10(.{16})", re.DOTALL)
_LONGEST_TAG = 1000


class Extent:
    """Takes the bytes of one part, piece by piece. Rows and cells that are only styled do not count."""

    def __init__(self) -> None:
        self._rows, self._columns, self._rest = 0, 26, b""

    def add(self, piece: bytes) -> None:
        """Look at the next bytes. Raises FileRefused `sheet_too_large` or `damaged_workbook`."""
        text = self._rest + piece
        if _FALSE_COUNT.search(text):
            why = "the workbook says that it holds more than it can"
            raise FileRefused("damaged_workbook", why, "Save it again, or as CSV")
        self._rows = max([self._rows, *(int(row[:20]) for row in _ROW.findall(text))])
        if any(
            pattern.search(text) for pattern in _MAY_BE_FAR
        ):  # most pieces stop here, which is far quicker
            for place in set(_FAR.findall(text)):
                letters = place.rstrip(b"0123456789")
                self._columns = max(self._columns, _number(letters.upper()))
                self._rows = max(self._rows, int(place[len(letters) :][:20]))
        self._rest = text[max(text.rfind(b"<"), len(text) - _LONGEST_TAG, 0) :]
        self._check()

    def add_binary(self, head: bytes) -> None:
        """The same for the first bytes of a sheet of an XLSB workbook, which state how far it reaches."""
        if found := _BINARY_EXTENT.search(head):
            _, row, _, column = struct.unpack("<4I", found[1])
            self._rows, self._columns = row + 1, column + 1
            self._check()

    def _check(self) -> None:
        if self._rows * self._columns > CELLS:
            why = f"a sheet reaches to row {self._rows:,}, column {self._columns:,}"
            cure = "Delete the cells that stand far from the table, or save the sheet as CSV"
            raise FileRefused("sheet_too_large", why, cure)


def _number(letters: bytes) -> int:
    """The number of a column: A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
