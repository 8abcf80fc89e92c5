"""Promise: no bad file is taken silently, and none ends in a traceback.

Every way to be wrong in `tests/support/bad_files.py` is applied to the clean extract of every layout. Each must
be told by a rule with file, line and cure, and never with the value; or do no harm at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polars as pl
import pytest

from tests.support.bad_files import MUTATIONS, VARIANTS, Case, main_table, small
from tests.support.reading import arrival_adds_up, read_files
from tests.support.samples import every_layout, sample
from wholeplace.sources import files as files_module

TRACES = {
    "fact_id",
    "sha",
    "file",
    "line",
    "table_file",
    "_line",
    "_file",
    "_table",
    "sha256",
    "source_record_id",
}


IN_TEST = 60


def _cases(layout: str) -> list[Any]:
    """All that can go wrong in a layout: in `make test` all but the near relations, and never fewer than 60."""
    can = [mutation for mutation in MUTATIONS if MUTATIONS[mutation](sample(layout))]
    ordered = sorted(can, key=lambda mutation: mutation in VARIANTS)
    first = max(IN_TEST, sum(mutation not in VARIANTS for mutation in can))
    marks = [[] if number < first else [pytest.mark.long] for number in range(len(ordered))]
    return [pytest.param(layout, one, marks=mark) for one, mark in zip(ordered, marks, strict=True)]


CASES = [case for layout in every_layout() for case in _cases(layout)]


@pytest.mark.parametrize("layout", every_layout())
def test_the_clean_extract_of_every_layout_is_read_with_nothing_refused(layout: str) -> None:
    whole = sample(layout)
    tables = read_files(layout, whole.files())
    assert tables["refused"].height == 0, tables["refused"].select("file", "rule", "column").rows()
    assert tables["arrival"]["accepted"].sum() == sum(len(grid.rows) for grid in whole.grids.values())
    assert tables["record"].height > 0


@cache
def _clean(layout: str, tables: tuple[str, ...]) -> dict[str, pl.DataFrame]:
    return read_files(layout, small(layout, *tables).files())


@pytest.fixture(autouse=True)
def _own_limits() -> Iterator[None]:
    before = dict(files_module.open_tables.__kwdefaults__)
    yield
    files_module.open_tables.__kwdefaults__.update(before)


@pytest.mark.parametrize(("layout", "mutation"), CASES)
def test_told_or_harmless(layout: str, mutation: str) -> None:
    case = MUTATIONS[mutation](sample(layout))
    assert case is not None
    if case.limits:
        files_module.open_tables.__kwdefaults__["limits"] = case.limits
    tables = read_files(layout, case.files)
    _check(layout, case, tables)


def _check(layout: str, case: Case, tables: dict[str, pl.DataFrame]) -> None:
    refused, arrival = tables["refused"], tables["arrival"]
    arrival_adds_up(tables)
    assert "reader_failed" not in set(refused["rule"])
    assert (
        refused.filter((pl.col("cure") == "") | (pl.col("why") == "") | pl.col("file").is_null()).height == 0
    )
    assert refused.filter(pl.col("line").is_null(), pl.col("level") == "row").height == 0
    if case.planted:
        assert not _told(case.planted, refused, arrival)
    if case.rules:
        _is_told(case, tables)
    else:
        assert refused.filter(pl.col("level") != "warning").height == 0, refused.rows()
    if case.same:
        _is_same(layout, case, tables)


def _told(value: str, *frames: pl.DataFrame) -> bool:
    texts = [column for frame in frames for column in frame.iter_columns() if column.dtype == pl.String]
    return any(column.str.contains(value, literal=True).any() for column in texts)


def _is_told(case: Case, tables: dict[str, pl.DataFrame]) -> None:
    refused, arrival = tables["refused"], tables["arrival"]
    rules = set(refused["rule"]) | ({"superseded"} if arrival["superseded"].sum() else set()) | {"*"}
    assert rules & set(case.rules), refused.select("file", "line", "rule", "column").rows()
    if case.line:
        assert case.line in refused.filter(pl.col("rule").is_in(case.rules))["line"].to_list()
    if case.rows is not None and case.table:
        counted = arrival.filter(pl.col("layout_table") == case.table)["rows_in"].sum()
        assert counted == case.rows


def _is_same(layout: str, case: Case, tables: dict[str, pl.DataFrame]) -> None:
    clean = _clean(layout, (case.table,) if case.table else ())
    for name, frame in clean.items():
        if name in ("refused", "arrival"):
            continue
        columns = [column for column in frame.columns if column not in TRACES]
        assert tables[name].select(columns).sort(columns).equals(frame.select(columns).sort(columns)), name


def test_there_are_many_ways_to_be_wrong_and_each_layout_meets_most() -> None:
    met = {
        layout: sum(make(sample(layout)) is not None for make in MUTATIONS.values())
        for layout in every_layout()
    }
    assert min(met.values()) >= IN_TEST, met


def test_the_same_bytes_are_told_the_same_way_twice() -> None:
    case = MUTATIONS["date: 30 February"](sample("ssda903"))
    assert case is not None
    first, second = (read_files("ssda903", case.files)["refused"] for _ in range(2))
    assert first.equals(second)
    assert main_table(sample("ssda903")) == "header"


def test_reading_leaves_nothing_beside_the_extract() -> None:
    with TemporaryDirectory() as folder:
        for name, data in sample("cin").files().items():
            (Path(folder) / name).write_bytes(data)
        before = sorted(path.name for path in Path(folder).iterdir())
        read_files("cin", sample("cin").files(), Path(folder))
        assert sorted(path.name for path in Path(folder).iterdir()) == before
