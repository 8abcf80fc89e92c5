"""Reading files: two ways to the same rows, rows that add up, and no bytes that end in an exception."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.support.file_bytes import ods, xls, xlsx, zipped
from wholeplace.sources.files import Limits, RawTable, RawXml, open_tables
from wholeplace.sources.files.container import unpack
from wholeplace.sources.files.csv import read, scan
from wholeplace.sources.files.model import FileRefused, Refusal
from wholeplace.sources.files.text import Text, read_text

CHECKED = settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
CELL = st.lists(st.sampled_from([*'aé€ \t"",;|\n', "\r\n", "\ufeff"]), max_size=5).map("".join)
ROUGH = st.text(st.sampled_from('ab"",,\n\n ;'), max_size=60)


@contextmanager
def _pieces(monkeypatch: pytest.MonkeyPatch, piece: int, block: int, *, careful: bool) -> Iterator[None]:
    """Read in very small pieces, or record by record throughout."""
    with monkeypatch.context() as patched:
        patched.setattr(scan, "_PIECE", piece)
        patched.setattr(read, "BLOCK", block)
        patched.setattr(read, "CAREFUL", piece)
        if careful:
            patched.setattr(read, "scan", lambda *_: None)
        yield


def _outcome(data: bytes, header: bool | None = True) -> tuple[object, ...]:
    """All there is to compare: cells, lines and problems, or the refusal."""
    try:
        table = read.read_csv(read_text(data), "t", "t.csv", header)
    except FileRefused as refused:
        return ("refused", refused.problem)
    return (table.header, table.frame.columns, table.frame.rows(), table.rows_in, table.problems)


@st.composite
def tables(draw: st.DrawFn) -> tuple[list[list[str]], bytes, str]:
    """Rows, the bytes a writer made of them, and the delimiter."""
    width = draw(st.integers(1, 4))
    rows = draw(st.lists(st.lists(CELL, min_size=width, max_size=width), max_size=8))
    delimiter, end = draw(st.sampled_from(",;\t|")), draw(st.sampled_from(["\n", "\r\n"]))
    quoting = draw(st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC]))
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter, lineterminator=end, quoting=quoting).writerows(
        [[f"h{i}" for i in range(width)], *rows]
    )
    text = f"sep={delimiter}{end}" + out.getvalue()
    return rows, text.removesuffix(draw(st.sampled_from(["", end]))).encode(), delimiter


@given(made=tables(), piece=st.integers(4, 40), block=st.integers(4, 90))
@CHECKED
def test_what_a_writer_wrote_is_read_back_with_its_lines(
    made: tuple[list[list[str]], bytes, str], piece: int, block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, data, delimiter = made
    line, expected = 3, []
    for row in rows:
        if any(cell.strip(" \t\r\n") for cell in row):
            expected.append((*(cell or None for cell in row), line))
        line += 1 + sum(cell.count("\n") for cell in row)
    for careful in (False, True):
        with _pieces(monkeypatch, piece, block, careful=careful):
            table = read.read_csv(read_text(data), "t", "t.csv", header=True)
        assert table.delimiter == delimiter
        assert table.frame.rows() == expected
        assert table.rows_in == len(expected)
        assert {problem.rule for problem in table.problems} <= {"no_rows"}


@given(
    rough=ROUGH,
    piece=st.integers(4, 40),
    block=st.integers(4, 90),
    ends=st.sampled_from(["\n", "\r\n", "\r"]),
)
@CHECKED
def test_quick_and_careful_reading_agree_on_anything(
    rough: str, piece: int, block: int, ends: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = ("x,y\n" + rough).replace("\n", ends).encode()
    with _pieces(monkeypatch, piece, block, careful=False):
        quick = _outcome(data)
    with _pieces(monkeypatch, piece, block, careful=True):
        careful = _outcome(data)
    assert quick == careful


@given(lines=st.lists(st.text(st.sampled_from("ab,, "), max_size=8), max_size=20))
@CHECKED
def test_rows_add_up(lines: list[str]) -> None:
    table = read.read_csv(read_text("\n".join(["x,y", *lines]).encode()), "t", "t.csv", header=True)
    whole = [n for n, line in enumerate(lines, start=2) if line.replace(",", "").strip()]
    refused = [n for n in whole if lines[n - 2].count(",") != 1]
    assert table.rows_in == len(whole)
    assert [p.line for p in table.problems if p.level == "row"] == refused
    assert table.frame["_line"].to_list() == [n for n in whole if n not in refused]


PLAIN = 'id,born,note\n1,2011-02-13,"a ""b"", c"\n2,2012-01-01,é\n'.encode()
SOUND = [
    PLAIN,
    PLAIN.decode().encode("utf-16"),
    b'<?xml version="1.0"?>\n<a x="1"><b>t</b></a>',
    gzip.compress(PLAIN, mtime=0),
    zipped({"a.csv": PLAIN, "b.xml": b"<a><b>1</b></a>"}),
    xlsx({"List 1": [["id", "born"], ["a", 2]]}),
    ods([["id", "born"], ["a", "b"]]),
    xls([["id", "born"], ["a", "b"]]),
]


@st.composite
def spoiled(draw: st.DrawFn) -> bytes:
    """A sound file with some of its bytes changed, dropped or doubled."""
    data = bytearray(draw(st.sampled_from(SOUND)))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(data)))
        data[at : at + draw(st.integers(0, 12))] = draw(st.binary(max_size=6))
    return bytes(data)


@given(data=spoiled() | st.binary(max_size=300), header=st.sampled_from([None, True, False]))
@settings(CHECKED, max_examples=300)
def test_no_bytes_end_in_an_exception(data: bytes, header: bool | None, tmp_path: Path) -> None:
    path = tmp_path / "extract.csv"
    path.write_bytes(data)
    found = open_tables(path, header=header)
    assert found
    for item in found:
        if isinstance(item, Refusal):
            assert item.problem.level == "file"
            assert item.problem.rule != "reader_failed"
        elif isinstance(item, RawTable):
            refused = sum(problem.level == "row" for problem in item.problems)
            assert item.rows_in == item.frame.height + refused
        else:
            assert isinstance(item, RawXml)


@given(size=st.integers(0, 400_000), cap=st.integers(1, 200_000), ratio=st.integers(1, 300))
@settings(CHECKED, max_examples=40)
def test_archives_never_expand_beyond_the_limits(size: int, cap: int, ratio: int) -> None:
    packed = gzip.compress(b"a" * size, mtime=0)
    limits = Limits(max_bytes=cap, max_ratio=ratio, ratio_from=10_000)
    (item,) = unpack(packed, "a.csv.gz", limits)
    allowed = size <= cap and size <= max(10_000, ratio * len(packed))
    assert isinstance(item, Refusal) is not allowed


def test_text_is_kept_whole_for_reading_twice() -> None:
    assert read_text(PLAIN) == Text(PLAIN, "utf-8")
