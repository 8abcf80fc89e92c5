"""Where records end and how many fields each has, found over the bytes of a block at memory speed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

_PIECE = 1_000_000
"""Bytes looked at together: few enough to stay in the processor's cache, and no more than a field may be."""

_NEWLINE, _RETURN, _QUOTE = 10, 13, 34
_Bytes = npt.NDArray[np.uint8]
_Words = npt.NDArray[np.uint64]
_Index = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Scan:
    """Records one after another. ends: the byte after each record's line end, counted from the first record.

    lines: line ends before each record. counts: fields of each. line_ends: how many there are in all.
    """

    ends: _Index
    lines: _Index
    counts: _Index
    quoted: bool
    line_ends: int

    @property
    def size(self) -> int:
        """Bytes that all records take up."""
        return int(self.ends[-1])

    def kept(self, block: bytes, good: npt.NDArray[np.bool_]) -> bytes:
        """Of the bytes of all records, those of the good ones."""
        if good.all():
            return block
        view = np.frombuffer(block, np.uint8)
        return view[np.repeat(good, np.diff(self.ends, prepend=0))[: view.size]].tobytes()


def scan(data: bytes, start: int, delimiter: str, size: int) -> Scan | None:
    """Records from `start`, where one begins, for about `size` bytes or until careful reading is needed.

    None where the first of them need it: quotes out of place, a NUL, no end in sight.
    """
    found: list[Scan] = []
    at = start
    while at < min(start + size, len(data)) and (piece := _piece(data, at, ord(delimiter))):
        found.append(piece)
        at += piece.size
    return _joined(found) if found else None


def _joined(found: list[Scan]) -> Scan:
    bytes_before = np.cumsum([0, *(one.size for one in found)])
    lines_before = np.cumsum([0, *(one.line_ends for one in found)])
    return Scan(
        np.concatenate([one.ends + n for one, n in zip(found, bytes_before, strict=False)]),
        np.concatenate([one.lines + n for one, n in zip(found, lines_before, strict=False)]),
        np.concatenate([one.counts for one in found]),
        any(one.quoted for one in found),
        int(lines_before[-1]),
    )


def _piece(data: bytes, start: int, separator: int) -> Scan | None:
    last = start + _PIECE >= len(data)
    if data.find(b"\0", start, start + _PIECE) >= 0 or data.startswith(b"\xef\xbb\xbf", start):
        return None
    view = np.frombuffer(data, np.uint8, min(_PIECE, len(data) - start), start)
    if last and view[-1] != _NEWLINE:
        view = np.append(view, np.uint8(_NEWLINE))
    breaks, separators = _packed(view == _NEWLINE), _packed(view == separator)
    quoted = data.find(b'"', start, start + _PIECE) >= 0
    inside = _quoted(view, breaks | separators) if quoted else np.zeros_like(breaks)
    return None if inside is None else _records(view.size, breaks, separators, inside, last)


def _records(size: int, breaks: _Words, separators: _Words, inside: _Words, last: bool) -> Scan | None:
    """Records of a piece from its line ends and delimiters, leaving out those inside quotes."""
    found = _places(breaks & ~inside, size)
    if not found.size or (last and found[-1] != size - 1):
        return None
    ends = found + 1
    counts = np.diff(_bits_before(separators & ~inside, found), prepend=0) + 1
    line_ends = int(_bits_before(breaks, found[-1:])[0]) + 1
    if line_ends == ends.size:
        return Scan(ends, np.arange(ends.size), counts, bool(inside.any()), line_ends)
    lines = _bits_before(breaks, np.concatenate(([0], ends[:-1])))
    return Scan(ends, lines, counts, True, line_ends)


def _quoted(view: _Bytes, marks: _Words) -> _Words | None:
    """Which bytes stand inside quotes; None unless every quote opens, closes or is doubled.

    marks: line ends and delimiters. One bit stands for one byte, so that a step handles 64 bytes at once.
    """
    quotes = _packed(view == _QUOTE)
    inside = _running_parity(quotes)
    returns = view == _RETURN
    before = marks | quotes
    after = before | _packed(returns) if returns.any() else before.copy()
    after[view.size // 64] |= np.uint64(1) << np.uint64(view.size % 64)
    opens_badly = quotes & inside & ~_moved_up(before)
    closes_badly = quotes & ~inside & ~_moved_down(after)
    return None if (opens_badly | closes_badly).any() else inside


def _places(bits: _Words, size: int) -> _Index:
    """Where bits are set."""
    return np.flatnonzero(np.unpackbits(bits.view(np.uint8), count=size, bitorder="little").view(np.bool_))


def _bits_before(bits: _Words, places: _Index) -> _Index:
    """How many bits are set before each place."""
    word = places >> 6
    upto = np.cumsum(np.bitwise_count(bits), dtype=np.int64)
    from_here = ~np.uint64(0) << (places & 63).astype(np.uint64)
    return upto[word] - np.bitwise_count(bits[word] & from_here)


def _packed(mask: npt.NDArray[np.bool_]) -> _Words:
    """A mask as bits, the first lowest, with at least one spare bit at the end."""
    words = np.zeros(mask.size // 64 + 1, np.uint64)
    words.view(np.uint8)[: -(-mask.size // 8)] = np.packbits(mask, bitorder="little")
    return words


def _running_parity(bits: _Words) -> _Words:
    """For each place, whether an odd number of bits are set up to and including it.

    A word shifted onto itself by 1, 2, 4... sums all its lower bits; whole words are then carried along.
    """
    words = bits.copy()
    for shift in (1, 2, 4, 8, 16, 32):
        words ^= words << np.uint64(shift)
    odd = np.bitwise_xor.accumulate(words >> np.uint64(63))
    words[1:] ^= np.uint64(0) - odd[:-1]
    return words


def _moved_up(bits: _Words) -> _Words:
    """Each place gets the bit of the place before it; the first is set, since a record starts there."""
    moved = bits << np.uint64(1)
    moved[1:] |= bits[:-1] >> np.uint64(63)
    moved[0] |= np.uint64(1)
    return moved


def _moved_down(bits: _Words) -> _Words:
    """Each place gets the bit of the place after it."""
    moved = bits >> np.uint64(1)
    moved[:-1] |= bits[1:] << np.uint64(63)
    return moved
