from __future__ import annotations

import codecs
import sys

import pytest

from wholeplace.sources.files.model import FileRefused
from wholeplace.sources.files.text import head_of, read_text, utf16_of

module = sys.modules[read_text.__module__]  # the package has a function of the same name
PLAIN = "id,note\nA1,Zoë Ångström €5\n"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (PLAIN.encode(), "utf-8"),
        (codecs.BOM_UTF8 + PLAIN.encode(), "utf-8-sig"),
        (codecs.BOM_UTF8 * 2 + PLAIN.encode(), "utf-8-sig"),
        (codecs.BOM_UTF16_LE + PLAIN.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + PLAIN.encode("utf-16-be"), "utf-16-be"),
        (PLAIN.encode("utf-16-le"), "utf-16-le"),
        (PLAIN.encode("utf-16-be"), "utf-16-be"),
        (PLAIN.encode("cp1252"), "cp1252"),
        (PLAIN.encode() + "Noël\n".encode("cp1252"), "mixed"),
    ],
)
def test_every_encoding_comes_out_as_the_same_text(data: bytes, encoding: str) -> None:
    text = read_text(data)
    assert text.data.decode().startswith(PLAIN)
    assert text.encoding == encoding


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_ordinary_line_ends_are_left_alone(ends: str) -> None:
    data = PLAIN.replace("\n", ends).encode()
    assert read_text(data).data == data


@pytest.mark.parametrize("data", [b"a\rb\rc", b"a\rb\r\nc", b"a\nb\rc", b"a\r\nb\nc\r"])
def test_a_return_alone_ends_a_line(data: bytes) -> None:
    assert read_text(data).data.rstrip(b"\n") == b"a\nb\nc"[: 1 + 2 * (data.count(b"b") + data.count(b"c"))]


def test_a_return_alone_is_found_where_pieces_meet(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PIECE", 4)
    assert read_text(b"abc\rdefg\r\n").data == b"abc\ndefg\n"
    assert read_text(b"abc\r\ndef\r\n").data == b"abc\r\ndef\r\n"


def test_lines_that_are_not_utf8_are_counted_with_the_first_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_PIECE", 8)
    text = read_text(b"id,note\nA1,x\nA2,Zo\xeb\nA3,y\nA4,\x80\n")
    (problem,) = text.problems
    assert (problem.rule, problem.level, problem.line) == ("encoding_guessed", "warning", 3)
    assert problem.why.startswith("2 lines")
    assert text.data.decode().splitlines()[2::2] == ["A2,Zoë", "A4,€"]


def test_only_the_lines_that_are_not_utf8_are_guessed() -> None:
    assert read_text("é\n".encode() + b"\xe9\n").data.decode() == "é\né\n"


def test_what_no_encoding_holds_becomes_nul() -> None:
    assert read_text(b"a\x81b\n").data == b"a\0b\n"
    assert read_text(codecs.BOM_UTF16_LE + b"a\0\x00\xd8b\0").data == b"a\0b"


def test_the_mark_that_ended_dos_files_is_dropped() -> None:
    assert read_text(b"id\nA1\n\x1a").data == b"id\nA1\n"
    assert read_text("id\n\x1a".encode("utf-16")).data == b"id\n"


@pytest.mark.parametrize(
    "data", [b"", b"  \n\t", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, b"\x1a", b"\n" * 5000]
)
def test_nothing_but_white_space_is_an_empty_file(data: bytes) -> None:
    with pytest.raises(FileRefused) as caught:
        read_text(data)
    assert caught.value.problem.rule == "empty_file"


def test_white_space_ahead_of_data_is_not_an_empty_file() -> None:
    assert read_text(b"\n" * 5000 + b"id\n").data.endswith(b"id\n")


@pytest.mark.parametrize("data", [b"", b"a\0", b"a\0b", b"plain text", b"a,b\n\0,1\n", bytes(40)])
def test_some_zero_bytes_do_not_make_utf16(data: bytes) -> None:
    assert utf16_of(data) is None


def test_the_head_is_read_in_any_encoding() -> None:
    assert head_of(" <a>".encode("utf-16")) == "<a>"
    assert head_of(codecs.BOM_UTF8 + b"\n<a>\xff") == "<a>\ufffd"
