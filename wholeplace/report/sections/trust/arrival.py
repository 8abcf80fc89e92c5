"""What arrived and what was refused: rows by source and table, and the rules that refused or warned, with cures.

Rows are shown as they are, so that rows in can be seen to equal accepted and refused; but where one of them is
under the threshold, it is hidden and what stands beside it becomes "more than" (`gate` says why).
"""

from __future__ import annotations

from collections.abc import Sequence

import polars as pl

from wholeplace.privacy import MARK
from wholeplace.report import words
from wholeplace.report.figures.gate import as_texts, with_commas
from wholeplace.report.given import Given
from wholeplace.report.view import Aside, Block, Column, DataTable, Prose, Section, table_of
from wholeplace.sources.registry import layout_of

ID = "arrival"
PARTS = ("rows_in", "accepted", "refused")
COUNTS = (*PARTS, "warnings", "excluded", "superseded")
HEADED = {
    "rows_in": Column("Rows in"), "accepted": Column("Accepted"), "refused": Column("Refused"),
    "share": Column("Refused share"), "warnings": Column("Warnings"), "excluded": Column("Kept out"),
    "superseded": Column("Replaced"),
}  # fmt: skip
ALL = "All sources"
WHOLE_FILE = "file not recognised"
MOST_RULES = 15
LEVELS = {"file": "whole file", "row": "row"}


def section(given: Given) -> Section:
    """Rows by source and by table, and why rows were refused."""
    if given.table("arrival").is_empty():
        return Section(ID, "What arrived and what was refused", (Aside("Nothing has arrived yet."),))
    blocks: tuple[Block, ...] = (
        _lead(),
        _by_source(given),
        *_silent(given),
        _by_table(given),
        *_rules(given),
    )
    return Section(ID, "What arrived and what was refused", blocks)


def rows_in(given: Given) -> str:
    """Rows of all sources together, in words."""
    return _in_words(given, "rows_in", "the")


def rows_refused(given: Given) -> str:
    """Refused rows of all sources together, in words."""
    return _in_words(given, "refused", "some")


def _in_words(given: Given, name: str, some: str) -> str:
    row = _summed(_leaves(given), []).row(0, named=True)
    low = row[f"{name}_low"] // 100 * 100
    if not row[f"{name}_hidden"]:
        return row[name]
    return f"more than {low:,}" if low else some


def worst_rule(given: Given) -> str | None:
    """The reason most rows were refused for, in words; null where none may be told."""
    rows = _counted(given, ("file", "row")).group_by("why").agg(pl.col("times").sum())
    top = rows.filter(pl.col("times") >= given.gate.threshold).sort("times", "why", descending=[True, False])
    return next(iter(top["why"]), None)


def _lead() -> Prose:
    return Prose(
        (
            "Every row that arrives is either accepted or refused. A refused row is kept out with the rule that "
            "refused it and the cure. A warning sets one value to unknown and lets the row in. Kept out means the "
            "person objected or opted out; replaced means that a later submission for the same time counts "
            "instead: both are among the accepted rows.",
        )
    )


def _leaves(given: Given) -> pl.DataFrame:
    """Rows by source and table, with the most that may be told of each number: `low`, and whether more is hidden."""
    rows = given.table("arrival").group_by("source", "layout_table").agg(pl.col(COUNTS).cast(pl.Int64).sum())
    order = pl.DataFrame({"source": [source.name for source in given.sources]})
    ordered = order.join(rows, on="source", how="inner", maintain_order="left")
    few = {name: given.gate.is_few(name) for name in COUNTS}
    blurred = {
        "rows_in": few["rows_in"],
        "accepted": few["accepted"] | few["refused"] | few["rows_in"] & (pl.col("accepted") > 0),
        "refused": few["refused"] | few["accepted"] & (pl.col("refused") > 0),
    }
    floor = pl.max_horizontal(pl.col("rows_in") - given.gate.threshold, pl.lit(0))
    return ordered.with_columns(
        *(_low(name, few[name], blurred.get(name, few[name]), floor).alias(f"{name}_low") for name in COUNTS),
        *(blurred.get(name, few[name]).alias(f"{name}_hidden") for name in COUNTS),
    )


def _low(name: str, few: pl.Expr, blurred: pl.Expr, floor: pl.Expr) -> pl.Expr:
    return pl.when(few).then(0).when(blurred).then(floor).otherwise(pl.col(name))


def _summed(leaves: pl.DataFrame, by: Sequence[str]) -> pl.DataFrame:
    """Rows added up and written out: "more than" where a part is hidden."""
    sums = [pl.col(f"{name}_low").sum() for name in COUNTS]
    hidden = [pl.col(f"{name}_hidden").any() for name in COUNTS]
    added = (
        leaves.group_by(by, maintain_order=True).agg(*sums, *hidden) if by else leaves.select(*sums, *hidden)
    )
    return added.with_columns(*(_text(name) for name in COUNTS), _share())


def _text(name: str) -> pl.Expr:
    low, number = pl.col(f"{name}_low"), with_commas(pl.col(f"{name}_low"))
    more = pl.when(low >= 100).then(pl.concat_str(pl.lit("more than "), number)).otherwise(pl.lit(MARK))
    return pl.when(f"{name}_hidden").then(more).otherwise(number).alias(name)


def _share() -> pl.Expr:
    percent = 100 * pl.col("refused_low") / pl.col("rows_in_low")
    text = percent.round(1).cast(pl.String).str.strip_suffix(".0") + "%"
    small = pl.when((percent > 0) & (percent < 0.05)).then(pl.lit("under 0.1%")).otherwise(text)
    hidden = pl.col("refused_hidden") | (pl.col("rows_in_hidden") & (pl.col("rows_in_low") == 0))
    told = pl.when(pl.col("rows_in_low") > 0).then(small).otherwise(pl.lit(""))
    return pl.when(hidden).then(pl.lit(MARK)).otherwise(told).alias("share")


def _named(column: str = "source") -> pl.Expr:
    return pl.col(column).map_elements(words.plain, return_dtype=pl.String)


def _by_source(given: Given) -> DataTable:
    leaves = _leaves(given)
    rows = _summed(leaves, ["source"]).with_columns(_named())
    whole = _summed(leaves, []).with_columns(pl.lit(ALL).alias("source"))
    return table_of(
        pl.concat([rows, whole.select(rows.columns)]),
        {"source": Column("Source", "text"), **HEADED},
        id="arrival-by-source", title="Rows by source", source=_source(given), totalled=True,
    )  # fmt: skip


def _by_table(given: Given) -> DataTable:
    leaves = _leaves(given)
    tables = _tables(given)
    known = pl.concat_str("source", pl.lit("/"), "layout_table").is_in(list(tables))
    table = (
        pl.when(known).then(pl.col("layout_table").str.replace_all("_", " ")).otherwise(pl.lit(WHOLE_FILE))
    )
    rows = _summed(leaves.with_columns(table.alias("layout_table")), ["source", "layout_table"])
    return table_of(
        rows.sort("source", "layout_table", maintain_order=True).with_columns(_named()),
        {"source": Column("Source", "text"), "layout_table": Column("Table", "text"), **HEADED},
        id="arrival-by-table", title="Rows by source and table", source=_source(given), folded=True,
    )  # fmt: skip


def _tables(given: Given) -> dict[str, frozenset[str]]:
    """Columns of each table that the layouts know. A name from anywhere else may hold a value and isn't shown."""
    return {
        f"{source.name}/{name}": frozenset(spec.names())
        for source in given.sources
        for name, spec in layout_of(source, given.config).tables.items()
    }


def _silent(given: Given) -> tuple[Block, ...]:
    arrived = set(given.table("arrival")["source"])
    silent = [words.plain(source.name) for source in given.sources if source.name not in arrived]
    return (Aside(f"Nothing arrived from: {words.listed(silent)}."),) if silent else ()


def _counted(given: Given, levels: Sequence[str]) -> pl.DataFrame:
    keys = ["source", "layout_table", "column", "level", "rule", "why", "cure"]
    return given.table("refused").filter(pl.col("level").is_in(levels)).group_by(keys).len("times")


def _rules(given: Given) -> tuple[DataTable, ...]:
    refused = _rule_table(given, ("file", "row"), "refused-rules", "Why rows were refused, and the cure")
    warned = _rule_table(given, ("warning",), "warning-rules", "What was warned about, and the cure")
    return tuple(table for table in (refused, warned) if table.rows)


def _rule_table(given: Given, levels: Sequence[str], name: str, title: str) -> DataTable:
    keys = ["why", "cure", "level", "where"]
    rows = _counted(given, levels).with_columns(_where(given)).group_by(keys).agg(pl.col("times").sum())
    top = rows.sort("times", *keys, descending=[True, False, False, False, False])
    done = given.gate.alone(top.head(MOST_RULES).with_columns(pl.col("times").cast(pl.Int64)), ["times"])
    said = f"The {words.number_word(MOST_RULES)} most frequent." if top.height > MOST_RULES else ""
    notes = (f"{said} Rounded to the nearest {given.gate.base}.".strip(),)
    return table_of(
        as_texts(done.sort("times", *keys, descending=[True, *[False] * len(keys)], nulls_last=True), ["times"]),
        {
            "why": Column("What was wrong", "text"), "where": Column("Where", "text"),
            "times": Column("Times"), "cure": Column("Cure", "text"),
        },
        id=name, title=title, source=_source(given), notes=notes,
    )  # fmt: skip


def _where(given: Given) -> pl.Expr:
    """Source, table and column, the latter two only where the layout knows them."""
    tables = _tables(given)
    columns = [f"{table}/{column}" for table, names in tables.items() for column in names]
    table = pl.concat_str("source", pl.lit("/"), "layout_table")
    column = pl.concat_str(table, pl.lit("/"), "column")
    parts = [
        _named(),
        pl.when(table.is_in(list(tables))).then(pl.col("layout_table").str.replace_all("_", " ")),
        pl.when(column.is_in(columns)).then(pl.col("column")),
    ]
    return pl.concat_str(parts, separator=", ", ignore_nulls=True).alias("where")


def _source(given: Given) -> str:
    return f"Source: the reading of every extract. As of {given.as_of}."
