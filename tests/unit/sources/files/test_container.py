from __future__ import annotations

import gzip
import io
import struct
import zipfile

import pytest

from tests.support.file_bytes import ods, xls, xlsx, zipped
from wholeplace.sources.files.container import Member, kind_of, label, unpack
from wholeplace.sources.files.model import FileRefused, Limits, Refusal

GOOD = b"id,born\nA1,x\n"


def _unpacked(data: bytes, name: str = "a.zip", **limits: int) -> list[Member | Refusal]:
    return list(unpack(data, name, Limits(**limits)))


def _named(items: list[Member | Refusal]) -> list[tuple[str, str]]:
    return [(one.file, one.problem.rule if isinstance(one, Refusal) else one.name) for one in items]


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (GOOD, "text"),
        (b"", "text"),
        (b"[Name],born\n", "text"),
        (b"{curly},born\n", "text"),
        (b"a<b,c\n", "text"),
        ("<a/>".encode("utf-16"), "xml"),
        (b'\xef\xbb\xbf<?xml version="1.0"?><a/>', "xml"),
        (b"<!-- c --><a/>", "xml"),
        (gzip.compress(b"", mtime=0), "gzip"),
        (zipped({"a.csv": GOOD}), "zip"),
        (xlsx({"L": [["id"]]}), "workbook"),
        (ods([["id"]]), "workbook"),
        (xls([["id"]]), "workbook"),
    ],
)
def test_kinds_are_told_by_content(data: bytes, kind: str) -> None:
    assert kind_of(data) == kind


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"%PDF-1.7", "a PDF"),
        (b"\xff\xd8\xff\xe0", "a picture"),
        (b"{\\rtf1", "a Word document"),
        (b"Rar!\x1a", "a RAR archive"),
        (b"<!-- x --> <HTML>", "a web page"),
        ("<html>".encode("utf-16"), "a web page"),
        (b'{"a": 1}', "JSON"),
        (b"[1, 2]", "JSON"),
        (bytes(range(1, 9)) * 50, "binary data"),
        (zipped({"[Content_Types].xml": b"", "ppt/a.xml": b""}), "an Office document"),
    ],
)
def test_what_is_not_a_table_is_named(data: bytes, why: str) -> None:
    with pytest.raises(FileRefused) as caught:
        kind_of(data)
    assert (caught.value.problem.rule, caught.value.problem.why) == ("not_a_table", f"the file is {why}")


def test_members_are_named_by_archive_and_member() -> None:
    data = zipped(
        {
            "in/episodes.csv": GOOD,
            "b.zip": zipped({"header.csv": GOOD}),
            "c.csv.gz": gzip.compress(GOOD, mtime=0),
        }
    )
    assert _named(_unpacked(data)) == [
        ("a.zip!in/episodes.csv", "episodes"),
        ("a.zip!b.zip!header.csv", "header"),
        ("a.zip!c.csv.gz", "c"),
    ]


def test_a_file_alone_keeps_its_name() -> None:
    (member,) = _unpacked(gzip.compress(GOOD, mtime=0), "2024_autumn.csv.gz")
    assert isinstance(member, Member)
    assert (member.file, member.name, member.data, member.problems) == (
        "2024_autumn.csv.gz",
        "2024_autumn",
        GOOD,
        (),
    )


def test_gzip_files_put_end_to_end_are_one() -> None:
    (member,) = _unpacked(gzip.compress(GOOD, mtime=0) + gzip.compress(b"A2,y\n") + bytes(8), "a.csv.gz")
    assert isinstance(member, Member)
    assert member.data == GOOD + b"A2,y\n"


def test_a_refused_member_does_not_lose_the_others() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.csv", GOOD)
        archive.writestr("b.pdf", b"%PDF-1.7")
        archive.writestr("c.csv", b"id,spoilt")
        archive.writestr("d.csv", GOOD)
    data = out.getvalue().replace(b"id,spoilt", b"id,spoiLt")
    assert [rule for _, rule in _named(_unpacked(data))] == ["a", "not_a_table", "damaged_archive", "d"]


def test_folders_and_what_systems_leave_behind_are_passed_over() -> None:
    data = zipped(
        {"in/": b"", "__MACOSX/._a.csv": b"\0", "in/.DS_Store": b"\0", "in/Thumbs.db": b"", "a.csv": GOOD}
    )
    assert _named(_unpacked(data)) == [("a.zip!a.csv", "a")]


def _flagged(bit: int, method: int = 8) -> bytes:
    """An archive of one member whose flags and method are set to what the reader may not take."""
    data = bytearray(zipped({"a.csv": GOOD}))
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        start = data.index(signature) + at
        struct.pack_into("<HH", data, start, bit, method)
    return bytes(data)


def test_members_with_a_password_or_of_unknown_packing() -> None:
    assert _named(_unpacked(_flagged(0x1))) == [("a.zip!a.csv", "encrypted")]
    assert _named(_unpacked(_flagged(0, method=9))) == [("a.zip!a.csv", "damaged_archive")]


def test_a_member_may_not_leave_its_archive() -> None:
    assert _named(_unpacked(zipped({"../../etc/a\n.csv": GOOD}))) == [("a.zip!../../etc/a_.csv", "a_")]


def test_labels_print_on_one_line() -> None:
    assert label("a\x1b[2J\r\nb\udc80é.csv") == "a_[2J__b_é.csv"


def test_limits_count_all_that_comes_out_of_one_file() -> None:
    inner = zipped({"c.csv": b"0" * 400, "d.csv": b"1" * 400})
    data = zipped({"a.csv": b"2" * 400, "b.zip": inner})
    assert [rule for _, rule in _named(_unpacked(data, max_bytes=400 + len(inner) + 400))] == [
        "a", "c", "archive_too_large",
    ]  # fmt: skip


def test_dense_tables_are_not_taken_for_an_attack_until_they_are_large() -> None:
    data = gzip.compress(b"0" * 1_000_000, mtime=0)
    assert _named(_unpacked(data, "a.csv.gz")) == [("a.csv.gz", "a")]
    refused = _unpacked(data, "a.csv.gz", ratio_from=900_000)
    assert _named(refused) == [("a.csv.gz", "archive_too_large")]


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        ("a.csv", GOOD, []),
        ("a.TXT", GOOD, []),
        ("a", GOOD, []),
        ("a.2024", GOOD, []),
        ("a.xls", xlsx({"L": [["id"]]}), []),
        ("a.xlsx", GOOD, ["wrong_extension"]),
        ("a.csv.gz", gzip.compress(b"<a/>", mtime=0), ["wrong_extension"]),
        ("a.zip", gzip.compress(GOOD, mtime=0), ["wrong_extension", "wrong_extension"]),
    ],
)
def test_a_name_that_says_something_else_is_told(name: str, data: bytes, told: list[str]) -> None:
    (member,) = _unpacked(data, name)
    assert isinstance(member, Member)
    assert [problem.rule for problem in member.problems] == told
