"""How well the same person is found in several sources, by group, and who is in no household."""

from __future__ import annotations

import polars as pl

from wholeplace.privacy import MARK
from wholeplace.report import words
from wholeplace.report.figures.gate import as_texts
from wholeplace.report.given import Given
from wholeplace.report.view import Aside, Block, Column, DataTable, Prose, Section, table_of

ID = "linked"
TITLE = "How well the same person is found"
WHOLE, UNKNOWN = "all", "an unknown share"
SHOWN = {"all": "", "audit_group": "Names usual among: ", "age": "Age ", "source": "Source: "}
NAMED = {
    "african": "African people", "british_or_irish": "British or Irish people", "east_asian": "East Asian people",
    "other_european": "other Europeans", "south_asian": "South Asian people",
    "turkish_or_arab": "Turkish or Arab people", "not_told": "no group told", "unknown": "not known",
    "all": "Everybody",
}  # fmt: skip
ESTIMATED = (
    "Nobody has checked these links one by one: the figures are worked out from how alike records are, with the range "
    "in which the true figure most likely lies, and from reviewers' decisions where there are any."
)
ORIGIN = (
    "Where a name is usual is told from lists of names, for this table alone; it is never used to find anybody. It is "
    "often wrong about one person: people of Caribbean heritage mostly bear British names."
)


def section(given: Given) -> Section:
    """Quality of linkage with intervals, and people without a household."""
    quality = given.table("link_quality")
    if quality.is_empty():
        return Section(ID, TITLE, (Aside(given.nothing_found("records to link were")),))
    return Section(ID, TITLE, (_lead(quality, given), _quality(quality, given), *_unassigned(given)))


def _lead(quality: pl.DataFrame, given: Given) -> Prose:
    whole = quality.filter(pl.col("by") == WHOLE).with_columns(told=_range())
    said = {"precision": UNKNOWN, "recall": UNKNOWN} | dict(whole.select("measure", "told").iter_rows())
    worse = quality.filter(pl.col("worse"), pl.col("by") == "audit_group", _enough(given))["name"].to_list()
    lines = [
        f"Of pairs of records that we hold to be one person's, {said['precision']} are. Of pairs that are one "
        f"person's, {said['recall']} are held to be.",
        ESTIMATED,
    ]
    if worse:
        groups = words.listed([NAMED.get(str(name), str(name)) for name in worse])
        lines.append(f"Records are joined clearly less often for {groups}: counts of them are less sure.")
    return Prose(tuple(lines))


def _enough(given: Given) -> pl.Expr:
    return pl.col("people") >= given.gate.threshold


def _range() -> pl.Expr:
    """A share with its range, as a text: 98.2% (94.5 to 99.5)."""
    value, low, high = ((100 * pl.col(name)).round(1).cast(pl.String) for name in ("estimate", "low", "high"))
    return pl.format("{}% ({} to {})", value, low, high).fill_null("")


def _label() -> pl.Expr:
    by = pl.col("by").replace_strict(SHOWN, default="")
    name = pl.col("name").replace(NAMED)
    plain = pl.when(pl.col("by") == "source").then(name.str.replace_all("_", " ")).otherwise(name)
    return pl.concat_str(by, plain).alias("label")


def _quality(quality: pl.DataFrame, given: Given) -> DataTable:
    few = pl.when(_enough(given)).then(_range()).otherwise(pl.lit(MARK)).alias("told")
    rows = quality.filter(pl.col("measure").is_in(["precision", "recall"]), pl.col("by").is_in(list(SHOWN)))
    order = pl.col("by").replace_strict({by: n for n, by in enumerate(SHOWN)}, return_dtype=pl.Int64)
    told = rows.select(_label(), "measure", few, order.alias("order"), "name").sort("order", "name")
    once = told.unique(["label", "measure"], keep="first", maintain_order=True)
    wide = once.select("label").unique(maintain_order=True)
    for measure in ("precision", "recall"):
        own = once.filter(pl.col("measure") == measure).select("label", pl.col("told").alias(measure))
        wide = wide.join(own, on="label", how="left", maintain_order="left")
    columns = {
        "label": Column("Whose records", "text"),
        "precision": Column("Of pairs joined, right", "text"),
        "recall": Column("Of pairs of one person, found", "text"),
    }
    return table_of(
        wide, columns, id="link-quality", title="How sure it is who is who", source=given.source_line(),
        notes=(ORIGIN,), folded=True,
    )  # fmt: skip


def _unassigned(given: Given) -> tuple[Block, ...]:
    """People whom no household holds: by age and by where names are usual as one table each, by source row by row."""
    stored = given.table("unassigned").unique(["by", "name"], keep="first", maintain_order=True)
    rows = stored.select("by", "name", "unassigned")
    parts = [given.gate.alone(rows.filter(pl.col("by").is_in([WHOLE, "source"])), ["unassigned"])]
    for by in ("age", "audit_group"):
        split = given.gate.cells(rows.filter(pl.col("by") == by), ["by", "name"], ["unassigned"])
        parts += [] if split is None else [split]
    told = as_texts(pl.concat(parts, how="diagonal_relaxed"), ["unassigned"]).select(_label(), "unassigned")
    columns = {"label": Column("Who", "text"), "unassigned": Column("People")}
    table = table_of(
        told, columns, id="unassigned", title="People whom no household holds", source=given.source_line(),
        notes=("Nobody says where they live, or where they live is not told. A person counts in each source.",),
        folded=True,
    )  # fmt: skip
    return (table,)
