"""Bytes of any encoding found in practice to clean UTF-8, with what had to be guessed."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from wholeplace.sources.files.model import FileRefused, Problem, warning

_PIECE = 1_000_000
_UTF16_BOMS = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}

# Bytes that Windows-1252 leaves undefined become NUL, so that their rows are refused as not text.
_CP1252 = {b: bytes([b]).decode("cp1252", errors="ignore") or "\0" for b in range(128, 256)}


@dataclass(frozen=True)
class Text:
    """UTF-8 without a byte-order mark, lines ended by LF or CRLF; `encoding` is what the file was in."""

    data: bytes
    encoding: str
    problems: tuple[Problem, ...] = ()


def read_text(data: bytes) -> Text:
    """Decode a whole file. Raises FileRefused `empty_file` where it holds nothing but white space."""
    if encoding := utf16_of(data):
        text = Text(_plain_newlines(_from_utf16(data, encoding)), encoding)
    else:
        text = _from_bytes(data)
    if not text.data[:4096].strip() and not text.data.strip():
        raise FileRefused("empty_file", "the file is empty", "Ask the sender for the file again")
    return text


def utf16_of(data: bytes) -> str | None:
    """Which UTF-16 the bytes are, by their mark or, without one, by where their zero bytes fall."""
    if data[:2] in _UTF16_BOMS:
        return _UTF16_BOMS[data[:2]]
    head = np.frombuffer(data[:4096], np.uint8)
    if head.size < 4:
        return None
    even, odd = (float((head[i::2] == 0).mean()) for i in (0, 1))
    if odd > 0.4 and even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 and odd < 0.05 else None


def head_of(data: bytes) -> str:
    """The first characters, well enough decoded to see what kind of file it is."""
    encoding = utf16_of(data) or "utf-8"
    return data[:4096].decode(encoding, errors="replace").lstrip("\ufeff \t\r\n")


def _from_utf16(data: bytes, encoding: str) -> bytes:
    decoder = codecs.getincrementaldecoder(encoding)(errors="replace")
    pieces = [decoder.decode(data[i : i + _PIECE]) for i in range(0, len(data), _PIECE)]
    text = "".join([*pieces, decoder.decode(b"", final=True)]).lstrip("\ufeff")
    return text.replace("\ufffd", "\0").rstrip("\x1a").encode("utf-8")


def _from_bytes(data: bytes) -> Text:
    marked = data.startswith(codecs.BOM_UTF8)
    while data.startswith(codecs.BOM_UTF8):
        data = data[3:]
    data = _plain_newlines(data[:-1] if data.endswith(b"\x1a") else data)
    if _is_utf8(data):
        return Text(data, "utf-8-sig" if marked else "utf-8")
    return _mend(data)


def _plain_newlines(data: bytes) -> bytes:
    """A carriage return that stands alone ends a line, as on old Macs; LF and CRLF are left as they are."""
    if b"\r" not in data or not _has_lone_return(data):
        return data
    return data.replace(b"\r\n", b"\n").replace(b"\r", b"\n")


def _has_lone_return(data: bytes) -> bool:
    if data.endswith(b"\r"):
        return True
    view = np.frombuffer(data, np.uint8)
    for i in range(0, view.size - 1, _PIECE):
        piece = view[i : i + _PIECE + 1]
        if ((piece[:-1] == 13) & (piece[1:] != 10)).any():
            return True
    return False


def _is_utf8(data: bytes) -> bool:
    if data.isascii():
        return True
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for i in range(0, len(data), _PIECE):
            decoder.decode(data[i : i + _PIECE])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _mend(data: bytes) -> Text:
    """Line by line: what is not UTF-8 is read as Windows-1252, by far the likeliest alternative here."""
    pieces: list[bytes] = []
    bad: list[int] = []
    accented, line = False, 1
    for block in _blocks(data):
        mended, guessed, other = (block, [], not block.isascii()) if _is_utf8(block) else _mend_block(block)
        pieces.append(mended)
        bad += [line + n for n in guessed]
        accented |= other
        line += block.count(b"\n")
    return Text(b"".join(pieces), "mixed" if accented else "cp1252", (_guessed(bad),))


def _mend_block(block: bytes) -> tuple[bytes, list[int], bool]:
    """The block as UTF-8, which of its lines were guessed, and whether others hold true UTF-8 accents."""
    lines = block.split(b"\n")
    marked = [n for n, line in enumerate(lines) if not line.isascii()]
    guessed = [n for n in marked if not _is_utf8(lines[n])]
    for n in guessed:
        lines[n] = lines[n].decode("latin-1").translate(_CP1252).encode("utf-8")
    return b"\n".join(lines), guessed, len(marked) > len(guessed)


def _blocks(data: bytes) -> Iterator[bytes]:
    start = 0
    while start < len(data):
        end = data.find(b"\n", start + _PIECE) + 1 or len(data)
        yield data[start:end]
        start = end


def _guessed(lines: list[int]) -> Problem:
    return warning(
        "encoding_guessed",
        f"{len(lines):,} lines are not UTF-8, the first of them this one; read as Windows-1252",
        "Export as UTF-8, or check that accented letters look right",
        lines[0],
    )
