"""The same files read three ways, each in a process of its own: `python -m bench.readers WAY FOLDER`.

polars and DuckDB are told the type of every column and check nothing; the XML, which neither reads, is read
for both by the standard library's parser into one row a child. Ours reads the same files to canonical tables:
encodings, shapes, codes, dates and identifiers checked, rows counted, ids keyed. `run` takes a small synthetic
place through every step. Prints seconds by the clock and by the processor, rows, and the most memory that the
process held, as JSON.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import duckdb
import polars as pl

from wholeplace import open as open_place
from wholeplace.config import Config, load_config
from wholeplace.demo.make import make_demo
from wholeplace.machine import cores, peak_memory_mb
from wholeplace.privacy.keys import DEMO_KEY, PlaceKey
from wholeplace.sources.discover import files_of
from wholeplace.sources.layout import Layout, plain
from wholeplace.sources.registry import known_layouts
from wholeplace.sources.step import READ
from wholeplace.steps import StepInput

NULLS = ["", "NULL"]
RUN_RESIDENTS = 3_000
POLARS = {"integer": pl.Float64, "money": pl.Float64, "decimal": pl.Float64, "boolean": pl.String}
DUCKDB = {
    "integer": "BIGINT",
    "money": "DOUBLE",
    "decimal": "DOUBLE",
    "date": "DATE",
    "datetime": "TIMESTAMP",
}


def ours(config: Config) -> int:
    """The `read` step, in memory: nothing is stored."""
    given = StepInput(config, lambda name: pl.DataFrame(), PlaceKey(DEMO_KEY), cores())
    tables = READ.run(given)
    return sum(int(frame["rows_in"].sum()) for frame in tables["arrival"].values())


def with_polars(config: Config) -> int:
    """`scan_csv` with a schema; dates by their one format, since a schema cannot say it."""
    return sum(_polars(path, layout).height for path, layout in _files(config))


def with_duckdb(config: Config) -> int:
    """`read_csv` with columns, date format and null text given, to Arrow."""
    with duckdb.connect() as connection:
        return sum(_duckdb(connection, path, layout) for path, layout in _files(config))


def _files(config: Config) -> list[tuple[Path, Layout]]:
    layouts = known_layouts()
    return [(path, layouts[source.layout]) for source in config.source for path in files_of(source, config)]


def _types(path: Path, layout: Layout) -> dict[str, str]:
    """Header of a file to the type that its layout gives the column (text where it names none)."""
    with path.open(encoding="utf-8") as handle:
        header = handle.readline().rstrip("\n").split(",")
    known = [{plain(c.name): c.type for c in table.columns} for table in layout.tables.values()]
    best = max(known, key=lambda types: sum(plain(name) in types for name in header))
    return {name: best.get(plain(name), "text") for name in header}


def _polars(path: Path, layout: Layout) -> pl.DataFrame:
    if path.suffix == ".xml":
        return _xml(path)
    types = _types(path, layout)
    dates = [name for name, kind in types.items() if kind in ("date", "datetime")]
    schema = pl.Schema({name: POLARS.get(kind, pl.String) for name, kind in types.items()})
    frame = pl.scan_csv(path, schema=schema, null_values=NULLS)
    return frame.with_columns(pl.col(name).str.to_date(_format(layout)) for name in dates).collect()


def _duckdb(connection: duckdb.DuckDBPyConnection, path: Path, layout: Layout) -> int:
    if path.suffix == ".xml":
        return _xml(path).height
    columns = {name: DUCKDB.get(kind, "VARCHAR") for name, kind in _types(path, layout).items()}
    form = _format(layout)
    read = connection.read_csv(
        str(path), columns=columns, header=True, sep=",", quotechar='"', na_values=NULLS,
        date_format=form, timestamp_format=form,
    )  # fmt: skip
    return read.to_arrow_table().num_rows


def _format(layout: Layout) -> str:
    """How the demo writes the layout's dates."""
    return {"school_census": "%Y-%b-%d %H:%M:%S", "ssd": "%Y-%m-%d"}.get(layout.name, "%d/%m/%Y")


def _xml(path: Path) -> pl.DataFrame:
    root = ElementTree.parse(path).getroot()
    rows = [{leaf.tag: leaf.text for leaf in child.iter()} for child in root.iter("Child")]
    return pl.DataFrame(rows, infer_schema_length=None)


def _run(folder: Path) -> dict[str, float]:
    """All steps on a small synthetic place made for it."""
    make_demo(folder, residents=RUN_RESIDENTS, seed=1)
    outcomes = open_place(folder).run()
    rows = outcomes[0].rows["record"]
    return {
        "rows": rows,
        "seconds": sum(one.seconds for one in outcomes),
        "read_seconds": outcomes[0].seconds,
    }


WAYS: dict[str, Callable[[Config], int]] = {"ours": ours, "polars": with_polars, "duckdb": with_duckdb}


def _reading(way: str, folder: Path) -> dict[str, float]:
    """Read the bytes alone first, to warm the file cache; then measure one reading."""
    config = load_config(folder / "place.toml")
    for path, _ in _files(config):
        path.read_bytes()
    began, spent = time.perf_counter(), time.process_time()
    rows = WAYS[way](config)
    seconds, processor = time.perf_counter() - began, time.process_time() - spent
    return {"seconds": seconds, "processor_seconds": processor, "rows": rows}


def main() -> None:
    """Measure one way and print what it took."""
    way, folder = sys.argv[1], Path(sys.argv[2])
    done = _run(folder) if way == "run" else _reading(way, folder)
    print(json.dumps({**done, "peak_mb": peak_memory_mb()}))


if __name__ == "__main__":
    main()
