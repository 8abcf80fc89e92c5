"""Writes `docs/likeness.md`, a made place beside published figures: `python -m reference.likeness PLACE_DIR`.

The figures are those that `wholeplace demo` left in the place's truth; nothing is made or measured again.
"""

from __future__ import annotations

import argparse
import tomllib
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import polars as pl

from reference.pages.form import DOCS, table
from wholeplace.demo.likeness.missing import MISSING

PAGE = DOCS / "likeness.md"
HEADER = ("figure", "unit", "published", "made", "difference", "allowed", "it lies", "year", "source")
INTRODUCTION = """\
# How like the real place the demo is

Written by `python -m reference.likeness PLACE_DIR` from a place that `wholeplace demo` made; make a place to change it.

{place}: {residents:,} residents on {as_of}, after {years:g} years, seed {seed}. Every person in it is invented. What
each figure means and how lives are fitted to it is in [demo.md](demo.md).

Of {all} figures, {inside} lie within what is allowed: 5 % for those that people, homes and lives are fitted to, or
twice what chance brings of the number counted, where few are; what comes about by itself has its allowance from
`wholeplace/data/figures.csv`. Stocks of services are of 31 March 2025, the day of the published ones, and flows of the
year up to it.

{outside}
"""
NATIONAL = "England's figure"
TOO_FEW = "too few"


class Made(NamedTuple):
    """A made place: its name, last day, residents on that day, years lived, and seed."""

    name: str
    as_of: date
    residents: int
    years: float
    seed: int


def made(folder: Path) -> Made:
    """What a place folder says of itself. Raises OSError where it is no made place."""
    settings, fitted = _toml(folder / "place.toml"), _toml(folder / "truth" / "fitted.toml")
    last: date = settings["as_of"]
    homes = pl.read_parquet(folder / "truth" / "residence.parquet")
    there = homes.filter(pl.col("from") <= last, pl.col("to").is_null() | (pl.col("to") > last))
    residents = there["true_person"].n_unique()
    return Made(settings["name"], last, residents, fitted["months"] / 12, fitted["seed"])


def page(place: Made, figures: pl.DataFrame) -> str:
    """The whole page as Markdown. figures: columns of `likeness.compare.COLUMNS`."""
    groups = figures["group"].unique(maintain_order=True)
    sections = [_section(group, figures.filter(pl.col("group") == group)) for group in groups]
    return "\n".join([_introduction(place, figures), *sections, _missing()])


def _introduction(place: Made, figures: pl.DataFrame) -> str:
    out = figures.filter(~pl.col("within").fill_null(False))["label"].to_list()
    return INTRODUCTION.format(
        place=place.name, residents=place.residents, as_of=place.as_of, years=place.years, seed=place.seed,
        all=figures.height, inside=figures.filter("within").height,
        outside=f"Outside: {'; '.join(out)}." if out else "None lies outside.",
    )  # fmt: skip


def _section(group: str, figures: pl.DataFrame) -> str:
    notes = [f"- {label}: {note}." for label, note in figures.select("label", "note").rows() if note]
    told = "\n" + "\n".join(notes) + "\n" if notes else ""
    return f"## {group}\n\n{table(HEADER, [_row(row) for row in figures.to_dicts()])}{told}"


def _row(row: dict[str, Any]) -> tuple[str, ...]:
    whose = f" ({NATIONAL})" if row["of"] == "E92000001" else ""
    return (
        str(row["label"]), str(row["unit"]), _number(row["published"]), _number(row["made"]),
        _difference(row["difference"]), f"{row['tolerance']:.3g} %", "inside" if row["within"] else "**outside**",
        str(row["year"]), f"{row['source']}{whose}",
    )  # fmt: skip


def _number(value: object) -> str:
    if not isinstance(value, float) or value != value:
        return TOO_FEW
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.2f}"


def _difference(value: object) -> str:
    known = isinstance(value, float) and value == value
    return f"{value:+.1f} %".replace("-0.0", "0.0").replace("+0.0", "0.0") if known else TOO_FEW


def _missing() -> str:
    return "## What could not be sourced\n\n" + "\n".join(f"- {sentence}" for sentence in MISSING) + "\n"


def _toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def main() -> None:
    """Writes the page from a made place."""
    parser = argparse.ArgumentParser(description="Write docs/likeness.md from a made place.")
    parser.add_argument("folder", type=Path, metavar="PLACE_DIR")
    folder: Path = parser.parse_args().folder
    figures = pl.read_csv(folder / "truth" / "likeness.csv", schema_overrides={"year": pl.String})
    PAGE.write_text(page(made(folder), figures), encoding="utf-8")


if __name__ == "__main__":
    main()
