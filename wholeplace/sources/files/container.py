"""What kind of file this is, by its content, and what stands inside archives; nothing is written to disk."""

from __future__ import annotations

import gzip
import io
import lzma
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Literal

from wholeplace.sources.files.model import FileRefused, Limits, Problem, Refusal, warning
from wholeplace.sources.files.text import head_of, utf16_of
from wholeplace.sources.files.workbook import Extent, check_ole
from wholeplace.sources.files.xml import is_well_formed

Kind = Literal["text", "xml", "workbook", "gzip", "zip"]

DEPTH = 2
"""An archive may hold archives; those may hold no more."""

_PIECE = 1_000_000
_SUFFIXES: dict[Kind, frozenset[str]] = {
    "text": frozenset({".csv", ".txt", ".tsv", ".tab", ".psv", ".dat"}),
    "xml": frozenset({".xml"}),
    "workbook": frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}),
    "gzip": frozenset({".gz"}),
    "zip": frozenset({".zip"}),
}
_MAGIC = {
    b"%PDF": "a PDF",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"GIF8": "a picture",
    b"II*\0": "a picture",
    b"{\\rtf": "a Word document",
    b"PAR1": "a Parquet file",
    b"SQLite format 3\0": "a database",
    b"\0\x01\0\0Standard ": "an Access database",
    b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
    b"Rar!": "a RAR archive",
    b"BZh91AY": "a bzip2 archive",
    b"\xfd7zXZ": "an xz archive",
    b"\x28\xb5\x2f\xfd": "a Zstandard archive",
}
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_HTML = re.compile(r"(?:<!--.*?-->\s*)*<(?:!doctype html|html|head|body|table|meta|script)\b", re.I | re.S)
_XML = re.compile(r"<(?:\?xml|!--|!DOCTYPE|[A-Za-z_][\w.:-]*[\s/>])")
_JSON = re.compile(r'\{\s*["}]|\[\s*[\[{"\d\]]')
_NOT_CONTROL = bytes([*range(7, 14), 26, 27, *range(32, 256)])
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    RuntimeError,
)
_SYSTEM_FILES = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})


@dataclass(frozen=True)
class Member:
    """Bytes of one table, tree or workbook; `file` as the user knows it, `name` without folders or endings."""

    file: str
    name: str
    kind: Kind
    data: bytes
    problems: tuple[Problem, ...]


@dataclass(frozen=True)
class _Box:
    """Bytes not yet looked into: `named` as they are named where they stand, `depth` archives deep."""

    data: bytes
    file: str
    named: str
    problems: tuple[Problem, ...]
    depth: int


class _Meter:
    """Counts what comes out of one file, archives in archives included."""

    def __init__(self, packed: int, limits: Limits) -> None:
        self._limits, self._packed, self._out = limits, packed, 0

    def add(self, size: int) -> None:
        self._out += size
        too_dense = self._out > max(self._limits.ratio_from, self._limits.max_ratio * self._packed)
        if too_dense or self._out > self._limits.max_bytes:
            raise _too_large("it expands to far more than its size")

    def members(self, count: int) -> None:
        if count > self._limits.max_members:
            raise _too_large(f"it holds more than {self._limits.max_members:,} files")


def unpack(data: bytes, file: str, limits: Limits) -> Iterator[Member | Refusal]:
    """Everything to be read in a file, archives opened. One refused member does not lose the others."""
    yield from _opened(_Box(data, label(file), label(file), (), 0), _Meter(len(data), limits))


def label(name: str) -> str:
    """A file name fit to be printed on one line."""
    return "".join(c if c.isprintable() else "_" for c in name)


def kind_of(data: bytes) -> Kind:
    """The kind of content. Raises FileRefused `not_a_table`, `encrypted`, `damaged_archive`."""
    for magic, what in _MAGIC.items():
        if data.startswith(magic):
            raise _not_a_table(what)
    if data.startswith(b"\x1f\x8b"):
        return "gzip"
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _kind_of_zip(data)
    if data.startswith(_OLE):
        if _ENCRYPTED_PACKAGE in data:
            raise _encrypted("the workbook")
        return "workbook"
    return _kind_of_text(data)


def _kind_of_text(data: bytes) -> Kind:
    head = head_of(data)
    if _HTML.match(head):
        raise _not_a_table("a web page")
    if _XML.match(head):
        return "xml"
    if _JSON.match(head):
        raise _not_a_table("JSON")
    if data[257:262] == b"ustar":
        raise _not_a_table("a tar archive")
    control = len(data[:4096].translate(None, _NOT_CONTROL))
    if control > 32 and control > len(data[:4096]) / 10 and not utf16_of(data):
        raise _not_a_table("binary data")
    return "text"


def _kind_of_zip(data: bytes) -> Kind:
    with _zip(data) as archive:
        names = archive.namelist()
    tops = {name.split("/", 1)[0] for name in names}
    if "[Content_Types].xml" in tops and "xl" in tops:
        return "workbook"
    if "[Content_Types].xml" in tops and tops & {"word", "ppt"}:
        raise _not_a_table("an Office document")
    return "workbook" if {"mimetype", "content.xml"} <= tops else "zip"


def _opened(box: _Box, meter: _Meter) -> Iterator[Member | Refusal]:
    try:
        kind = kind_of(box.data)
        box = replace(box, problems=(*box.problems, *_wrong_extension(box.named, kind)))
        if kind == "workbook":
            _weigh(box.data, meter)
        if kind not in ("gzip", "zip"):
            yield Member(box.file, _stem(box.named), kind, box.data, box.problems)
        elif box.depth == DEPTH:
            raise FileRefused("nested_archive", "archives stand too deep in archives", "Unpack it first")
        else:
            yield from _gunzipped(box, meter) if kind == "gzip" else _members(box, meter)
    except FileRefused as refused:
        yield Refusal(box.file, refused.problem)


def _gunzipped(box: _Box, meter: _Meter) -> Iterator[Member | Refusal]:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(box.data)) as stream:
            data = b"".join(_pieces(stream.read, meter))
    except _DAMAGE:
        raise _damaged() from None
    named = box.named[:-3] if box.named.lower().endswith(".gz") else box.named
    yield from _opened(_Box(data, box.file, named, box.problems, box.depth + 1), meter)


def _members(box: _Box, meter: _Meter) -> Iterator[Member | Refusal]:
    with _zip(box.data) as archive:
        infos = [info for info in archive.infolist() if not _is_system_file(info)]
        meter.members(len(infos))
        if not infos:
            raise FileRefused("empty_file", "the archive is empty", "Ask the sender for the file again")
        for info in infos:
            name = label(info.filename)
            file = f"{box.file}!{name}"
            try:
                data = _member(archive, info, meter)
            except FileRefused as refused:
                yield Refusal(file, refused.problem)
            else:
                yield from _opened(_Box(data, file, name, box.problems, box.depth + 1), meter)


def _is_system_file(info: zipfile.ZipInfo) -> bool:
    path = PurePosixPath(info.filename)
    return info.is_dir() or path.name in _SYSTEM_FILES or "__MACOSX" in path.parts


def _zip(data: bytes) -> zipfile.ZipFile:
    try:
        return zipfile.ZipFile(io.BytesIO(data))
    except _DAMAGE:
        raise _damaged() from None


def _member(archive: zipfile.ZipFile, info: zipfile.ZipInfo, meter: _Meter) -> bytes:
    if info.flag_bits & 0x1:
        raise _encrypted("the archive")
    try:
        with archive.open(info) as stream:
            return b"".join(_pieces(stream.read, meter))
    except _DAMAGE:
        raise _damaged() from None


def _weigh(data: bytes, meter: _Meter) -> None:
    """A workbook is an archive too: see that it expands within the limits, and asks for no more room than that."""
    if data.startswith(_OLE):
        check_ole(data)
        return
    with _zip(data) as archive:
        for info in archive.infolist():
            try:
                with archive.open(info) as stream:
                    _weigh_part(info.filename.lower(), _pieces(stream.read, meter))
            except _DAMAGE:
                continue  # whether the workbook can do without this part is for its reader to say


def _weigh_part(name: str, pieces: Iterator[bytes]) -> None:
    if name == "content.xml" and not is_well_formed(
        pieces
    ):  # the reader of ODS would never come back from it
        raise FileRefused("damaged_workbook", "the workbook cannot be opened", "Save it again, or as CSV")
    extent = Extent()
    for number, piece in enumerate(pieces):
        if not name.endswith(".bin"):
            extent.add(piece)
        elif not number:
            extent.add_binary(piece[:1000])


def _pieces(read: Callable[[int], bytes], meter: _Meter) -> Iterator[bytes]:
    while piece := read(_PIECE):
        meter.add(len(piece))
        yield piece


def _wrong_extension(named: str, kind: Kind) -> tuple[Problem, ...]:
    suffix = PurePosixPath(named).suffix.lower()
    if suffix in _SUFFIXES[kind] or not any(suffix in others for others in _SUFFIXES.values()):
        return ()
    why = f"the file is named {suffix} and holds {kind}; it was read by what it holds"
    return (warning("wrong_extension", why, "Rename the file, or export it in the form its name says"),)


def _stem(named: str) -> str:
    return PurePosixPath(named).stem or named


def _not_a_table(what: str) -> FileRefused:
    return FileRefused("not_a_table", f"the file is {what}", "Export the data as CSV, XLSX or XML")


def _encrypted(what: str) -> FileRefused:
    return FileRefused("encrypted", f"{what} has a password", "Save it without a password")


def _damaged() -> FileRefused:
    return FileRefused(
        "damaged_archive",
        "the archive is cut short, damaged or packed in an unusual way",
        "Make the archive again",
    )


def _too_large(why: str) -> FileRefused:
    cure = "If the archive is sound, unpack it and give the files inside"
    return FileRefused("archive_too_large", why, cure)
