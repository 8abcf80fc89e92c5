"""Bytes of small files of every kind that can be read, made without the code under test."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

import xlsxwriter

_ODS = (
    '<?xml version="1.0"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
    '<table:table table:name="List 1">{}</table:table></office:spreadsheet></office:body></office:document-content>'
)
_END_OF_CHAIN, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def xlsx(sheets: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """A workbook of plain cells; None leaves a cell out."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
    return out.getvalue()


def zipped(members: Mapping[str, bytes]) -> bytes:
    """A zip archive of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return out.getvalue()


def changed(archive: bytes, member: str, old: bytes, new: bytes) -> bytes:
    """The archive with bytes of one member changed, its checksums right again."""
    with zipfile.ZipFile(io.BytesIO(archive)) as source:
        members = {name: source.read(name) for name in source.namelist()}
    assert old in members[member]
    return zipped({**members, member: members[member].replace(old, new)})


def ods(rows: Sequence[Sequence[str]]) -> bytes:
    """An OpenDocument workbook of text cells."""
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    body = "".join(f"<table:table-row>{''.join(map(cell.format, row))}</table:table-row>" for row in rows)
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        '<?xml version="1.0"?><m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        f'<m:file-entry m:full-path="/" m:media-type="{kind}"/></m:manifest>'
    )
    parts = {"mimetype": kind, "META-INF/manifest.xml": manifest, "content.xml": _ODS.format(body)}
    return zipped({name: text.encode() for name, text in parts.items()})


def xls(rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook of the old binary kind (BIFF8 in a compound file), of text cells."""
    sheet = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 0, 0, 0))
    sheet += _record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows)), 0))
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            head = struct.pack("<HHHHB", number, column, 0, len(text), 0)
            sheet += _record(0x204, head + text.encode("latin-1"))
    start = _record(0x809, struct.pack("<HHHHII", 0x600, 0x5, 0, 0, 0, 0))
    named = struct.pack("<BB", 6, 0) + b"List 1"
    here = len(start) + 4 + 6 + len(named) + 4
    stream = start + _record(0x85, struct.pack("<IBB", here, 0, 0) + named) + _record(0x0A)
    return _compound((stream + sheet + _record(0x0A)).ljust(4096, b"\0"))


def _record(kind: int, held: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(held)) + held


def _compound(stream: bytes) -> bytes:
    """One stream in a compound file: the table in sector 0, the folder in 1, the stream from 2 on."""
    sectors = -(-len(stream) // 512)
    chain = [*range(3, 2 + sectors), _END_OF_CHAIN]
    table = struct.pack("<128I", *([_FAT, _END_OF_CHAIN, *chain] + [_FREE] * 128)[:128])
    folder = _entry("Root Entry", 5, 1, _END_OF_CHAIN, 0) + _entry("Workbook", 2, _FREE, 2, len(stream))
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    head += bytes(6) + struct.pack("<9I", 0, 1, 1, 0, 4096, _END_OF_CHAIN, 0, _END_OF_CHAIN, 0)
    head += struct.pack("<109I", 0, *[_FREE] * 108)
    return head + table + folder.ljust(512, b"\0") + stream.ljust(sectors * 512, b"\0")


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    named = name.encode("utf-16-le")
    entry = named.ljust(64, b"\0") + struct.pack("<HBBIII", len(named) + 2, kind, 1, _FREE, _FREE, child)
    return entry + bytes(36) + struct.pack("<IQ", start, size)
