from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from wholeplace.errors import ReadError
from wholeplace.score.truth import COLUMNS, FOLDER, Truth, load_truth, shaped

RESIDENCE = pl.DataFrame(
    {"true_person": [1], "true_household": [2], "from": [date(2021, 4, 1)], "to": [None]}
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / FOLDER).mkdir()
    return tmp_path


def test_what_is_not_there_is_not_known(folder: Path) -> None:
    truth = load_truth(folder)
    assert all(truth.get(name) is None for name in COLUMNS)
    assert load_truth(folder / "elsewhere").tables == {}


def test_parquet_and_csv_give_the_same(folder: Path) -> None:
    RESIDENCE.with_columns(extra=1).write_parquet(folder / FOLDER / "residence.parquet")
    first = load_truth(folder).get("residence")
    (folder / FOLDER / "residence.parquet").unlink()
    RESIDENCE.write_csv(folder / FOLDER / "residence.csv")
    second = load_truth(folder).get("residence")
    assert first is not None
    assert second is not None
    assert first.equals(second)
    assert dict(first.schema) == COLUMNS["residence"]
    assert first.rows() == [("1", "2", date(2021, 4, 1), None)]


def test_a_missing_column_is_named(folder: Path) -> None:
    RESIDENCE.drop("to").write_csv(folder / FOLDER / "residence.csv")
    with pytest.raises(ReadError, match=r"truth/residence\.csv: lacks to\."):
        load_truth(folder)


def test_a_date_that_is_none_is_refused_without_its_value(folder: Path) -> None:
    RESIDENCE.with_columns(pl.lit("in spring").alias("from")).write_csv(folder / FOLDER / "residence.csv")
    with pytest.raises(ReadError, match="another type") as raised:
        load_truth(folder)
    assert "spring" not in raised.value.line()


def test_a_file_that_is_no_parquet_is_refused(folder: Path) -> None:
    (folder / FOLDER / "tie.parquet").write_bytes(b"not parquet")
    with pytest.raises(ReadError, match=r"truth/tie\.parquet: cannot be read"):
        load_truth(folder)


def test_only_known_tables_can_be_asked_for() -> None:
    with pytest.raises(KeyError):
        Truth({}).get("spells")
    assert shaped(RESIDENCE, "residence").height == 1
