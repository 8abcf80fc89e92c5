"""content, machine, errors, engine, progress and the package itself."""

from __future__ import annotations

import os
from datetime import date
from pathlib import Path

import duckdb
import polars as pl
import pytest

import wholeplace
from wholeplace import errors, machine
from wholeplace.content import content_hash, file_hash, text_hash
from wholeplace.engine import run_models, run_query
from wholeplace.progress import bars

FRAME = pl.DataFrame(
    {"t": ["a", None, ""], "n": [1, None, 3], "d": [date(2024, 1, 1), None, None], "b": [True, False, None]}
)


def test_the_package_offers_what_it_says_and_no_more() -> None:
    assert wholeplace.__all__ == ["WholeplaceError", "__version__", "open"]
    assert all(hasattr(wholeplace, name) for name in wholeplace.__all__)


def test_content_is_the_same_for_any_chunking_and_slice() -> None:
    chunked = pl.concat([FRAME.head(1), FRAME.slice(1)], rechunk=False)
    assert content_hash(chunked) == content_hash(FRAME)
    assert content_hash(pl.concat([FRAME, FRAME]).slice(3)) == content_hash(FRAME)
    assert content_hash(pl.DataFrame({"f": [0.0]})) == content_hash(pl.DataFrame({"f": [-0.0]}))


@pytest.mark.parametrize(
    "other",
    [
        FRAME.reverse(), FRAME.head(2), FRAME.rename({"t": "u"}), FRAME.with_columns(pl.col("n").cast(pl.Int32)),
        FRAME.with_columns(t=pl.Series(["a", "", None])), FRAME.with_columns(t=pl.Series([None, "a", ""])),
        FRAME.with_columns(b=pl.Series([True, None, None])), FRAME.select("n", "t", "d", "b"),
    ],
)  # fmt: skip
def test_any_other_content_has_another_hash(other: pl.DataFrame) -> None:
    assert content_hash(other) != content_hash(FRAME)


def test_texts_side_by_side_do_not_run_together() -> None:
    assert content_hash(pl.DataFrame({"t": ["ab", "c"]})) != content_hash(pl.DataFrame({"t": ["a", "bc"]}))


def test_a_list_cannot_be_hashed() -> None:
    with pytest.raises(TypeError, match="column l"):
        content_hash(pl.DataFrame({"l": [[1]]}))


def test_hashes_are_sha256(tmp_path: Path) -> None:
    (tmp_path / "f").write_bytes(b"abc")
    known = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert file_hash(tmp_path / "f") == text_hash("abc") == known


def test_a_durable_write_is_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "new" / "file.txt"
    machine.write_text_durably(target, "one", private=True)
    assert target.read_text() == "one"
    assert target.stat().st_mode & 0o777 == 0o600

    def fails(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", fails)
    with pytest.raises(OSError, match="No space"):
        machine.write_text_durably(target, "two")
    assert target.read_text() == "one"
    assert [path.name for path in target.parent.iterdir()] == ["file.txt"]


def test_the_machine_says_what_it_can() -> None:
    assert machine.now().tzinfo is not None
    assert machine.today() == machine.now().date()
    assert machine.cores() >= 1
    peak = machine.peak_memory_mb()
    assert peak is None or 10 < peak < 100_000


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("UsageError", 2), ("SettingsError", 10), ("ReadError", 11), ("StoreError", 12), ("StepError", 13),
        ("PrivacyError", 14), ("QueryError", 15), ("WholeplaceError", 1),
    ],
)  # fmt: skip
def test_each_error_has_its_exit_code_and_one_line(kind: str, code: int) -> None:
    error = getattr(errors, kind)("it is wrong", where="file.csv", cure="Mend it")
    assert error.exit_code == code
    assert str(error) == error.line() == "file.csv: it is wrong. Mend it"
    assert getattr(errors, kind)("it is wrong").line() == "it is wrong"


def test_models_see_tables_settings_and_those_before_them() -> None:
    models = {
        "one": "SELECT n + getvariable('more') AS n FROM given",
        "two": "SELECT sum(n) AS total FROM one;",
    }
    done = run_models(models, {"given": pl.DataFrame({"n": [1, 2]})}, {"more": 10}, jobs=2)
    assert done["one"]["n"].to_list() == [11, 12]
    assert done["two"]["total"].to_list() == [23]
    assert list(run_models(models, {"given": pl.DataFrame({"n": [1]})}, {"more": 1}, wanted=("two",))) == [
        "two"
    ]


def test_models_leave_nothing_behind_for_those_that_come_after() -> None:
    run_models({"one": "SELECT 1 AS n"}, {"given": pl.DataFrame({"n": [1]})}, {"more": 10})
    for sql in ("FROM one", "FROM given"):
        with pytest.raises(duckdb.CatalogException):
            run_models({"two": sql}, {}, {})
    assert run_models({"two": "SELECT getvariable('more') AS n"}, {}, {})["two"]["n"].to_list() == [None]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT CAST(name AS INTEGER) FROM t", "SELECT * FROM read_csv('/etc/hostname')", "SELECT missing FROM t",
        "SELECT * FROM nowhere", "SELECT", "COPY t TO 'out.csv'", "SELECT error(name) FROM t",
    ],
)  # fmt: skip
def test_a_query_that_fails_quotes_no_value(sql: str) -> None:
    with pytest.raises(errors.QueryError) as caught:
        run_query(sql, {"t": pl.DataFrame({"name": ["Zebulonia"]})})
    assert "Zebulonia" not in caught.value.line()
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


def test_bars_are_silent_without_a_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with bars() as told:
        told("reading", 0.5)
    assert capsys.readouterr() == ("", "")
