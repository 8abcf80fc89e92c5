"""The page that holds a made place against the published figures it was made on."""

from __future__ import annotations

import polars as pl

from wholeplace.config import Disclosure
from wholeplace.report.figures.gate import Gate, with_commas
from wholeplace.report.pages import render
from wholeplace.report.view import Aside, Column, DataTable, Page, Prose, Section
from wholeplace.version import VERSION

HEADED = {
    "label": Column("Figure", "text"),
    "published": Column("Published"),
    "made": Column("Made"),
    "difference": Column("Difference"),
    "allowed": Column("Allowed"),
    "lies": Column("It lies", "text"),
    "source": Column("Year and source", "text"),
}
FITTED = "5 % for those that people, homes and lives are fitted to"
ENGLAND = "E92000001"
ABOUT = "The made place beside published figures"


def likeness_page(name: str, as_of: str, figures: pl.DataFrame, missing: tuple[str, ...]) -> str:
    """The page as one HTML text.

    figures: columns of `demo.likeness.compare.COLUMNS`. missing: what could not be sourced, a sentence each.
    """
    groups = figures["group"].unique(maintain_order=True).to_list()
    told = Section("missing", "What could not be sourced", (Prose(missing),))
    sections = (_summary(figures), *(_section(group, figures) for group in groups), told)
    page = Page(name, as_of, "Nobody in this place exists.", (), sections, VERSION, about=ABOUT, made_from="")
    return render(page, Gate.of(Disclosure()))


def _summary(figures: pl.DataFrame) -> Section:
    text = (
        f"{_inside(figures)} of {figures.height} figures lie within what is allowed: {FITTED}, or twice what chance "
        "brings of the number counted, where few are; and what stands beside each that comes about by itself. "
        "Stocks are of 31 March 2025, that of the published figures, where lives were watched for a "
        "year before it, and flows of the year up to it."
    )
    return Section("summary", "How like the real place it is", (Prose((text,)), *_outside(figures)))


def _inside(figures: pl.DataFrame) -> int:
    return figures.filter("within").height


def _outside(figures: pl.DataFrame) -> tuple[Aside, ...]:
    out = figures.filter(~pl.col("within").fill_null(False))["label"].to_list()
    return (Aside("Outside their tolerance: " + "; ".join(out) + "."),) if out else ()


def _section(group: str, figures: pl.DataFrame) -> Section:
    name = group.lower().replace(" ", "-").replace("'", "")
    return Section(name, group, (_table(name, group, figures.filter(pl.col("group") == group)),))


def _table(name: str, group: str, figures: pl.DataFrame) -> DataTable:
    texts = figures.with_columns(
        (pl.col("label") + _unit()).alias("label"),
        _number("published"),
        _number("made"),
        _difference().alias("difference"),
        pl.format("± {} %", _plain(pl.col("tolerance"))).alias("allowed"),
        pl.when(pl.col("within")).then(pl.lit("inside")).otherwise(pl.lit("outside")).alias("lies"),
        pl.concat_str(pl.col("year"), pl.lit(": "), pl.col("source"), _whose()).alias("source"),
    )
    rows = texts.select(pl.col(column).cast(pl.String).fill_null("") for column in HEADED).rows()
    notes = tuple(f"{label}: {note}." for label, note in figures.select("label", "note").rows() if note)
    source = "Source: each row's own; made figures from the truth of this place."
    folded = figures.height > MANY and bool(figures["within"].all())
    title = f"{group}: published and made" + (f", all {figures.height} inside" if folded else "")
    return DataTable(f"{name}-table", title, tuple(HEADED.values()), tuple(rows), source, notes, folded)


MANY = 20
"""Rows of a table that is shown only when opened, where there is nothing amiss in it."""


def _unit() -> pl.Expr:
    counted = pl.col("unit").is_in(["people", "households"])
    return pl.when(counted).then(pl.lit("")).otherwise(", " + pl.col("unit"))


def _whose() -> pl.Expr:
    return pl.when(pl.col("of") == ENGLAND).then(pl.lit(" (England's figure)")).otherwise(pl.lit(""))


def _plain(value: pl.Expr) -> pl.Expr:
    """A share to a tenth of a percent, whole where it is whole or large."""
    whole = (value == value.round(0)) | (value >= 10)
    return pl.when(whole).then(value.round(0).cast(pl.Int64).cast(pl.String)).otherwise(
        value.round(1).cast(pl.String)
    )  # fmt: skip


def _number(column: str) -> pl.Expr:
    value = pl.col(column)
    whole = with_commas(value.round(0).cast(pl.Int64, strict=False))
    return pl.when(value.is_nan()).then(pl.lit("too few")).when(value >= 100).then(whole).otherwise(
        value.round(2).cast(pl.String)
    ).alias(column)  # fmt: skip


def _difference() -> pl.Expr:
    rounded = pl.col("difference").round(1)
    rounded = pl.when(rounded == 0).then(0.0).otherwise(rounded)
    known = pl.format("{}{} %", pl.when(rounded > 0).then(pl.lit("+")).otherwise(pl.lit("")), rounded)
    return pl.when(rounded.is_nan()).then(pl.lit("too few")).otherwise(known)
