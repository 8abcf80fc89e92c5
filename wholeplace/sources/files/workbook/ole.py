"""Whether the container of an old workbook (XLS) holds together, seen before it is opened.

Such a file is a small file system: a table (FAT) says which sector follows which. Where it was cut or damaged a
chain may run in a circle or out of the file, and the reader would follow it until memory ends; and it sets room
aside for whatever cell a record names. Layout after Microsoft's open specifications MS-CFB (sections 2.1 to 2.6)
and MS-XLS (2.1.4, 2.4).
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

import numpy as np

from wholeplace.sources.files.model import FileRefused

_HEADER = 512
_LAST_SECTOR = 0xFFFFFFFA  # higher numbers are marks, not sectors
_ROOT, _STREAM = 5, 2
_BOOKS = tuple(name.encode("utf-16-le").ljust(20, b"\0") for name in ("Workbook", "Book", "WORKBOOK", "BOOK"))
_CELLS = frozenset({0x06, 0x07E, 0x0BD, 0x0BE, 0x0D6, 0x0FD, 0x201, 0x203, 0x204, 0x205, 0x207, 0x27E})
_DIMENSIONS, _STRINGS, _SHEET, _END = 0x200, 0x0FC, 0x085, 0x00A
_LONGEST_LOOK = 18  # bytes of a record looked at
_COLUMNS, _ROWS = 256, 65_536


def check_ole(data: bytes) -> None:
    """Follow every chain once, and look at every record. Raises FileRefused `damaged_workbook`."""
    if len(data) < _HEADER or struct.unpack_from("<H", data, 0x1E)[0] not in (9, 12):
        raise _damaged()
    size = 1 << struct.unpack_from("<H", data, 0x1E)[0]
    dirs, cutoff, mini, minis, more, mores = struct.unpack_from("<I4xIIIII", data, 0x30)
    fat = _table(data, _fat_sectors(data, size, more, mores), size)
    if minis > len(fat):
        raise _damaged()
    small = _table(data, _chain(mini, fat), size) if minis else fat[:0]
    for sector in _chain(dirs, fat):
        entries = _sector(data, sector, size)
        for entry in (entries[at : at + 128] for at in range(0, size, 128)):
            _check_stream(data, entry, fat, small if entry[0x42] == _STREAM else None, cutoff, size)


def _check_stream(
    data: bytes, entry: bytes, fat: np.ndarray, small: np.ndarray | None, cutoff: int, size: int
) -> None:
    start, length = struct.unpack_from("<II", entry, 0x74)
    if entry[0x42] not in (_ROOT, _STREAM) or not length:
        return
    if struct.unpack_from("<H", entry, 0x40)[0] > 64:
        raise _damaged()
    if small is not None and length < cutoff:
        if len(_chain(start, small)) * 64 < length:
            raise _damaged()
        return
    sectors = _chain(start, fat)
    if len(sectors) * size < length:
        raise _damaged()
    if entry.startswith(_BOOKS):
        _check_records(b"".join(_sector(data, sector, size) for sector in sectors)[:length])


def _check_records(stream: bytes) -> None:
    """Walk the records that name the sheets, then those of each sheet."""
    starts = [0]
    for start in starts:
        at = start
        while at < len(stream) - _LONGEST_LOOK:
            kind, length = struct.unpack_from("<HH", stream, at)
            _check_record(stream, kind, at + 4, length)
            if kind == _SHEET and (sheet := struct.unpack_from("<I", stream, at + 4)[0]) not in starts:
                starts.append(sheet)
            if kind == _END:
                break
            at += 4 + length


def _check_record(stream: bytes, kind: int, at: int, length: int) -> None:
    """No record names a cell that such a workbook cannot have, or more strings than there is room for."""
    if kind in _CELLS and struct.unpack_from("<H", stream, at + 2)[0] >= _COLUMNS:
        raise _damaged()
    if kind == _STRINGS and max(struct.unpack_from("<II", stream, at)) > len(stream):
        raise _damaged()
    if kind == _DIMENSIONS:
        form = "<IIHH" if length == 14 else "<HHHH"
        top, rows, left, columns = struct.unpack_from(form, stream, at)
        if not (top <= rows <= _ROWS and left <= columns <= _COLUMNS):
            raise _damaged()


def _fat_sectors(data: bytes, size: int, more: int, mores: int) -> list[int]:
    """The sectors that hold the table itself: the header names 109 of them, further sectors the rest."""
    found = list(struct.unpack_from("<109I", data, 0x4C))
    for _ in range(min(mores, len(data) // size)):
        *next_ones, more = struct.unpack(f"<{size // 4}I", _sector(data, more, size))
        found += next_ones
    count = struct.unpack_from("<I", data, 0x2C)[0]
    found = [sector for sector in found if sector < _LAST_SECTOR]
    if count > len(found) or mores > len(data) // size:
        raise _damaged()
    return found


def _table(data: bytes, sectors: Sequence[int], size: int) -> np.ndarray:
    return np.frombuffer(b"".join(_sector(data, sector, size) for sector in sectors), np.dtype("<u4"))


def _sector(data: bytes, number: int, size: int) -> bytes:
    found = data[(number + 1) * size : (number + 2) * size]
    if not found:
        raise _damaged()
    return found.ljust(size, b"\0")


def _chain(start: int, table: np.ndarray) -> list[int]:
    """The sectors from `start` to the end of their chain."""
    found: list[int] = []
    while start < _LAST_SECTOR:
        if start >= len(table) or len(found) >= len(table):
            raise _damaged()
        found.append(start)
        start = int(table[start])
    return found


def _damaged() -> FileRefused:
    return FileRefused("damaged_workbook", "the workbook cannot be opened", "Save it again, or as CSV")
