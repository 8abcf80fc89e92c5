"""DuckDB in this process: runs the `.sql` models over frames, and answers an analyst's read-only queries."""

from __future__ import annotations

import os
from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

import duckdb
import polars as pl
import pyarrow as pa

from wholeplace.errors import QueryError


def connect(jobs: int) -> duckdb.DuckDBPyConnection:
    """A connection in memory that touches no file and no network and gives rows in a fixed order."""
    connection = duckdb.connect(":memory:", config={"threads": str(max(1, jobs)), "temp_directory": ""})
    connection.execute("SET enable_external_access = false")
    connection.execute("SET preserve_insertion_order = true")
    connection.execute("SET TimeZone = 'UTC'")
    return connection


@cache
def _database(jobs: int, process: int) -> duckdb.DuckDBPyConnection:
    """One database a process for models: to open one anew takes longer than most small models."""
    return connect(jobs)


def session(jobs: int) -> duckdb.DuckDBPyConnection:
    """As `connect`, sooner: tables and settings made in it are its own and are gone when it is closed."""
    opened = _database(jobs, os.getpid()).cursor()
    opened.execute("SET TimeZone = 'UTC'")
    return opened


def run_models(
    models: Mapping[str, str],
    tables: Mapping[str, pl.DataFrame],
    settings: Mapping[str, Any],
    *,
    jobs: int = 1,
    wanted: Collection[str] | None = None,
) -> dict[str, pl.DataFrame]:
    """Run SQL models in order, each seeing the tables and the models before it; returns every model's result.

    models: SQL text by the name its result takes. settings: values that models read as getvariable('name').
    wanted: the models whose results are returned, where not all are.
    """
    with session(jobs) as connection:
        for name, value in settings.items():
            connection.execute(f"SET VARIABLE {name} = ?", [value])
        for name, frame in tables.items():
            connection.register(name, shared(frame))
        for name, sql in models.items():
            connection.execute(f'CREATE TEMP TABLE "{name}" AS {sql.rstrip().rstrip(";")}')
        return {
            name: pl.DataFrame(connection.sql(f'SELECT * FROM "{name}"').to_arrow_table())
            for name in models
            if wanted is None or name in wanted
        }


def shared(frame: pl.DataFrame) -> pa.Table:
    """The frame as DuckDB reads it, its texts where they lie and not copied."""
    return frame.to_arrow(compat_level=pl.CompatLevel.newest())


def run_query(sql: str, tables: Mapping[str, pl.DataFrame], *, jobs: int = 1) -> pl.DataFrame:
    """Answer one checked SELECT over the given tables. Raises QueryError with no value in it."""
    with connect(jobs) as connection:
        for name, frame in tables.items():
            connection.register(name, shared(frame))
        connection.execute("SET lock_configuration = true")
        try:
            return pl.DataFrame(connection.sql(sql).to_arrow_table())
        except duckdb.Error as error:
            kind = type(error).__name__.removesuffix("Exception")
            raise QueryError(
                _first_line(error, kind), cure="Check the SQL; `tables DIR` lists tables and columns"
            ) from None


def _first_line(error: duckdb.Error, kind: str) -> str:
    """The error's first line where it can only speak of names (binder, parser); its kind alone otherwise."""
    spoken = isinstance(error, duckdb.BinderException | duckdb.CatalogException | duckdb.ParserException)
    return str(error).splitlines()[0] if spoken else f"the query failed ({kind} error)"
