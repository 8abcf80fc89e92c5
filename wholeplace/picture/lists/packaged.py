"""Packaged lists: the questions that assessments ask families, and which work enforces and which supports."""

from __future__ import annotations

from importlib.resources import as_file, files

import polars as pl
import polars.selectors as cs


def questions() -> pl.DataFrame:
    """`kind`, `service` (empty for any) and `question`: what an assessment, by its kind of contact, asks about."""
    return _read("questions.csv").select("kind", "service", "question")


def arms() -> pl.DataFrame:
    """`of` (period or contact), `track`, `name` (state or kind of contact), `service` (empty for any), and `arm`.

    arm: `enforce`, what an agency does to get money or a home back; `support`, what helps a household along.
    """
    return _read("arms.csv").select("of", "track", "name", "service", "arm")


def features() -> pl.DataFrame:
    """`of` (factor or period), `track`, `name` (factor or state), `feature`, its `kind`, and the `phrase` for it."""
    return _read("features.csv").select("of", "track", "name", "feature", "kind", "phrase")


def _read(name: str) -> pl.DataFrame:
    with as_file(files("wholeplace") / "data" / name) as path:
        return pl.read_csv(path, infer_schema=False).with_columns(
            cs.by_name("service", require_all=False).fill_null("")
        )
