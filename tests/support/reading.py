"""Reading made files in this process, and the sums that must hold whatever they were."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from tests.support.samples import AS_OF, YEAR, every_layout
from wholeplace.config import Source
from wholeplace.privacy.keys import DEMO_KEY, PlaceKey
from wholeplace.sources.check import Moment
from wholeplace.sources.exclusions import Exclusions
from wholeplace.sources.read import Extract, read_extract


def read_files(
    layout: str, files: Mapping[str, bytes], folder: Path | None = None
) -> dict[str, pl.DataFrame]:
    """All canonical tables that a reading of these files by a layout makes."""
    if folder is None:
        with TemporaryDirectory() as made:
            return read_files(layout, files, Path(made))
    paths = sorted(folder / name for name in files)
    for path in paths:
        path.write_bytes(files[path.name])
    kind, _, template = layout.partition(":")
    source = Source(name="made", layout=kind, template=template or None, files=("*",), synthetic=True)
    extract = Extract(
        source, every_layout()[layout], paths, [path.name for path in paths], Moment(AS_OF, YEAR)
    )
    return read_extract(extract, PlaceKey(DEMO_KEY), Exclusions.none())


def arrival_adds_up(tables: Mapping[str, pl.DataFrame]) -> None:
    """Rows in are rows accepted and refused; each refused row is told by one refusal; none is counted twice."""
    arrival = tables["arrival"]
    assert (arrival["rows_in"] == arrival["accepted"] + arrival["refused"]).all()
    assert (arrival["accepted"] <= arrival["rows_in"]).all()
    whole = pl.col("layout_table").is_null()
    assert arrival.filter(whole, pl.col("refused") != pl.col("rows_in")).height == 0
    told = tables["refused"].filter(pl.col("level") == "row").group_by("file", "layout_table").len("told")
    counted = arrival.filter(~whole).group_by("file", "layout_table").agg(pl.col("refused").sum())
    both = counted.join(told, on=["file", "layout_table"], how="full", coalesce=True).fill_null(0)
    assert both.filter(pl.col("refused") != pl.col("told")).height == 0, both.rows()
