"""Files that are wrong in one way each: none is taken without a word, none ends in an exception."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from tests.support.file_bytes import changed, ods, xls, xlsx, zipped
from wholeplace.sources.files import Limits, RawTable, RawXml, Refusal, open_tables

GOOD = b"id,born,note\nA1,13/02/2011,x\nA2,03/04/2011,y\n"
BOOK = xlsx({"List 1": [["id", "born"], ["A1", "x"]]})
SHEET, BOOK_PART, STRINGS = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/sharedStrings.xml"
FAR = changed(changed(BOOK, SHEET, b'r="B2"', b'r="XFD1048576"'), SHEET, b'row r="2"', b'row r="1048576"')
MANY = changed(BOOK, STRINGS, b'uniqueCount="4"', b'uniqueCount="4000000000"')
TITLED = xlsx({"L": [["Children"], [], ["id", "b"], ["A1", 2]]})
NESTED = zipped({"b.zip": zipped({"c.zip": zipped({"d.csv": GOOD})})})
LETTER = zipped({"[Content_Types].xml": b"", "word/document.xml": b""})
OPEN = changed(ods([["id"], ["A1"]]), "content.xml", b"</table:table>", b"")
OLD = xls([["id", "born"], ["A1", "x"]])
XML = b'<?xml version="1.0"?>\n<Message>\n<Child><Id>A1</Id></Child>\n</Message>\n'
PNG = b"\x89PNG\r\n\x1a\n" + bytes(60)

# name of the case, name of the file, its bytes, what is told: "rows ok: warnings and refused rows" or a refusal
CASES: list[tuple[str, str, bytes, str]] = [
    ("nothing at all", "a.csv", b"", "empty_file"),
    ("white space only", "a.csv", b" \r\n\t\n", "empty_file"),
    ("a byte-order mark only", "a.csv", b"\xef\xbb\xbf", "empty_file"),
    ("delimiters only", "a.csv", b",,,\n,,,\n", "empty_file"),
    ("a separator line only", "a.csv", b"sep=;\n", "empty_file"),
    ("header only", "a.csv", b"id,born,note\n", "0 ok: warning no_rows@1"),
    ("no header", "a.csv", GOOD[13:], "2 ok: warning no_header@1"),
    ("a header named twice", "a.csv", b"id,born,id\n1,2,3\n", "duplicate_header@1"),
    ("a header named twice but for spaces", "a.csv", b"id,born, id \n1,2,3\n", "duplicate_header@1"),
    ("a column named as ours", "a.csv", b"id,_line\n1,2\n", "reserved_header@1"),
    ("data below no name", "a.csv", b"id,,note\nA1,x,y\n", "blank_header@1"),
    ("empty columns at the end", "a.csv", b"id,born,,\nA1,x,,\n", "1 ok: warning empty_columns@1"),
    ("delimiters left out", "a.csv", b"id,born,,\nA1,x,,\nA2,y\n", "2 ok: warning empty_columns@1"),
    ("a title above", "a.csv", b"Children,,\n,,\n" + GOOD, "2 ok: warning lines_above_header@3"),
    ("one line above", "a.csv", b"Made for the council\n" + GOOD, "2 ok: warning lines_above_header@2"),
    ("the header again", "a.csv", GOOD + b"id,born,note\n", "2 ok: row repeated_header@4"),
    ("two files joined", "a.csv", GOOD + GOOD, "4 ok: row repeated_header@4"),
    ("a field too many", "a.csv", GOOD + b"A3,x,y,z\n", "2 ok: row wrong_field_count@4"),
    ("a field too few", "a.csv", b"id,born\nA1\nA2,x\n", "1 ok: row wrong_field_count@2"),
    ("a comma not quoted", "a.csv", b"id,note\nA1,x, y\nA2,z\n", "1 ok: row wrong_field_count@2"),
    ("a line end not quoted", "a.csv", b"id,note\nA1,x\ny\n", "1 ok: row wrong_field_count@3"),
    ("cut in mid-row", "a.csv", GOOD[:-4], "1 ok: row wrong_field_count@3"),
    ("cut in mid-row and mid-quote", "a.csv", b'id,note\nA1,"x', "unclosed_quote@2"),
    ("a quote not closed", "a.csv", b'id,note\nA1,"x\nA2,y\nA3,z\n', "unclosed_quote@2"),
    ("a quote closed by another's", "a.csv", b'id,note\nA1,"x\nA2,"y"\nA3,z\n', "unclosed_quote@2"),
    ("a quote not closed in the header", "a.csv", b'id,"note\nA1,x\n', "unclosed_quote@1"),
    ("text after a closing quote", "a.csv", b'id,note\nA1,"x" y\n', "0 ok: row stray_quote@2"),
    ("quotes not doubled", "a.csv", b'id,note\nA1,"the "old" mill"\n', "0 ok: row stray_quote@2"),
    ("a NUL in a row", "a.csv", GOOD + b"A3,\0,y\n", "2 ok: row not_text@4"),
    ("NULs after the end", "a.csv", GOOD + bytes(9), "2 ok: row not_text@4"),
    ("a NUL in the header", "a.csv", b"id,bo\0rn\nA1,x\n", "not_text@1"),
    ("a field of 1 MB", "a.csv", GOOD + b"A3," + b"x" * 1_000_001 + b",y\n", "2 ok: row field_too_long@4"),
    ("a header of 1 MB", "a.csv", b"id," + b"x" * 1_000_001 + b"\nA1,y\n", "field_too_long@1"),
    ("latin-1", "a.csv", b"id,note\nA1,Zo\xeb\n", "1 ok: warning encoding_guessed@2"),
    ("UTF-8 and Windows-1252 mixed", "a.csv", b"id,note\nA1,Zo\xc3\xab\nA2,\x80\n", "2 ok: warning encoding_guessed@3"),
    ("cut in mid-letter", "a.csv", "id,note\nA1,Zoë".encode()[:-1], "1 ok: warning encoding_guessed@2"),
    ("bytes of no encoding", "a.csv", b"id,note\nA1,\x81\n", "0 ok: warning encoding_guessed@2, row not_text@2"),
    ("UTF-16 cut in mid-letter", "a.csv", "id,note\nA1,é".encode("utf-16")[:-1], "0 ok: row not_text@2"),
    ("binary data", "a.csv", bytes(range(32)) * 20, "not_a_table"),
    ("a web page", "a.csv", b"<!DOCTYPE html>\n<html><body>Sign in</body></html>", "not_a_table"),
    ("a web page saved as a workbook", "a.xls", b"<html><table><tr><td>A1</td></tr></table></html>", "not_a_table"),
    ("a web page that is XML", "a.xml", b'<?xml version="1.0"?><html><p/></html>', "not_a_table@1"),
    ("JSON, an object", "a.csv", b'{"id": 1}', "not_a_table"),
    ("JSON, a list", "a.csv", b' [{"id": 1}]', "not_a_table"),
    ("a PDF", "a.csv", b"%PDF-1.7\n", "not_a_table"),
    ("a picture", "a.csv", PNG, "not_a_table"),
    ("a Parquet file", "a.csv", b"PAR1" + bytes(20), "not_a_table"),
    ("a database", "a.csv", b"SQLite format 3\0" + bytes(20), "not_a_table"),
    ("a tar archive", "a.tar", b"a.csv".ljust(257, b"\0") + b"ustar\0", "not_a_table"),
    ("an archive of another kind", "a.7z", b"7z\xbc\xaf\x27\x1c" + bytes(20), "not_a_table"),
    ("a Word document", "a.docx", LETTER, "not_a_table"),
    ("a workbook named csv", "a.csv", BOOK, "1 ok: warning wrong_extension"),
    ("text named xlsx", "a.xlsx", GOOD, "2 ok: warning wrong_extension"),
    ("XML named csv", "a.csv", XML, "tree: warning wrong_extension"),
    ("gzip named csv", "a.csv", gzip.compress(GOOD, mtime=0), "2 ok: warning wrong_extension"),
    ("text named gz", "a.csv.gz", GOOD, "2 ok: warning wrong_extension"),
    ("gzip cut short", "a.csv.gz", gzip.compress(GOOD, mtime=0)[:-9], "damaged_archive"),
    ("gzip with a wrong checksum", "a.csv.gz", gzip.compress(GOOD, mtime=0)[:-8] + bytes(8), "damaged_archive"),
    ("gzip with rubbish after it", "a.csv.gz", gzip.compress(GOOD, mtime=0) + b"rubbish", "damaged_archive"),
    ("gzip of nothing", "a.csv.gz", gzip.compress(b"", mtime=0), "empty_file"),
    ("zip cut short", "a.zip", zipped({"a.csv": GOOD})[:-30], "damaged_archive"),
    ("zip of nothing", "a.zip", zipped({}), "empty_file"),
    ("zip in zip in zip", "a.zip", NESTED, "nested_archive"),
    ("a workbook cut short", "a.xlsx", BOOK[:-200], "damaged_archive"),
    ("a workbook without its sheet", "a.xlsx", changed(BOOK, BOOK_PART, b"sheet", b"shoot"), "empty_file"),
    ("a workbook of bad XML", "a.xlsx", changed(BOOK, BOOK_PART, b"<sheets>", b"<sheets"), "damaged_workbook"),
    ("an empty workbook", "a.xlsx", xlsx({"List 1": [], "List 2": []}), "empty_file"),
    ("a workbook with an empty sheet", "a.xlsx", xlsx({"L": [], "M": [["id"], ["A1"]]}), "1 ok: warning empty_sheet"),
    ("a workbook with a title", "a.xlsx", TITLED, "1 ok: warning lines_above_header@3"),
    ("a sheet with a header named twice", "a.xlsx", xlsx({"L": [["id", "id"], ["A1", "x"]]}), "duplicate_header@1"),
    ("a sheet with data below no name", "a.xlsx", xlsx({"L": [["id", None, "b"], [1, 2, 3]]}), "blank_header@1"),
    ("a sheet with a header only", "a.xlsx", xlsx({"L": [["id", "b"]]}), "0 ok: warning no_rows@1"),
    ("a far-off cell", "a.xlsx", FAR, "sheet_too_large"),
    ("a false count of strings", "a.xlsx", MANY, "damaged_workbook"),
    ("an OpenDocument of bad XML", "a.ods", OPEN, "damaged_workbook"),
    ("an old workbook cut short", "a.xls", OLD[:1500], "damaged_workbook"),
    ("an old workbook cut in its header", "a.xls", OLD[:100], "damaged_workbook"),
    ("an old workbook in a circle", "a.xls", OLD[:520] + b"\2\0\0\0" + OLD[524:], "damaged_workbook"),
    ("a workbook with a password", "a.xlsx", OLD + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ("XML cut short", "a.xml", XML[:-11], "not_well_formed@4"),
    ("XML with tags crossed", "a.xml", b"<a>\n<b>\n<c></b></c></a>", "not_well_formed@3"),
    ("XML in an encoding it does not state", "a.xml", b'<?xml version="1.0"?><a>\xe9</a>', "not_well_formed@1"),
    ("XML with a document type", "a.xml", b'<?xml version="1.0"?>\n<!DOCTYPE a>\n<a/>', "unsafe_xml@2"),
    ("XML with an entity", "a.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "unsafe_xml@1"),
    ("XML very deep", "a.xml", b"<a>" * 101 + b"</a>" * 101, "too_deep@1"),
]  # fmt: skip


def told(path: Path, **asked: object) -> list[str]:
    """What is told of each item of a file, in a few words."""
    return [_told(item) for item in open_tables(path, **asked)]  # pyright: ignore[reportArgumentType]


def _told(item: RawTable | RawXml | Refusal) -> str:
    if isinstance(item, Refusal):
        line = f"@{item.problem.line}" if item.problem.line else ""
        return item.problem.rule + line
    what = f"{item.frame.height} ok" if isinstance(item, RawTable) else "tree"
    each = [f"{p.level} {p.rule}" + (f"@{p.line}" if p.line else "") for p in item.problems]
    return f"{what}: {', '.join(each)}" if each else what


@pytest.mark.parametrize(
    ("name", "data", "expected"), [case[1:] for case in CASES], ids=[c[0] for c in CASES]
)
def test_each_fault_is_told(name: str, data: bytes, expected: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    assert told(tmp_path / name) == [expected]


def test_there_are_enough_faults() -> None:
    assert len({case[0] for case in CASES}) == len(CASES) >= 60


@pytest.mark.parametrize(("name", "data"), [case[1:3] for case in CASES], ids=[c[0] for c in CASES])
def test_no_value_is_told(name: str, data: bytes, tmp_path: Path) -> None:
    secret = b"Quayle"
    (tmp_path / name).write_bytes(
        data.replace(b"x", secret) if data[:2] not in (b"PK", b"\x1f\x8b") else data
    )
    for item in open_tables(tmp_path / name):
        problems = (item.problem,) if isinstance(item, Refusal) else item.problems
        assert all(secret.decode() not in f"{p.why} {p.cure} {p.column}" for p in problems)
        assert all(p.why and p.cure and p.rule for p in problems)


def test_an_archive_that_expands_too_far(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped({"a.csv": GOOD, "b.csv": b"id\n" + b"0\n" * 100_000, "c.csv": GOOD}))
    limits = Limits(max_ratio=10, ratio_from=10_000)
    assert told(path, limits=limits) == ["2 ok", "archive_too_large", "archive_too_large"]
    assert told(path, limits=Limits(max_members=2)) == ["archive_too_large"]
    assert told(path, limits=Limits(max_bytes=100_000)) == ["2 ok", "archive_too_large", "archive_too_large"]


def test_a_workbook_that_expands_too_far(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(xlsx({"List 1": [["id"], *([["x"]] * 5000)]}))
    assert told(path, limits=Limits(max_ratio=2, ratio_from=10_000)) == ["archive_too_large"]
