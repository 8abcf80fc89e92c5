from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.file_bytes import xlsx, zipped
from wholeplace.errors import ReadError
from wholeplace.sources import files
from wholeplace.sources.files import Problem, RawTable, RawXml, Refusal, open_tables

GOOD = b"id,born\nA1,x\n"
SAMPLES = Path(__file__).parents[5] / "shared" / "data" / "returns"


def test_everything_in_an_archive_in_one_list(tmp_path: Path) -> None:
    path = tmp_path / "sent.zip"
    book = xlsx({"List 1": [["id"], ["A1"]], "List 2": [["id", "id"]]})
    path.write_bytes(zipped({"a.csv": GOOD, "b.xml": b"<a/>", "c.xlsx": book, "d.pdf": b"%PDF"}))
    found = [
        (item.file, item.problem.rule if isinstance(item, Refusal) else item.name)
        for item in open_tables(path)
    ]
    assert found == [
        ("sent.zip!a.csv", "a"),
        ("sent.zip!b.xml", "b"),
        ("sent.zip!c.xlsx", "List 1"),
        ("sent.zip!c.xlsx!List 2", "duplicate_header"),
        ("sent.zip!d.pdf", "not_a_table"),
    ]


def test_warnings_about_the_file_come_before_those_about_its_rows(tmp_path: Path) -> None:
    path = tmp_path / "sent.xlsx"
    path.write_bytes(b"id,born\nA1\n")
    (table,) = open_tables(path)
    assert isinstance(table, RawTable)
    assert [problem.rule for problem in table.problems] == ["wrong_extension", "wrong_field_count"]


@pytest.mark.parametrize("asked", [True, False])
def test_what_is_asked_of_the_header_reaches_every_reader(asked: bool, tmp_path: Path) -> None:
    path = tmp_path / "sent.zip"
    path.write_bytes(zipped({"a.csv": GOOD, "b.xlsx": xlsx({"L": [["id", "born"], ["A1", "x"]]})}))
    for table in open_tables(path, header=asked):
        assert isinstance(table, RawTable)
        assert table.header == (("id", "born") if asked else ())
        assert table.frame.columns == [*(("id", "born") if asked else ("1", "2")), "_line"]


def test_only_ordinary_files_are_read(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(GOOD)
    (tmp_path / "link.csv").symlink_to(tmp_path / "a.csv")
    for name in ("link.csv", ".", "absent.csv", "nul\0.csv"):
        with pytest.raises(ReadError) as caught:
            open_tables(tmp_path / name)
        assert str(tmp_path) not in caught.value.line()
        assert caught.value.cure


def test_a_fault_of_ours_is_told_without_what_was_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise KeyError("Quayle")

    monkeypatch.setattr(files, "read_csv", fail)
    (tmp_path / "a.csv").write_bytes(GOOD)
    (refusal,) = open_tables(tmp_path / "a.csv")
    assert isinstance(refusal, Refusal)
    assert refusal.problem.rule == "reader_failed"
    assert "Quayle" not in str(refusal)


def test_a_machine_out_of_memory_is_not_a_bad_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(files, "read_csv", fail)
    (tmp_path / "a.csv").write_bytes(GOOD)
    with pytest.raises(MemoryError):
        open_tables(tmp_path / "a.csv")


def test_problems_are_plain_values() -> None:
    assert Problem("row", "r", 1, None, "w", "c") == Problem("row", "r", 1, None, "w", "c")


@pytest.mark.samples
@pytest.mark.skipif(not SAMPLES.exists(), reason="the public sample returns are not beside the project")
@pytest.mark.parametrize(
    ("name", "rows", "columns"),
    [
        ("ssda903/tests/fake_data/header.csv", 2675, 7),
        ("ssda903/tests/fake_data/episodes.csv", 5050, 13),
        ("ssda903/tests/fake_data/reviews.csv", 12582, 4),
        ("school_census/liia/2024_autumn_pupilonroll.csv.gz", 9088, None),
        ("school_census/liia/2025_spring_pupilonroll.csv.gz", 9498, None),
        ("school_census/liia/2025_summer_pupilonroll.csv.gz", 9912, None),
    ],
)
def test_public_samples_are_read_whole(name: str, rows: int, columns: int | None) -> None:
    (table,) = open_tables(SAMPLES / name)
    assert isinstance(table, RawTable)
    assert (table.rows_in, table.frame.height, table.problems) == (rows, rows, ())
    assert columns in (None, len(table.header))


@pytest.mark.samples
@pytest.mark.skipif(not SAMPLES.exists(), reason="the public sample returns are not beside the project")
def test_public_trees_are_read_whole() -> None:
    (tree,) = open_tables(SAMPLES / "cin" / "fake_data" / "fake_CIN_data.xml")
    assert isinstance(tree, RawXml)
    (people,) = files.children(tree.root, "Children")
    assert len(list(files.children(people, "Child"))) == 332
