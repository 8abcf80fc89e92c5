from __future__ import annotations

import numpy as np
import pytest

from wholeplace.sources.files.csv import scan as module
from wholeplace.sources.files.csv.scan import Scan, scan


def _told(found: Scan | None) -> tuple[list[int], list[int], list[int]]:
    assert found
    return found.ends.tolist(), found.lines.tolist(), found.counts.tolist()


@pytest.mark.parametrize("piece", [1_000_000, 12])
@pytest.mark.parametrize(
    ("data", "ends", "lines", "counts"),
    [
        (b"a,b\nc\n", [4, 6], [0, 1], [2, 1]),
        (b"a,b\nc", [4, 6], [0, 1], [2, 1]),
        (b"\n\na\n", [1, 2, 4], [0, 1, 2], [1, 1, 1]),
        (b'"a,\n",b\nc\n', [8, 10], [0, 2], [2, 1]),
        (b'"",""""\n"a"\n', [8, 12], [0, 1], [2, 1]),
        (b'"a"\r\nb\r\n', [5, 8], [0, 1], [1, 1]),
        (b'"\n\n"\n\n"\n"', [5, 6, 10], [0, 3, 4], [1, 1, 1]),
    ],
)
def test_where_records_end_and_how_wide_they_are(
    data: bytes,
    ends: list[int],
    lines: list[int],
    counts: list[int],
    piece: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "_PIECE", piece)
    assert _told(scan(data, 0, ",", 1000)) == (ends, lines, counts)


@pytest.mark.parametrize(
    "data",
    [
        b'a"b\n',
        b'"a"b\n',
        b'"a\nb\n',
        b'a\n"b',
        b' "a"\n',
        b'"a" \n',
        b'"a""\n',
        b"a\0b\n",
        b"\xef\xbb\xbfa\n",
    ],
)
def test_odd_text_is_left_to_careful_reading(data: bytes) -> None:
    assert scan(data, 0, ",", 1000) is None


def test_what_follows_on_a_sound_beginning_is_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PIECE", 8)
    assert _told(scan(b'a,b\nc,d\ne"f,g\n', 0, ",", 1000))[0] == [4, 8]


def test_a_record_longer_than_a_piece_is_left_to_careful_reading(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PIECE", 8)
    assert scan(b"abcdefghijkl\nm\n", 0, ",", 1000) is None


def test_reading_stops_about_where_it_is_told_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PIECE", 8)
    found = scan(b"abc\n" * 100, 4, ",", 20)
    assert found
    assert (found.size, found.line_ends, found.quoted) == (24, 6, False)


@pytest.mark.parametrize("length", [62, 63, 64, 65, 127, 128, 129])
def test_quotes_are_followed_over_the_words_that_bits_come_in(length: int) -> None:
    data = b'"' + b"," * length + b'",b\nc,"\n"\n'
    assert _told(scan(data, 0, ",", 10_000)) == ([length + 5, length + 11], [0, 1], [2, 2])


def test_only_good_records_are_kept() -> None:
    data = b'a\n"b\n"\nc'
    found = scan(data, 0, ",", 1000)
    assert found
    assert found.quoted
    assert found.kept(data, np.array([True, False, True])) == b"a\nc"
    assert found.kept(data, np.array([False, True, False])) == b'"b\n"\n'
    assert found.kept(data, np.array([True, True, True])) == data


def test_parity_against_a_plain_count() -> None:
    random = np.random.default_rng(3)
    for size in (1, 63, 64, 65, 500):
        bits = random.random(size) < 0.3
        found = module._places(module._running_parity(module._packed(bits)), size)
        assert found.tolist() == np.flatnonzero(np.cumsum(bits) % 2).tolist()
