"""The page that holds a made place against the published figures it was made on."""

from __future__ import annotations

import polars as pl

from wholeplace.config import Disclosure
from wholeplace.report.gate import Gate, with_commas
from wholeplace.report.pages import render
from wholeplace.report.view import Aside, Column, DataTable, Page, Prose, Section
from wholeplace.version import VERSION

HEADED = {
    "label": Column("Figure", "text"),
    "unit": Column("Unit", "text"),
    "published": Column("Published"),
    "made": Column("Made"),
    "difference": Column("Difference"),
    "allowed": Column("Allowed"),
    "year": Column("Year", "text"),
    "source": Column("Source", "text"),
}
ABOUT = "The made place beside published figures"


def likeness_page(name: str, as_of: str, figures: pl.DataFrame, missing: tuple[str, ...]) -> str:
    """The page as one HTML text.

    figures: columns of `demo.likeness.compare.COLUMNS`. missing: what could not be sourced, a sentence each.
    """
    groups = figures["group"].unique(maintain_order=True).to_list()
    sections = (_summary(figures, missing), *(_section(group, figures) for group in groups))
    page = Page(name, as_of, "Nobody in this place exists.", (), sections, VERSION, about=ABOUT, made_from="")
    return render(page, Gate.of(Disclosure()))


def _summary(figures: pl.DataFrame, missing: tuple[str, ...]) -> Section:
    fitted, emerged = figures.filter("fitted"), figures.filter(~pl.col("fitted"))
    text = (
        f"{figures.height} figures: {_inside(fitted)} of {fitted.height} that the place was fitted to lie within "
        "5 %, or within twice what chance brings where few people are counted, and "
        f"{_inside(emerged)} of {emerged.height} that came about by themselves lie within the tolerance stated "
        "beside each. Those outside are marked. Stocks are of 31 March 2025 where the lives were watched before it."
    )
    blocks = (Prose((text, *missing)), *_outside(figures))
    return Section("summary", "How like the real place it is", blocks)


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
        _number("published"),
        _number("made"),
        _difference().alias("difference"),
        pl.format("± {} %{}", pl.col("tolerance").cast(pl.Int64), _mark()).alias("allowed"),
    )
    rows = texts.select(pl.col(column).cast(pl.String).fill_null("") for column in HEADED).rows()
    notes = tuple(f"{label}: {note}." for label, note in figures.select("label", "note").rows() if note)
    source = "Source: each row's own; made figures from the truth of this place."
    title = f"{group}: published and made"
    return DataTable(f"{name}-table", title, tuple(HEADED.values()), tuple(rows), source, notes)


def _number(column: str) -> pl.Expr:
    value = pl.col(column)
    whole = with_commas(value.round(0).cast(pl.Int64, strict=False))
    return pl.when(value.is_nan()).then(pl.lit("too few")).when(value >= 100).then(whole).otherwise(
        value.round(2).cast(pl.String)
    ).alias(column)  # fmt: skip


def _difference() -> pl.Expr:
    rounded = pl.col("difference").round(1)
    known = pl.format("{}{} %", pl.when(rounded > 0).then(pl.lit("+")).otherwise(pl.lit("")), rounded)
    return pl.when(rounded.is_nan()).then(pl.lit("too few")).otherwise(known)


def _mark() -> pl.Expr:
    return pl.when(pl.col("within")).then(pl.lit("")).otherwise(pl.lit(" (outside)"))
