"""Sheets as bytes: encodings, spliced lines, files below a folder."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest

from wholeplace.demo.records import Sheet, write
from wholeplace.demo.records.sheet import sheet_bytes

ROWS = pl.DataFrame({"ID": ["1", "2", "3"], "NAME": ["Zoë, B", "Łukasz", None]})
WHO = pl.Series([7, 8, 9])


def _sheet(source: str, rows: pl.DataFrame = ROWS, **more: object) -> Sheet:
    own = pl.Series(["1", "2", "3"])
    return Sheet(source, "rents", "member", f"{source}/member.csv", rows, WHO, own, **more)  # pyright: ignore


def test_plain_text_is_utf_8() -> None:
    assert sheet_bytes(_sheet("gp")).decode() == 'ID,NAME\n1,"Zoë, B"\n2,Łukasz\n3,\n'


def test_some_services_write_windows_text_or_a_mark() -> None:
    assert sheet_bytes(_sheet("council_tax")) == 'ID,NAME\n1,"Zoë, B"\n2,?ukasz\n3,\n'.encode("cp1252")
    assert sheet_bytes(_sheet("police")).startswith(b"\xef\xbb\xbfID,NAME\n1,")


def test_bad_lines_stand_where_their_rows_stood() -> None:
    text = sheet_bytes(_sheet("gp", raw={2: "3", 0: "1,x,y"})).decode()
    assert text == "ID,NAME\n1,x,y\n2,Łukasz\n3\n"


def test_a_document_is_written_as_it_is() -> None:
    assert sheet_bytes(_sheet("council_tax", content="<é/>".encode())) == "<é/>".encode()


def test_files_go_below_the_folder(tmp_path: Path) -> None:
    write([_sheet("gp"), _sheet("police", earlier=ROWS[:1])], tmp_path)
    found = sorted(path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*.csv"))
    assert found == ["gp/member.csv", "police/0-earlier-member.csv", "police/member.csv"]
    assert (tmp_path / found[1]).read_text(encoding="utf-8-sig") == 'ID,NAME\n1,"Zoë, B"\n'


def test_every_row_says_whose_it_is() -> None:
    with pytest.raises(ValueError, match="person has 3 entries for 2 rows"):
        _sheet("gp", ROWS[:2])
