"""Coverage: what each source tells of, from when to when, and for how many children a parent is known."""

from __future__ import annotations

import polars as pl

from wholeplace.privacy import MARK
from wholeplace.report import charts, words
from wholeplace.report.figures.gate import Count, as_texts
from wholeplace.report.given import Given
from wholeplace.report.view import Aside, Block, Chart, Column, DataTable, Panel, Prose, Section, table_of

ID = "coverage"
COUNTS = ("records", "people", "children", "children_with_parent")


def children(given: Given) -> tuple[Count, Count]:
    """How many living children are known, and how many of them without any parent or carer."""
    as_of = given.config.as_of
    youngest_adult = as_of.replace(day=1, year=as_of.year - given.config.link.adult_age)
    child = given.table("person").filter(
        (pl.col("birth_month") > youngest_adult)
        & (pl.col("birth_month") <= as_of)
        & (pl.col("death_month").is_null() | (pl.col("death_month") > as_of))
    )
    return given.gate.one(child.height), given.gate.one(int((~child["known_parent"]).sum()))


def section(given: Given) -> Section:
    """One line a source, and the time it covers."""
    if given.table("coverage").is_empty():
        return Section(ID, "What the sources cover", (Aside("No source may be used for planning."),))
    rows = _protected(given)
    blocks: tuple[Block, ...] = (
        _lead(given),
        *_times(rows, given),
        _table(rows, given),
        *_by_age(given),
        *_parents(given),
    )
    return Section(ID, "What the sources cover", blocks)


def _lead(given: Given) -> Prose:
    return Prose(
        (
            "Where this report says that nothing was found, these are the sources that were looked at, and up "
            "to which day. A person or a service that none of them covers is not in this report.",
            "First and last month are those in which something begins: a contact or a period of support.",
        )
    )


def _protected(given: Given) -> pl.DataFrame:
    order = pl.DataFrame(
        {"source": [s.name for s in given.sources], "service": [given.service(s) for s in given.sources]}
    )
    told = given.table("coverage").with_columns(pl.col(name).cast(pl.Int64) for name in COUNTS)
    rows = order.join(told, on="source", how="inner", maintain_order="left")
    done = given.gate.alone(rows, COUNTS)
    seen = pl.col("people").is_not_null()
    return done.with_columns(
        pl.when(seen).then(pl.col(name).dt.truncate("1mo")).alias(name)
        for name in ("first_date", "last_date")
    ).with_columns(pl.col("source").map_elements(words.plain, return_dtype=pl.String))


def _times(rows: pl.DataFrame, given: Given) -> tuple[Block, ...]:
    dated = rows.drop_nulls(["first_date", "last_date"])
    if dated.is_empty():
        return ()
    ends = dated.with_columns(pl.min_horizontal(pl.col("last_date").dt.month_end(), "as_of"))
    drawing = Panel(
        charts.ranges(ends, "source", "first_date", "last_date", "as_of"),
        "Chart: for each source a bar from the first to the last month in which something begins, and a mark on "
        "the day up to which it was looked at. The table below holds the same dates.",
    )
    columns = {
        "source": Column("Source", "text"), "first_date": Column("First month", "text"),
        "last_date": Column("Last month", "text"), "as_of": Column("Looked at up to", "text"),
    }  # fmt: skip
    table = table_of(
        _dates(dated), columns, id="coverage-times", title="Time covered by each source",
        source=given.source_line(),
    )  # fmt: skip
    title = "Time that each source covers"
    unit = "Bar: first to last month in which something begins. Mark: the day up to which the source was looked at"
    return (Chart("coverage-times-chart", title, unit, (drawing,), table),)


def _dates(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(
        words.month("first_date"),
        words.month("last_date"),
        pl.col("as_of").map_elements(words.day, return_dtype=pl.String),
    )


def _table(rows: pl.DataFrame, given: Given) -> DataTable:
    known = (100 * pl.col("children_with_parent") / pl.col("children")).round().cast(pl.Int64).cast(
        pl.String
    ) + "%"
    shown = as_texts(_dates(rows.with_columns(known.fill_null(MARK).alias("share"))), COUNTS)
    columns = {
        "source": Column("Source", "text"), "service": Column("Service", "text"),
        "as_of": Column("Looked at up to", "text"), "records": Column("Records"), "people": Column("People"),
        "children": Column("Children"), "share": Column("Of them, with a known parent"),
    }  # fmt: skip
    return table_of(
        shown, columns, id="coverage-table", title="What each source tells of", source=given.source_line(),
        notes=(
            f"A child is somebody under {given.config.link.adult_age} on the day up to which the source was looked "
            "at. A known parent is a parent or carer tied to the child by any source, not only this one.",
        ),
    )  # fmt: skip


def _by_age(given: Given) -> tuple[Block, ...]:
    """For each source and age, for what share of the children a parent or carer is known."""
    counts = ("children", "children_with_parent")
    order = pl.DataFrame({"source": [source.name for source in given.sources]})
    told = given.table("known_parent").with_columns(pl.col(name).cast(pl.Int64) for name in counts)
    by_age = told.sort(pl.col("age").str.extract(r"^(\d+)").cast(pl.Int64))
    rows = order.join(by_age, on="source", maintain_order="left_right")
    if rows.is_empty():
        return ()
    known = (100 * pl.col("children_with_parent") / pl.col("children")).round().cast(pl.Int64).cast(
        pl.String
    ) + "%"
    done = given.gate.lines(rows, "source", "age", counts).with_columns(known.fill_null(MARK).alias("share"))
    named = done.with_columns(pl.col("source").map_elements(words.plain, return_dtype=pl.String))
    columns = {
        "source": Column("Source", "text"), "age": Column("Age", "text"), "children": Column("Children"),
        "share": Column("Of them, with a known parent"),
    }  # fmt: skip
    table = table_of(
        as_texts(named, counts), columns, id="known-parents", folded=True,
        title="Children with a known parent or carer, by source and age", source=given.source_line(),
    )  # fmt: skip
    return (table,)


def _parents(given: Given) -> tuple[Block, ...]:
    total, without = children(given)
    share = given.gate.share(without, total)
    if share is None:
        return ()
    text = (
        f"{without.text} of the {total.text} children known ({share}) have no parent or carer in any source. "
    )
    return (Aside(text + "Their families cannot be seen whole."),)
